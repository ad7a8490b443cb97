/**
 * Budgets for the pages of the guide: bytes, requests, layout shifts, and the back/forward cache. Sizes are of compressed
 * files, as hosts send them.
 */
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { launch, settled } from '../browser.js';
import { kinds } from './kinds.js';
import { guide } from './guide.js';
import { pageFiles } from '../site.js';
import { host } from '../static-server.js';

const output = await guide('published');
const home = await host(output);
const browser = await launch();
after(() => browser.close());

/** @param {string} name */
const weight = async (name) => gzipSync(await readFile(path.join(output, name))).length;

test('every page is lighter than 40 kB, and there are no fonts', async () => {
  for (const file of await pageFiles(output)) assert.ok((await weight(file)) < 40_000, `${file}: ${await weight(file)}`);
  const names = await readdir(output, { recursive: true });
  assert.deepEqual(names.filter((name) => /\.(woff2?|ttf|otf|eot)$/.test(name)), []);
});

/** The widths at which nothing may move while a page loads. */
const widths = [360, 768, 1280];

for (const [kind, address] of Object.entries(kinds)) {
  test(`${kind}: what it loads is light, asked for in few requests, and moves nothing on any screen`, async (t) => {
    const page = await browser.newPage();
    /** The requests of each visit; later ones find some files in the browser's cache. @type {string[][]} */
    const visits = [];
    page.on('request', (request) => visits.at(-1)?.push(new URL(request.url()).pathname.slice(1)));
    for (const width of widths) {
      visits.push([]);
      await page.setViewportSize({ width, height: 640 });
      await page.goto(home + address);
      await settled(page);
      assert.deepEqual(await shifts(page), [], `${width} pixels wide`);
    }
    await page.close();
    const [asked = []] = visits;
    const of = async (/** @type {RegExp} */ which) => {
      const weights = await Promise.all(asked.filter((name) => which.test(name)).map(weight));
      return weights.reduce((sum, one) => sum + one, 0);
    };
    const [styles, scripts, wayOut] = [await of(/\.css$/), await of(/\.js$/), await of(/assets\/safety\./)];
    t.diagnostic(`${kind}: ${asked.length} requests, styles ${styles}, scripts ${scripts}, the way out ${wayOut}`);
    assert.ok(styles > 0 && styles < 25_000, `styles ${styles}`);
    assert.ok(scripts < 15_000, `scripts ${scripts}`);
    assert.ok(wayOut > 0 && wayOut < 3_000, `the way out ${wayOut}`);
    assert.ok(asked.length <= 10, asked.join(', '));
  });
}

/**
 * The layout shifts of a page since it was opened, each with its value.
 *
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>}
 */
function shifts(page) {
  return page.evaluate(() => new Promise((done) => {
    /** @type {string[]} */
    const moved = [];
    const add = (/** @type {PerformanceEntryList} */ entries) => {
      for (const entry of entries) moved.push(`${Reflect.get(entry, 'value')}: ${Reflect.get(entry, 'sources')?.map((/** @type {any} */ source) => source.node?.className ?? source.node?.nodeName)}`);
    };
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    // After two frames all shifts have been reported.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      add(observer.takeRecords());
      done(moved);
    }));
  }));
}

test('a page that is left is kept for the way back', async () => {
  const keeping = await launch({ keepsPages: true });
  after(() => keeping.close());
  const page = await keeping.newPage();
  for (const kind of ['home', 'article', 'worksheet', 'help', 'faq']) {
    await page.goto(home + kinds[kind], { waitUntil: 'load' });
    await page.evaluate(() => addEventListener('pageshow', (event) => Reflect.set(window, 'came', event.persisted)));
    await page.goto(`${home}a-z/`, { waitUntil: 'load' });
    await page.goBack({ waitUntil: 'commit' });
    const came = await page.waitForFunction(() => Reflect.get(window, 'came') ?? JSON.stringify(Reflect.get(performance.getEntriesByType('navigation')[0] ?? {}, 'notRestoredReasons')));
    assert.equal(await came.jsonValue(), true, kind);
  }
  await page.close();
});
