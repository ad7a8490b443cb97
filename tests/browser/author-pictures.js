/**
 * The pictures of the documentation, taken from the running program: `node tests/browser/author-pictures.js`, from
 * anywhere. They are kept in docs/content/images, so that the documentation can be read and tested
 * without a browser. Run it after a change to how the preview looks.
 */
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { launch } from './browser.js';
import { folderWith, program, repository, serve, temporaryFolder, write } from './site.js';

const folder = path.join(repository, 'docs/content/images');

const apology = `---
title: How to apologise
summary: A good apology says what you did and asks for nothing back.
draft: true
reviewed: never
---

> [!in-short]
> - Say what you did, and that it was your choice.
> - Say what will change, and do it.
> - Ask for nothing back.

Wait until both of you are calm. Then say it in plain words. You may want to write it down before.

Circumstantial explanations, however accurate, communicate self-justification rather than responsibility, and they invariably exacerbate the original injury.

> [!steps]
> 1. Name what you did.
> 2. Say what it did to them.
> 3. Say what you will do from now on, and read [what to do after](afer-the-talk.md).

> [!dont]
> - explain why it was not so bad
> - ask to be forgiven
`;

const site = {
  'site.toml': 'title = "A small guide"\n\n[serve]\neditor = "vscode"\n',
  'content/_index.md': '---\ntitle: A small guide\n---\n\nStart with [how to apologise](talking/how-to-apologise.md).\n',
  'content/talking/_index.md': '---\ntitle: Talking\n---\n',
  'content/talking/how-to-apologise.md': apology,
  'content/talking/after-the-talk.md': '---\ntitle: After the talk\n---\n\nGive it time. Read [again](how-to-apologise.md).\n',
  'content/talking/calm.md': '---\ntitle: When both of you are calm\nalternate: [both of you are calm]\n---\n\nBreathe.\n',
};

await mkdir(folder, { recursive: true });
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 800, height: 600 }, reducedMotion: 'reduce' });

/**
 * Takes a picture at the size at which an article shows it, so that its words can be read.
 *
 * @param {string} name
 * @param {import('playwright-core').Locator} [part] of the page; by default all that is seen
 */
const take = (name, part) => (part ?? page).screenshot({ path: path.join(folder, `${name}.jpg`), type: 'jpeg', quality: 70 });

const fresh = await temporaryFolder();
await promisify(execFile)(program, ['init', fresh, '--title', 'My guide', '--about', 'For people who cannot sleep: what helps tonight.',
  '--region', 'United Kingdom', '--emergency', '999']);
const first = await serve(fresh);
await page.goto(first.url);
await page.getByRole('button', { name: 'Author’s panel' }).waitFor();
await take('start');

const own = await folderWith(site);
const preview = await serve(own);
await page.goto(`${preview.url}talking/how-to-apologise/`);
const panel = page.locator('#mend-panel');
await page.locator('#mend-problems').getByText('did you mean').first().waitFor();
await take('problem');

await page.locator('#mend-problems').getByRole('button', { name: 'Close' }).click();
await page.setViewportSize({ width: 1440, height: 800 });
await page.getByRole('button', { name: 'Author’s panel' }).click();
await panel.getByText('Suggested links').waitFor();
await take('panel', panel);

await write(own, { 'content/talking/how-to-apologise.md': apology.replace('afer', 'after') });
await panel.getByText('Broken links').waitFor({ state: 'detached' });
await page.setViewportSize({ width: 480, height: 760 });
const mark = panel.getByRole('button', { name: 'Mark the hardest sentences in the text' });
await mark.click();
await page.locator('main').getByText('Circumstantial').evaluate((element) => element.scrollIntoView());
await page.mouse.move(0, 0);
await take('hardest');

await mark.click();
await page.evaluate(() => scrollTo(0, 0));
await panel.getByRole('button', { name: 'Pick a paragraph' }).click();
await page.keyboard.press('ArrowDown');
while (!(await panel.getByText('how-to-apologise.md:13').count())) await page.keyboard.press('ArrowDown');
await page.locator('main').getByText('Wait until both').evaluate((element) => element.scrollIntoView({ block: 'start' }));
await panel.getByRole('heading', { name: 'This page' }).evaluate((element) => element.scrollIntoView());
await take('pick');

await page.keyboard.press('Escape');
await panel.getByRole('button', { name: 'Close' }).click();
await page.setViewportSize({ width: 960, height: 820 });
await page.locator('main').getByText('Name what you did').evaluate((element) => element.scrollIntoView({ block: 'center' }));
await take('blocks');

await Promise.all([browser.close(), first.stop(), preview.stop()]);
process.exit();
