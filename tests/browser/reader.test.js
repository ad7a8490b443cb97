/**
 * The tools for readers: steps to tick, terms, worksheets, paths, audiences and blocks, with and without scripts. The site
 * is made for these tests, so that they do not change with the guide.
 *
 * @import { BrowserContext, Page } from 'playwright-core'
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { complaints, launch, settled } from './browser.js';
import { misplaced, violations } from './judge.js';
import { audienceData, build, folderWith, pageFiles, temporaryFolder } from './site.js';
import { host } from './static-server.js';

const steps = `> [!steps]
> 1. Breathe out slowly.
> 2. Drink some water.
>    1. Fill a glass.
> 3. Call a friend.
`;

const files = {
  'site.toml': 'title = "Lamp"\n[urls]\npattern = "flat"\n[exit]\nurl = "https://exit.example/"\n',
  'content/help.yaml': `default: gb
regions:
  - id: gb
    name: Here
    emergency: "999"
    contacts:
      - {kind: abuse, name: Abuse line, phone: "0800 1", for: anyone afraid, source: "https://example.org/", checked: never}
      - {kind: crisis, name: Crisis line, phone: "0800 2", for: anyone in crisis, source: "https://example.org/", checked: never}
`,
  'content/terms.yaml': `terms:
  - {term: lamp, definition: A light in a window., forms: [lamps], see: [wick]}
  - {term: wick, definition: What burns in a lamp.}
`,
  'content/audiences.yaml': audienceData,
  'content/paths.yaml': `paths:
  - id: dark
    title: When it is dark
    audience: hurt
    summary: Three pages.
    steps:
      - {page: first, text: Begin.}
      - {page: second, text: Go on.}
      - {page: third, text: Rest.}
`,
  'content/faq.md': '---\ntitle: Questions\n---\n## May I ask?\n\nYes.\n\n## And again?\n\nYes.\n',
  'content/rooms/first.md': `---
title: First
audience: [hurt]
---
A lamp stands here, and more lamps. A wick, too.

## One

${steps}
> [!do]
> - open the window

> [!dont]
> - throw the lamp

## Two

> [!details] More
> Folded words.

> [!note] A note
> Words.

> [!warning]
> Words.

## Three

> [!help] Talk if:
> - you want to

> [!help-soon] Call soon if:
> - it is hard

> [!help-now] Call now if:
> - it is dark
`,
  'content/rooms/second.md': '---\ntitle: Second\naudience: [both]\n---\nWords of the second.\n',
  'content/rooms/third.md': '---\ntitle: Third\naudience: [broke-trust]\n---\nWords of the third.\n',
  'content/fear/afraid.md': `---\ntitle: Afraid\nsafety: [abuse]\n---\n${steps}`,
  'content/worksheets/today.md': `---
title: Just today
template: card
safety: [crisis]
---
1. Drink some water.
2. Breathe out slowly, and then once more, however long it takes to do so.
3. Tell one person.
4. Sleep where I feel safe.
5. Decide nothing today.

More words, and a [link](../rooms/first.md).
`,
  'content/people.yaml': 'ann: { name: Ann Ode }\n',
  'content/worksheets/plan.md': `---
title: Plan
reviewed: 2026-01-01
review_due: 2026-12-31
reviewed_by: ann
---
## What happened

> [!field] What I saw
> lines: 3

> [!field] What I felt
> lines: 2

- one point
`,
};

const browser = await launch();
after(() => browser.close());

const source = await folderWith(files);
const output = await build(source);
const home = await host(output);

/**
 * Opens a page of the site in a context of its own.
 *
 * @param {string} address
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function open(address, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const heard = complaints(page, home);
  await page.goto(home + address);
  return { context, page, heard };
}

/** @param {Page} page */
const stored = (page) => page.evaluate(() => ({ local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie }));
const nothing = { local: {}, session: {}, cookies: '' };

/** @param {BrowserContext} context */
const end = (context) => context.close();

