/**
 * How well the search of the guide answers, over the judged queries and the phrases of danger, without a browser.
 */
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { build, repository } from '../browser/site.js';
import { engine } from './engine.js';
import { groups, judged, misspelling, pairs, phrases, score, top } from './judged.js';
import { misspellings } from './slips.js';

const site = await build(repository);
const search = engine(site);
const queries = judged();

/** What must be reached in each half: the share of queries with an answer in the first three, of those about safety all. */
const floor = 0.92;

for (const group of groups) {
  test(`readers find what they need: ${group}`, async (t) => {
    assert(queries.filter((one) => one.group === group).length >= 30);
    for (const half of /** @type {const} */ (['tuning', 'held out'])) {
      const reached = await score(search, queries.filter((one) => one.group === group && one.half === half));
      const share = (/** @type {number} */ number) => number.toFixed(3);
      t.diagnostic(`${half}: success at 3 ${share(reached.success)}, MRR ${share(reached.rank)}, nothing found ${share(reached.none)}`);
      // What was missed in the other half is nobody's business, or it would be tuned for.
      assert(reached.success >= (group === 'safety' ? 1 : floor), half === 'tuning' ? reached.missed.join('\n') : `${reached.missed.length} missed`);
      if (group === 'question') assert(reached.none < 0.02);
    }
  });
}

test('one word written wrong keeps 93 % of the mean reciprocal rank', async (t) => {
  const dictionary = process.env['TEST_CODESPELL'];
  assert(dictionary, 'TEST_CODESPELL names the file dictionary.txt of the PyPI package codespell; tests/run installs it');
  const known = misspellings(path.resolve(dictionary));
  for (const half of /** @type {const} */ (['tuning', 'held out'])) {
    const { keeps, count } = await misspelling(search, queries.filter((one) => one.half === half), known);
    t.diagnostic(`${half}: ${count} queries keep ${keeps.toFixed(3)}`);
    assert(keeps >= 0.93);
  }
});

test('British and American spelling find the same three', async () => {
  const changed = [];
  for (const [left, right] of pairs(queries)) if ((await top(search, left.query)) !== (await top(search, right.query))) changed.push(left.query);
  assert.deepEqual(changed, []);
});

test('danger brings help first, and only danger does', async () => {
  const wrong = [];
  for (const { kind, phrase } of phrases()) if ((await search.search(phrase)).pinned !== (kind === 'danger')) wrong.push(`${kind}: ${phrase}`);
  assert.deepEqual(wrong, []);
});

test('a first search of a visit is small', async (t) => {
  const assets = await readdir(path.join(site, 'assets'));
  const form = path.join(site, 'assets', assets.find((name) => /^search\..*\.js$/.test(name)) ?? '');
  const shown = gzipSync(await readFile(form)).length;
  const client = gzipSync(await readFile(path.join(site, 'search/data/client.js'))).length;
  assert(client + shown < 8400, `${client} + ${shown}`);
  const bytes = [];
  // The same file for every search, and once in many visits: it is weighed on its own.
  let danger = 0;
  for (const { query } of queries) {
    const fresh = engine(site);
    await fresh.search(query, { most: 3 });
    const loaded = [...fresh.loaded].filter(([name]) => !name.startsWith('danger.'));
    bytes.push(shown + loaded.reduce((sum, [, size]) => sum + size, 0));
    danger = [...fresh.loaded].reduce((sum, [name, size]) => (name.startsWith('danger.') ? size : sum), 0);
  }
  bytes.sort((left, right) => left - right);
  const median = bytes[bytes.length >> 1] ?? Infinity;
  t.diagnostic(`client and form ${client + shown}, all in all ${median} (${bytes[0]} to ${bytes.at(-1)})`);
  assert(median <= 25000, String(median));
  t.diagnostic(`what readers in danger type: ${danger}`);
  assert(danger > 0 && danger <= 40000, String(danger));
});
