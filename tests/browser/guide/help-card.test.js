/**
 * The one help card of each page of the guide: how long it is, what it holds, where it stands, and that the region a reader
 * chose holds on every page of the visit without anything being stored.
 */
import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { after, test } from 'node:test';
import { fontSets, launch } from '../browser.js';
import { guide } from './guide.js';
import { pageFiles } from '../site.js';
import { host } from '../static-server.js';

const phone = { width: 360, height: 740 };

/** The most lines of a card that is no list of signs. */
const mostLines = 5;

const output = await guide('published');
const home = await host(output);
const browser = await launch();
after(() => browser.close());

/** How many lines each card of a page has, and its numbers. @param {import('playwright-core').Page} page */
const shown = (page) => page.evaluate(() => Array.from(document.querySelectorAll('.help-card'), (card) => {
    /** The middle of each line of text that is seen. @type {number[]} */
    const middles = [];
    const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      const element = text.parentElement;
      if (!element?.checkVisibility() || element.closest('.visually-hidden, details:not([open]) > :not(summary)')) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const { top, bottom, width } of range.getClientRects()) if (width > 1) middles.push((top + bottom) / 2);
    }
    middles.sort((one, two) => one - two);
    const lines = middles.filter((middle, at) => at === 0 || middle - (middles[at - 1] ?? 0) > 8).length;
    const numbers = Array.from(card.querySelectorAll('ul:not([hidden]) > li > a[href^="tel:"]'), (link) => link.textContent);
    return { lines, numbers, signs: card.matches('.block'), inText: card.closest('main') !== null };
}));

for (const fonts of fontSets) {
  test(`every page has one card of at most five lines, with the fonts ${fonts}`, async () => {
    const lettered = await launch({ fonts });
    after(() => lettered.close());
    const page = await lettered.newPage({ viewport: phone });
    /** @type {string[]} */
    const found = [];
    for (const file of await pageFiles(output)) {
      await page.goto(home + file);
      const cards = await shown(page);
      const [card] = cards;
      if (cards.length !== 1 || !card) found.push(`${file}: ${cards.length} cards`);
      else if (!card.signs && card.lines > mostLines) found.push(`${file}: ${card.lines} lines`);
      if (String(card?.numbers.slice(0, 2)) !== '999,116 123') found.push(`${file}: ${card?.numbers}`);
    }
    assert.deepEqual(found, []);
  });

  test(`in every region the card has at most five lines, with the fonts ${fonts}`, async () => {
    const lettered = await launch({ fonts });
    after(() => lettered.close());
    const page = await lettered.newPage({ viewport: phone });
    await page.goto(`${home}first-days/`);
    const regions = await page.locator('.help-card [data-region-choice]').evaluateAll((choices) => choices.map((choice) => /** @type {HTMLElement} */ (choice).dataset['regionChoice']));
    assert.ok(regions.length >= 6, String(regions));
    const found = [];
    for (const region of regions) {
      await page.goto(`${home}help/#help-${region}`);
      for (const name of ['first-days', 'affairs']) {
        await page.goto(`${home}${name}/`);
        const [card] = await shown(page);
        // Two regions have a second emergency number or a long name, which letters as wide as those of DejaVu put on a line of their own.
        const most = mostLines + (fonts === 'dejavu' ? 1 : 0);
        if (!card || card.lines > most) found.push(`${region}, ${name}: ${card?.lines} lines`);
      }
    }
    assert.deepEqual(found, []);
  });

  test(`on the page for the worst hour the first thing to do is within one and a half screens, with the fonts ${fonts}`, async () => {
    const lettered = await launch({ fonts });
    after(() => lettered.close());
    const page = await lettered.newPage({ viewport: phone });
    await page.goto(`${home}first-days/`);
    const step = await page.locator('.block-steps li').first().boundingBox();
    // Its first line counts.
    assert.ok(step && step.y + 30 <= 1.5 * phone.height, `${step?.y}`);
    await page.goto(`${home}help/`);
    const number = await page.locator('main a[href^="tel:"]').first().boundingBox();
    assert.ok(number && number.y < phone.height / 2, `${number?.y}`);
  });
}

