/**
 * The three searches of one built site: how each is made, how long that takes, and where its files are.
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { program } from '../../browser/site.js';
import { documents } from './documents.js';

/** Seconds of the clock and of all processors. @typedef {{ wall: number, cpu: number }} Took */
/** What a search is on disk, and packed as a host sends it. @typedef {{ bytes: number, packed: number }} Size */
/** `whole`: whether each visit loads the whole index; `form`: bytes of what shows the box and the list, if that came with the page. @typedef {{ name: string, folder: string, took: Took, size: Size, whole: boolean, form: number, box: import('./visit.js').Box }} Search */

const here = import.meta.dirname;
const packages = path.join(here, 'node_modules');
const otherBox = { input: 'input', status: '[role=status]' };

/** @param {number[]} figures */
export const median = (figures) => figures.toSorted((one, two) => one - two)[figures.length >> 1] ?? NaN;

/** @param {string} folder @param {Record<string, string>} environment @param {string[]} command @returns {Promise<Took>} */
async function run(folder, environment, ...command) {
  const timed = ['-c', 'TIMEFORMAT="%R %U %S"; time "$@"', 'bash', ...command];
  const { stderr } = await promisify(execFile)('bash', timed, { cwd: folder, env: { ...process.env, ...environment }, maxBuffer: 1 << 26 });
  const [wall = NaN, user = NaN, system = NaN] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { wall, cpu: user + system };
}

/** @param {string} folder @param {(name: string) => boolean} [counts] @returns {Promise<Size>} */
async function size(folder, counts = () => true) {
  const size = { bytes: 0, packed: 0 };
  for (const name of await readdir(folder, { recursive: true })) {
    const file = path.join(folder, name);
    if (!counts(name) || !(await stat(file)).isFile()) continue;
    const body = await readFile(file);
    size.bytes += body.length;
    size.packed += Math.min(body.length, gzipSync(body).length);
  }
  return size;
}

/**
 * Builds a site with and without its search, in turn; the difference is what the search took.
 *
 * @param {string} source @param {string} folder a new one @param {number} runs @returns {Promise<Search>}
 */
export async function mend(source, folder, runs) {
  /** @type {Record<string, Took[]>} */
  const took = { true: [], false: [] };
  for (let turn = 0; turn < runs; turn += 1) {
    for (const wanted of ['false', 'true']) {
      await rm(folder, { recursive: true, force: true });
      const figures = await run(source, { MEND_SEARCH__ENABLED: wanted }, program, 'build', '--quiet', '--no-sync', '--output-dir', folder);
      took[wanted]?.push(figures);
    }
  }
  const adds = (/** @type {keyof Took} */ kind) => median(took['true']?.map((one) => one[kind]) ?? []) - median(took['false']?.map((one) => one[kind]) ?? []);
  return {
    name: 'mend',
    folder,
    took: { wall: adds('wall'), cpu: adds('cpu') },
    size: await size(path.join(folder, 'search/data')),
    whole: false,
    form: (await size(path.join(folder, 'assets'), (name) => /^search\..*\.js$/.test(name))).packed,
    box: { input: '#search-input', status: '[data-search] [role=status]' },
  };
}

/** The page that searches with another tool. @param {string} tool @param {string} folder */
async function page(tool, folder) {
  await writeFile(
    path.join(folder, 'index.html'),
    '<!doctype html><html lang="en"><title>Search</title><label>Search <input type="search"></label><p role="status"></p><ol></ol><script type="module" src="page.js"></script>',
  );
  buildSync({
    entryPoints: [path.join(here, 'page.js')],
    alias: { tool: path.join(here, `${tool}.js`) },
    outfile: path.join(folder, 'page.js'),
    bundle: true,
    minify: true,
    format: 'esm',
    // Loaded on the first search, from where Pagefind put it.
    external: ['./pagefind/pagefind.js'],
  });
}

/**
 * Pagefind over the pages that mend's index has, and of these over what is no navigation and stands on one page only.
 *
 * @param {string} site the built one @param {string} folder a new one @returns {Promise<Search>}
 */
export async function pagefind(site, folder) {
  for (const { url } of await documents(site)) {
    await mkdir(path.join(folder, url), { recursive: true });
    await copyFile(path.join(site, url, 'index.html'), path.join(folder, url, 'index.html'));
  }
  const took = await run(folder, {}, path.join(packages, '.bin/pagefind'), '--silent', '--site', folder, '--root-selector', 'main', '--exclude-selectors', '.notice, .help-card');
  await page('pagefind', folder);
  const parts = (/** @type {string} */ name) => /^pagefind(\.js|-worker\.js|-entry\.json)$|\.pf_|^wasm\./.test(path.basename(name));
  return { name: 'Pagefind', folder, took, size: await size(path.join(folder, 'pagefind'), parts), whole: false, form: 0, box: otherBox };
}

/** MiniSearch over the documents of mend's index. @param {string} site the built one @param {string} folder a new one @returns {Promise<Search>} */
export async function minisearch(site, folder) {
  const took = await run(here, {}, process.execPath, path.join(here, 'minisearch-index.js'), site, folder);
  const found = await size(folder);
  await page('minisearch', folder);
  return { name: 'MiniSearch', folder, took, size: found, whole: true, form: 0, box: otherBox };
}
