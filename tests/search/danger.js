/**
 * Prints how often help comes first for phrases of danger, and for phrases that only sound like them:
 * `node tests/search/danger.js FILE`. A line is a kind, a tab and a phrase; the kind `near` is for those that only sound
 * like danger. It asks the published client with the index of the built guide.
 */
import { readFile } from 'node:fs/promises';
import { build, repository } from '../browser/site.js';
import { engine } from './engine.js';
import { phrases } from './judged.js';

const file = process.argv[2];
if (!file) {
  console.error('node tests/search/danger.js FILE');
  process.exit(2);
}
const judged = phrases(await readFile(file, 'utf8'));
const search = engine(await build(repository));
/** @typedef {{ count: number, pinned: string[], others: string[] }} Counted */
/** @type {Record<'danger' | 'near', Counted>} */
const counted = { danger: { count: 0, pinned: [], others: [] }, near: { count: 0, pinned: [], others: [] } };
for (const { kind, phrase } of judged) {
  if (!phrase) throw new Error(`${file}: a line is a kind, a tab and a phrase, not "${kind}"`);
  const group = kind === 'near' ? counted.near : counted.danger;
  group.count += 1;
  ((await search.search(phrase)).pinned ? group.pinned : group.others).push(phrase);
}
const { danger, near } = counted;
const share = (/** @type {number} */ part, /** @type {number} */ whole) => `${part} of ${whole} (${whole ? ((100 * part) / whole).toFixed(1) : '–'} %)`;
console.log(`recall      ${share(danger.pinned.length, danger.count)}`);
console.log(`false pins  ${share(near.pinned.length, near.count)}`);
for (const phrase of danger.others) console.log(`missed: ${phrase}`);
for (const phrase of near.pinned) console.log(`false:  ${phrase}`);
