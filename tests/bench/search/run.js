#!/usr/bin/env node
/**
 * The search of mend beside Pagefind and MiniSearch, on the guide and on generated sites: what a first search of a visit
 * costs, how long it takes, what the index takes to make and to keep, and, for the guide, how well it answers. Started by
 * `tests/bench/run search`; prints tables, judges nothing.
 *
 *     node run.js SITES SIZE...
 */
import path from 'node:path';
import { launch } from '../../browser/browser.js';
import { repository, temporaryFolder } from '../../browser/site.js';
import { engine } from '../../search/engine.js';
import { judged, score } from '../../search/judged.js';
import { misspelt } from '../../search/slips.js';
import { documents } from './documents.js';
import { median, mend, minisearch, pagefind } from './tools.js';
import { link, visit } from './visit.js';

/** @typedef {import('./tools.js').Search} Search */

const [sites = '', ...sizes] = process.argv.slice(2);
/** How often a site is built with and without search, how many queries are typed, and how many where each visit costs the same. */
const [RUNS, TYPED, TYPED_OF_WHOLE] = [3, 21, 3];

const browser = await launch();
const rooms = await temporaryFolder();
const row = (/** @type {unknown[]} */ ...cells) => console.log(`| ${cells.join(' | ')} |`);

/** What may be typed on a generated site, from its own words: a title, a question, a word, two words with a slip. @param {string} site */
async function made(site) {
  const all = await documents(site);
  const step = Math.floor(all.length / TYPED);
  return Array.from({ length: TYPED }, (_, number) => {
    const { title, sections } = all[number * step] ?? { title: '', sections: [] };
    const words = title.toLowerCase().split(' ').sort((one, two) => two.length - one.length);
    const pair = words.slice(0, 2).join(' ');
    return [title.toLowerCase(), `how do i stop ${sections.at(-1)?.heading.toLowerCase()}`, words[0] ?? '', misspelt(pair, new Map()) ?? pair][number % 4] ?? '';
  });
}

/** @param {string} label @param {Search[]} tools @param {string[]} queries */
async function costs(label, tools, queries) {
  for (const { name, folder, took, size, whole, form, box } of tools) {
    const way = await link(folder);
    const visits = [];
    for (const query of queries.slice(0, whole ? TYPED_OF_WHOLE : TYPED)) visits.push(await visit(browser, way, box, query));
    const of = (/** @type {'bytes' | 'files' | 'cold' | 'warm'} */ kind) => median(visits.map((one) => one[kind]));
    const most = Math.max(...visits.map(({ bytes }) => bytes));
    const [kilo, mega] = [(/** @type {number} */ bytes) => (bytes / 1e3).toFixed(1), (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(2)];
    row(label, name, kilo(form + of('bytes')), kilo(form + most), of('files'), Math.round(of('cold')), Math.round(of('warm')), mega(size.bytes), mega(size.packed), took.wall.toFixed(2), took.cpu.toFixed(2));
  }
}

/** How well a tool answers from its page. @param {Search} tool @param {boolean} [plain] @returns {Promise<import('../../search/engine.js').Engine>} */
async function answers({ folder }, plain = false) {
  const page = await browser.newPage();
  await page.goto((await link(folder)).home);
  const search = async (/** @type {string} */ query) => {
    const urls = await page.evaluate(([query, plain]) => /** @type {any} */ (window).pages(query, plain), /** @type {const} */ ([query, plain]));
    const results = urls.map((/** @type {string} */ url) => ({ url: url.replace(/^\//, '') }));
    return { pinned: false, corrected: [], results, count: results.length };
  };
  return { search, loaded: new Map() };
}

/** @param {string} label @param {string} source */
async function site(label, source) {
  const room = path.join(rooms, label);
  const own = await mend(source, path.join(room, 'mend'), RUNS);
  return [own, await pagefind(own.folder, path.join(room, 'pagefind')), await minisearch(own.folder, path.join(room, 'minisearch'))];
}

const guide = await site('guide', repository);
const [own, other, third] = /** @type {[Search, Search, Search]} */ (guide);
const engines = /** @type {const} */ ([
  ['mend', engine(own.folder)],
  ['Pagefind', await answers(other)],
  ['MiniSearch, README', await answers(third)],
  ['MiniSearch, plain', await answers(third, true)],
]);
for (const file of /** @type {const} */ (['blind.tsv', 'queries.tsv'])) {
  const queries = judged(file).filter(({ group }) => group !== 'safety');
  console.log(`\nOver the ${queries.length} queries of ${file}, without those about safety, for which mend alone puts help first\n`);
  row('', 'success at 3', 'MRR', 'nothing found');
  row('---', '---:', '---:', '---:');
  for (const [name, search] of engines) {
    const { success, rank, none } = await score(search, queries);
    row(name, success.toFixed(3), rank.toFixed(3), none.toFixed(3));
  }
}

console.log(`\nA first search of a visit, typed key by key: medians over ${TYPED} queries, of MiniSearch over ${TYPED_OF_WHOLE}; builds: medians of ${RUNS} for mend, one of the others\n`);
row('site', 'search', 'kB', 'most kB', 'files', 'cold ms', 'warm ms', 'index MB', 'packed MB', 'adds s', 'adds CPU s');
row('---', '---', ...Array(9).fill('---:'));
const all = judged();
await costs('guide', guide, Array.from({ length: TYPED }, (_, number) => all[Math.floor((number * all.length) / TYPED)]?.query ?? ''));
for (const size of sizes) {
  const tools = await site(size, path.join(sites, size, 'mend'));
  await costs(size, tools, await made(/** @type {Search} */ (tools[0]).folder));
}
await browser.close();
process.exit();