test('ticks are gone after a reload, and nothing was stored', async () => {
  const { context, page, heard } = await open('first/');
  const box = page.getByRole('checkbox', { name: 'Step 2: Drink some water.', exact: true });
  await box.focus();
  await page.keyboard.press('Space');
  await page.getByRole('checkbox', { name: 'Step 2.1: Fill a glass.' }).check();
  assert.equal(await page.getByText('2 of 4 done').getAttribute('role'), 'status');
  assert.deepEqual(await stored(page), nothing);
  await page.reload();
  assert.equal(await box.isChecked(), false);
  assert.deepEqual(heard, []);
  await end(context);
});

test('ticks stay on the device when that is asked for, level in two tabs, until they are forgotten', async () => {
  const { context, page } = await open('first/');
  await page.getByRole('checkbox', { name: 'Step 3: Call a friend.' }).check();
  await page.getByRole('switch', { name: /Remember my ticks/ }).check();
  const kept = (await stored(page)).local;
  assert.deepEqual(Object.keys(kept), ['list']);
  assert.match(kept['list'] ?? '', /^\["[0-9a-z]{1,7}"\]$/);
  await page.reload();
  assert.ok(await page.getByRole('checkbox', { name: 'Step 3: Call a friend.' }).isChecked());

  const other = await context.newPage();
  await other.goto(`${home}first/`);
  await other.getByRole('checkbox', { name: 'Step 1: Breathe out slowly.' }).check();
  await page.getByText('2 of 4 done').waitFor();

  await other.goto(`${home}second/`);
  await other.getByRole('button', { name: 'Forget what is saved on this device' }).click();
  assert.deepEqual(await stored(other), nothing);
  await page.getByText('0 of 4 done').waitFor();
  assert.equal(await page.getByRole('switch').isChecked(), false);
  await end(context);
});

test('a page about abuse never offers to keep ticks, and keeps none when another page does', async () => {
  const { context, page, heard } = await open('first/');
  await page.getByRole('switch', { name: /Remember my ticks/ }).check();
  const before = await stored(page);
  await page.goto(`${home}afraid/`);
  await page.getByRole('checkbox', { name: 'Step 3: Call a friend.' }).check();
  await page.getByText('1 of 4 done').waitFor();
  await page.getByText('Ticks are not saved').waitFor();
  assert.equal(await page.getByRole('switch').count(), 0);
  assert.deepEqual(await stored(page), before);
  await page.reload();
  assert.equal(await page.getByRole('checkbox', { name: 'Step 3: Call a friend.' }).isChecked(), false);
  assert.deepEqual(heard, []);
  await end(context);
});

test('leaving in a hurry takes the ticks along', async () => {
  const { context, page } = await open('first/');
  await context.route('https://exit.example/**', (route) => route.fulfill({ body: 'elsewhere' }));
  await page.getByRole('switch').check();
  await page.getByRole('link', { name: /Leave this site/ }).last().click();
  await page.waitForURL('https://exit.example/');
  const again = await context.newPage();
  await again.goto(`${home}first/`);
  assert.deepEqual((await stored(again)).local, {});
  await end(context);
});

test('a browser that stores nothing says so at the switch', async () => {
  const context = await browser.newContext();
  await context.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('blocked', 'SecurityError'); } });
  });
  const page = await context.newPage();
  await page.goto(`${home}first/`);
  await page.getByRole('switch').click();
  assert.ok(await page.getByRole('switch').isDisabled());
  await page.getByText('does not let the site remember').waitFor();
  await page.getByRole('checkbox', { name: 'Step 1: Breathe out slowly.' }).check();
  await page.getByText('1 of 4 done').waitFor();
  await end(context);
});

