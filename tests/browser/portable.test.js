/**
 * `build --portable`: the whole guide opens from disk, with no server and no network.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { complaints, launch } from './browser.js';
import { build, pageFiles, repository } from './site.js';

const output = await build(repository, '--portable');
const home = pathToFileURL(output + path.sep).href;
const browser = await launch();
after(() => browser.close());

test('every link of the portable guide leads to a file of its folder and to a place in it', async () => {
  const page = await browser.newPage();
  const heard = complaints(page, home);

  /** What is wrong, each with the page it was seen on. @type {string[]} */
  const wrong = [];
  /** The ids of each page seen. @type {Map<string, Set<string>>} */
  const ids = new Map();
  /** Links to a place in a page, for when all ids are known. @type {{ from: string, to: URL }[]} */
  const places = [];

  const queue = [home + 'index.html'];
  for (const url of queue) {
    await page.goto(url, { waitUntil: 'load' });
    wrong.push(...heard.splice(0).map((what) => `${url}: ${what}`));
    const seen = await page.evaluate(() => ({
      ids: Array.from(document.querySelectorAll('[id]'), (element) => element.id),
      // Resolved by the browser; links of SVG have no `href` text of their own.
      links: Array.from(document.querySelectorAll('a[href], area[href]'), (link) =>
        new URL(link.getAttribute('href') ?? '', document.baseURI).href),
    }));
    ids.set(url, new Set(seen.ids));

    for (const link of seen.links) {
      const to = new URL(link);
      if (['http:', 'https:', 'mailto:', 'tel:', 'sms:'].includes(to.protocol)) continue;
      const file = to.href.replace(/[?#].*$/s, '');
      if (!file.startsWith(home)) wrong.push(`${url}: ${link} leaves the folder`);
      else if (!existsSync(fileURLToPath(file)) || file.endsWith('/')) wrong.push(`${url}: ${link} is not a file`);
      else if (file.endsWith('.html')) {
        if (!queue.includes(file)) queue.push(file);
        if (to.hash) places.push({ from: url, to });
      }
    }
  }

  for (const { from, to } of places) {
    const id = decodeURIComponent(to.hash.slice(1));
    if (!ids.get(to.href.replace(/[?#].*$/s, ''))?.has(id)) wrong.push(`${from}: no place ${to.href}`);
  }
  assert.deepEqual(wrong, []);

  const reached = new Set(Array.from(ids.keys(), (url) => path.relative(output, fileURLToPath(url))));
  const unreached = (await pageFiles(output)).filter((file) => file !== '404.html' && !reached.has(file));
  assert.deepEqual(unreached, [], 'links lead from the start page to every page');
});
