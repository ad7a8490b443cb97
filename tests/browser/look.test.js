/**
 * One page of every kind on every width: nothing is wider than the screen, nothing lies on anything else, nothing hides
 * from the keyboard behind the bar, and everything weighs what it may.
 */
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { launch } from './browser.js';
import { misplaced, restyle, unseenFocus, violations, widerText } from './judge.js';
import { kinds } from './kinds.js';
import { build, pageFiles, repository } from './site.js';
import { host } from './static-server.js';

const screens = /** @type {const} */ ([
  { name: '320', width: 320 },
  { name: '360', width: 360 },
  { name: '768', width: 768 },
  { name: '1280', width: 1280 },
  { name: 'text at 200 %', width: 1280, style: 'html { font-size: 200% }' },
  { name: 'wider text', width: 320, style: widerText },
]);

const output = await build(repository);
const home = await host(output);
const browser = await launch();
after(() => browser.close());

for (const { name, width, ...rest } of screens) {
  test(`nothing is too wide or lies on anything else: ${name}`, async () => {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    /** @type {string[]} */
    const found = [];
    for (const [kind, address] of Object.entries(kinds)) {
      await page.goto(home + address);
      if ('style' in rest) await restyle(page, rest.style);
      found.push(...(await misplaced(page)).map((what) => `${kind}: ${what}`));
    }
    await page.close();
    assert.deepEqual(found, []);
  });
}

for (const scheme of /** @type {const} */ ([
  { colorScheme: 'light' },
  { colorScheme: 'dark' },
  { forcedColors: 'active' },
])) {
  test(`axe-core finds nothing on any kind of page: ${Object.values(scheme)}`, async () => {
    const page = await browser.newPage({ viewport: { width: 768, height: 800 }, ...scheme });
    /** @type {string[]} */
    const found = [];
    for (const [kind, address] of Object.entries(kinds)) {
      await page.goto(home + address);
      found.push(...(await violations(page)).map((what) => `${kind}: ${what}`));
    }
    await page.close();
    assert.deepEqual(found, []);
  });
}

test('what has the focus is never behind the bar, and shows that it has it', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 640 } });
  /** @type {string[]} */
  const found = [];
  for (const [kind, address] of Object.entries(kinds)) {
    await page.goto(home + address);
    found.push(...(await unseenFocus(page)).map((what) => `${kind}: ${what}`));
  }
  await page.close();
  assert.deepEqual(found, []);
});

test('pages, styles and scripts are as light as promised, and there are no fonts', async () => {
  const names = await readdir(output, { recursive: true });
  assert.deepEqual(names.filter((name) => /\.(woff2?|ttf|otf|eot)$/.test(name)), []);
  const squeeze = promisify(gzip);
  /** @param {string} name */
  const weight = async (name) => (await squeeze(await readFile(path.join(output, name)))).length;
  for (const file of await pageFiles(output)) assert.ok((await weight(file)) < 40_000, `${file}: ${await weight(file)}`);
  for (const name of names.filter((name) => name.endsWith('.css'))) {
    assert.ok((await weight(name)) < 25_000, `${name}: ${await weight(name)}`);
  }
  const wayOut = names.filter((name) => /assets\/(safety|guard)\.[^/]*\.js$/.test(name));
  const weights = await Promise.all(wayOut.map(weight));
  assert.equal(wayOut.length, 2, 'the way out has its scripts');
  assert.ok(weights.reduce((sum, one) => sum + one, 0) < 3_000, `the way out: ${weights}`);
});

test('nothing on a page moves while it loads', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 640 } });
  /** @type {string[]} */
  const found = [];
  for (const [kind, address] of Object.entries(kinds)) {
    await page.goto(home + address, { waitUntil: 'load' });
    const shift = await page.evaluate(() => new Promise((done) => {
      let sum = 0;
      const add = (/** @type {PerformanceEntryList} */ entries) => {
        for (const entry of entries) sum += Number(Reflect.get(entry, 'value'));
      };
      const observer = new PerformanceObserver((list) => add(list.getEntries()));
      observer.observe({ type: 'layout-shift', buffered: true });
      // Two frames: what was to move has moved by then.
      requestAnimationFrame(() => requestAnimationFrame(() => {
        add(observer.takeRecords());
        done(sum);
      }));
    }));
    // Two kinds of page grow by the controls that their scripts make, once and by little.
    if (Number(shift) > (kind === 'help' || kind === 'worksheet' ? 0.1 : 0)) found.push(`${kind}: ${shift}`);
  }
  await page.close();
  assert.deepEqual(found, []);
});