test('each term is linked once, and its panel opens by keyboard and gives the focus back', async () => {
  const { context, page, heard } = await open('first/');
  assert.equal(await page.locator('.prose button.term').count(), 2);
  const term = page.getByRole('button', { name: 'lamp', exact: true });
  assert.equal(await term.getAttribute('aria-expanded'), 'false');
  await term.hover();
  assert.ok(await page.getByText('A light in a window.').first().isHidden());
  await term.focus();
  await page.keyboard.press('Enter');
  assert.equal(await term.getAttribute('aria-expanded'), 'true');
  assert.ok(await page.locator('.term-panel', { hasText: 'A light in a window.' }).isVisible());
  // The panel is below the paragraph, so the other words of the paragraph come first.
  const more = page.getByRole('link', { name: 'More in the glossary' });
  await page.keyboard.press('Tab');
  while (await page.locator('.prose button.term:focus').count()) await page.keyboard.press('Tab');
  assert.ok(await more.evaluate((link) => link === document.activeElement));
  await page.keyboard.press('Escape');
  assert.ok(await term.evaluate((button) => button === document.activeElement));
  assert.equal(await term.getAttribute('aria-expanded'), 'false');
  await term.click();
  await page.getByRole('link', { name: 'More in the glossary' }).click();
  assert.equal(page.url(), `${home}glossary/#lamp`);
  assert.deepEqual(heard, []);
  await end(context);
});

test('without the script a term leads to the glossary', async () => {
  const { context, page } = await open('first/', { javaScriptEnabled: false });
  await page.getByRole('link', { name: 'lamp', exact: true }).click();
  assert.equal(page.url(), `${home}glossary/#lamp`);
  assert.ok(await page.locator('dt#lamp:target').isVisible());
  await end(context);
});

for (const script of [true, false]) {
  test(`a path is walked by keyboard ${script ? 'with' : 'without'} the script`, async () => {
    const { context, page } = await open('paths/', { javaScriptEnabled: script });
    const box = page.getByRole('navigation', { name: 'Reading path: When it is dark' });
    const onward = page.getByRole('navigation', { name: 'this path: When it is dark' });
    const way = page.locator('main');
    /**
     * @param {import('playwright-core').Locator} place
     * @param {string} name
     */
    const follow = async (place, name) => {
      await place.getByRole('link', { name, exact: true }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name }).waitFor();
    };
    await follow(way, 'When it is dark');
    assert.equal(await page.locator('.path-steps li').count(), 3);
    await follow(way, 'First');
    await box.getByText('Step 1 of 3').waitFor();
    for (const [name, place] of /** @type {const} */ ([['Second', '2'], ['Third', '3'], ['Second', '2']])) {
      await follow(onward, name);
      await box.getByText(`Step ${place} of 3`).waitFor();
    }
    await page.goto(`${home}second/`);
    assert.ok((await box.isHidden()) && (await onward.isHidden()), 'a reader who comes another way sees no box');
    assert.ok(await page.getByRole('navigation', { name: 'Previous and next' }).isVisible());
    await end(context);
  });
}

test('lists by audience have their paths, then their articles in order, and say so in no storage and no address', async () => {
  const { context, page } = await open('for/hurt/');
  assert.deepEqual(await page.locator('main .links a').allTextContents(), ['When it is dark', 'First', 'Second']);
  await page.goto(`${home}first/`);
  await page.getByRole('link', { name: 'the partner who was hurt' }).click();
  assert.equal(page.url(), `${home}for/hurt/`);
  assert.deepEqual(await stored(page), nothing);
  await end(context);
});

test('blocks say what they are to those who only hear them', async () => {
  const { context, page } = await open('first/');
  const items = page.getByRole('group', { name: 'Do not' }).getByRole('listitem');
  assert.deepEqual((await items.allInnerTexts()).map((text) => text.trim()), ['do not throw the lamp']);
  const boxes = await page.locator('.block-do, .block-dont').evaluateAll((blocks) => blocks.map((block) => block.getBoundingClientRect().bottom));
  assert.ok((boxes[0] ?? 0) < (boxes[1] ?? 0), 'one below the other');
  for (const name of [
    'Information: A note',
    'Important: Warning',
    'Non-urgent advice: Talk if:',
    'Urgent advice: Call soon if:',
    'Immediate action required: Call now if:',
  ]) {
    assert.equal(await page.getByRole('heading', { name, exact: true }).count(), 1, name);
  }
  const links = page.locator('.block-help-now a:visible');
  const targets = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  assert.deepEqual(targets, ['tel:999', 'tel:08002', '../help/'], 'the emergency number, a contact for a crisis, and the link to the rest');
  await end(context);
});

