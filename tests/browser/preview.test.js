/**
 * The preview as an author meets it: an open page follows the files on disk by itself. No test here reloads a page.
 */
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { launch } from './browser.js';
import { repository, serve, temporaryFolder, write } from './site.js';

const sorry = 'content/repair/saying-sorry.md';
const sheet = await styleSheet();

/** @param {string} body */
const article = (body) => `---\ntitle: Saying sorry\n---\n\n${body}\n`;

const site = {
  'site.toml': 'title = "A small guide"\ntheme = "calm"\n',
  'content/index.md': '---\ntitle: A small guide\n---\n\nStart with [a quarrel](repair/after-a-quarrel.md).\n',
  'content/repair/index.md': '---\ntitle: Repair\n---\n\nAfter something broke.\n',
  'content/repair/after-a-quarrel.md':
    '---\ntitle: After a quarrel\n---\n\nWait a little, then read [how to say it](saying-sorry.md).\n',
  [sorry]: article('Say what you did.'),
  [sheet.name]: sheet.text,
};

const browser = await launch();
after(() => browser.close());

/** The site in a folder of its own, its preview, and a page that shows the article of these tests. */
async function open() {
  const folder = await temporaryFolder();
  await write(folder, site);
  const preview = await serve(folder);
  const page = await browser.newPage();
  after(() => page.close());
  await page.goto(preview.url + 'repair/saying-sorry/');
  await page.getByText('Say what you did.').waitFor();
  return { folder, preview, page };
}

test('a save shows in the open page', async () => {
  const { folder, preview, page } = await open();
  await page.goto(preview.url + 'repair/after-a-quarrel/');
  await page.getByRole('link', { name: 'how to say it' }).click();
  await page.getByRole('heading', { level: 1, name: 'Saying sorry' }).waitFor();

  await write(folder, { [sorry]: article('Say what you will do.') });
  await page.getByText('Say what you will do.').waitFor();
});

test('a broken file is shown over the last good page until it is mended', async () => {
  const { folder, page } = await open();
  await write(folder, { [sorry]: '---\ntitle: Saying: sorry\n---\n\nSay it soon.\n' });
  const problems = page.locator('#mend-problems');
  await problems.getByText(/saying-sorry\.md:2:\d+/).first().waitFor();
  await problems.getByText('title: Saying: sorry').first().waitFor();
  assert.ok(await page.getByText('Say what you did.').isVisible(), 'the last good page is still there');

  await write(folder, { [sorry]: article('Say it soon.') });
  await problems.waitFor({ state: 'hidden' });
  await page.getByText('Say it soon.').waitFor();
});

test('a style sheet is swapped in the open page', async () => {
  const { folder, page } = await open();
  await page.evaluate(() => Object.assign(window, { marker: 'the same document' }));
  await write(folder, { [sheet.name]: `${sheet.text}\nh1 { letter-spacing: 7px !important; }\n` });
  await page.waitForFunction(() => {
    const heading = document.querySelector('h1');
    return heading && getComputedStyle(heading).letterSpacing === '7px';
  });
  assert.equal(await page.evaluate(() => Reflect.get(window, 'marker')), 'the same document');
});

test('a page open while the preview was away becomes current when it is back', async () => {
  const { folder, preview, page } = await open();
  await preview.stop();
  await write(folder, { [sorry]: article('Say it again.') });
  await serve(folder, new URL(preview.url).port);
  await page.getByText('Say it again.').waitFor();
});

/** A style sheet of the default theme, named as a site names its own one in its place. */
async function styleSheet() {
  const names = await readdir(path.join(repository, 'themes/calm/static'), { recursive: true });
  const found = names.filter((name) => name.endsWith('.css')).sort()[0];
  assert.ok(found, 'the default theme has a style sheet');
  const name = `themes/calm/static/${found}`;
  return { name, text: await readFile(path.join(repository, name), 'utf8') };
}
