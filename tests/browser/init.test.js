/**
 * A site as `mend init` makes it: the way out, safe browsing, help, the content security policy and search work on every
 * page, the automatic checks find nothing, and it says only what its author has said. Without a region no page offers help
 * that does not exist.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { complaints, launch } from './browser.js';
import { misplaced, violations } from './judge.js';
import { faults } from './paper.js';
import { build, pageFiles, program, temporaryFolder } from './site.js';
import { host } from './static-server.js';

const source = await temporaryFolder();
const about = 'For people who cannot sleep: what helps tonight.';
await promisify(execFile)(program, ['init', source, '--title', 'Sleep well', '--about', about, '--region', 'United Kingdom', '--emergency', '999']);
const output = await build(source);
const home = await host(output);
const browser = await launch();
after(() => browser.close());

for (const file of await pageFiles(output)) {
  test(`${file} looks after its readers`, async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 640 } });
    const heard = complaints(page, home);
    await page.goto(home + file, { waitUntil: 'load' });
    assert.deepEqual([...(await violations(page)), ...(await misplaced(page)), ...heard], []);
    assert.match((await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')) ?? '', /^default-src 'none'/);
    await page.getByRole('link', { name: 'Emergency: Leave this site now' }).waitFor();
    // The box is open on the home page and on that of the search, and one tap away on every other.
    const box = page.getByRole('searchbox', { name: 'Search this guide' });
    if (!/^(index|search\/index)\.html$/.test(file)) {
      assert.equal(await box.count(), 0);
      await page.getByRole('button', { name: 'Search' }).click();
    }
    await box.waitFor();
    await page.getByRole('complementary', { name: 'Safety' }).getByRole('link', { name: 'Get help now' }).waitFor();
    const help = page.getByRole('note', { name: 'If you need help now' });
    assert.match(await help.innerText(), /999/);
    if (file !== 'help/index.html') await help.getByRole('link', { name: 'All numbers' }).click();
    await page.getByRole('heading', { level: 1, name: 'Get help now' }).waitFor();
    await page.getByRole('link', { name: 'How to browse safely' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'How to browse safely' }).waitFor();
    await page.close();
  });
}

test('on paper no page wastes a sheet, or has what is of use on a screen only', async () => {
  const page = await browser.newPage();
  for (const file of await pageFiles(output)) {
    await page.goto(home + file);
    assert.deepEqual(await faults(page, 'A4'), [], file);
  }
  await page.close();
});

test('readers find what the author has said, and no placeholder', async () => {
  const page = await browser.newPage();
  await page.goto(home);
  const text = await page.locator('body').innerText();
  assert.match(text, /what helps tonight/);
  assert.doesNotMatch(text, /couple|partner|forgiv|most important point|first article/i);
  await page.close();
});

test('a new site without a region offers no help that does not exist', async () => {
  const bare = await temporaryFolder();
  await promisify(execFile)(program, ['init', bare, '--title', 'Sleep well']);
  const bareHome = await host(await build(bare));
  const page = await browser.newPage({ viewport: { width: 360, height: 640 } });
  const heard = complaints(page, bareHome);
  await page.goto(bareHome, { waitUntil: 'load' });
  assert.deepEqual([...(await violations(page)), ...(await misplaced(page)), ...heard], []);
  await page.getByRole('heading', { level: 1, name: 'Sleep well' }).waitFor();
  assert.equal(await page.getByRole('link', { name: /Leave this site|All numbers/ }).count(), 0);
  await page.close();
});
