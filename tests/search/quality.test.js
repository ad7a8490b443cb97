/**
 * How well the search of the guide answers, over the judged queries and the phrases of danger, without a browser.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { build, repository } from '../browser/site.js';
import { engine } from './engine.js';
import { groups, judged, misspelling, pairs, phrases, score, top } from './judged.js';
import { misspellings } from './slips.js';

const site = await build(repository);
const search = engine(site);
const queries = judged();

/** What must be reached in both halves: the share of queries with an answer in the first three. */
const floor = 0.88;

for (const group of groups) {
  test(`readers find what they need: ${group}`, async (t) => {
    assert(queries.filter((one) => one.group === group).length >= 30);
    for (const half of /** @type {const} */ (['tuning', 'held out'])) {
      const reached = await score(search, queries.filter((one) => one.group === group && one.half === half));
      const share = (/** @type {number} */ number) => number.toFixed(3);
      t.diagnostic(`${half}: success at 3 ${share(reached.success)}, MRR ${share(reached.rank)}, nothing found ${share(reached.none)}`);
      assert(reached.success >= (group === 'safety' ? 0.8 : floor), reached.missed.join('\n'));
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
  for (const { kind, phrase } of phrases()) if ((await search.search(phrase)).pinned !== (kind === 'pin')) wrong.push(`${kind}: ${phrase}`);
  assert.deepEqual(wrong, []);
});
