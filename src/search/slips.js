// @ts-check
// Slips: the word that was meant by one that the site lacks. The client loads this file with the first such word; most searches do
// without it. `spellings.rs` publishes it with the words that it compares. It shows nothing and ranks nothing.
//
// `spelled` is true of another form of the word that was meant, `with` is another word that was joined to it.
/**
 * @typedef {{
 *   get: (name: string) => Promise<any>, holder: (kind: string, word: string) => Promise<string>, shelf: (kind: string, letter: string) => Promise<string[]>,
 *   stemOf: (word: string) => Promise<string | undefined>, fillers: Set<string>, distance: (left: string, right: string, most: number) => number,
 *   knows: (word: string) => boolean,
 * }} IndexReader how the client reads the index; `knows` is true of words that suggest danger, which are not corrected
 */
(async (/** @type {string} */ word, /** @type {IndexReader} */ { get, holder, shelf, stemOf, fillers, distance, knows }) => {
  /** Endings of English words that do not change what the words mean. */
  const ending = /^(e?[sd]?|ing|ers?|l?y|ie[sd]|ments?|ness|ful|al|ations?|able)$/;

  /** The words of a file of spellings, and how common each is. @param {string} name @returns {Promise<[string, number][]>} */
  const spellings = async (name) => {
    const text = /** @type {string | undefined} */ (await get(name));
    return (text ?? "").split(" ").map((entry) => [entry.slice(0, -1), Number(entry.slice(-1))]);
  };

  /** Another form of the same word that the site knows, if it lacks this one. @param {string} word @param {[string, number][]} known */
  const sister = (word, known) => {
    let [best, most] = ["", Math.max(2.9, word.length - 5)];
    for (const [form, common] of known) {
      if (!common) continue;
      let same = 0;
      while (same < word.length && word[same] === form[same]) same += 1;
      const rest = form.slice(same);
      // “hating” comes from “hate”, not from “hat”.
      const length = same + (rest === "e" ? 0.5 : 0);
      if (length > most && ending.test(word.slice(same)) && ending.test(rest)) [best, most] = [form, length];
    }
    return best;
  };

  /** Whether a word is another form of a word, by the ending of a verb or a plural: `texted` of `text`, `hope` of `hoping`. @param {string} word @param {string} form */
  const inflects = (word, form) => [[word, form], [form, word]].some(([base, longer]) =>
    ["s", "es", "ed", "ing"].some((end) => longer === base + end) || ["ed", "ing"].some((end) => longer === base.replace(/e$/, "") + end || longer === base + base.at(-1) + end));

  /** A word in roughly American spelling, so that it is no distance from the same word in British spelling. @param {string} word */
  const american = (word) =>
    word.replace(/([iy])s(e[dsr]?|ing|ations?)$/, "$1z$2").replace(/our/, "or").replace(/ll/g, "l").replace(/eing$/, "ing");

  /**
   * How an English word roughly sounds, with one letter for each sound: readers who spell by ear write `nite` and `agen`.
   * A long i is `y`, and the vowel of `rain` is `e`. A sound that is settled is a capital until the end, so that later rules
   * leave it alone.
   *
   * @type {[RegExp, string][]}
   */
  const sounds = [
    [/^wh(?=o)/, "h"], [/^wh/, "w"], [/^kn/, "n"], [/^wr/, "r"], [/ph/g, "f"], [/oul?d/, "ud"], [/igh/g, "y"], [/(ough|augh)t/, "ot"], [/gh/g, ""], [/dg/g, "j"],
    [/tch/g, "ch"], [/[st]ion/g, "shun"], [/c(?=[eiy])|z/g, "s"], [/ck|c(?!h)|q/g, "k"], [/x/g, "ks"], [/([^aeiou])\1/g, "$1"],
    [/^([^aeiou]+)ie(?=[sd]?$)/, "$1Y"], [/a[iy]|ei|(?<![eo])a(?=[^aeiouyr]es?$)/g, "E"], [/ie(?!s?$)|e[ea]|e(?=[^aeiouyr]es?$)/g, "I"], [/ie?(?=[^aeiouyr]es?$)/g, "Y"], [/o[aw]|ou(?=r)/g, "O"], [/oo|ue|ew/g, "U"],
    [/([^aeiou])e(?=s?$)/, "$1"], [/(er|or|ar|re)$/, "a"],
  ];
  /** @param {string} word */
  const sound = (word) => sounds.reduce((heard, [written, said]) => heard.replace(written, said), word).toLowerCase();

  /** For the first letter of a word, other letters with which the same sound can begin: `f` and `ph`, `n` and `kn`. @type {Record<string, string>} */
  const begins = { c: "ks", f: "p", g: "j", j: "g", k: "c", n: "k", r: "w", s: "cp" };

  const most = word.length < 6 ? 1 : word.length < 9 ? 1.5 : word.length < 12 ? 2 : 2.5;
  const [spelt, heard] = [american(word), sound(word)];
  const near = await spellings(await holder("s", word));
  // A common word that no article has is no slip, but it may be a form of one that an article has.
  if (near.some(([known, common]) => known === word && !common)) return { form: near.find(([form, common]) => common && inflects(word, form))?.[0] ?? "", spelled: true };
  const relative = sister(word, near);
  if (relative) return { form: relative, spelled: true };
  if (knows(word)) return { form: "" };
  /** @param {[string, number][]} known */
  const nearest = (known) => {
    let [best, least] = ["", most + 0.5];
    for (const [candidate, common] of known) {
      if (!common) continue;
      // What sounds the same is nearer than what looks alike.
      const steps = Math.min(distance(spelt, american(candidate), most), 0.3 + distance(heard, sound(candidate), most));
      const cost = steps - 0.08 * common + (word[0] === candidate[0] ? 0 : 0.4) + (spelt.at(-1) === candidate.at(-1) ? 0 : 0.15);
      if (steps <= most && cost < least) [best, least] = [candidate, cost];
    }
    return { best, least };
  };
  /** @type {[string, number][]} */
  const filling = [...fillers].filter((one) => one.length > 3).map((one) => [one, 4]);
  const first = nearest([...near, ...filling]);
  if (first.least <= 1) return { form: first.best };
  // What sounds the same is meant, wherever its file begins.
  const alphabet = (await Promise.all((await shelf("s", word[0])).map(spellings))).flat();
  const same = word.length > 4 ? nearest(alphabet.filter(([form]) => sound(form) === heard)) : first;
  if (same.least <= 0.6) return { form: same.best };
  // Two words run together, one of which is a filler.
  for (const one of fillers) {
    for (const rest of [word.startsWith(one) && word.slice(one.length), word.endsWith(one) && word.slice(0, -one.length)]) {
      if (one.length > 1 && rest && rest.length > 2 && (await stemOf(rest))) return { form: rest, with: one };
    }
  }
  if (word.length < 4) return { form: first.best };
  let beside = "";
  // A slip in the first two letters: all words that begin with the first letter or its sound, or with both letters swapped.
  const letters = [...word[0] + (begins[word[0]] ?? "")];
  const names = (await Promise.all([holder("s", `${word[1]}${word[0]}`), ...letters.map((letter) => shelf("s", letter))])).flat();
  const all = (await Promise.all(names.map(spellings))).flat();
  let form = nearest([...all, ...filling]).best;
  // Two words of the site run together.
  for (let at = 2; !form && at < word.length - 2; at += 1) {
    const parts = [word.slice(0, at), word.slice(at)];
    if (!fillers.has(parts[0]) && (await stemOf(parts[0])) && (await stemOf(parts[1]))) {
      [form, beside] = parts[0].length > parts[1].length ? parts : parts.reverse();
    }
  }
  return { form, with: beside };
})
