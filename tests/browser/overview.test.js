/**
 * The overview of a site: the report on disk and the page of the preview, which show the same.
 *
 * @import { Page } from 'playwright-core'
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { complaints, fontSets, launch } from './browser.js';
import { colourRules, misplaced, violations } from './judge.js';
import { folderWith, program, serve, temporaryFolder, write } from './site.js';

/** A site of thirty articles in three sections. Each links to the next two of the first 28; the last two are orphans. */
const rooms = ['kitchen', 'garden', 'attic'];
const names = Array.from({ length: 30 }, (_, at) => `article-${at}`);
const link = (/** @type {number} */ at) => `[the next](../${rooms[at % 3]}/${names[at]}.md)`;
const articles = names.map((name, at) => [`content/${rooms[at % 3]}/${name}.md`,
  `---\ntitle: ${at === 7 ? 'A lamp by the window' : `Article ${at} of a room`}\nsummary: What article ${at} is about.\n---\n${'Words about it. '.repeat(5 + at * 7)}\n\n${link((at + 1) % 28)} and ${link((at + 2) % 28)}\n`]);
const source = await folderWith({
  'site.toml': 'title = "A house"\n',
  ...Object.fromEntries(articles),
  'content/attic/broken.md': '---\ntitle: A broken one\n---\nSee [nothing](nowhere.md), and an image: ![](lamp.svg)\n',
  'content/attic/draft.md': '---\ntitle: Not yet\ndraft: true\n---\nWords.\n',
  'content/attic/unused.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
});
const folder = path.join(await temporaryFolder(), 'report');
// The command fails, because a link is broken.
await promisify(execFile)(program, ['check', '--quiet', '--report', folder], { cwd: source }).catch(() => {});
const home = pathToFileURL(folder + path.sep).href;
const browser = await launch();
after(() => browser.close());

/**
 * @param {import('playwright-core').BrowserContextOptions} [options]
 * @param {import('playwright-core').Browser} [from]
 */
async function open(options, from = browser) {
  const page = await from.newPage(options);
  after(() => page.close());
  const heard = complaints(page, home);
  await page.goto(`${home}index.html`);
  return { page, heard };
}

/** The articles that are shown, by title. @param {Page} page */
const shown = (page) =>
  page.locator('section[aria-labelledby=articles] tbody tr:visible th').evaluateAll((heads) => heads.map((head) => head.firstChild?.textContent ?? ''));

for (const fonts of fontSets) {
  test(`nothing of the report is wider than the screen, with the fonts ${fonts}`, async () => {
    const lettered = await launch({ fonts });
    after(() => lettered.close());
    for (const width of [320, 360, 1280]) {
      const { page, heard } = await open({ viewport: { width, height: 800 } }, lettered);
      await page.locator('summary').evaluateAll((all) => all.forEach((one) => one.parentElement?.toggleAttribute('open', true)));
      assert.deepEqual(await misplaced(page), [], `${width}`);
      // Long titles and long words fit, too.
      await page.evaluate(() => {
        for (const option of document.querySelectorAll('option')) option.append(' and a title that does not end'.repeat(5));
        for (const text of document.querySelectorAll('tbody th, p, h2, summary, figcaption, .figures span')) {
          text.prepend('Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft ');
        }
      });
      assert.deepEqual((await misplaced(page)).filter((what) => what.startsWith('too wide')), [], `${width}, long words`);
      assert.deepEqual(heard, []);
      await page.close();
    }
  });
}