/**
 * Prints a page, and returns its number of pages, its structure and its text.
 *
 * @param {Page} page
 * @param {string} format
 */
async function printed(page, format) {
  const file = path.join(await temporaryFolder(), 'page.pdf');
  await writeFile(file, await page.pdf({ format, tagged: true, preferCSSPageSize: false }));
  const run = promisify(execFile);
  const { stdout: info } = await run('pdfinfo', [file]);
  const { stdout: structure } = await run('pdfinfo', ['-struct', file]);
  const { stdout: text } = await run('pdftotext', ['-layout', file, '-']);
  return { pages: Number(/Pages:\s+(\d+)/.exec(info)?.[1]), structure, text };
}

test('paper shows what is folded, the terms, and no controls', async () => {
  const { context, page } = await open('first/');
  const { text } = await printed(page, 'A4');
  assert.match(text, /Folded words/);
  assert.match(text, /A light in a window/);
  assert.doesNotMatch(text, /Remember my ticks|More in the glossary|Leave this site|browse safely|to read|Back to the text|Search|All numbers/);
  await end(context);
});

for (const format of ['A4', 'Letter']) {
  test(`a worksheet prints on ${format} without losing a word`, async () => {
    const { context, page } = await open('worksheets/plan/');
    const blank = await printed(page, format);
    assert.ok(blank.pages <= 2, `${blank.pages} pages`);
    assert.match(blank.text, /What I felt[\s\S]*Abuse line[\s\S]*0800 1/);
    assert.doesNotMatch(blank.text, /browse safely|Print this sheet|Clear this sheet|Leave this site|All numbers|For:|\bLamp\b|http|Ann Ode|reviewed/);
    assert.match(blank.structure, /\bH1\b/);
    assert.match(blank.structure, /\bH2\b/);
    assert.match(blank.structure, /\bL\b/);
    const words = Array.from({ length: 700 }, (_, at) => `word${at}`);
    await page.getByLabel('What I saw').fill(words.join(' '));
    const filled = await printed(page, format);
    for (const label of ['What I saw', 'What I felt']) assert.match(filled.text, new RegExp(label));
    const found = new Set(filled.text.split(/\s+/));
    assert.deepEqual(words.filter((word) => !found.has(word)), []);
    await end(context);
  });
}

test('a worksheet sends nothing, and is cleared by a second press', async () => {
  const { context, page } = await open('worksheets/plan/');
  await settled(page);
  /** @type {string[]} */
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  const field = page.getByLabel('What I saw');
  assert.deepEqual(await stored(page), nothing, 'nothing is stored before one types');
  await field.fill('Secret words');
  await settled(page);
  assert.deepEqual(requests, []);
  await remembered(page);
  await page.getByRole('button', { name: 'Clear this sheet' }).click();
  assert.equal(await field.inputValue(), 'Secret words');
  await page.getByRole('button', { name: 'Press again' }).click();
  assert.equal(await field.inputValue(), '');
  await page.waitForFunction(() => window.name === '');
  assert.deepEqual(await stored(page), nothing);
  await page.reload();
  assert.equal(await field.inputValue(), '');
  await end(context);
});

/** Waits until the tab has taken in what was typed. @param {Page} page */
const remembered = (page) => page.waitForFunction(() => window.name !== '');

test('a worksheet keeps its words while the tab lives, and nothing that can be read is stored', async () => {
  const { context, page, heard } = await open('worksheets/plan/');
  const field = page.getByLabel('What I saw');
  const words = 'Secret words, “ärger” 🕯';
  await field.fill(words);
  await remembered(page);
  const { local, session, cookies } = await stored(page);
  assert.deepEqual([local, Object.keys(session), cookies], [{}, ['sheet'], '']);
  assert.match(session['sheet'] ?? '', /^[A-Za-z0-9+/]{43}=$/, 'a key of 256 bits and nothing else');
  const name = await page.evaluate(() => window.name);
  assert.doesNotMatch(`${name} ${atob(name)}`, /Secret|words/);

  // By reload, by a link and Back, and by another way than Back.
  await page.reload();
  await page.waitForFunction((words) => document.querySelector('textarea')?.value === words, words);
  assert.equal(await page.locator('.on-paper').first().textContent(), words);
  await page.goto(`${home}second/`);
  await page.goBack();
  await page.waitForFunction((words) => document.querySelector('textarea')?.value === words, words);
  await page.goto(home);
  await page.goto(`${home}worksheets/plan/`);
  await page.waitForFunction((words) => document.querySelector('textarea')?.value === words, words);

  // Not in another tab, and not without the key.
  const other = await context.newPage();
  await other.goto(`${home}worksheets/plan/`);
  await settled(other);
  assert.equal(await other.getByLabel('What I saw').inputValue(), '');
  await page.evaluate(() => sessionStorage.clear());
  await page.reload();
  await settled(page);
  assert.equal(await field.inputValue(), '');
  assert.deepEqual(heard, []);
  await end(context);
});

