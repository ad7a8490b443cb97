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

/** @param {import('playwright-core').FrameLocator} frame */
const ground = (frame) => frame.locator('body').evaluate((body) => {
  const colour = (/** @type {Element} */ element) => getComputedStyle(element).backgroundColor;
  return [colour(body), colour(document.documentElement)].find((found) => found !== 'rgba(0, 0, 0, 0)') ?? 'none';
});

test('a phone is as wide as one, and the preview adds nothing to it', async () => {
  const { page, frame } = await open('390 pixels wide');
  assert.equal(await frame.locator('body').evaluate(() => innerWidth), 390);
  assert.equal(await frame.locator('#mend-badge').count(), 0);
  await page.getByRole('link', { name: 'Back to the page' }).click();
  await page.waitForURL('**/repair/sorry/');
});

test('the dark rules of the site are on', async () => {
  const { page, frame } = await open('Dark');
  await page.waitForTimeout(300);
  const dark = await ground(frame);
  await page.getByLabel('Dark').uncheck();
  await frame.getByText('Say what you did.').waitFor();
  await page.waitForTimeout(300);
  assert.notEqual(await ground(frame), dark);
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
