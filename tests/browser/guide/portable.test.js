/**
 * `build --portable`: the whole guide opens from disk, with no server and no network.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { complaints, documents, launch } from '../browser.js';
import { guide } from './guide.js';
import { pageFiles } from '../site.js';

const output = await guide('portable');
const home = pathToFileURL(output + path.sep).href;
const browser = await launch();
after(() => browser.close());

test('every link of the portable guide leads to a file of its folder and to a place in it', async () => {
  const looked = await documents(browser, output, await pageFiles(output), (page) => ({
    ids: Array.from(page.querySelectorAll('[id]'), (element) => element.id),
    // Links in SVG have no text as their `href`.
    links: Array.from(page.querySelectorAll('a[href], area[href]'), (link) => link.getAttribute('href') ?? ''),
    loads: Array.from(page.querySelectorAll('link[rel=stylesheet], link[rel=icon]'), (link) => link.getAttribute('href') ?? '')
      .concat(Array.from(page.querySelectorAll('[src]'), (element) => element.getAttribute('src') ?? '')),
  }));
  const pages = new Map(looked.map(([file, found]) => [new URL(file, home).href, found]));
  /** What is wrong, each with the page it was seen on. @type {string[]} */
  const wrong = [];
  // Starting from the home page, so that pages without a link to them are not reached.
  const reached = new Set([`${home}index.html`]);
  for (const url of reached) {
    const { links, loads } = pages.get(url) ?? { links: [], loads: [] };
    for (const link of [...links, ...loads]) {
      const to = new URL(link, url);
      if (['http:', 'https:', 'mailto:', 'tel:', 'sms:'].includes(to.protocol)) continue;
      const file = to.href.replace(/[?#].*$/s, '');
      if (!file.startsWith(home)) wrong.push(`${url}: ${link} leaves the folder`);
      else if (!existsSync(fileURLToPath(file)) || file.endsWith('/')) wrong.push(`${url}: ${link} is not a file`);
      else if (pages.has(file)) reached.add(file);
      if (to.hash && file.endsWith('.html') && !pages.get(file)?.ids.includes(decodeURIComponent(to.hash.slice(1)))) {
        wrong.push(`${url}: ${link} is no place`);
      }
    }
  }
  assert.deepEqual(wrong, []);
  const unreached = [...pages.keys()].filter((url) => url !== `${home}404.html` && !reached.has(url));
  assert.deepEqual(unreached, [], 'links lead from the start page to every page');
});

test('pages open from disk, and fetch nothing that does not exist', async () => {
  const page = await browser.newPage();
  const heard = complaints(page, home);
  for (const file of ['index.html', 'first-days/index.html', 'help/index.html', 'worksheets/slip-plan/index.html']) {
    await page.goto(home + file, { waitUntil: 'load' });
  }
  assert.deepEqual(heard, []);
});
