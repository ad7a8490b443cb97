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
import axe from 'axe-core';
import { launch } from './browser.js';
import { kinds } from './kinds.js';
import { build, pageFiles, repository } from './site.js';
import { host } from './static-server.js';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What readers may set their text to (WCAG 1.4.12). */
const spacing = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }`;

const screens = /** @type {const} */ ([
  { name: '320', width: 320 },
  { name: '360', width: 360 },
  { name: '768', width: 768 },
  { name: '1280', width: 1280 },
  { name: 'text at 200 %', width: 1280, style: 'html { font-size: 200% }' },
  { name: 'wider text', width: 320, style: spacing },
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
      // Set through the object model, which the pages' policy leaves to the browser.
      if ('style' in rest) await page.evaluate(restyle, rest.style);
      found.push(...(await page.evaluate(misplaced)).map((what) => `${kind}: ${what}`));
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
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(async (tags) => {
        const { axe } = /** @type {{ axe: typeof import('axe-core') }} */ (/** @type {unknown} */ (window));
        return axe.run({ runOnly: tags, resultTypes: ['violations'] });
      }, standards);
      for (const { id, nodes } of violations) {
        // The second skip link stands before all regions as the first does, but axe-core knows those by their `#` only.
        const own = nodes.filter(({ html }) => !(id === 'region' && html.startsWith('<a class="skip"')));
        found.push(...own.map((node) => `${kind}: ${id}: ${node.html}`));
      }
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
    const stops = await page.locator('a[href], button, input, textarea, summary, [tabindex="0"]').count();
    // Down to the end, and back up, where the bar is in the way.
    for (const key of ['Tab', 'Shift+Tab']) {
      for (let stop = 0; stop < stops; stop += 1) {
        await page.keyboard.press(key);
        const hidden = await page.evaluate(focusTrouble);
        if (hidden) found.push(`${kind}, ${key}: ${hidden}`);
      }
    }
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

/** @param {string} style */
function restyle(style) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet];
}

/** What is too wide for the page, and texts that lie on other texts. */
function misplaced() {
  /** @type {string[]} */
  const found = [];
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > room) {
    const wide = Array.from(document.querySelectorAll('body *')).find((element) => element.getBoundingClientRect().right > room + 1);
    found.push(`too wide: ${wide?.outerHTML.slice(0, 120)}`);
  }
  // The bar lies on the page on purpose, and what is hidden from eyes has no place.
  const away = '.exit, .skip, .visually-hidden, [hidden]';
  /** @type {{ text: string, box: DOMRect }[]} */
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent?.trim() || !element?.checkVisibility() || element.closest(away)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width > 1 && box.height > 1) boxes.push({ text: node.textContent.trim().slice(0, 40), box });
    }
  }
  boxes.sort((one, two) => one.box.top - two.box.top);
  for (const [at, one] of boxes.entries()) {
    for (const two of boxes.slice(at + 1)) {
      if (two.box.top >= one.box.bottom) break;
      const across = Math.min(one.box.right, two.box.right) - Math.max(one.box.left, two.box.left);
      const down = Math.min(one.box.bottom, two.box.bottom) - two.box.top;
      // Line boxes of one text touch; half a line is more than touching.
      if (across > 2 && down > Math.min(one.box.height, two.box.height) / 2) found.push(`"${one.text}" lies on "${two.text}"`);
    }
  }
  return found;
}

/** What is wrong with the element that has the focus, if anything is. */
function focusTrouble() {
  const element = document.activeElement;
  if (!element || element === document.body || element.closest('.exit, .skip')) return '';
  const box = element.getBoundingClientRect();
  const bar = document.querySelector('.exit a')?.getBoundingClientRect();
  const covered = bar && box.top < bar.bottom - 1 && box.right > bar.left && box.left < bar.right && box.bottom > bar.top;
  const style = getComputedStyle(element);
  const marked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  if (covered && box.bottom <= bar.bottom + 12) return `behind the bar: ${element.outerHTML.slice(0, 120)}`;
  return marked ? '' : `no ring: ${element.outerHTML.slice(0, 120)}`;
}
