/**
 * Before a site is published: what stops it although the preview shows no error, what changes for readers, and what no person
 * has checked.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { launch } from './browser.js';
import { folderWith, program, serve, write } from './site.js';

const browser = await launch();
after(() => browser.close());

const sorry = 'content/repair/saying-sorry.md';
const article = (/** @type {string} */ body, front = '') => `---\ntitle: Saying sorry\n${front}---\n\n${body}\n`;

test('a draft that other pages link to stops publication, and the preview says so', async () => {
  const folder = await folderWith({
    'site.toml': 'title = "A small guide"\n',
    'content/_index.md': '---\ntitle: A small guide\n---\n\nStart with [it](repair/saying-sorry.md).\n',
    [sorry]: article('Say what you did.'),
  });
  await promisify(execFile)(program, ['build'], { cwd: folder });
  const preview = await serve(folder);
  const page = await browser.newPage();
  after(() => page.close());
  await page.goto(preview.url + 'repair/saying-sorry/');
  await page.getByText('Say what you did.').waitFor();

  await write(folder, { [sorry]: article('Say what you will do.') });
  await page.getByText('Say what you will do.').waitFor();
  await page.goto(preview.url + '__mend/');
  assert.equal(await page.getByRole('link', { name: 'The site itself' }).getAttribute('href'), '../');
  await page.getByRole('link', { name: 'Before you publish' }).click();
  await page.getByText('Nothing. The site can be published.').waitFor();
  const difference = page.locator('details', { hasText: '/repair/saying-sorry/' }).first();
  await difference.locator('summary').click();
  assert.deepEqual(await difference.locator('ins, del').allTextContents(), ['Say what you did.', 'Say what you will do.']);

  await write(folder, { [sorry]: article('Say what you will do.', 'draft: true\n') });
  await page.goto(preview.url + 'repair/saying-sorry/');
  const way = page.getByRole('link', { name: /^Publishing would stop: 1 error on 1 page$/ });
  await way.waitFor();
  await way.click();
  await page.getByText('LINK-05').waitFor();
  await page.goto(preview.url);
  await page.getByRole('button', { name: 'Author’s panel' }).click();
  const part = page.locator('#mend-panel details', { hasText: 'Before you publish' });
  await part.locator('summary').click();
  await part.getByText(/Stops publishing: .*LINK-05/).waitFor();
});

test('what is broken now stops publication, although the preview shows the last good page', async () => {
  const good = { 'site.toml': 'title = "A small guide"\n', 'content/_index.md': '---\ntitle: A small guide\n---\n\nText.\n', [sorry]: article('Say it.') };
  const folder = await folderWith(good);
  const preview = await serve(folder);
  const page = await browser.newPage();
  after(() => page.close());
  const stops = page.locator('[aria-labelledby=stops]');
  await page.goto(preview.url + '__mend/publish/');
  await stops.getByText('Nothing. The site can be published.').waitFor();
  await write(folder, { [sorry]: article('Say it.', 'date: soon\n') });
  await stops.getByText('content/repair/saying-sorry.md:3').waitFor();
  await write(folder, { [sorry]: article('Say it.'), 'site.toml': 'tilte = "A small guide"\n' });
  await stops.getByText(/did you mean .?title/).waitFor();
  await write(folder, good);
  await stops.getByText('Nothing. The site can be published.').waitFor();
});
