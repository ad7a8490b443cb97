/**
 * How well search answers in the guide, by the judged queries and the phrases of danger. All but one test run without a
 * browser; that one checks that a browser gives the same results.
 */
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { guide } from './guide.js';
import { launch } from '../browser.js';
import { host } from '../static-server.js';
import { engine } from '../../search/engine.js';
import { developed, groups, judged, misspelling, pairs, phrases, score, top } from '../../search/judged.js';
import { misspellings } from '../../search/slips.js';

const site = await guide('published');
const search = engine(site);
const queries = judged();

/** The least share of queries in each half with an answer in the first three; for safety it is all of them. */
const floor = 0.92;

for (const group of groups) {
  test(`readers find what they need: ${group}`, async (t) => {
    assert(queries.filter((one) => one.group === group).length >= 30);
    for (const purpose of /** @type {const} */ (['tuning', 'held out'])) {
      const reached = await score(search, queries.filter((one) => one.group === group && one.purpose === purpose));
      const share = (/** @type {number} */ number) => number.toFixed(3);
      t.diagnostic(`${purpose}: success at 3 ${share(reached.success)}, MRR ${share(reached.rank)}, nothing found ${share(reached.none)}`);
      // What was missed in the held-out half is not shown, so that it cannot be tuned for.
      assert(reached.success >= (group === 'safety' ? 1 : floor), purpose === 'tuning' ? reached.missed.join('\n') : `${reached.missed.length} missed`);
      if (group === 'question') assert(reached.none < 0.02);
    }
  });
}

for (const group of developed) {
  test(`readers find what they need, whatever their English: ${group}`, async (t) => {
    const { success, rank, missed } = await score(search, judged('development.tsv').filter((one) => one.group === group));
    t.diagnostic(`success at 3 ${success.toFixed(3)}, MRR ${rank.toFixed(3)}`);
    assert(success >= (group === 'other' ? 0.85 : floor), missed.join('\n'));
  });
}

test('who is asking decides whose pages come first', async (t) => {
  const lines = (await readFile(path.join(import.meta.dirname, '../../search/askers.tsv'), 'utf8')).split('\n');
  const asked = lines.filter((line) => line && !line.startsWith('#')).map((line) => line.split('\t'));
  const wrong = [];
  for (const [audience = '', query = ''] of asked) {
    const [best] = (await search.search(query, { most: 1 })).results;
    if (!best?.filters.some((id) => id === audience || id === 'both')) wrong.push(`${query}: ${best?.url}`);
  }
  t.diagnostic(`${wrong.length} of ${asked.length}: ${wrong.join(', ')}`);
  assert(asked.length > 30 && wrong.length <= 0.1 * asked.length);
});

test('common words, messages and idioms are not corrected', async () => {
  for (const query of ['till', 'hell', 'my mates know', 'splitting up', 'not anymore', 'shud i leave', 'sum1 at work', 'going through hell']) {
    assert.deepEqual((await search.search(query)).corrected, [], query);
  }
});

test('words that are in every sentence are no query', async () => {
  for (const query of ['my', 'how', 'what is', 'he is', 'the of and']) assert.equal((await search.search(query)).results.length, 0, query);
  assert.ok((await search.search('why did he do it')).results.length > 0);
});

test('a browser ranks as the judged queries were measured', async () => {
  const browser = await launch();
  after(() => browser.close());
  const page = await browser.newPage();
  await page.goto(await host(site), { waitUntil: 'load' });
  await page.locator('#search-input').focus();
  await page.waitForFunction(() => 'mendSearch' in window);
  for (const { query } of queries.filter((_, at) => at % 20 === 0)) {
    const results = await page.evaluate(async (query) => (await /** @type {any} */ (window).mendSearch.search(query)).results.map((/** @type {{ url: string }} */ { url }) => url), query);
    assert.deepEqual(results, (await search.search(query)).results.map(({ url }) => url), query);
  }
});

test('a first search of a visit ranks as a later one', async () => {
  for (const { query } of queries.filter((_, at) => at % 5 === 0)) {
    const [first, later] = [await engine(site).search(query), await search.search(query)];
    assert.deepEqual(first.results.map(({ url, why }) => ({ url, why })), later.results.map(({ url, why }) => ({ url, why })), query);
  }
});

test('one word written wrong keeps 93 % of the mean reciprocal rank', async (t) => {
  const dictionary = process.env['TEST_CODESPELL'];
  assert(dictionary, 'TEST_CODESPELL names the file dictionary.txt of the PyPI package codespell; tests/run installs it');
  const known = misspellings(path.resolve(dictionary));
  for (const purpose of /** @type {const} */ (['tuning', 'held out'])) {
    const { keeps, count } = await misspelling(search, queries.filter((one) => one.purpose === purpose), known);
    t.diagnostic(`${purpose}: ${count} queries keep ${keeps.toFixed(3)}`);
    assert(keeps >= 0.93);
  }
});

