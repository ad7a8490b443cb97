#!/usr/bin/env node
/**
 * Learns the weight of each feature of a query for danger, from the phrases of `danger.tsv` and from ordinary queries of
 * the guide, and writes them to `src/search/danger-weights.tsv`. `src/search/danger.js` defines the features.
 *
 * `node tests/search/danger-train.js` writes the file; with `cross` it only prints how often help would come first for
 * phrases that were held back, a tenth of the file at a time, in its order.
 *
 * The learner is a linear support vector machine with squared hinge loss, by coordinate descent (Hsieh and others,
 * "A dual coordinate descent method", has the idea for the dual; this is the primal one). It was preferred to logistic
 * regression because it needs only the four operations and the square root, so every machine gets the same numbers.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { judged, phrases } from './judged.js';

const room = path.join(import.meta.dirname, '../../src/search');
/** @param {string} name */
const source = (name) => readFileSync(path.join(room, name), 'utf8');

/** The client as a page runs it, without the index that it would load. */
function client() {
  const context = vm.createContext({ document: { currentScript: { src: '' } } });
  Object.assign(context, { window: context });
  vm.runInContext(source('client.js'), context);
  return { ...context['mendSearch'], danger: vm.runInContext(source('danger.js'), context) };
}

/** @typedef {{ kind: string, words: number, features: string[] }} Phrase */
/** A feature -> its weights, for danger and for crisis. @typedef {{ least: number, weights: Map<string, [number, number]> }} Model */

const { words, distance, danger } = client();

/** The classes of `danger.txt`, folded as `danger.rs` folds them. @returns {[string, string][]} */
export const classes = () =>
  source('danger.txt')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split(' = '))
    .map(([name = '', list = '']) => [name, list.split(' ').flatMap((word) => (word.endsWith('*') ? `${words(word)}*` : words(word))).join(' ')]);

const known = danger({ classes: classes(), danger: ['', ''], crisis: ['', ''], least: 0, names: [], phones: [] });

/** @param {{ kind: string, phrase: string }} labelled @returns {Phrase} */
export const read = ({ kind, phrase }) => {
  const typed = words(phrase).slice(0, 24);
  return { kind, words: typed.length, features: [...known.features(typed, distance)] };
};

/**
 * Weights with which the sum over the features of a phrase, divided by the root of its length, is above 1 for the phrases
 * that are meant and below -1 for the rest, as far as the ridge allows: the larger it is, the smaller all weights stay.
 *
 * @param {Phrase[]} all @param {(phrase: Phrase) => boolean} meant @param {(feature: string) => boolean} takes @param {number} ridge
 */
function learn(all, meant, takes, ridge) {
  /** @type {Map<string, number[]>} */
  const columns = new Map();
  all.forEach((phrase, row) => {
    for (const feature of phrase.features) {
      if (!takes(feature)) continue;
      const column = columns.get(feature);
      if (column) column.push(row);
      else columns.set(feature, [row]);
    }
  });
  const signs = all.map((phrase) => (meant(phrase) ? 1 : -1));
  const scales = all.map((phrase) => 1 / Math.sqrt(phrase.words + 1));
  /** How much each phrase is short of its bound. */
  const short = all.map(() => 1);
  /** @param {number[]} rows @param {(row: number) => number} scale @param {number} weight @param {number} ridge */
  const step = (rows, scale, weight, ridge) => {
    let [slope, bend] = [ridge * weight, ridge + 1e-9];
    for (const row of rows) {
      const value = scale(row);
      const lacks = short[row] ?? 0;
      if (lacks > 0) slope -= 2 * (signs[row] ?? 0) * lacks * value;
      // Phrases that meet their bound count a little, so that no step overshoots.
      bend += (lacks > 0 ? 2 : 0.02) * value * value;
    }
    const change = -slope / bend;
    for (const row of rows) short[row] = (short[row] ?? 0) - (signs[row] ?? 0) * change * scale(row);
    return change;
  };
  const weights = new Map([...columns.keys()].map((feature) => [feature, 0]));
  const every = all.map((_, row) => row);
  let base = 0;
  for (let sweep = 0; sweep < 60; sweep += 1) {
    const shift = step(every, () => 1, 0, 0);
    base += shift;
    let most = Math.abs(shift);
    for (const [feature, rows] of columns) {
      const weight = weights.get(feature) ?? 0;
      const change = step(rows, (row) => scales[row] ?? 0, weight, ridge);
      weights.set(feature, weight + change);
      most = Math.max(most, Math.abs(change));
    }
    if (most < 2e-3) break;
  }
  return { base, weights };
}

