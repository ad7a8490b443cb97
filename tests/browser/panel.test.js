/**
 * The author's panel of the preview: what it shows, that it covers nothing important, and that every block opens its line
 * in the editor.
 *
 * @import { Page } from 'playwright-core'
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, test } from 'node:test';
import { complaints, fontSets, launch } from './browser.js';
import { violations } from './judge.js';
import { folderWith, helpData, serve, temporaryFolder, write } from './site.js';

const odd = "content/repair/what's next (50% & more) é.md";
const article = `---
title: A bad day
summary: What to do first.
draft: true
reviewed: never
---

Wait until [both of you](calm-don.md) can talk.

## What helps

- Take a break.
- Make a good apology later.

> [!note] Mind this
> It takes time.

> A plain quotation.

| first | second |
|-------|--------|
| third | fourth |

\`\`\`
code
\`\`\`

Responsibility without defensiveness necessitates considerable emotional preparation beforehand. Stop there.
`;

const site = {
  'site.toml': 'title = "A small guide"\n\n[exit]\nurl = "https://www.bbc.co.uk/weather"\n',
  'content/help.yaml': helpData,
  'content/_index.md': '---\ntitle: A small guide\n---\n\nStart with [a bad day](repair/a-bad-day.md).\n',
  'content/repair/a-bad-day.md': article,
  'content/repair/calm-down.md': '---\ntitle: Calm down\n---\n\nBreathe. Then go [on](a-bad-day.md).\n',
  'content/repair/sorry.md': '---\ntitle: Saying sorry\nalternate: [a good apology]\n---\n\nSay it.\n',
  [odd]: '---\ntitle: Odd\nslug: odd\n---\n\nA paragraph.\n',
};

const browser = await launch();
after(() => browser.close());

/**
 * @param {string} address
 * @param {...string} flags
 */
async function open(address, ...flags) {
  const folder = await folderWith(site);
  const preview = await serve(folder, '0', ...flags);
  const page = await browser.newPage();
  after(() => page.close());
  const heard = complaints(page, preview.url);
  await page.goto(preview.url + address);
  await page.getByRole('button', { name: 'Author’s panel' }).waitFor();
  return { folder, preview, page, heard, panel: page.locator('#mend-panel') };
}

/** What a reader's device would keep. @param {Page} page */
const kept = (page) =>
  page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...document.cookie.split(';').filter(Boolean)]);

test('the panel describes the page, under the published policy', async () => {
  const { folder, page, panel, heard } = await open('repair/a-bad-day/');
  assert.ok(await panel.isHidden(), 'nothing is shown unasked');
  await page.getByRole('button', { name: 'Author’s panel' }).click();
  for (const text of [
    'Draft: readers do not see it yet',
    'Never reviewed',
    'content/repair/a-bad-day.md',
    'Broken links (1)',
    'did you mean `calm-down.md`?',
    'Show line 8',
    'Suggested links (1)',
    '[a good apology](sorry.md)',
    'Pages that link here (2)',
    'Responsibility without defensiveness',
    'In search results',
    'When it is shared',
  ]) {
    await panel.getByText(text).first().waitFor();
  }
  assert.match(await panel.innerText(), /\d+ words, less than a minute to read/);
  assert.match(await panel.innerText(), /What to do first\.[^]*No picture/);
  assert.deepEqual(heard, []);

  // A broken link keeps the last good page; when it is mended, the panel updates itself.
  await write(folder, { 'content/repair/a-bad-day.md': article.replace('calm-don', 'calm-down').replace('draft: true\n', '') });
  await panel.getByText('Broken links').waitFor({ state: 'detached' });
  await panel.getByText('Draft:').waitFor({ state: 'detached' });
  await panel.getByText('There are no problems on this page.').waitFor();
  await panel.getByText('Changed last when its own file was saved').waitFor();
  await write(folder, { 'content/repair/calm-down.md': '---\ntitle: Calm down first\n---\n\nBreathe. Then go [on](a-bad-day.md).\n' });
  await panel.getByText('Changed last because of content/repair/calm-down.md').waitFor();

  // A file that cannot be read leaves the last good page, and the panel says that it describes that one.
  const old = panel.getByText('cannot be read now');
  assert.ok(await old.isHidden());
  await write(folder, { 'content/repair/a-bad-day.md': '---\ntitle: A: bad day\n---\n' });
  await old.waitFor();
  await write(folder, { 'content/repair/a-bad-day.md': article.replace('calm-don', 'calm-down') });
  await old.waitFor({ state: 'hidden' });
  await panel.getByText('Draft:').waitFor();
});

