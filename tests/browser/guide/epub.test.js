/**
 * Books for e-readers: judged by EPUBCheck and by Ace, the validators of the field, and compared with the pages of the site.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { launch } from '../browser.js';
import { writeGallery } from '../gallery.js';
import { program, repository, temporaryFolder } from '../site.js';
import { guide } from './guide.js';

const run = promisify(execFile);
const folder = await temporaryFolder();
const browser = await launch();
after(() => browser.close());

/**
 * Makes a book and returns its file.
 *
 * @param {string} name
 * @param {string} source
 * @param {...string} flags
 */
async function book(name, source, ...flags) {
  const file = path.join(folder, name);
  await run(program, ['export', '--quiet', '--epub', '--as-of', '2026-12-01', '--output', file, ...flags], { cwd: source });
  return file;
}

/** Unpacks a book and returns the folder of its pages. @param {string} file */
async function unpacked(file) {
  const to = path.join(await temporaryFolder(), 'unpacked');
  await run('unzip', ['-q', file, '-d', to]);
  return path.join(to, 'book');
}

/** Everything that EPUBCheck has to say. @param {string} file */
async function faults(file) {
  const checker = process.env['TEST_EPUBCHECK'];
  if (!checker) throw new Error('TEST_EPUBCHECK must name the epubcheck.jar that tests/run installs');
  const { stdout } = await run('java', ['-jar', checker, file, '--usage', '--json', '-', '--quiet'], { maxBuffer: 1 << 26 }).catch((error) => error);
  const { messages } = JSON.parse(stdout);
  return messages.map((/** @type {{ ID: string, message: string, locations: unknown[] }} */ { ID, message, locations }) => `${ID} ${message} ${JSON.stringify(locations.slice(0, 3))}`);
}

/** Everything that Ace finds. @param {string} file */
async function barriers(file) {
  const ace = createRequire(import.meta.url).resolve('@daisy/ace-cli/bin/ace.js');
  const to = path.join(await temporaryFolder(), 'ace');
  const home = await temporaryFolder();
  await run(process.execPath, [ace, '--silent', '--outdir', to, file], {
    env: { ...process.env, PUPPETEER_EXECUTABLE_PATH: process.env['TEST_CHROMIUM'], HOME: home, XDG_CONFIG_HOME: home },
    maxBuffer: 1 << 26,
  });
  const report = JSON.parse(await readFile(path.join(to, 'report.json'), 'utf8'));
  /** @typedef {{ 'earl:test': { 'dct:title': string }, 'earl:result': { 'dct:description': string } }} Found */
  const found = report.assertions.flatMap((/** @type {{ assertions: Found[] }} */ page) => page.assertions.map((one) => `${one['earl:test']['dct:title']}: ${one['earl:result']['dct:description']}`));
  return [report['earl:result']['earl:outcome'], ...found];
}

/** Names that begin with digits, ids of the author's own, a picture, a table, notes, and pages read from right to left. */
const arabic = await writeGallery('ar', {
  'content/parts/2-steps.md': '---\ntitle: "2 خطوات & <أكثر>"\nsummary: جملة.\n---\n## 1 أولا {#1.a:b}\n\nكلمات[^1]، ثم [هنا](#1.a:b) و[هناك](gallery.md).\n\n![مصباح](lamp.png)\n\n| أ | ب |\n|---|---|\n| ١ | ٢ |\n\n[^1]: ملاحظة.\n',
});
await writeFile(path.join(arabic, 'content/parts/lamp.png'), Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=', 'base64'));

test('EPUBCheck has nothing to say about the guide, nor about a book in Arabic with every component', async () => {
  assert.deepEqual(await faults(await book('guide.epub', repository)), []);
  assert.deepEqual(await faults(await book('arabic.epub', arabic, '--name')), []);
});

test('Ace finds no barriers', async () => {
  assert.deepEqual(await barriers(await book('path.epub', repository, '--path', 'just-found-out')), ['pass']);
  assert.deepEqual(await barriers(await book('barriers.epub', arabic)), ['pass']);
});

test('a book is the same twice, and its description claims what is known', async () => {
  const [first, second] = [await book('one.epub', arabic), await book('two.epub', arabic)];
  const bytes = await readFile(first);
  assert.deepEqual(bytes, await readFile(second));
  assert.equal(bytes.toString('latin1', 30, 58), 'mimetypeapplication/epub+zip');
  const text = await readFile(path.join(await unpacked(first), 'package.opf'), 'utf8');
  assert.match(text, /page-progression-direction="rtl"/);
  assert.match(text, /<dc:language>ar</);
  assert.match(text, /accessibilityFeature">alternativeText</);
  assert.doesNotMatch(text, /conformsTo|creator|publisher|A practice|Lamp</);
  const plain = await book('three.epub', repository, '--path', 'just-found-out');
  assert.doesNotMatch(await readFile(path.join(await unpacked(plain), 'package.opf'), 'utf8'), /alternativeText|visual/, 'there are no pictures');
});

test('a book says what the site says', async () => {
  const site = await guide('portable');
  const pages = await unpacked(await book('words.epub', repository));
  const page = await browser.newPage();
  /** The title of a page and what is to be read of the author's text. @param {string} file */
  const told = async (file) => {
    const type = file.endsWith('.xhtml') ? 'application/xhtml+xml' : 'text/html';
    return page.evaluate(({ text, type }) => {
      const page = new DOMParser().parseFromString(text, /** @type {DOMParserSupportedType} */ (type));
      const prose = page.querySelector('.prose');
      for (const out of prose?.querySelectorAll('[hidden], nav, button, script, textarea, .on-screen, .handout, .drawing') ?? []) out.remove();
      const plain = (/** @type {Element | null} */ element) => element?.textContent.replaceAll(/\s+/g, ' ').trim();
      return { title: plain(page.querySelector('h1')), words: plain(prose) };
    }, { text: await readFile(file, 'utf8'), type });
  };
  const files = await readdir(site, { recursive: true });
  const own = await Promise.all(files.filter((name) => name.endsWith('index.html')).map((name) => told(path.join(site, name))));
  const chapters = await Promise.all((await readdir(pages)).filter((name) => name.startsWith('page-')).map((name) => told(path.join(pages, name))));
  const contents = await readFile(path.join(pages, 'contents.xhtml'), 'utf8');
  assert.equal(contents.match(/<li>/g)?.length, chapters.length);
  assert.ok(chapters.filter(({ words }) => words).length > 50);
  for (const { title, words } of chapters) assert.deepEqual(words, own.find((page) => page.title === title)?.words, title);
  await page.close();
});
