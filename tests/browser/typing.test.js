/**
 * The preview while somebody types in an editor that saves by itself: what opens over the page, and what does not.
 */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { after, test } from 'node:test';
import { launch } from './browser.js';
import { audienceData, folderWith, helpData, serve, write } from './site.js';

/** @import { Page } from 'playwright-core' */

/** How often the editor saves, in milliseconds, and how long a problem waits for the next save. */
const [SAVES_EVERY, GRACE] = [250, 1_500];

const sorry = 'content/repair/saying-sorry.md';
const other = 'content/repair/after-a-quarrel.md';

const browser = await launch();
after(() => browser.close());

/** @param {string} body @param {string} [front] */
const article = (body, front = '') => `---\ntitle: Saying sorry\nsummary: How to say it.\n${front}---\n\n${body}\n`;

/** @param {string} preset @param {Record<string, string>} [more] */
async function open(preset, more = {}) {
  const folder = await folderWith({
    'site.toml': `title = "A small guide"\n\n[check]\npreset = "${preset}"\n`,
    'content/_index.md': '---\ntitle: A small guide\n---\n\nStart with [a quarrel](repair/after-a-quarrel.md).\n',
    'content/help.yaml': helpData,
    'content/audiences.yaml': audienceData,
    [other]: '---\ntitle: After a quarrel\n---\n\nWait a little, then read [how to say it](saying-sorry.md).\n',
    [sorry]: article('Say what you did.'),
    ...more,
  });
  const preview = await serve(folder);
  const page = await browser.newPage();
  after(() => page.close());
  // Counts how often the overlay opens, on every page of this tab.
  await page.addInitScript(() => {
    let open = false;
    Object.assign(window, { openings: 0 });
    new MutationObserver(() => {
      const now = document.getElementById('mend-problems') !== null;
      if (now && !open) Reflect.set(window, 'openings', Reflect.get(window, 'openings') + 1);
      open = now;
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(preview.url + 'repair/saying-sorry/');
  await page.getByText('Say what you did.').waitFor();
  return { folder, preview, page };
}

/** @param {Page} page */
const openings = (page) => page.evaluate(() => Reflect.get(window, 'openings'));

/** Longer than any problem waits. */
const settle = () => pause(GRACE + 500);

/**
 * Saves each of the texts as an editor does while its author types.
 *
 * @param {string} folder
 * @param {string[]} texts
 */
async function type(folder, texts) {
  for (const text of texts) {
    await write(folder, { [sorry]: text });
    await pause(SAVES_EVERY);
  }
}

/** The beginnings of a text, some letters longer each. @param {string} text */
const beginnings = (text) => Array.from({ length: Math.ceil(text.length / 5) }, (_, at) => text.slice(0, (at + 1) * 5));

for (const preset of ['basic', 'guide']) {
  test(`nothing opens while text is typed: ${preset}`, async () => {
    const { folder, page } = await open(preset);
    const sentence = 'It helps to say it soon, and to say it in plain words. Nobody needs a speech.';
    await type(folder, beginnings(sentence).map((text) => article(text)));
    // An editor closes brackets by itself, so half a link leads nowhere.
    const link = ['s', 'sayi', 'after-a', 'after-a-quarrel.m', 'after-a-quarrel.md'];
    await type(folder, link.map((target) => article(`${sentence} Read [what comes before](${target}).`)));
    await type(folder, ['d', 'draft: ', 'draft: t', 'draft: true', 'draft: true\ntags: [', 'draft: true\ntags: [quarrel]'].map((front) => article(sentence, `${front}\n`)));
    await page.locator('#mend-badge').getByText('draft').waitFor();
    await settle();
    assert.equal(await openings(page), 0);
  });

  test(`a mistake opens once, and stays closed until there is another: ${preset}`, async () => {
    const { folder, page } = await open(preset);
    const problems = page.locator('#mend-problems');
    await write(folder, { [sorry]: article('Read [this](nowhere.md).') });
    await problems.getByText('nowhere.md').first().waitFor();
    assert.equal(await openings(page), 1);
    await problems.getByRole('button', { name: 'Close' }).click();

    // Lines above it move it, and its neighbours count words.
    for (let saves = 1; saves <= 6; saves += 1) {
      await type(folder, [article(`${'One line more.\n\n'.repeat(saves)}Read [this](nowhere.md).${' And this.'.repeat(saves)}`)]);
    }
    await settle();
    assert.equal(await openings(page), 1, 'it was closed');
    await page.reload();
    await page.getByText('And this.').first().waitFor();
    await settle();
    assert.equal(await openings(page), 0, 'it stays closed on the next page, too');

    await write(folder, { [sorry]: article('Read [this](nowhere.md).\n\nAnd [that](never.md).') });
    await problems.getByText('never.md').first().waitFor();
    assert.equal(await openings(page), 1);
    assert.equal(await problems.locator('article').count(), 1, 'the one that was closed is not back');
    await write(folder, { [sorry]: article('Mended.') });
    await problems.waitFor({ state: 'detached' });

    await write(folder, { [sorry]: article('Read [this](nowhere.md).') });
    await problems.getByText('nowhere.md').first().waitFor();
    assert.equal(await openings(page), 2, 'made again, it is a new mistake');
  });
}

test('front matter that is broken opens when its author has stopped typing', async () => {
  const { folder, page } = await open('guide');
  await type(folder, ['date: 2', 'date: 2026-', 'date: 2026-0', 'draft: tr', 'tags: [a', 'tags: [a, "b'].map((front) => article('Say it.', `${front}\n`)));
  assert.equal(await openings(page), 0);
  await page.locator('#mend-problems').waitFor();
  await settle();
  assert.equal(await openings(page), 1);
  assert.equal(await page.locator('#mend-problems article').count(), 1, 'one slip is one problem');
});

test('problems of other pages and findings about the text are counted, and do not open', async () => {
  const { folder, preview, page } = await open('guide', {
    'content/repair/lost.md': '---\ntitle: Lost\n---\n\nRead [this](nowhere.md).\n',
    'content/repair/bad.md': '---\ntitle: [Bad\n---\n\nNot shown.\n',
  });
  const count = page.getByRole('button', { name: /in the site$/ });
  await count.waitFor();
  await settle();
  assert.equal(await openings(page), 0);

  // The page that is open comes first, then what was saved last.
  await write(folder, { [sorry]: article('Read [me](gone.md).') });
  const problems = page.locator('#mend-problems');
  await problems.waitFor();
  assert.deepEqual(await problems.locator('.mend-place').allTextContents(), ['content/repair/saying-sorry.md:6:6  error LINK-01']);
  await problems.getByRole('button', { name: 'Close' }).click();
  await count.click();
  const places = await problems.locator('.mend-place').allTextContents();
  assert.match(places[0] ?? '', /saying-sorry/);
  assert.ok(places.some((place) => place.includes('lost.md')) && places.some((place) => place.includes('bad.md')));
  assert.ok(places.every((place) => !/ (STR|REV|READ|LANG|GLO)-/.test(place)), places.join('\n'));
  assert.match(await problems.innerText(), /\d+ findings are about how texts are written/);

  await page.goto(preview.url + 'repair/bad/');
  await problems.getByText('bad.md').first().waitFor();
});

test('a draft has a quiet list of what is left to do', async () => {
  const { folder, page } = await open('guide');
  await write(folder, { [sorry]: article('Say what you did.', 'draft: true\n') });
  await page.locator('#mend-badge').getByText('draft').waitFor();
  await page.getByRole('button', { name: 'Author’s panel' }).click();
  await page.locator('#mend-panel').getByRole('heading', { name: /^Before you publish/ }).waitFor();
  await settle();
  assert.equal(await openings(page), 0);
});