test('long words and titles stay inside the panel, with any fonts', async () => {
  const folder = await temporaryFolder();
  const word = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
  await write(folder, {
    ...site,
    [`content/${word}.md`]: `---\ntitle: ${word}\nslug: long\n---\n\nSee [${word}](${word}-nowhere.md) and [calm down](repair/calm-down.md).\n`,
    'content/repair/calm-down.md': `---\ntitle: Calm down\n---\n\nSee [it](../${word}.md).\n\n## ${word}\n\n${word} ${word}.\n`,
  });
  const preview = await serve(folder);
  for (const fonts of fontSets) {
    const lettered = await launch({ fonts });
    after(() => lettered.close());
    const page = await lettered.newPage({ viewport: { width: 320, height: 800 } });
    for (const address of ['repair/calm-down/', 'long/']) {
      await page.goto(preview.url + address);
      await page.getByRole('button', { name: 'Author’s panel' }).click();
      const panel = page.locator('#mend-panel');
      await panel.getByText('Pages that link here').waitFor();
      const [wide, room] = await panel.evaluate((panel) => [panel.scrollWidth, panel.clientWidth]);
      assert.ok((wide ?? 0) <= (room ?? 0), `${fonts}, ${address}: ${wide} of ${room}`);
    }
  }
});

test('it opens and closes by the keyboard, gives the focus back and remembers only what it is asked to', async () => {
  const { page, panel, preview } = await open('repair/calm-down/');
  const button = page.getByRole('button', { name: 'Author’s panel' });
  await button.focus();
  await page.keyboard.press('Enter');
  await panel.getByText('Pages it links to (1)').waitFor();
  assert.equal(await button.getAttribute('aria-expanded'), 'true');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'mend-panel-title');
  assert.deepEqual(await kept(page), []);
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(page, { within: '#mend-panel' }), [], colorScheme);
  }
  await page.keyboard.press('Escape');
  assert.ok(await panel.isHidden());
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Author’s panel');

  await button.click();
  await panel.getByLabel('Keep it open').check();
  await page.goto(preview.url + 'repair/sorry/');
  await panel.getByText('content/repair/sorry.md').waitFor();
  assert.deepEqual(await kept(page), ['mend-panel']);
  await panel.getByRole('button', { name: 'Close' }).click();
  assert.deepEqual(await kept(page), [], 'closing it ends the wish');
});

test('it covers the way out on no screen', async () => {
  const { page, panel } = await open('repair/calm-down/');
  for (const [width, height] of [[320, 568], [390, 844], [1280, 800], [1600, 900]]) {
    await page.setViewportSize({ width: width ?? 0, height: height ?? 0 });
    if (await panel.isHidden()) await page.getByRole('button', { name: 'Author’s panel' }).click();
    await panel.getByText('Pages that link here').waitFor();
    const free = await page.evaluate(() => {
      const exit = document.querySelector('.exit a');
      const box = exit?.getBoundingClientRect();
      if (!exit || !box) return 'there is no way out';
      const points = [[box.left + 2, box.top + 2], [box.right - 2, box.bottom - 2], [(box.left + box.right) / 2, (box.top + box.bottom) / 2]];
      return points.every(([x, y]) => exit.contains(document.elementFromPoint(x ?? 0, y ?? 0)));
    });
    assert.equal(free, true, `${width} × ${height}`);
  }
});

