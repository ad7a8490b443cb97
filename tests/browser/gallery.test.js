/**
 * Every component of the theme in every state: nothing is too wide, no text overlaps another, and axe-core finds nothing;
 * in light, in dark, with forced colours, without motion, and on a page that is read from right to left.
 *
 * @import { Page } from 'playwright-core'
 */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { fontSets, launch } from './browser.js';
import { buildGallery } from './gallery.js';
import { colourRules, misplaced, unseenFocus, violations } from './judge.js';
import { repository } from './site.js';
import { host } from './static-server.js';

const home = await host(await buildGallery());
const rightToLeft = await host(await buildGallery('ar'));
const browser = await launch();
after(() => browser.close());

/** Brings the box of the search into view: on a small screen it is folded. @param {Page} page */
async function openSearch(page) {
  if (!(await page.locator('.search input').isVisible())) await page.locator('button.search-open').click();
}

/** What a reader does to bring the gallery into each state. */
const states = /** @type {Record<string, (page: Page) => Promise<void>>} */ ({
  'as it comes': async () => {},
  'opened, ticked, filled': async (page) => {
    for (const fold of await page.locator('main .fold > summary').all()) if (await fold.isVisible()) await fold.click();
    await page.locator('button.term').first().click();
    await page.locator('.term-panel').first().waitFor();
    for (const box of await page.locator('[data-step]').all()) await box.check();
    await page.getByRole('switch').first().check();
    await page.locator('button.forget').waitFor();
    for (const field of await page.locator('textarea').all()) await field.fill('Words that I wrote. '.repeat(20));
  },
  'on a reading path, with one light of the way out': async (page) => {
    await page.goto(`${page.url()}#path-dark`);
    await page.locator('.path-box').waitFor();
    // axe-core takes links that have scrolled half behind the bar for small ones.
    await page.evaluate(() => scrollTo(0, 0));
    await page.keyboard.press('Shift');
    await page.locator('.exit-lights .on').waitFor();
  },
  'with search results': async (page) => {
    await openSearch(page);
    await page.locator('.search input').fill('components');
    await page.locator('[data-search-hit]').first().waitFor();
  },
  'with a search that finds nothing': async (page) => {
    await openSearch(page);
    await page.locator('.search input').fill('zzzzqqqq');
    await page.locator('.search [role="status"]:not(:empty)').waitFor();
  },
});

/** Settings of a device. Each test first asks all rules in light, so these need the rules of colours alone. */
const looks = /** @type {const} */ ([
  { colorScheme: 'dark' },
  { colorScheme: 'light', forcedColors: 'active' },
  { forcedColors: 'none', reducedMotion: 'reduce' },
]);

test('the gallery shows every block', async () => {
  const page = await browser.newPage();
  await page.goto(`${home}gallery/`);
  const kinds = (await readdir(path.join(repository, 'themes/calm/templates/blocks'))).map((file) => file.replace('.html', ''));
  assert.ok(kinds.length > 15);
  for (const kind of kinds) assert.ok(await page.locator(`.block-${kind}, .${kind}`).count() > 0, kind);
  await page.close();
});

for (const [state, bring] of Object.entries(states)) {
  test(`axe-core finds nothing in any look: ${state}`, async () => {
    const page = await browser.newPage({ viewport: { width: 768, height: 800 }, colorScheme: 'light' });
    await page.goto(`${home}gallery/`);
    await bring(page);
    const found = await violations(page);
    for (const look of looks) {
      await page.emulateMedia(look);
      found.push(...(await violations(page, { only: colourRules })).map((what) => `${JSON.stringify(look)}: ${what}`));
    }
    await page.close();
    assert.deepEqual(found, []);
  });
}

for (const [at, [name, site]] of [['left to right', home], ['right to left', rightToLeft]].entries()) {
  // One set of fonts for each direction: both sets for both would find little more and take twice as long.
  const fonts = fontSets[at % fontSets.length];
  test(`nothing is too wide or overlaps in any state: ${name}, with the fonts ${fonts}`, async () => {
    const browser = await launch(fonts && { fonts });
    after(() => browser.close());
    /** @type {string[]} */
    const found = [];
    for (const width of [320, 768, 1280]) {
      for (const [state, bring] of Object.entries(states)) {
        const context = await browser.newContext({ viewport: { width, height: 800 } });
        const page = await context.newPage();
        await page.goto(`${site}gallery/`);
        await bring(page);
        found.push(...(await misplaced(page)).map((what) => `${width}, ${state}: ${what}`));
        await context.close();
      }
    }
    assert.deepEqual(found, []);
  });
}

test('a number is read from left to right, however the page is written', async () => {
  const page = await browser.newPage();
  for (const address of ['gallery/', 'help/']) {
    await page.goto(rightToLeft + address);
    const turned = await page.locator('a[href^="tel:"]').evaluateAll((links) => links.filter((link) => {
      const text = link.firstChild;
      const end = text?.textContent?.length ?? 0;
      const place = (/** @type {number} */ at) => {
        const range = document.createRange();
        range.setStart(/** @type {Node} */ (text), at);
        range.setEnd(/** @type {Node} */ (text), at + 1);
        return range.getBoundingClientRect().left;
      };
      return link.checkVisibility() && place(0) > place(end - 1);
    }).map((link) => link.outerHTML));
    assert.deepEqual(turned, [], address);
    assert.ok(await page.locator('a[href^="tel:"]').count() > 3, address);
  }
  await page.close();
});

test('in print nothing is too wide, nothing overlaps, and axe-core finds nothing', async () => {
  // The width of A4 between its margins.
  const page = await browser.newPage({ viewport: { width: 680, height: 1000 } });
  await page.goto(`${home}gallery/`);
  await page.emulateMedia({ media: 'print' });
  assert.deepEqual([...(await misplaced(page)), ...(await violations(page))], []);
  await page.close();
});

test('the focus is seen on every component', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 640 } });
  await page.goto(`${home}gallery/`);
  assert.deepEqual(await unseenFocus(page, { byKeyboard: true }), []);
  await page.close();
});