test('the page for those who are not safe begins by asking whether it is safe to read', async () => {
  const page = await browser.newPage();
  await page.goto(`${home}when-it-is-not-safe/`);
  const [first] = await page.locator('.prose > *').allInnerTexts();
  assert.match(first ?? '', /Is it safe to read this here\?/);
  await page.close();
});

test('levels of urgency differ in word, shape and colour, and signs stand before contacts', async () => {
  const page = await browser.newPage();
  await page.goto(`${home}when-to-get-help/`);
  const levels = await page.evaluate(() => Array.from(document.querySelectorAll('[class*="block-help"]'), (card) => {
    const level = card.querySelector('.level');
    if (!level) throw new Error('a card says its level');
    const sign = getComputedStyle(level, '::before');
    const signs = card.querySelector('li');
    const contact = card.querySelector('a[href^="tel:"], a[data-help-page]');
    const isBefore = !signs || !contact || signs === contact.closest('li') || (signs.compareDocumentPosition(contact) & Node.DOCUMENT_POSITION_FOLLOWING) > 0;
    return { word: level.textContent, shape: sign.clipPath + sign.borderRadius, colour: getComputedStyle(card).borderBlockStartColor, isBefore };
  }));
  assert.equal(levels.length, 3);
  for (const part of /** @type {const} */ (['word', 'shape', 'colour'])) assert.equal(new Set(levels.map((level) => level[part])).size, 3, part);
  assert.ok(levels.every(({ isBefore }) => isBefore));
  await page.close();
});

for (const way of /** @type {const} */ (['published', 'portable'])) {
  test(`the region that a reader chose holds on every page, is changed where it stands, and is stored nowhere: ${way}`, async () => {
    const folder = await guide(way);
    const start = way === 'published' ? home : `${pathToFileURL(folder).href}/`;
    const page = await browser.newPage({ viewport: phone });
    const at = (/** @type {string} */ name) => `${start}${name}/${way === 'published' ? '' : 'index.html'}`;
    const numbers = () => page.locator('.help-card .card-numbers:not([hidden]) a').allInnerTexts();
    await page.goto(at('help'));
    await page.getByRole('navigation', { name: 'Where are you?' }).getByRole('link', { name: 'United States' }).click();
    assert.equal((await numbers())[0], '911');
    assert.equal(await page.locator('details[data-region]:visible').count(), 1);
    await page.goto(at('first-days'));
    assert.deepEqual((await numbers()).slice(0, 2), ['911', '988']);
    assert.equal(await page.locator('a[data-leave]').first().getAttribute('href'), 'https://www.weather.gov/');
    await page.locator('main a[href*="going-over-it"]').first().click();
    await page.waitForURL(/going-over-it/);
    assert.deepEqual((await numbers()).slice(0, 2), ['911', '988']);
    assert.match(await page.locator('.safety-strip a[data-help-page]').getAttribute('href') ?? '', /#help-us$/);

    // One tap shows the countries, the next one chooses.
    await page.locator('.help-card summary').click();
    await page.locator('.help-card').getByRole('link', { name: 'Australia' }).click();
    assert.equal((await numbers())[0], '000');
    assert.equal(await page.locator('.help-card [data-region-name]').innerText(), 'Australia');
    const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie, location.search, location.hash].join());
    assert.equal(kept, '0,0,,,');
    await page.goBack();
    assert.equal((await numbers())[0], '000');

    // After the exit, a reader who comes back finds nothing chosen.
    await page.route(/^https:/, (route) => route.fulfill({ body: 'elsewhere' }));
    await page.locator('.exit a').click();
    await page.waitForURL(/^https:/, { waitUntil: 'commit' });
    await page.goto(at('help'));
    assert.equal((await numbers())[0], '999');
    await page.close();
  });
}

test('without JavaScript each country is a link to its part of the help page, with its number beside it', async () => {
  const page = await browser.newPage({ viewport: phone, javaScriptEnabled: false });
  await page.goto(`${home}first-days/`);
  await page.locator('.help-card summary').click();
  const ireland = page.locator('.help-card .places li', { hasText: 'Ireland' });
  assert.match(await ireland.innerText(), /112 or 999/);
  await ireland.getByRole('link', { name: 'Ireland' }).click();
  assert.equal(page.url(), `${home}help/#help-ie`);
  await page.close();
});