test('leaving drops the words of a worksheet, from the sheet itself and from another page', async () => {
  for (const from of ['worksheets/plan/', 'second/']) {
    const { context, page } = await open('worksheets/plan/');
    await context.route('https://exit.example/**', (route) => route.fulfill({ contentType: 'text/html', body: 'elsewhere' }));
    await page.getByLabel('What I saw').fill('Secret words');
    await remembered(page);
    if (from !== 'worksheets/plan/') await page.goto(home + from);
    await page.getByRole('link', { name: /Leave this site/ }).click();
    await page.waitForURL('https://exit.example/');
    assert.equal(await page.evaluate(() => window.name), '');
    await page.goto(`${home}worksheets/plan/`);
    await settled(page);
    assert.equal(await page.getByLabel('What I saw').inputValue(), '');
    assert.deepEqual(await stored(page), nothing);
    await end(context);
  }
});

test('a page kept for Back holds no words of its own', async () => {
  const keeping = await launch({ keepsPages: true });
  after(() => keeping.close());
  const page = await keeping.newPage();
  await page.goto(`${home}worksheets/plan/`);
  await page.getByLabel('What I saw').fill('Secret words');
  await remembered(page);
  await page.evaluate(() => addEventListener('pageshow', (event) => {
    if (event.persisted) Reflect.set(window, 'shown', document.querySelector('textarea')?.value);
  }, { capture: true }));
  await page.goto(`${home}safe-browsing/`);
  await page.getByRole('button', { name: 'Forget what is saved on this device' }).click();
  await page.getByText('keeps nothing on this device').waitFor();
  assert.equal(await page.evaluate(() => window.name), '');
  await page.goBack({ waitUntil: 'commit' });
  const shown = await page.waitForFunction(() => Reflect.has(window, 'shown') && [Reflect.get(window, 'shown'), document.querySelector('textarea')?.value]);
  assert.deepEqual(await shown.jsonValue(), ['', '']);
  await page.close();
});

test('a worksheet drops its words with the page where the site or the browser wants it so', async () => {
  const folder = await folderWith({ ...files, 'site.toml': `${files['site.toml']}[worksheets]\nkeep = false\n` });
  const brief = await host(await build(folder));
  for (const blocked of [false, true]) {
    const context = await browser.newContext();
    if (blocked) await context.addInitScript(() => Object.defineProperty(window, 'sessionStorage', { get: () => { throw new DOMException('blocked', 'SecurityError'); } }));
    const page = await context.newPage();
    await page.goto(`${blocked ? home : brief}worksheets/plan/`);
    await page.getByText(blocked ? 'at most until you close it' : 'gone when you open another page').waitFor();
    await page.getByLabel('What I saw').fill('Secret words');
    await page.reload();
    await settled(page);
    assert.deepEqual(await page.evaluate(() => [document.querySelector('textarea')?.value, window.name]), ['', '']);
    await context.close();
  }
});

test('a worksheet is saved as a file after a warning', async () => {
  const { context, page, heard } = await open('worksheets/plan/');
  await page.getByLabel('What I saw').fill('Secret words');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  await page.getByRole('status').getByText('A file stays on this device').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save it anyway' }).click()]);
  assert.equal(download.suggestedFilename(), 'notes.txt');
  assert.equal(await readFile(await download.path(), 'utf8'), 'What I saw\n\nSecret words\n\n\nWhat I felt\n\n\n');
  await page.getByText('with your downloads').waitFor();
  assert.deepEqual(heard, []);
  await end(context);
});

