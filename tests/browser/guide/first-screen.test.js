/**
 * What a reader of the guide sees before they scroll: where the title and "In short" stand on a small phone, the one row of
 * the header, the way to help, and what the menu and the search do when they are opened.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { fontSets, launch } from '../browser.js';
import { misplaced, restyle } from '../judge.js';
import { kinds } from './kinds.js';
import { guide } from './guide.js';
import { pageFiles } from '../site.js';
import { host } from '../static-server.js';

const phone = { width: 360, height: 740 };

/** Where titles begin at the latest on the phone, in CSS pixels. */
const highest = 190;

/** The share of articles whose "In short" is whole on the first screen of the phone, whatever the fonts. */
const wholeShare = 30 / 36;

const output = await guide('published');
const home = await host(output);
const browser = await launch();
after(() => browser.close());

/** The articles and sections of the guide. @type {{ file: string, isArticle: boolean }[]} */
const texts = [];
for (const file of await pageFiles(output)) {
  const [, kind] = /<body class="is-(article|section)/.exec(await readFile(path.join(output, file), 'utf8')) ?? [];
  if (kind) texts.push({ file, isArticle: kind === 'article' });
}

/**
 * The box of an element on the page; nothing if it is not there.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} which
 */
const box = (page, which) => page.evaluate((which) => document.querySelector(which)?.getBoundingClientRect().toJSON(), which);

for (const fonts of fontSets) {
  test(`titles begin high, and most "In short" are whole on the first screen, with the fonts ${fonts}`, async () => {
    const lettered = await launch({ fonts });
    after(() => lettered.close());
    const page = await lettered.newPage({ viewport: phone });
    /** @type {string[]} */
    const low = [];
    /** Whether each "In short" is whole. @type {boolean[]} */
    const whole = [];
    for (const { file, isArticle } of texts) {
      await page.goto(home + file);
      const title = await box(page, 'main h1');
      if (title.top >= highest) low.push(`${file}: ${title.top}`);
      if (isArticle) whole.push((await box(page, '.block-in-short'))?.bottom <= phone.height);
    }
    assert.deepEqual(low, []);
    const share = whole.filter(Boolean).length / whole.length;
    assert.ok(whole.length >= 36 && share >= wholeShare, `${whole.filter(Boolean).length} of ${whole.length}`);
  });
}

for (const [kind, address] of Object.entries(kinds)) {
  test(`${kind}: the header is one row, with the way to help above it`, async () => {
    const page = await browser.newPage({ viewport: phone });
    await page.goto(home + address);
    const help = page.getByRole('complementary', { name: 'Safety' }).getByRole('link', { name: 'Get help now' });
    assert.ok(((await help.boundingBox())?.y ?? Infinity) < 100, 'the way to help is at the top');
    // The home page has the box of the search below its row.
    const rows = kind === 'home' ? 2 : 1;
    assert.ok((await box(page, '.site-header')).height < 56 * rows + 8, 'a row is 44 pixels and a little space');
    await page.setViewportSize({ width: 1280, height: 800 });
    const [name, search, menu] = [await box(page, '.site-title'), await box(page, '#search-input'), await box(page, '.menu ul')];
    assert.ok(name.top < search.bottom && search.top < name.bottom, 'name and search are side by side');
    assert.ok(search.left > name.right && menu.top >= search.bottom, 'the sections are below both');
    assert.ok(menu.height < 50, 'the sections are in one row');
    await page.close();
  });
}

test('the menu opens with the way to help first, and every link in it can be tapped', async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 900 } });
  await page.goto(`${home}first-days/`);
  await page.locator('.menu summary').click();
  const links = await page.locator('.menu a').all();
  assert.ok(links.length > 6);
  assert.equal(await links[0]?.innerText(), 'Get help now');
  for (const link of links) {
    await link.click({ trial: true });
    assert.ok(((await link.boundingBox())?.height ?? 0) >= 44, await link.innerText());
  }
  await page.close();
});

test('on a phone a tap opens the search and closes it; without JavaScript it leads to the search page', async () => {
  const page = await browser.newPage({ viewport: phone });
  await page.goto(`${home}first-days/`);
  const [button, input] = [page.getByRole('button', { name: 'Search' }), page.getByRole('searchbox', { name: 'Search this guide' })];
  assert.equal(await input.count(), 0);
  await button.click();
  assert.equal(await input.evaluate((input) => document.activeElement === input), true);
  assert.equal(await button.getAttribute('aria-expanded'), 'true');
  await button.click();
  assert.equal(await input.count(), 0);
  await page.keyboard.press('Control+k');
  assert.equal(await input.evaluate((input) => document.activeElement === input), true);
  await page.close();

  const plain = await browser.newPage({ viewport: phone, javaScriptEnabled: false });
  await plain.goto(`${home}first-days/`);
  await plain.locator('header').getByRole('link', { name: 'Search' }).click();
  assert.equal(plain.url(), `${home}search/`);
  await plain.close();
});

for (const [kind, address] of Object.entries(kinds)) {
  test(`${kind}: text of 200 % breaks nothing at 360 pixels`, async () => {
    const page = await browser.newPage({ viewport: phone });
    await page.goto(home + address);
    await restyle(page, 'html { font-size: 200% }');
    assert.deepEqual(await misplaced(page), []);
    // A word is never broken in the middle because its neighbours leave it no room.
    const lines = await page.locator('.site-title').evaluate((title) => {
      const name = document.createRange();
      name.selectNodeContents(title);
      const words = [...name.getClientRects()].filter(({ height }) => height > 0);
      // The mark before the name is a little higher than the words on its line.
      return words.filter(({ top }, at) => words.findIndex((other) => Math.abs(other.top - top) < other.height / 2) === at).length;
    });
    assert.ok(lines <= 2, `the name takes ${lines} lines`);
    await page.close();
  });
}
