// @ts-check
// Danger: whether somebody who types this may be in danger, so that help comes first. Published as one file of the
// index, this function with what it looks for: `danger.txt` as data, whose first lines say what a pattern means. It
// knows nothing of the index, and asks for nothing.
/**
 * @typedef {{ classes: Record<string, string>, groups: [string, string[]][], phones: string[] }} Data
 * @typedef {{ words: Set<string>, gap: boolean, optional: boolean }} Token
 */
(/** @type {Data} */ { classes, groups, phones }) => {
  /** What each token means, worked out once. @type {Map<string, Token>} */
  const tokens = new Map();
  /** @param {string} text @returns {string[]} */
  const spell = (text) => text.split("/").flatMap((word) => (classes[word] ? spell(classes[word]) : word));
  /** @param {string} text @returns {Token} */
  const token = (text) => {
    let known = tokens.get(text);
    if (!known) tokens.set(text, known = { words: new Set(spell(text.replace(/\?$/, ""))), gap: text === "..", optional: /.\?$/.test(text) });
    return known;
  };
  // Turns of speech first, since they set words aside.
  const patterns = [...groups].sort(([one], [other]) => Number(other === "none") - Number(one === "none")).map(([kind, lines]) => /** @type {const} */ ([kind, lines.map((line) => line.split(" ").map(token))]));
  const fill = token("FILL").words;
  const exact = /^(none|words)/;
  /** Every word of a pattern that may be written with a slip. */
  const loose = new Set(patterns.flatMap(([kind, all]) => exact.test(kind) ? [] : all.flat().flatMap(({ words }) => [...words])));
  const every = new Set([...loose, ...patterns.flatMap(([, all]) => all.flat().flatMap(({ words }) => [...words]))]);

  /** The words of patterns that a typed word can be. @type {Map<string, string[]>} */
  const heard = new Map();
  /** @param {string} typed @param {(left: string, right: string, most: number) => number} distance */
  const hear = (typed, distance) => {
    let found = heard.get(typed);
    if (!found) {
      found = [typed];
      if (typed.length > 3 && !every.has(typed)) {
        for (const word of loose) {
          if (word.length < 5 || word[0] !== typed[0]) continue;
          const steps = distance(typed, word, 1);
          if (steps < 1 || (steps === 1 && (typed.length !== word.length || word.length > 6))) found.push(word);
        }
      }
      heard.set(typed, found);
    }
    return found;
  };

  /**
   * Where a pattern that begins at a word ends; 0 if it does not fit.
   *
   * @param {string[][]} said @param {Token[]} pattern @param {boolean} close whether nothing may stand between its words
   * @param {number} at @param {number} step @param {number} others @returns {number}
   */
  const ends = (said, pattern, close, at, step = 0, others = 0) => {
    const wanted = pattern[step];
    if (!wanted) return at;
    if (wanted.gap) return ends(said, pattern, close, at, step + 1, 4);
    if (wanted.words.has("^")) return said.slice(0, at).every(([word]) => fill.has(word)) ? ends(said, pattern, close, at, step + 1) : 0;
    const here = said[at];
    // After a gap the end is the end: no other words may stand before it.
    if (!here) return (wanted.words.has("$") && others % 4 === 0) || (wanted.optional && ends(said, pattern, close, at, step + 1)) ? at : 0;
    const fits = here.some((word) => wanted.words.has(word)) && ends(said, pattern, close, at + 1, step + 1);
    if (fits) return fits;
    const passed = wanted.optional && ends(said, pattern, close, at, step + 1, others);
    if (passed || step === 0) return passed || 0;
    if (!close && fill.has(here[0])) return ends(said, pattern, close, at + 1, step, others);
    return others > 1 ? ends(said, pattern, close, at + 1, step, others - 1) : 0;
  };

  /** Whether digits that stand together are the number of somebody who helps. @param {string[]} typed */
  const calls = (typed) => typed.some((_, start) => {
    let digits = "";
    for (const word of typed.slice(start)) {
      if (!/^\d+$/.test(word)) return false;
      digits += word;
      if (phones.includes(digits)) return true;
    }
    return false;
  });

  return {
    /** Whether a word is one that is looked for, so that nobody may take it for another. @param {string} word */
    knows: (word) => every.has(word),

    /** The kind of danger, as a heading of `danger.txt` names it; empty if there is none. @param {string[]} typed @param {(left: string, right: string, most: number) => number} distance */
    of(typed, distance) {
      const said = typed.map((word) => hear(word, distance));
      for (const [kind, all] of patterns) {
        for (const pattern of all) {
          for (let at = 0; at < said.length; at += 1) {
            const end = ends(said, pattern, kind === "none", at);
            if (!end) continue;
            if (kind !== "none") return kind.split(" ").at(-1) ?? "";
            // A turn of speech means no danger, whatever its words mean elsewhere.
            said.fill(["-"], at, end);
          }
        }
      }
      return calls(typed) ? "help" : "";
    },
  };
}
