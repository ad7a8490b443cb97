/**
 * The way out of a site, in Firefox: history, what a kept page shows when it is restored, and paper.
 *
 * `exit.test.js` tests the rest of its behaviour, and says what no test covers.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exitHost, siteWithExit } from './exit-host.js';
import { launchFirefox } from './firefox.js';
import { host } from './static-server.js';

const shift = '\uE008';

const exit = await exitHost();
const folder = await siteWithExit(exit);
const home = await host(folder);
const elsewhere = await host(folder);
const firefox = await launchFirefox();

/** Does something and waits until the exit page is there once more. @param {() => Promise<unknown>} work */
async function leaves(work) {
  const loaded = firefox.loaded(exit.url);
  await work();
  await loaded;
}

const press = () => leaves(() => firefox.evaluate('document.querySelector(".exit a").click()'));

/** Waits until the page at an address is shown, be it loaded or restored. @param {string} url */
async function arrives(url) {
  while ((await firefox.evaluate('location.href + document.readyState').catch(() => '')) !== `${url}complete`);
}

test('leaving sends no referrer, and Back shows the exit page, then the page before the visit', async () => {
  await firefox.goto(elsewhere);
  await firefox.goto(home);
  await firefox.goto(`${home}one/`);
  await firefox.goto(`${home}two/`);
  const before = exit.requests.length;
  await press();
  const sent = exit.requests.slice(before);
  assert.ok(sent.length > 0, 'the exit was asked for');
  for (const headers of sent) assert.equal(headers.referer, undefined);
  await leaves(() => firefox.traverse(-1));
  await leaves(() => firefox.traverse(-1));
  await firefox.traverse(-1);
  await arrives(elsewhere);
});

test('going back within the site finds the page where it was', async () => {
  await firefox.goto(`${home}one/`);
  await firefox.evaluate('scrollTo(0, 300)');
  await firefox.goto(`${home}two/`);
  await firefox.traverse(-1);
  await arrives(`${home}one/`);
  assert.equal(await firefox.evaluate('getComputedStyle(document.body).visibility'), 'visible');
  assert.equal(await firefox.evaluate('scrollY'), '300');
});

test('a reader who comes back on purpose finds the site as it was', async () => {
  await firefox.goto(`${home}one/`);
  await press();
  await firefox.goto(`${home}one/`);
  assert.equal(await firefox.evaluate('document.title'), 'A guide');
  assert.equal(await firefox.evaluate('sessionStorage.length'), '0');
  await firefox.reload();
  assert.equal(await firefox.evaluate('getComputedStyle(document.body).visibility'), 'visible');
});

test('Shift three times leaves, and a chord does not', async () => {
  await firefox.goto(`${home}two/`);
  await firefox.press(shift, shift, 'a', shift);
  assert.equal(await firefox.evaluate('document.title'), 'Two – A guide');
  await leaves(() => firefox.press(shift, shift, shift));
});

test('the way out is not printed', async () => {
  await firefox.goto(`${home}one/`);
  const pdf = await firefox.print();
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  assert.ok(!pdf.includes(Buffer.from(exit.url)), 'the address is no link of the document');
});
