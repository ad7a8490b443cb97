/**
 * The preview: an open page follows the files on disk by itself. No test here reloads a page.
 */
import assert from 'node:assert/strict';
import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { launch, mains } from './browser.js';
import { folderWith, helpData, repository, serve, write } from './site.js';

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

/** Writes the site into a folder of its own, starts its preview, and opens the article of these tests. */
async function open() {
  const folder = await folderWith(site);
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

test('notes are counted apart from problems, as in the terminal', async () => {
  const { folder, page } = await open();
  await write(folder, { [sorry]: `${article('Say it soon.')}\n[Nowhere](nowhere.md)\n`, 'content/draft.md': '---\ntitle: D\ndraft: true\n---\nWords.\n' });
  await page.getByRole('button', { name: '1 error in the site', exact: true }).waitFor();
  await write(folder, { [sorry]: '---\ntitle: Saying sorry\ndraft: true\n---\nSay it soon.\n', 'content/repair/after-a-quarrel.md': '---\ntitle: After a quarrel\ndraft: true\n---\nWait.\n' });
  await page.getByRole('button', { name: '1 note in the site', exact: true }).waitFor();
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

test('a page that could not be fetched is fetched again', async () => {
  const { folder, page } = await open();
  let asked = 0;
  await page.route('**/saying-sorry/', (route) => ((asked += 1) < 3 ? route.abort() : route.continue()));
  await write(folder, { [sorry]: article('Say it although no one answers.') });
  await page.getByText('Say it although no one answers.').waitFor();
  assert.equal(asked, 3);
});

test('a style sheet is swapped in the open page, again and again, and no page is fetched', async () => {
  const { folder, page } = await open();
  await page.evaluate(() => Object.assign(window, { marker: 'the same document' }));
  let fetched = 0;
  await page.route('**/saying-sorry/', (route) => ((fetched += 1), route.continue()));
  for (const pixels of [7, 8, 9]) {
    await write(folder, { [sheet.name]: `${sheet.text}\nh1 { letter-spacing: ${pixels}px !important; }\n` });
    await page.waitForFunction((pixels) => {
      const heading = document.querySelector('h1');
      return heading && getComputedStyle(heading).letterSpacing === `${pixels}px`;
    }, pixels);
  }
  await page.waitForFunction(() => document.querySelectorAll('link[href*="/assets/style."]').length === 1);
  assert.equal(fetched, 0);
  assert.equal(await page.evaluate(() => Reflect.get(window, 'marker')), 'the same document');
});

test('an open page becomes current when the preview is started again', async () => {
  const { folder, preview, page } = await open();
  await preview.stop();
  await page.getByText('The preview has ended.').waitFor();
  await write(folder, { [sorry]: article('Say it again.') });
  await serve(folder, new URL(preview.url).port);
  await page.getByText('Say it again.').waitFor();
  await page.getByText('The preview has ended.').waitFor({ state: 'detached' });
});

test('an edit changes its own paragraph and leaves the reader where they are', async () => {
  const { folder, page } = await open();
  const long = Array.from({ length: 80 }, (_, at) => `Paragraph ${at} says something of its own.`);
  const text = (/** @type {string} */ middle) =>
    article(`> [!details] More\n> Folded text.\n\n${[...long.slice(0, 40), middle, ...long.slice(40)].join('\n\n')}`);
  await mark(page);
  await write(folder, { [sorry]: text('The middle as it was.') });
  await page.getByText('The middle as it was.').waitFor();
  await page.evaluate(() => {
    document.querySelector('main details')?.setAttribute('open', '');
    const paragraph = [...document.querySelectorAll('p')].find((other) => other.textContent?.startsWith('Paragraph 60'));
    paragraph?.scrollIntoView();
    paragraph && getSelection()?.selectAllChildren(paragraph);
    document.querySelector('a')?.focus({ preventScroll: true });
  });
  const place = () =>
    page.evaluate(() => {
      const paragraph = [...document.querySelectorAll('p')].find((other) => other.textContent?.startsWith('Paragraph 60'));
      return {
        marker: Reflect.get(window, 'marker'),
        open: document.querySelector('main details')?.hasAttribute('open'),
        top: Math.round(paragraph?.getBoundingClientRect().top ?? NaN),
        selection: String(getSelection()),
        focus: document.activeElement?.nodeName,
      };
    });
  const before = await place();
  assert.deepEqual([before.marker, before.open, before.focus], ['the same document', true, 'A']);

  await write(folder, { [sorry]: text('The middle as it is now, and a new sentence.\n\nA paragraph more.') });
  await page.getByText('A paragraph more.').waitFor();
  assert.deepEqual(await place(), before);
  assert.equal(await page.getByText('The middle as it was.').count(), 0);

  await write(folder, { [sorry]: text('The middle as it was.') });
  await page.getByText('The middle as it was.').waitFor();
  assert.equal(await page.getByText('A paragraph more.').count(), 0);
  assert.deepEqual(await place(), before);
});

test('what a reader opened before the preview’s script ran stays open', async () => {
  const { folder, page } = await open();
  const text = (/** @type {string} */ last) => article(`> [!details] More\n> Folded text.\n\n${last}`);
  await write(folder, { [sorry]: text('As it was.') });
  await page.getByText('As it was.').waitFor();
  /** @type {(() => void) | undefined} */
  let release;
  const released = new Promise((resolve) => (release = () => resolve(undefined)));
  await page.route('**/patch.js', async (route) => (await released, route.continue()));
  await page.goto(page.url(), { waitUntil: 'commit' });
  const details = page.locator('main details');
  await details.evaluate((element) => element.setAttribute('open', ''));
  release?.();
  await page.locator('#mend-badge').waitFor();
  for (const words of ['As it is now.', 'As it will be.']) {
    await write(folder, { [sorry]: text(words) });
    await page.getByText(words).waitFor();
    assert.equal(await details.getAttribute('open'), '');
  }
});

test('a program that saves slowly, in parts, or deletes the file first, shows nothing in between', async () => {
  const { folder, page } = await open();
  await mark(page);
  const file = path.join(folder, sorry);
  const long = Array.from({ length: 30 }, (_, at) => `Paragraph ${at} says something of its own.`).join('\n\n');
  await write(folder, { [sorry]: article(`${long}\n\nThe end 0.`) });
  await page.getByText('The end 0.').waitFor();
  await page.evaluate(() => {
    const seen = /** @type {string[]} */ ([]);
    Object.assign(window, { seen });
    const look = () => document.querySelector('main')?.textContent?.includes('Paragraph 29') || seen.push(document.querySelector('main')?.textContent ?? '');
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
  for (const [at, begin] of [() => writeFile(file, ''), () => rm(file), () => writeFile(file, article('Paragraph 0'))].entries()) {
    await begin();
    await pause(120);
    await write(folder, { [sorry]: article(`${long}\n\nThe end ${at + 1}.`) });
    await page.getByText(`The end ${at + 1}.`).waitFor();
  }
  assert.deepEqual(await page.evaluate(() => Reflect.get(window, 'seen')), []);
  await isSame(page);
});

test('after any edit the open page equals the page that is served', async () => {
  const { folder, page } = await open();
  await page.evaluate(() => Object.assign(window, { marker: 'the same document' }));
  const bodies = [
    'One.\n\n## First\n\nTwo.\n\n## Second\n\n- a\n- b\n- c',
    'One.\n\n## Second\n\n- a\n- new\n- c\n\n## First\n\nTwo, *changed*.',
    '| a | b |\n|---|---|\n| 1 | 2 |\n\nOne.\n\nOne.\n\nOne.',
    'One.\n\n> [!note] Mind\n> this\n\nOne. See [a quarrel](after-a-quarrel.md).',
    'One.\n\nThe end.',
  ];
  for (const [at, body] of bodies.entries()) {
    await write(folder, { [sorry]: article(`${body}\n\nEdit number ${at}.`) });
    await page.getByText(`Edit number ${at}.`).waitFor();
    const [living, served] = await mains(page);
    assert.ok(living);
    assert.equal(living, served);
  }
  assert.equal(await page.evaluate(() => Reflect.get(window, 'marker')), 'the same document');
});

test('with --follow the tab goes to the article that is saved', async () => {
  const folder = await folderWith(site);
  const preview = await serve(folder, '0', '--follow');
  const page = await browser.newPage();
  after(() => page.close());
  await page.goto(preview.url);
  await page.getByRole('heading', { level: 1, name: 'A small guide' }).waitFor();
  await write(folder, { [sorry]: article('Say it where you are.') });
  await page.getByText('Say it where you are.').waitFor();
  assert.equal(new URL(page.url()).pathname, '/repair/saying-sorry/');
});

/** Marks the document of a page, so that a reload is noticed. @param {import('playwright-core').Page} page */
const mark = (page) => page.evaluate(() => Object.assign(window, { marker: 'the same document' }));

/** @param {import('playwright-core').Page} page */
const isSame = async (page) => assert.equal(await page.evaluate(() => Reflect.get(window, 'marker')), 'the same document');

test('a page whose file or slug is renamed says where it went, and goes there', async () => {
  const { folder, preview, page } = await open();
  const list = await browser.newPage();
  after(() => list.close());
  await list.goto(preview.url + 'repair/');
  await rename(path.join(folder, sorry), path.join(folder, 'content/repair/owning-it.md'));
  await page.getByText('This page is at another address now: /repair/owning-it/').waitFor();
  await page.waitForURL('**/repair/owning-it/');
  await page.getByText('Say what you did.').waitFor();
  await list.locator('main a[href*=owning-it]', { hasText: 'Saying sorry' }).waitFor();

  await write(folder, { 'content/repair/owning-it.md': '---\ntitle: Saying sorry\nslug: own-it\n---\n\nSay what you did.\n' });
  await page.waitForURL('**/repair/own-it/');
  // Who opens the first address is led to the last.
  await list.goto(preview.url + 'repair/saying-sorry/');
  await list.waitForURL('**/repair/own-it/');
});

test('a page whose file is deleted stays and says so, until the file is back', async () => {
  const { folder, preview, page } = await open();
  await mark(page);
  const list = await browser.newPage();
  after(() => list.close());
  await list.goto(preview.url + 'repair/');
  const entry = list.getByRole('main').getByRole('link', { name: 'Saying sorry' });
  await entry.waitFor();
  await rm(path.join(folder, sorry));
  await page.getByText(`${sorry} was deleted.`).waitFor();
  assert.ok(await page.getByText('Say what you did.').isVisible());
  await entry.waitFor({ state: 'detached' });
  await write(folder, { [sorry]: article('Say it after all.') });
  await page.getByText('Say it after all.').waitFor();
  await page.getByText('was deleted.').waitFor({ state: 'detached' });
  await entry.waitFor();
  await isSame(page);
});

test('a change out of view is pointed to, and one in view is not', async () => {
  const { folder, page } = await open();
  const long = Array.from({ length: 60 }, (_, at) => `Paragraph ${at} says something of its own.`);
  const text = (/** @type {string} */ first, /** @type {string} */ last) => article([first, ...long, last].join('\n\n'));
  await write(folder, { [sorry]: text('The first.', 'The last.') });
  await page.getByText('The last.').waitFor();
  const below = page.getByRole('button', { name: 'Changed below ↓' });
  await write(folder, { [sorry]: text('The first.', 'The last, changed.') });
  await below.click();
  const last = page.getByText('The last, changed.');
  await page.waitForFunction(() => scrollY > 500);
  assert.ok(await last.evaluate((element) => element.getBoundingClientRect().bottom <= innerHeight));
  await below.waitFor({ state: 'detached' });

  await write(folder, { [sorry]: text('The first.', 'The last, seen.') });
  await page.getByText('The last, seen.').waitFor();
  assert.equal(await page.locator('#mend-pill').count(), 0);
  await write(folder, { [sorry]: text('The first, changed.', 'The last, seen.') });
  await page.getByRole('button', { name: 'Changed above ↑' }).waitFor();
  await page.getByText('The first, changed.').scrollIntoViewIfNeeded();
  await page.locator('#mend-pill').waitFor({ state: 'detached' });
});

test('a search stays as it was typed, and finds what was written since', async () => {
  const { folder, page } = await open();
  await mark(page);
  const box = page.getByRole('searchbox');
  await box.fill('quarrel');
  await page.locator('[data-search-hit]').first().waitFor();
  await write(folder, { [sorry]: article('Say what you did to the marmalade.') });
  await page.getByText('marmalade').first().waitFor();
  assert.equal(await box.inputValue(), 'quarrel');
  await box.fill('marmalade');
  await page.locator('[data-search-hit]', { hasText: 'Saying sorry' }).waitFor();
  await isSame(page);
});

test('a changed picture is loaded again, and the page is not', async () => {
  const { folder, page } = await open();
  const picture = (/** @type {string} */ colour) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" width="8" height="8"><path fill="${colour}" d="M0 0h8v8H0z"/></svg>\n`;
  await write(folder, { 'content/repair/cup.svg': picture('red'), [sorry]: article('> [!details] More\n> Folded.\n\n![A cup](cup.svg)') });
  const image = page.getByRole('img', { name: 'A cup' });
  await image.waitFor();
  await page.waitForFunction(() => [...document.images].some(({ src, naturalWidth }) => src.includes('cup.svg') && naturalWidth > 0));
  const before = await image.getAttribute('src');
  await mark(page);
  await page.evaluate(() => document.querySelector('details')?.setAttribute('open', ''));
  await write(folder, { 'content/repair/cup.svg': picture('blue') });
  await page.waitForFunction((before) => document.querySelector('img[alt="A cup"]')?.getAttribute('src') !== before, before);
  assert.match(await image.getAttribute('src') ?? '', /cup\.svg\?mend=/);
  await isSame(page);
});

test('many new files at once change the open page in place', async () => {
  const { folder, preview, page } = await open();
  await page.goto(preview.url + 'repair/');
  await page.getByRole('main').getByRole('link', { name: 'Saying sorry' }).waitFor();
  await mark(page);
  const many = Array.from({ length: 220 }, (_, at) => [`content/repair/new-${at}.md`, `---\ntitle: New ${at}\n---\n\nText.\n`]);
  await write(folder, Object.fromEntries(many));
  await page.getByRole('main').getByRole('link', { name: 'New 100' }).waitFor();
  await isSame(page);
});

test('new steps, terms and help show in the open page in place', async () => {
  const { folder, preview, page } = await open();
  const steps = (/** @type {string[]} */ all) => article(`> [!steps] To do\n${all.map((step, at) => `> ${at + 1}. ${step}`).join('\n')}\n\nThink of remorse.`);
  const terms = (/** @type {string} */ definition) => `terms:\n  - term: remorse\n    definition: ${definition}\n`;
  await write(folder, { [sorry]: steps(['Breathe.', 'Write it down.']), 'content/terms.yaml': terms('Being sorry.'), 'content/help.yaml': helpData });
  const boxes = page.getByRole('checkbox', { name: /^(Step )?\d/ });
  await page.waitForFunction(() => document.querySelectorAll('[data-step]').length === 2);
  await page.getByRole('button', { name: 'remorse' }).waitFor();
  await mark(page);
  await boxes.first().check();
  await write(folder, { [sorry]: steps(['Breathe.', 'Sleep on it.', 'Write it down.']) });
  await page.waitForFunction(() => document.querySelectorAll('[data-step]').length === 3);
  assert.ok(await boxes.first().isChecked());
  await write(folder, { 'content/terms.yaml': terms('Feeling it, and saying it.') });
  await page.waitForFunction(() => document.querySelector('.term-notes')?.textContent?.includes('saying it'));
  await page.getByRole('button', { name: 'remorse' }).click();
  await page.getByText('Feeling it, and saying it.').first().waitFor();
  await isSame(page);

  await page.goto(preview.url + 'help/');
  await page.getByText('Ears').first().waitFor();
  await mark(page);
  await write(folder, { 'content/help.yaml': helpData.replace('name: Ears', 'name: Open ears') });
  await page.getByText('Open ears').first().waitFor();
  await isSame(page);
});

test('a template changes the open page in place, and a broken one is reported until it is mended', async () => {
  const { folder, page } = await open();
  await page.evaluate(() => Object.assign(window, { marker: 'the same document' }));
  const name = 'themes/calm/templates/article.html';
  const text = await readFile(path.join(repository, name), 'utf8');
  const sentence = '<p class="own">From the template.</p>\n';
  assert.ok(text.includes('{{ content }}'), 'the template shows the text');
  await write(folder, { [name]: text.replace('{{ content }}', `{{ content }}${sentence}`) });
  await page.getByText('From the template.').waitFor();
  await write(folder, { [name]: `${text}{% if %}` });
  await page.locator('#mend-problems').getByText(/article\.html:\d+:\d+/).first().waitFor();
  assert.ok(await page.getByText('From the template.').isVisible(), 'the last good page is still there');
  await rm(path.join(folder, name));
  await page.locator('#mend-problems').waitFor({ state: 'hidden' });
  await page.getByText('From the template.').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => Reflect.get(window, 'marker')), 'the same document');
});

test('the page reloads only when its scripts have changed', async () => {
  const { folder, page } = await open();
  await page.evaluate(() => Object.assign(window, { marker: 'the same document' }));
  await write(folder, { [sorry]: article('Say it.').replace('title: Saying sorry', 'title: Saying it\nsummary: In words.') });
  await page.getByRole('heading', { level: 1, name: 'Saying it' }).waitFor();
  assert.match(await page.title(), /^Saying it/);
  assert.equal(await page.locator('meta[name=description]').getAttribute('content'), 'In words.');
  assert.equal(await page.evaluate(() => Reflect.get(window, 'marker')), 'the same document', 'words of the head need no new document');

  const base = 'themes/calm/templates/base.html';
  const text = await readFile(path.join(repository, base), 'utf8');
  assert.ok(text.includes('</head>'));
  await write(folder, {
    'static/own.js': 'document.documentElement.lang = "fr";',
    [base]: text.replace('</head>', '<script src="{{ root }}own.js" defer></script></head>'),
  });
  await page.waitForFunction(() => Reflect.get(window, 'marker') === undefined && document.documentElement.lang === 'fr');
});

test('the configuration changes the open page, and a mistake in it is reported until it is mended', async () => {
  const { folder, page } = await open();
  await page.evaluate(() => Object.assign(window, { marker: 'the same document' }));
  await write(folder, { 'site.toml': 'title = "Another guide"\n' });
  await page.locator('header').getByText('Another guide').first().waitFor();
  await write(folder, { 'site.toml': 'tilte = "A third guide"\n' });
  const problems = page.locator('#mend-problems');
  await problems.getByText('did you mean `title`?').waitFor();
  assert.ok(await page.locator('header').getByText('Another guide').first().isVisible());
  await write(folder, { 'site.toml': 'title = "A third guide"\n' });
  await page.locator('header').getByText('A third guide').first().waitFor();
  await problems.waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => Reflect.get(window, 'marker')), 'the same document');
});

test('typed text survives an edit, and the block that changed is highlighted', async () => {
  const { folder, preview, page } = await open();
  await page.addInitScript(() => {
    const marked = /** @type {string[]} */ ([]);
    const animate = Element.prototype.animate;
    Object.assign(window, { marked });
    Element.prototype.animate = function (...given) {
      marked.push(this.textContent ?? '');
      return animate.apply(this, given);
    };
  });
  const sheet = (/** @type {string} */ text) => ({
    'content/worksheets/letter.md': `---\ntitle: A letter\n---\n\n${text}\n\n> [!field] What I did\n> lines: 3\n\nThe end of it.\n`,
  });
  await write(folder, sheet('Write slowly.'));
  await page.goto(preview.url);
  await page.goto(preview.url + 'worksheets/letter/');
  await page.getByText('Write slowly.').waitFor();
  const field = page.getByLabel('What I did');
  await field.pressSequentially('I lied about it.');
  await field.evaluate((area) => /** @type {HTMLTextAreaElement} */ (area).setSelectionRange(2, 6));
  await write(folder, sheet('Write slowly, and stop when it is too much.'));
  await page.getByText('Write slowly, and stop').waitFor();
  assert.equal(await field.inputValue(), 'I lied about it.');
  assert.deepEqual(
    await field.evaluate((area) => {
      const { selectionStart, selectionEnd } = /** @type {HTMLTextAreaElement} */ (area);
      return [document.activeElement === area, selectionStart, selectionEnd];
    }),
    [true, 2, 6],
  );
  await page.waitForFunction(() => /** @type {{ marked: string[] }} */ (/** @type {unknown} */ (window)).marked.length > 0);
  const marked = await page.evaluate(() => /** @type {{ marked: string[] }} */ (/** @type {unknown} */ (window)).marked);
  assert.deepEqual(marked, ['Write slowly, and stop when it is too much.'], 'that block and no other');
});

/** A style sheet of the default theme, by the path at which a site replaces it. */
async function styleSheet() {
  const names = await readdir(path.join(repository, 'themes/calm/styles'));
  const found = names.filter((name) => name.endsWith('.css')).sort()[0];
  assert.ok(found, 'the default theme has a style sheet');
  const name = `themes/calm/styles/${found}`;
  return { name, text: await readFile(path.join(repository, name), 'utf8') };
}