test('axe-core finds nothing in the report in light, in dark and with forced colours', async () => {
  const { page } = await open({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
  await page.locator('summary').evaluateAll((all) => all.forEach((one) => one.parentElement?.toggleAttribute('open', true)));
  assert.deepEqual(await violations(page), []);
  for (const scheme of /** @type {const} */ ([{ colorScheme: 'dark' }, { forcedColors: 'active' }])) {
    await page.emulateMedia(scheme);
    assert.deepEqual(await violations(page, { only: colourRules }), [], JSON.stringify(scheme));
  }
});

test('without scripts everything is shown', async () => {
  const { page } = await open({ javaScriptEnabled: false });
  assert.equal(await page.locator('.tools').count(), 0, 'nothing is promised');
  assert.equal(await page.locator('section[aria-labelledby=articles] tbody tr').count(), (await shown(page)).length);
  assert.ok(await page.getByRole('img', { name: 'All articles and their links' }).isVisible());
  await page.getByText('The links as a table').click();
  assert.ok(await page.getByRole('region', { name: 'Links between articles' }).isVisible());
});

test('the list of articles is sorted and filtered by keyboard', async () => {
  const { page } = await open();
  const all = await shown(page);
  const words = page.locator('section[aria-labelledby=articles]').getByRole('columnheader', { name: 'Words' });
  await words.getByRole('button').focus();
  await page.keyboard.press('Enter');
  assert.equal(await words.getAttribute('aria-sort'), 'ascending');
  const counts = await page.locator('section[aria-labelledby=articles] tbody tr').evaluateAll((rows) =>
    rows.map((row) => Number(/** @type {HTMLTableRowElement} */ (row).cells[3]?.textContent)));
  assert.deepEqual(counts, counts.toSorted((one, other) => one - other));
  await page.keyboard.press('Enter');
  assert.equal(await words.getAttribute('aria-sort'), 'descending');

  await page.getByLabel('Words in a row').fill('lamp by');
  assert.deepEqual(await shown(page), ['A lamp by the window']);
  assert.equal(await page.locator('section[aria-labelledby=articles]').getByRole('status').textContent(), `1 of ${all.length} shown`);
  await page.getByLabel('Words in a row').fill('');
  await page.getByLabel('Which').selectOption('Orphans');
  assert.ok((await shown(page)).length < all.length);
});

test('the map is enlarged, and picks the links of one article out', async () => {
  const { page } = await open({ viewport: { width: 1280, height: 800 } });
  const map = page.getByRole('img', { name: 'All articles and their links' });
  const width = async () => (await map.boundingBox())?.width ?? 0;
  const before = await width();
  await page.getByRole('button', { name: 'Larger' }).click();
  assert.ok((await width()) > before * 1.2);
  await page.getByRole('button', { name: 'Original size' }).click();
  assert.equal(await width(), before);

  await page.getByLabel('Links of').selectOption('A lamp by the window');
  const lit = page.locator('.map .node.lit');
  const row = page.locator('section[aria-labelledby=map] tbody tr', { has: page.locator('th', { hasText: /^A lamp by the window$/ }) });
  assert.equal(await lit.count(), 1 + (await row.locator('li').count()), 'itself and whatever it is joined to');
  assert.match((await page.locator('.legend').textContent()) ?? '', /^It links to \d+ of them/);
  await page.getByLabel('Links of').selectOption('All links');
  assert.equal(await lit.count(), 0);
});

test('the preview shows the overview of the last good build, with drafts and their state, and links to the pages', async () => {
  const source = await folderWith({
    'site.toml': 'title = "A small guide"\n',
    'content/a.md': '---\ntitle: A bad day\n---\n\nThen [calm down](b.md).\n',
    'content/b.md': '---\ntitle: Calm down\ndraft: true\n---\n\nBreathe.\n',
    'content/later.md': '---\ntitle: Later\ndate: 2999-01-01\n---\n\nWords.\n',
    'content/unused.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  });
  const preview = await serve(source);
  const page = await browser.newPage();
  after(() => page.close());
  const heard = complaints(page, preview.url);
  await page.goto(`${preview.url}a/`);
  await page.getByRole('button', { name: 'Author’s panel' }).click();
  await page.getByRole('link', { name: 'Overview of the whole site' }).click();
  assert.equal(page.url(), `${preview.url}__mend/`);
  assert.equal(await page.locator('section[aria-labelledby=articles] tbody tr', { hasText: 'Calm down' }).locator('td').nth(1).textContent(), 'draft');
  assert.match((await page.locator('section[aria-labelledby=waiting]').textContent()) ?? '', /Later.*scheduled.*2999-01-01/s);
  assert.ok(await page.getByText('content/unused.svg').isVisible());
  assert.deepEqual(await violations(page), []);

  await page.getByLabel('Which').selectOption('Drafts, scheduled and expired');
  assert.deepEqual((await shown(page)).toSorted(), ['Calm down', 'Later']);

  await write(source, { 'content/b.md': '---\ntitle: Calm down again\n---\n\nBreathe.\n' });
  await page.locator('th', { hasText: 'Later' }).first().waitFor();
  await page.waitForFunction(() => document.querySelectorAll('section[aria-labelledby=waiting] tbody tr').length === 1);
  // The script of the new page restores the filter after the page is loaded.
  await page.locator('section[aria-labelledby=articles]').getByRole('status').filter({ hasText: '1 of 3 shown' }).waitFor();
  assert.deepEqual(await shown(page), ['Later'], 'the list is the newest, and still filtered');
  await page.getByLabel('Which').selectOption('All');
  await page.locator('section[aria-labelledby=articles] th', { hasText: 'Calm down again' }).waitFor();

  await write(source, { 'site.toml': 'title = ' });
  const overlay = page.locator('#mend-problems');
  await overlay.getByText('site.toml:1').waitFor();
  await write(source, { 'site.toml': 'title = "A small guide"\n' });
  await overlay.waitFor({ state: 'detached' });

  await page.getByRole('link', { name: 'Every component of the theme on one page' }).click();
  assert.equal(await page.locator('h1').textContent(), 'Every component');
  assert.equal(page.url(), `${preview.url}__mend/gallery/gallery/`);
  assert.deepEqual(heard, []);
});

test('a new build does not interrupt a link that is being followed', async () => {
  const source = await folderWith({
    'site.toml': 'title = "A small guide"\n',
    'content/a.md': '---\ntitle: A bad day\n---\n\nWords.\n',
  });
  const preview = await serve(source);
  const page = await browser.newPage();
  after(() => page.close());
  await page.goto(`${preview.url}__mend/`);
  const link = page.getByRole('link', { name: 'Every component of the theme on one page' });
  // One second after the news of a build: the overview's own timer of half a second has fired before.
  const late = page.evaluate(() => new Promise((late) => {
    const shown = Number(document.querySelector('script[data-run]')?.getAttribute('data-build'));
    new BroadcastChannel('mend-preview').onmessage = ({ data }) => data.build > shown && setTimeout(late, 1_000);
  })).catch(() => {}); // On a slow machine the overview reloads before the link is followed.
  // The next page arrives after the overview would have reloaded.
  await page.route('**/gallery/gallery/', async (route) => {
    await late;
    await route.continue();
  });
  await write(source, { 'content/a.md': '---\ntitle: A bad day\n---\n\nOther words.\n' });
  await link.click();
  await page.locator('h1', { hasText: 'Every component' }).waitFor();
});

test('a place in the preview’s overview opens the editor, and filters and sorting outlive a new build', async () => {
  const source = await folderWith({
    'site.toml': 'title = "A small guide"\n',
    'content/a.md': '---\ntitle: A bad day\n---\n\nThen [calm down](nowhere.md).\n',
    'content/b.md': '---\ntitle: Calm down\n---\n\nBreathe, and [go on](a.md).\n',
  });
  const preview = await serve(source, '0', '--editor', 'vscode');
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  after(() => page.close());
  await page.goto(`${preview.url}__mend/`);
  const problem = page.locator('section[aria-labelledby=problems] tbody tr', { hasText: 'nowhere.md' });
  const place = problem.getByRole('link', { name: 'content/a.md:5' });
  assert.match((await place.getAttribute('href')) ?? '', /^vscode:\/\/file\/.*\/content\/a\.md:5:1$/);

  const titles = page.locator('section[aria-labelledby=articles]').getByRole('columnheader', { name: 'Article' });
  await titles.getByRole('button').click();
  await titles.getByRole('button').click();
  await page.getByText('The links as a table').click();
  await page.getByLabel('Links of').selectOption('Calm down');
  await page.getByRole('button', { name: 'Larger' }).click();
  const width = await page.locator('svg').evaluate((map) => map.style.width);
  await write(source, { 'content/a.md': '---\ntitle: A bad day\n---\n\nThen [calm down](b.md).\n' });
  await page.locator('section[aria-labelledby=problems]').getByText('There are no problems.').waitFor();
  assert.equal(await titles.getAttribute('aria-sort'), 'descending');
  assert.equal(await page.getByLabel('Links of').inputValue(), await page.locator('.map .node.chosen').getAttribute('data-node'));
  assert.equal(await page.locator('svg').evaluate((map) => map.style.width), width);
  assert.ok(await page.getByRole('region', { name: 'Links between articles' }).isVisible());
});
