// @ts-check
// Danger: whether a reader who types a query may be in danger, so that help comes first. `danger.rs` publishes this function
// together with the words and weights that it looks for, as one file of the index. It knows nothing of the index, and
// requests nothing.
//
// A query is taken apart into features: its words, their first four letters, their classes (the names in `danger.txt`),
// pairs and triples of neighbours, and pairs of classes with a few words between. Each has a weight that was
// learnt from phrases, above zero for danger; the more words a query has, the higher the sum must be. A second weight
// tells crisis from abuse.
/**
 * @typedef {[at: string, weights: string]} Table the distance of each feature's number from the one before it, and its weight, as characters
 * @typedef {(left: string, right: string, most: number) => number} Distance
 * @typedef {{ classes: [string, string][], danger: Table, crisis: Table, least: number, names: string[], phones: string[] }} Data
 */
(/** @type {Data} */ { classes, danger, crisis, least, names, phones }) => {
  /** Words that are left out of pairs and triples of classes. @type {Set<string>} */
  const small = new Set();
  /** The classes of a word, and those of all words that begin in some way. @type {Map<string, string[]>[]} */
  const [whole, begun] = [new Map(), new Map()];
  for (const [name, words] of classes) {
    for (const word of words.split(" ")) {
      const [map, key] = word.endsWith("*") ? [begun, word.slice(0, -1)] : [whole, word];
      if (name === "SMALL") small.add(word);
      else map.set(key, [...(map.get(key) ?? []), name]);
    }
  }
  const longest = Math.max(0, ...[...begun.keys()].map((start) => start.length));

  /** The classes of a word as it is written. @param {string} word @returns {string[]} */
  const exactly = (word) => {
    const found = new Set(whole.get(word));
    for (let length = 2; length <= Math.min(word.length, longest); length += 1) {
      for (const name of begun.get(word.slice(0, length)) ?? []) found.add(name);
    }
    return [...found];
  };

  /** The classes of the words that were asked for so far: to find a misspelt one takes long. @type {Map<string, string[]>} */
  const heard = new Map();
  /** The classes of a word, or of the word that it is a misspelling of. @param {string} word @param {Distance} distance */
  const meanings = (word, distance) => {
    const found = heard.get(word) ?? exactly(word);
    if (!found.length && word.length > 3 && !small.has(word) && !heard.has(word)) {
      const near = [...whole.keys()].find((other) => other.length > 4 && other[0] === word[0] && distance(word, other, 1) < (other.length > 6 ? 1.1 : 1));
      if (near) found.push(...exactly(near));
    }
    heard.set(word, found);
    return found;
  };

  /** @param {string[]} words @param {Distance} distance @returns {Set<string>} */
  const features = (words, distance) => {
    const all = new Set(words);
    /** @param {string[]} row @param {number} most */
    const runs = (row, most) => {
      for (let length = 2; length <= most; length += 1) {
        for (let at = 0; at + length <= row.length; at += 1) all.add(row.slice(at, at + length).join(" "));
      }
    };
    for (const word of words) if (word.length > 4) all.add(`${word.slice(0, 4)}-`);
    const named = words.map((word) => meanings(word, distance));
    named.forEach((names, at) => {
      for (const name of names) {
        all.add(name);
        for (const later of named.slice(at + 2, at + 6).flat()) all.add(`${name} .. ${later}`);
      }
    });
    runs(["^", ...words, "$"], 2);
    runs(["^", ...words.flatMap((word, at) => (small.has(word) ? [] : named[at]?.[0] ?? word)), "$"], 3);
    return all;
  };

  /** The number by which a feature is known: FNV-1a over its characters, brought down to 19 bits. @param {string} feature */
  const number = (feature) => {
    let hash = 0x811c9dc5;
    for (const character of feature) hash = Math.imul(hash ^ Number(character.codePointAt(0)), 0x01000193);
    return (hash ^ (hash >>> 19)) & 0x7ffff;
  };

  /** @param {Table} table */
  const read = ([steps, weights]) => {
    const map = new Map();
    let at = 0;
    [...steps].forEach((step, index) => {
      at += Number(step.codePointAt(0)) - 32;
      map.set(at, weights.charCodeAt(index) - 79);
    });
    return map;
  };
  const [weights, leanings] = [read(danger), read(crisis)];

  /** @param {Map<number, number>} map @param {Set<string>} all */
  const sum = (map, all) => [...all].reduce((total, feature) => total + (map.get(number(feature)) ?? 0), 0);

  /** Whether neighbouring groups of digits are the telephone number of a contact. @param {string[]} words */
  const calls = (words) => words.some((_, start) => {
    const digits = words.slice(start).join(" ").match(/^[\d ]+/)?.[0].trimEnd().split(" ") ?? [];
    return digits.some((_, end) => phones.includes(digits.slice(0, end + 1).join("")));
  });

  /** Whether the name of a contact is in the query. A name of one word must be the whole query: there is a charity called Mind. @param {string[]} words */
  const called = (words) => names.some((name) => (name.includes(" ") ? ` ${words.join(" ")} `.includes(` ${name} `) : name === words.join(" ")));

  return {
    features,

    /** Whether a word has a class as it is written, so that it must not be corrected to another. @param {string} word */
    knows: (word) => exactly(word).length > 0,

    /**
     * The kind of danger, `abuse` or `crisis`, or `help` if that is uncertain; empty if there is none. `place`: where the article of
     * this kind stands at the latest, counted from 0.
     *
     * @param {string[]} words @param {Distance} distance @returns {{ kind: string, place?: number }}
     */
    of(words, distance) {
      const all = features(words, distance);
      const bar = least * Math.sqrt(words.length + 1);
      const score = sum(weights, all);
      if (score <= bar) return { kind: calls(words) || called(words) ? "help" : "" };
      // A needless help card costs a glance, a needless article in front hides the answer. So below twice the bar only the
      // card is shown, and below three times the bar the article is the third.
      if (score < 2 * bar) return { kind: "help" };
      // Only a query that clearly leans to crisis leads to the article on crisis: the one on abuse names crisis lines, too.
      return { kind: sum(leanings, all) > 6 ? "crisis" : "abuse", place: score < 3 * bar ? 2 : 0 };
    },
  };
}
