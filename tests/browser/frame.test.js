/**
 * The view of a page as its readers meet it, which the corner of the preview leads to.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { launch } from './browser.js';
import { folderWith, serve } from './site.js';

const browser = await launch();
after(() => browser.close());

const folder = await folderWith({
  'site.toml': 'title = "A small guide"\n',
  'content/_index.md': '---\ntitle: A small guide\n---\n\nStart here.\n',
  'content/repair/sorry.md': '---\ntitle: Saying sorry\n---\n\nSay what you did.\n',
});
const preview = await serve(folder);

/** @param {string} view */
async function open(view) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
  after(() => page.close());
  await page.goto(preview.url + 'repair/sorry/');
  await page.locator('#mend-badge summary').click();
  await page.locator('#mend-badge').getByRole('link', { name: view }).click();
  const frame = page.frameLocator('#page');
  await frame.getByText('Say what you did.').waitFor();
  return { page, frame };
}

/** Waits until the page in the frame has a dark ground, or a light one. @param {import('playwright-core').Page} page @param {boolean} dark */
const becomes = (page, dark) => page.waitForFunction((dark) => {
  const shown = /** @type {HTMLIFrameElement} */ (document.getElementById('page')).contentDocument;
  const colours = [shown?.body, shown?.documentElement].map((element) => element ? getComputedStyle(element).backgroundColor : '');
  const [red = 0, green = 0, blue = 0] = (colours.find((colour) => /^rgb\(/.test(colour)) ?? '').match(/[\d.]+/g)?.map(Number) ?? [NaN];
  return dark ? red + green + blue < 200 : red + green + blue > 600;
}, dark);

test('a phone is as wide as one, and the preview adds nothing to it', async () => {
  const { page, frame } = await open('390 pixels wide');
  assert.equal(await frame.locator('body').evaluate(() => innerWidth), 390);
  assert.equal(await frame.locator('#mend-badge').count(), 0);
  await page.getByRole('link', { name: 'Back to the page' }).click();
  await page.waitForURL('**/repair/sorry/');
});

test('the dark rules of the site are on', async () => {
  const { page } = await open('Dark');
  await becomes(page, true);
  await page.getByLabel('Dark').uncheck();
  await becomes(page, false);
});

test('paper has the rules for print, and the page says what is missing', async () => {
  const { page, frame } = await open('On paper');
  await frame.getByRole('searchbox').waitFor({ state: 'hidden' });
  await frame.locator('.site-header nav').waitFor({ state: 'hidden' });
  await page.getByText('There are no page breaks here').waitFor();
});

test('without JavaScript no script of the page runs', async () => {
  const { page, frame } = await open('No JavaScript');
  assert.equal(await frame.getByRole('searchbox').count(), 0);
  await page.getByLabel('No JavaScript').uncheck();
  await frame.getByRole('searchbox').first().waitFor({ state: 'attached' });
});