/** The features that say most, at most so many. @param {Map<string, number>} weights @param {number} most */
function strongest(weights, most) {
  const sorted = [...weights].sort(([, one], [, other]) => Math.abs(other) - Math.abs(one));
  const kept = new Set(sorted.slice(0, most).map(([feature]) => feature));
  return (/** @type {string} */ feature) => kept.has(feature);
}

/**
 * The weights that are published: small whole numbers, of which 1 is worth `grain`, for the `most` features that say
 * most. `bar` is how far the sum must be above what the learner asks; `ridge` see above. All four were chosen by what
 * they reach on phrases of writers whose other phrases were not learnt from, for fewer than 10 % false pins.
 *
 * @param {Phrase[]} all @param {{ ridge?: number, most?: number, bar?: number, grain?: number }} [options] @returns {Model}
 */
export function model(all, { ridge = 1.5, most = 8700, bar = -0.7, grain = 0.25 } = {}) {
  const isDanger = (/** @type {Phrase} */ { kind }) => kind !== 'near';
  const first = learn(all, isDanger, () => true, ridge);
  const last = learn(all, isDanger, strongest(first.weights, most), ridge);
  // Single words are enough to tell crisis from abuse.
  const told = all.filter(({ kind }) => kind === 'abuse' || kind === 'crisis');
  const isCrisis = (/** @type {Phrase} */ { kind }) => kind === 'crisis';
  const leaning = learn(told, isCrisis, (feature) => !feature.includes(' '), ridge);
  const leans = learn(told, isCrisis, strongest(leaning.weights, 500), ridge);
  // The published weights are single characters, so their range is limited.
  const rounded = (/** @type {number} */ weight) => Math.max(-46, Math.min(46, Math.round(weight / grain)));
  /** @type {Model["weights"]} */
  const weights = new Map();
  for (const feature of [...last.weights.keys(), ...leans.weights.keys()].sort()) {
    const both = /** @type {[number, number]} */ ([rounded(last.weights.get(feature) ?? 0), rounded(leans.weights.get(feature) ?? 0)]);
    if (both[0] || both[1]) weights.set(feature, both);
  }
  return { least: Math.round(10 * (bar - last.base / grain)) / 10, weights };
}

/** How far a phrase is above what is asked, as the browser counts. @param {Model} model @param {Phrase} phrase */
export const score = ({ least, weights }, phrase) =>
  phrase.features.reduce((sum, feature) => sum + (weights.get(feature)?.[0] ?? 0), 0) / Math.sqrt(phrase.words + 1) - least;

/** The text of the file for a model. @param {Model} model */
const written = ({ least, weights }) => `# How much each feature of a query says of danger, and of crisis rather than abuse: see \`danger.js\`. Written by
# \`node tests/search/danger-train.js\` from the phrases of \`tests/search/danger.tsv\`; never by hand.
least\t${least}
${[...weights].map(([feature, [danger, crisis]]) => `${feature}\t${danger}${crisis ? `\t${crisis}` : ''}\n`).join('')}`;

/** The training set: the phrases, and the judged queries for tuning that are not about danger. */
const taught = () => {
  const ordinary = judged().filter(({ group, purpose, pages }) => purpose === 'tuning' && group !== 'safety' && !pages.some((page) => page === 'help' || page === 'when-it-is-not-safe'));
  return [...phrases(), ...ordinary.map(({ query }) => ({ kind: 'near', phrase: query }))].map(read);
};

/** The text of the file of weights. */
export const weights = () => written(model(taught()));

/** Prints how often help would come first for phrases that the weights have not seen, for several bars. */
function cross() {
  const all = taught();
  const [parts, each] = [10, Math.ceil(all.length / 10)];
  /** @type {{ kind: string, score: number }[]} */
  const scores = [];
  for (let part = 0; part < parts; part += 1) {
    const held = all.slice(part * each, (part + 1) * each);
    const learnt = model(all.filter((phrase) => !held.includes(phrase)));
    scores.push(...held.map((phrase) => ({ kind: phrase.kind, score: score(learnt, phrase) })));
  }
  const share = (/** @type {boolean} */ near, /** @type {number} */ bar) => {
    const own = scores.filter(({ kind }) => (kind === 'near') === near);
    return `${((100 * own.filter(({ score }) => score > bar).length) / own.length).toFixed(1).padStart(5)} %`;
  };
  for (let bar = -1.5; bar <= 1; bar += 0.25) console.log(`bar ${bar.toFixed(2).padStart(5)}: recall ${share(false, bar)}, false pins ${share(true, bar)}`);
}

if (process.argv[1] === import.meta.filename) {
  if (process.argv[2] === 'cross') cross();
  else writeFileSync(path.join(room, 'danger-weights.tsv'), weights());
}