/** A stand-in for the voices of a device, which browsers without sound lack. @param {BrowserContext} context @param {object[]} voices */
const withVoices = (context, voices) => context.addInitScript((voices) => {
  /** @type {any[]} */
  let queue = [];
  const spoken = { said: /** @type {string[]} */ ([]), voices: new Set(), cancelled: 0 };
  const speech = Object.assign(new EventTarget(), {
    getVoices: () => (document.readyState === 'complete' ? voices : []),
    speak: (/** @type {any} */ part) => {
      queue.push(part);
      spoken.said.push(part.text);
      spoken.voices.add(part.voice.name);
    },
    cancel: () => {
      queue = [];
      spoken.cancelled += 1;
    },
    finish: () => queue.at(-1)?.onend?.(),
    isSpeaking: () => queue.length > 0,
  });
  Object.assign(window, { spoken });
  Object.defineProperty(window, 'speechSynthesis', { value: speech });
  Object.defineProperty(window, 'SpeechSynthesisUtterance', { value: class { constructor(/** @type {string} */ text) { Object.assign(this, { text }); } } });
  addEventListener('load', () => setTimeout(() => speech.dispatchEvent(new Event('voiceschanged'))));
}, voices);

/** What a page has said. @param {Page} page */
const spoken = (page) => page.evaluate(() => {
  const { said, voices } = /** @type {any} */ (window)['spoken'];
  return { said, voices: [...voices], now: /** @type {any} */ (window.speechSynthesis).isSpeaking() };
});

