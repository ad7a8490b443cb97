/**
 * Many tabs: a browser holds one stream of events for all its tabs, and every tab becomes current after edits, faults,
 * renames and restarts, whether it was visible or not.
 *
 * @import { Page, Request } from 'playwright-core'
 */
import assert from 'node:assert/strict';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { launch, mains } from './browser.js';
import { folderWith, serve, write } from './site.js';

const names = ['one', 'two', 'three', 'four', 'five', 'six'];
const pages = ['', ...names.map((name) => `steps/${name}/`)];

/** @param {string} name @param {string} text */
const article = (name, text) => `---\ntitle: Step ${name}\n---\n\n${text}\n`;

const site = {
  'site.toml': 'title = "A small guide"\n',
  'content/_index.md': '---\ntitle: A small guide\n---\n\nBegin with [one](steps/one.md).\n',
  ...Object.fromEntries(names.map((name) => [`content/steps/${name}.md`, article(name, 'The first text.')])),
};

const browser = await launch();
after(() => browser.close());

/** The site in a folder of its own, and its preview. @param {...string} flags */
async function start(...flags) {
  const folder = await folderWith(site);
  return { folder, preview: await serve(folder, '0', ...flags) };
}

/**
 * Opens tabs in one browser, and counts the streams of events that it holds.
 *
 * @param {string} url
 * @param {number} count
 */
async function openTabs(url, count) {
  const context = await browser.newContext();
  after(() => context.close());
  /** @type {Set<Request>} */
  const streams = new Set();
  const tabs = [];
  for (let at = 0; at < count; at += 1) {
    const tab = await context.newPage();
    /** @type {Set<Request>} */
    const own = new Set();
    tab.on('request', (request) => {
      if (request.url().includes('/__mend/events')) [streams, own].forEach((set) => set.add(request));
    });
    tab.on('requestfinished', (request) => streams.delete(request));
    tab.on('requestfailed', (request) => streams.delete(request));
    tab.on('close', () => own.forEach((request) => streams.delete(request)));
    await tab.goto(url + pages[at % pages.length]);
    await tab.getByRole('heading', { level: 1 }).waitFor();
    tabs.push(tab);
  }
  return { context, tabs, streams };
}

/** Every tab shows what is served at its address, and this text among it. @param {Page[]} tabs @param {string} text */
async function areCurrent(tabs, text) {
  for (const tab of tabs) {
    await tab.getByText(text).first().waitFor();
    const [living, served] = await mains(tab);
    assert.ok(living);
    assert.equal(living, served, tab.url());
  }
}

/** A save that shows on every page: in the foot of all of them. @param {string} text */
const footed = (text) => ({ 'site.toml': `title = "A small guide"\ncopyright = "${text}"\n` });

test('twelve tabs of a browser share one stream and become current after every kind of change and a restart', async () => {
  const { folder, preview } = await start();
  const { tabs, streams } = await openTabs(preview.url, 12);
  await write(folder, footed('An edit.'));
  await areCurrent(tabs, 'An edit.');
  assert.equal(streams.size, 1, 'streams of one browser');

  // A broken edit and its correction, a rename, a removal and a new style sheet, before the last edit.
  const [two, three] = ['two', 'three'].map((name) => path.join(folder, `content/steps/${name}.md`));
  assert.ok(two && three);
  await write(folder, { 'content/steps/one.md': '---\ntitle: Broken: here\n---\n' });
  for (const tab of tabs) await tab.locator('#mend-problems').getByText(/one\.md:2:\d+/).first().waitFor();
  await write(folder, { 'content/steps/one.md': article('one', 'The second text.') });
  for (const tab of tabs) await tab.locator('#mend-problems').waitFor({ state: 'hidden' });
  await rename(two, `${two}.md`);
  await rename(`${two}.md`, two);
  await rm(three);
  await write(folder, { 'content/steps/three.md': article('three', 'Written again.'), 'themes/calm/styles/9-own.css': 'p { color: navy }' });
  await write(folder, footed('After all of that.'));
  await areCurrent(tabs, 'After all of that.');
  assert.equal(streams.size, 1, 'streams of one browser');

  await preview.stop();
  await write(folder, footed('While it was away.'));
  await serve(folder, new URL(preview.url).port);
  await areCurrent(tabs, 'While it was away.');
  await write(folder, footed('And after it.'));
  await areCurrent(tabs, 'And after it.');
  assert.equal(streams.size, 1, 'streams of one browser');
});

test('when the tab with the stream is closed another one takes it', async () => {
  const { folder, preview } = await start();
  const { tabs, streams } = await openTabs(preview.url, 3);
  for (let left = 3; left > 0; left -= 1) {
    await write(folder, footed(`${left} tabs.`));
    await areCurrent(tabs, `${left} tabs.`);
    assert.equal(streams.size, 1);
    await tabs.shift()?.close();
  }
});

test('two browsers each follow by a stream of their own', async () => {
  const { folder, preview } = await start();
  const both = [await openTabs(preview.url, 3), await openTabs(preview.url, 3)];
  await write(folder, footed('For both.'));
  for (const { tabs, streams } of both) {
    await areCurrent(tabs, 'For both.');
    assert.equal(streams.size, 1);
  }
});

test('a hidden tab asks for nothing, and is current when it is looked at again, even after a restart', async () => {
  const { folder, preview } = await start();
  const { tabs, streams } = await openTabs(preview.url, 2);
  const [seen, hidden] = tabs;
  assert.ok(seen && hidden);
  await look(hidden, 'hidden');
  const before = await hidden.evaluate(() => performance.getEntriesByType('resource').length);
  await write(folder, footed('Unseen.'));
  await areCurrent([seen], 'Unseen.');
  assert.equal(await hidden.getByText('Unseen.').count(), 0, 'it rests');
  assert.equal(await hidden.evaluate(() => performance.getEntriesByType('resource').length), before);
  await look(hidden, 'visible');
  await areCurrent([hidden], 'Unseen.');

  // Without a visible tab there is no stream, so a laptop with a closed lid can sleep.
  for (const tab of tabs) await look(tab, 'hidden');
  await preview.stop();
  await write(folder, footed('In the night.'));
  await serve(folder, new URL(preview.url).port);
  assert.equal(streams.size, 0);
  for (const tab of tabs) await look(tab, 'visible');
  await areCurrent(tabs, 'In the night.');
});

test('a tab takes the stream when the holder of its lock does not answer', async () => {
  const { folder, preview } = await start();
  const { context } = await openTabs(preview.url, 0);
  const silent = await context.newPage();
  await silent.goto(preview.url + '__mend/preview.css');
  await silent.evaluate(() => void navigator.locks.request('mend-preview', () => new Promise(() => {})));
  const tab = await context.newPage();
  await tab.goto(preview.url);
  await write(folder, footed('An edit.'));
  await areCurrent([tab], 'An edit.');
});

test('a tab that the browser froze is current when it thaws', async () => {
  const { folder, preview } = await start();
  const { context, tabs } = await openTabs(preview.url, 2);
  const [awake, asleep] = tabs;
  assert.ok(awake && asleep);
  const session = await context.newCDPSession(asleep);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  // More builds than the server remembers the differences of.
  for (let at = 0; at < 40; at += 1) {
    await write(folder, footed(`Edit ${at}.`));
    await awake.getByText(`Edit ${at}.`).first().waitFor();
  }
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await areCurrent(tabs, 'Edit 39.');
});

/**
 * Makes a page believe that its tab was hidden or shown; headless Chromium hides none.
 *
 * @param {Page} tab
 * @param {'hidden' | 'visible'} state
 */
async function look(tab, state) {
  await tab.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}
