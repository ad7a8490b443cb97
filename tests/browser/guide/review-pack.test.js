/**
 * The review pack of the guide, printed, and read and filled in on a screen.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { complaints, fontSets, launch } from '../browser.js';
import { misplaced, violations } from '../judge.js';
import { program, repository, temporaryFolder } from '../site.js';

const run = promisify(execFile);
const folder = path.join(await temporaryFolder(), 'pack');
await run(program, ['review-pack', '--quiet', '--output-dir', folder], { cwd: repository });
const home = pathToFileURL(folder + path.sep).href;
const all = await readdir(folder);

/** One of each kind: an article with a notice and a help card, one with many studies, a worksheet with lines to write on, and the index. */
const some = all.filter((name) => /when-it-is-not-safe|kinds-of-therapy|our-money-on-one-page|index/.test(name));

/** The words of a PDF with where they stand, in points. @param {string} file */
async function printed(file) {
  const { stdout } = await run('pdftotext', ['-bbox', file, '-'], { maxBuffer: 1 << 26 });
  /** @type {{ text: string, from: number, to: number, top: number, bottom: number, width: number, height: number }[]} */
  const words = [];
  for (const page of stdout.split('<page ').slice(1)) {
    const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(page) ?? [];
    for (const word of page.matchAll(/<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)<\/word>/g)) {
      const [, from, top, to, bottom, text] = word;
      words.push({ text: String(text), from: Number(from), to: Number(to), top: Number(top), bottom: Number(bottom), width: Number(width), height: Number(height) });
    }
  }
  return words;
}

for (const fonts of fontSets) {
  for (const format of ['A4', 'Letter']) {
    test(`on ${format} nothing is cut off, with the fonts ${fonts}`, async () => {
      const browser = await launch({ fonts });
      after(() => browser.close());
      assert.equal(some.length, 4);
      for (const name of some) {
        const page = await browser.newPage();
        const heard = complaints(page, home);
        await page.goto(home + name);
        // An answer of many lines is printed completely.
        await page.evaluate(() => {
          for (const box of document.querySelectorAll('[contenteditable]')) box.textContent = 'An answer that goes on and on, '.repeat(20) + 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk';
        });
        const file = path.join(await temporaryFolder(), 'page.pdf');
        await page.pdf({ format, path: file });
        const words = await printed(file);
        const outside = words.filter(({ from, to, top, bottom, width, height }) => from < 40 || to > width - 40 || top < 40 || bottom > height - 20);
        assert.deepEqual(outside.map(({ text }) => text), [], `${name}: words at the edge of the paper`);
        const decode = (/** @type {string} */ text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll(/&apos;|&#39;/g, "'").replaceAll('&amp;', '&');
        const together = decode(words.map(({ text }) => text).join(''));
        const shown = await page.evaluate(() => {
          for (const heard of document.querySelectorAll('.visually-hidden')) heard.remove();
          return document.body.innerText.split(/\s+/);
        });
        const lost = shown.filter((word) => word.length < 30 && !together.includes(word));
        assert.deepEqual(lost, [], `${name}: words that are not on paper`);
        assert.deepEqual(heard, []);
        await page.close();
      }
    });
  }
}

test('on the screen every document fits, is filled in by keyboard, and axe-core finds nothing', async () => {
  const browser = await launch();
  after(() => browser.close());
  for (const name of some) {
    for (const width of [360, 1280]) {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      await page.goto(home + name);
      assert.deepEqual(await misplaced(page), [], `${name}, ${width}`);
      if (width > 400) assert.deepEqual(await violations(page), [], name);
      await page.close();
    }
  }
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(`${home}${some.find((name) => name.includes('not-safe'))}`);
  const answer = page.getByRole('textbox', { name: 'Name, as readers may see it' });
  await answer.focus();
  await page.keyboard.type('Jo Doe');
  assert.equal(await answer.textContent(), 'Jo Doe');
  await page.getByRole('checkbox', { name: 'Publish it as it is.' }).press('Space');
  assert.ok(await page.getByRole('checkbox', { name: 'Publish it as it is.' }).isChecked());
});

test('every link of the index leads to a document, and every document is in the index', async () => {
  const browser = await launch();
  after(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`${home}index.html`);
  const links = await page.locator('.pack a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  assert.deepEqual([...links, 'index.html'].sort(), [...all].sort());
});