test('an article is read aloud by a voice of the device, with a word about headphones, until one stops or leaves', async () => {
  const context = await browser.newContext();
  await withVoices(context, [
    { name: 'service', lang: 'en', localService: false, default: true },
    { name: 'other language', lang: 'de-DE', localService: true },
    { name: 'own', lang: 'en_GB', localService: true },
  ]);
  const page = await context.newPage();
  const heard = complaints(page, home);
  await page.goto(`${home}first/`);
  const listen = page.getByRole('button', { name: 'Listen' });
  await listen.click();
  assert.equal(await listen.getAttribute('aria-expanded'), 'true');
  assert.deepEqual((await spoken(page)).said, [], 'nothing is heard before the word about headphones');
  await page.getByText('Use headphones if anyone could hear').waitFor();
  assert.deepEqual(await violations(page), []);
  for (const width of [320, 360, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    assert.deepEqual(await misplaced(page), [], `${width}`);
  }
  await page.getByRole('button', { name: 'Read this page aloud' }).click();
  const { said, voices, now } = await spoken(page);
  assert.deepEqual([voices, now], [['own'], true]);
  assert.deepEqual(said.slice(0, 4), ['First', 'A lamp stands here, and more lamps. A wick, too.', 'One', 'Breathe out slowly.']);
  assert.ok(!said.some((/** @type {string} */ words) => words.includes('headphones')));
  assert.ok(said.includes('do not throw the lamp') && !said.some((/** @type {string} */ words) => /Ticks|done|Folded|minute|For:/.test(words)), said.join(' | '));
  await page.getByRole('button', { name: 'Stop reading' }).click();
  assert.equal((await spoken(page)).now, false);
  await page.getByRole('button', { name: 'Read this page aloud' }).click();
  await page.evaluate(() => /** @type {any} */ (window.speechSynthesis).finish());
  await page.getByRole('button', { name: 'Read this page aloud' }).click();
  assert.deepEqual(await stored(page), nothing);
  // What the exit tells every script.
  await page.evaluate(() => dispatchEvent(new Event('leave')));
  assert.equal((await spoken(page)).now, false);
  assert.deepEqual(heard, []);
  await end(context);
});

test('nothing is read aloud where the device has no voice of its own, or the site does not want it', async () => {
  const folder = await folderWith({ ...files, 'site.toml': `${files['site.toml']}[read_aloud]\nenabled = false\n` });
  const silent = await host(await build(folder));
  for (const [address, voices] of /** @type {const} */ ([
    [home, []],
    [home, [{ name: 'service', lang: 'en-GB', localService: false }, { name: 'other', lang: 'fr-FR', localService: true }]],
    [silent, [{ name: 'own', lang: 'en-GB', localService: true }]],
  ])) {
    const context = await browser.newContext();
    await withVoices(context, [...voices]);
    const page = await context.newPage();
    await page.goto(`${address}first/`);
    await settled(page);
    assert.equal(await page.getByRole('button', { name: 'Listen' }).count(), 0);
    await context.close();
  }
});

test('a card prints its lines in large letters on one page, without saying whose it is', async () => {
  const { context, page } = await open('worksheets/today/');
  assert.equal(await page.title(), 'Worksheet');
  await page.getByRole('button', { name: 'Print this card' }).waitFor();
  assert.equal(await page.getByRole('button', { name: /Save|Clear/ }).count(), 0);
  for (const format of ['A4', 'Letter']) {
    const { pages, text } = await printed(page, format);
    assert.equal(pages, 1, format);
    assert.match(text, /Just today[\s\S]*Drink[\s\S]*Breathe[\s\S]*Tell[\s\S]*Sleep[\s\S]*Decide/);
    assert.match(text, /0800 2/);
    assert.doesNotMatch(text, /More words|\bLamp\b|http|Leave|For:/);
  }
  await page.emulateMedia({ media: 'print' });
  const size = await page.locator('.hand-card .prose > :is(ol, ul) > li').first().evaluate((item) => parseFloat(getComputedStyle(item).fontSize));
  assert.ok(size >= 32, `${size} pixels, 24 points`);
  await end(context);
});

test('no single key does anything, and where one writes the keys of the search are left alone', async () => {
  const { context, page } = await open('worksheets/plan/');
  const focused = () => page.evaluate(() => document.activeElement?.id);
  await page.locator('#search-input').waitFor({ state: 'attached' });
  for (const key of ['/', 'k', 's', '?', 'Meta+k']) {
    await page.keyboard.press(key);
    assert.notEqual(await focused(), 'search-input', key);
  }
  await page.getByLabel('What I saw').focus();
  await page.keyboard.press('Control+k');
  assert.notEqual(await focused(), 'search-input');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Control+k');
  assert.equal(await focused(), 'search-input');
  await end(context);
});

test('boxes have headings, in the order of the page', async () => {
  const { context, page } = await open('first/');
  for (const name of ['Do', 'Do not', 'Information: A note']) {
    assert.equal(await page.getByRole('heading', { name, exact: true, level: 3 }).count(), 1, name);
  }
  assert.deepEqual(await violations(page), []);
  await end(context);
});

test('without the script a worksheet is a sheet to print', async () => {
  const { context, page } = await open('worksheets/plan/', { javaScriptEnabled: false });
  assert.equal(await page.locator('main').getByRole('button').count(), 0);
  const { text, pages } = await printed(page, 'A4');
  assert.equal(pages, 1);
  assert.match(text, /What I saw[\s\S]*What I felt/);
  await end(context);
});

test('the whole site can be read and walked without the script', async () => {
  const [without, with_] = await Promise.all([browser.newPage({ javaScriptEnabled: false }), browser.newPage()]);
  const look = () => {
    const texts = (/** @type {string} */ which) => [...document.querySelectorAll(which)].map((found) => found.textContent?.trim());
    // The search box replaces a link to the A to Z, which the footer of every page has, too.
    const links = new Set([...document.querySelectorAll('a')].map((link) => link.href));
    return { headings: texts('h1, h2, h3, h4'), links: [...links].sort() };
  };
  for (const file of await pageFiles(output)) {
    await Promise.all([without.goto(home + file), with_.goto(home + file)]);
    assert.equal(await without.locator('button:visible, input:visible:not([disabled])').count(), 0, `${file} shows no button that does nothing`);
    assert.deepEqual(await without.evaluate(look), await with_.evaluate(look), file);
  }
  await Promise.all([without.close(), with_.close()]);
});