test('a key opens and closes it, unless the site turns that off', async () => {
  const { folder, page, panel } = await open('repair/calm-down/');
  const button = page.getByRole('button', { name: 'Author’s panel' });
  assert.equal(await button.getAttribute('aria-keyshortcuts'), 'Alt+Shift+P');
  await page.keyboard.press('Alt+Shift+P');
  await panel.getByText('Pages it links to (1)').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'mend-panel-title');
  await page.keyboard.press('Alt+Shift+P');
  await panel.waitFor({ state: 'hidden' });

  await write(folder, { 'site.toml': `${site['site.toml']}\n[serve]\npanel_key = false\n` });
  await page.waitForFunction(() => !document.querySelector('[aria-keyshortcuts]') && document.querySelector('#mend-badge'));
  await page.keyboard.press('Alt+Shift+P');
  assert.ok(await panel.isHidden());
});

test('the page moves aside for it, and on a narrow screen it is a sheet at the foot', async () => {
  const { page, panel } = await open('repair/calm-down/');
  await page.getByRole('button', { name: 'Author’s panel' }).click();
  await panel.getByText('Pages that link here').waitFor();
  for (const width of [1000, 1280, 1600]) {
    await page.setViewportSize({ width, height: 800 });
    const [text, box] = [await page.locator('main').boundingBox(), await panel.boundingBox()];
    assert.ok(text && box && text.x + text.width <= box.x + 1, `${width}: it covers nothing of the text`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width}: nothing is wider than the screen`);
  }
  for (const width of [390, 800, 999]) {
    await page.setViewportSize({ width, height: 800 });
    const box = await panel.boundingBox();
    assert.deepEqual([box?.x, box?.width, (box?.y ?? 0) >= 300], [0, width, true], `${width}: a sheet`);
  }
});

test('it folds, copies links and words, and says what the check says', async () => {
  const { folder, page, panel } = await open('repair/calm-down/');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole('button', { name: 'Author’s panel' }).click();
  await write(folder, {
    'site.toml': `language = "en-GB"\n${site['site.toml']}\n[check.rules]\nLANG-06 = "warning"\n`,
    'content/repair/calm-down.md': '---\ntitle: Calm down\n---\n\nA kind behavior. Go [on](a-bad-day.md#nowhere), or to [it](calm-don.md).\n\n## Somewhere\n',
  });
  await panel.getByText('LINK-02').waitFor();
  const broken = panel.locator('li', { hasText: 'LINK-02' });
  assert.doesNotMatch(await broken.innerText(), /Nothing of that name is published/);
  await panel.locator('li', { hasText: 'LINK-01' }).getByRole('button', { name: /^Copy/ }).click();
  await page.waitForFunction(() => navigator.clipboard.readText().then((text) => text === 'calm-down.md'));
  await panel.locator('li', { hasText: 'LANG-06' }).getByRole('button', { name: 'Copy behaviour' }).click();
  await page.waitForFunction(() => navigator.clipboard.readText().then((text) => text === 'behaviour'));
  assert.equal(await copied(), 'behaviour');

  // What was folded stays folded after the next save.
  const part = panel.locator('details', { hasText: 'Reading level' });
  await part.locator('summary').click();
  assert.equal(await part.getAttribute('open'), null);
  await write(folder, { 'content/repair/calm-down.md': '---\ntitle: Calm down\n---\n\nWords of its own.\n' });
  await panel.getByText('LINK-02').waitFor({ state: 'detached' });
  assert.equal(await part.getAttribute('open'), null);
});

test('the arrow keys walk over every block with its line, and an edit above shifts the lines alone', async () => {
  const { folder, page, panel } = await open('repair/a-bad-day/');
  await page.evaluate(() => Object.assign(window, { marker: 'the same document' }));
  await page.getByRole('button', { name: 'Author’s panel' }).click();
  await panel.getByText('Broken links (1)').waitFor();
  const lines = await walk(page);
  assert.deepEqual(lines, [
    ['H1', 2],
    ['P', 8],
    ['H2', 10],
    ['LI', 12],
    ['LI', 13],
    ['H3', 15],
    ['P', 16],
    ['P', 18],
    ['TH', 20],
    ['TH', 20],
    ['TD', 22],
    ['TD', 22],
    ['PRE', 24],
    ['P', 28],
  ]);
  const html = await page.evaluate(() => document.querySelector('main')?.innerHTML);

  await write(folder, { 'content/repair/a-bad-day.md': article.replace('reviewed: never\n', 'reviewed: never\nweight: 3\n') });
  await panel.getByText('Show line 9').waitFor();
  assert.deepEqual((await walk(page)).map(([, line]) => line), [2, 9, 11, 13, 14, 16, 17, 19, 21, 21, 23, 23, 25, 29]);
  assert.equal(await page.evaluate(() => document.querySelector('main')?.innerHTML), html, 'a line is no part of the page');
  assert.equal(await page.evaluate(() => Reflect.get(window, 'marker')), 'the same document');
});

test('the hardest sentences are marked in the text on demand, and the page stays as it is', async () => {
  const { page, panel } = await open('repair/a-bad-day/');
  const html = () => page.evaluate(() => document.body.outerHTML);
  const before = await html();
  await page.getByRole('button', { name: 'Author’s panel' }).click();
  const mark = panel.getByRole('button', { name: 'Mark the hardest sentences in the text' });
  const marked = () => page.evaluate(() => [...(CSS.highlights.get('mend-hard') ?? [])].map(String));
  await mark.click();
  assert.deepEqual(await marked(), ['Responsibility without defensiveness necessitates considerable emotional preparation beforehand']);
  await mark.click();
  assert.deepEqual(await marked(), []);
  assert.equal(await html(), before);
});

test('a block opens in the editor at its line, whatever the file is called', async () => {
  const editor = 'http://localhost:9/open?file={file}&line={line}&column={column}';
  const { folder, page, panel } = await open('repair/odd/', '--editor', editor);
  /** @type {URL[]} */
  const opened = [];
  await page.route('http://localhost:9/**', (route) => {
    opened.push(new URL(route.request().url()));
    return route.fulfill({ status: 204 });
  });
  await page.getByRole('button', { name: 'Author’s panel' }).click();
  await panel.getByRole('button', { name: 'Pick a paragraph' }).click();
  const asked = page.waitForRequest('http://localhost:9/**');
  await page.locator('main').getByText('A paragraph.').click();
  await asked;
  const [url] = opened;
  assert.equal(url?.searchParams.get('file'), path.join(folder, odd));
  assert.equal(url?.searchParams.get('line'), '6');
  assert.equal(url?.searchParams.get('column'), '1');

  await page.keyboard.press('Escape');
  await write(folder, { [odd]: '---\ntitle: Odd\nslug: odd\n---\n\nA [broken](nowhere.md) link.\n' });
  const problem = page.locator('#mend-problems article').filter({ hasText: 'nowhere.md' });
  const shown = new URL((await problem.getByRole('link', { name: 'Edit' }).getAttribute('href')) ?? '');
  assert.equal(shown.searchParams.get('file'), path.join(folder, odd));
  assert.equal(shown.searchParams.get('column'), '3');
});

/**
 * Walks over the page's blocks with the arrow keys, and returns the element and the line of each.
 *
 * @param {Page} page
 * @returns {Promise<[string, number][]>}
 */
async function walk(page) {
  await page.evaluate(() => scrollTo(0, 0));
  await page.getByRole('button', { name: 'Pick a paragraph' }).click();
  const says = page.locator('#mend-panel .mend-says');
  /** @type {[string, number][]} */
  const met = [];
  for (let before = ''; ; ) {
    await page.keyboard.press('ArrowDown');
    const text = await says.innerText();
    const box = await page.locator('#mend-picked').boundingBox();
    const kind = await page.evaluate(({ x, y }) => {
      const all = [...document.querySelectorAll('main *')].filter((element) => {
        const { left, top } = element.getBoundingClientRect();
        return Math.abs(left - 6 - x) < 1 && Math.abs(top - 6 - y) < 1;
      });
      return all.find((element) => /^(H\d|P|LI|T[HD]|PRE)$/.test(element.nodeName))?.nodeName ?? 'nothing';
    }, box ?? { x: 0, y: 0 });
    const line = Number(/:(\d+)/.exec(text)?.[1]);
    const key = `${text} ${box?.x} ${box?.y}`;
    // At the last block the key does nothing.
    if (key === before) break;
    before = key;
    met.push([kind, line]);
  }
  await page.keyboard.press('Escape');
  return met;
}