test('British and American spelling find the same three', async () => {
  const changed = [];
  const spelled = pairs(queries);
  assert(spelled.length > 10, String(spelled.length));
  for (const [left, right] of spelled) if ((await top(search, left.query)) !== (await top(search, right.query))) changed.push(left.query);
  assert.deepEqual(changed, []);
});

test('every page that answers a judged query is there', async () => {
  const pages = new Set([...queries, ...judged('development.tsv')].flatMap(({ pages }) => pages));
  const files = await readdir(site, { recursive: true });
  const built = new Set(files.filter((file) => path.basename(file) === 'index.html').map((file) => path.dirname(file)));
  const names = new Set([...built].map((folder) => (folder.startsWith('worksheets/') ? folder : path.basename(folder))));
  assert.deepEqual([...pages].filter((page) => !names.has(page)), []);
});

test('the article on safety is first where danger is sure, and among the first three where it is likely', async () => {
  /** @param {string} query */
  const place = async (query) => (await search.search(query)).results.findIndex(({ url }) => /when-(it-is-not-safe|to-get-help)/.test(url));
  for (const query of ['he hits me', 'my husband strangled me', 'i want to kill myself', 'he threatened to kill me']) assert.equal(await place(query), 0, query);
  // Ordinary words of a hurt reader that danger has in common: what answers stays in front.
  for (const query of ['my best freind betraid me', 'everyone at work has heard about my marriage and I cant face going in']) {
    assert.notEqual(await place(query), 0, query);
  }
});

test('danger brings help first, and hardly anything else does', async (t) => {
  // The weights were learnt from these phrases, so this shows only that they are published and read correctly. One in twenty
  // is enough for that: `tests/search/danger.test.js` holds the weights against all of them.
  const counted = { danger: 0, near: 0, missed: 0, false: 0 };
  for (const { kind, phrase } of phrases().filter((_, at) => at % 20 === 0)) {
    const { pinned } = await search.search(phrase, { most: 1 });
    counted[kind === 'near' ? 'near' : 'danger'] += 1;
    if (kind === 'near' && pinned) counted.false += 1;
    if (kind !== 'near' && !pinned) counted.missed += 1;
  }
  t.diagnostic(JSON.stringify(counted));
  assert(counted.danger > 50 && counted.near > 50, 'both kinds are asked');
  assert(counted.missed <= 0.02 * counted.danger);
  assert(counted.false <= 0.06 * counted.near);
});

test('the plainest words of danger bring help first', async () => {
  const plain = ['he hits me', 'my wife hits me', 'he strangeld me', 'im afraid of my husband', 'scared of him', 'he tracks my phone', 'he wont let me leave', 'i was raped', 'my dad hits me',
    'suicide', 'i want to die', 'kill myself', 'self harm', 'i hit my wife', 'domestic violence', 'helpline', 'samaritans', '999', '116 123', 'help me',
    'me pega', 'il me frappe', 'er schlägt mich', 'mąż mnie bije', 'زوجي يضربني', 'quiero morir'];
  const missed = [];
  for (const phrase of plain) if (!(await search.search(phrase, { most: 1 })).pinned) missed.push(phrase);
  assert.deepEqual(missed, []);
});

test('hardly a query of the guide that is not about safety brings help first', async (t) => {
  const others = queries.filter(({ group, pages }) => group !== 'safety' && !pages.some((page) => page === 'help' || page === 'when-it-is-not-safe'));
  assert(others.length > 100, String(others.length));
  const pinned = [];
  for (const { query } of others) if ((await search.search(query, { most: 1 })).pinned) pinned.push(query);
  t.diagnostic(`${pinned.length} of ${others.length}`);
  // The share for which the bar in `danger-train.js` was chosen.
  assert(pinned.length <= 0.08 * others.length);
});

test('a first search of a visit is small', async (t) => {
  const assets = await readdir(path.join(site, 'assets'));
  const form = path.join(site, 'assets', assets.find((name) => /^search\..*\.js$/.test(name)) ?? '');
  const shown = gzipSync(await readFile(form)).length;
  const client = gzipSync(await readFile(path.join(site, 'search/data/client.js'))).length;
  assert(client + shown < 9000, `${client} + ${shown}`);
  const bytes = [];
  // One file for all searches, which is loaded once in many visits, so it is counted separately.
  let danger = 0;
  for (const { query } of queries.filter((_, at) => at % 3 === 0)) {
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
  assert(danger > 0 && danger <= 25000, String(danger));
});
