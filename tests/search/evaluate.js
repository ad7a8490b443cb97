#!/usr/bin/env node
/**
 * Prints how well the search of a built site answers the judged queries, by group and by set, and
 * what was missed in the set for tuning. `node tests/search/evaluate.js SITE [MISSPELLINGS]`, where SITE is the folder of the built guide and MISSPELLINGS the
 * dictionary of codespell.
 */
import { engine } from './engine.js';
import { developed, groups, judged, misspelling, pairs, phrases, score, top } from './judged.js';
import { misspellings } from './slips.js';

const [site = 'public', dictionary] = process.argv.slice(2);
const search = engine(site);
const queries = [...judged(), ...judged('blind.tsv')];
const known = dictionary ? misspellings(dictionary) : new Map();

/** @param {string} label @param {(string | number)[]} cells */
const row = (label, ...cells) => console.log(label.padEnd(22), ...cells.map((cell) => String(typeof cell === 'number' ? cell.toFixed(3) : cell).padStart(9)));

for (const purpose of /** @type {const} */ (['tuning', 'held out', 'blind'])) {
  console.log(`\n## ${purpose}`);
  row('group', 'queries', 'success@3', 'MRR', 'nothing');
  /** @type {string[]} */
  const missed = [];
  for (const group of groups) {
    const own = queries.filter((one) => one.group === group && one.purpose === purpose);
    const reached = await score(search, own);
    row(group, String(own.length), reached.success, reached.rank, reached.none);
    missed.push(...reached.missed.map((one) => `  ${group}: ${one}`));
  }
  const all = await score(search, queries.filter((one) => one.purpose === purpose));
  row('all', String(all.count), all.success, all.rank, all.none);

  const { keeps, count, lost } = await misspelling(search, queries.filter((one) => one.purpose === purpose), known);
  row('one word misspelt', String(count), 'keeps', keeps);
  missed.push(...lost.map((one) => `  misspelt: ${one}`));
  if (purpose === 'tuning') console.log(missed.join('\n'));
}

console.log('\n## development');
for (const group of developed) {
  const reached = await score(search, judged('development.tsv').filter((one) => one.group === group));
  row(group, String(reached.count), reached.success, reached.rank, reached.none);
  console.log(reached.missed.map((one) => `  ${one}`).join('\n'));
}

let changed = 0;
const spelt = pairs(queries);
console.log('\n## all of them');
for (const [left, right] of spelt) {
  if ((await top(search, left.query)) === (await top(search, right.query))) continue;
  changed += 1;
  console.log(`  the other spelling changes the top three: ${(left.purpose === 'tuning' ? left : right).query}`);
}
row('other spelling', String(spelt.length), 'changes', changed / spelt.length);

let wrong = 0;
for (const { kind, phrase } of phrases()) {
  if ((await search.search(phrase)).pinned === (kind !== 'near')) continue;
  wrong += 1;
  console.log(`  ${kind === 'near' ? 'pinned' : 'not pinned'}: ${phrase}`);
}
row('pins', String(phrases().length), 'wrong', String(wrong));
