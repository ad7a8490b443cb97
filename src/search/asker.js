// @ts-check
// Who is asking: which audience a query comes from, so that articles for these readers rank higher. `asker.rs` learns from the
// examples of each audience how much every feature of a query says, and publishes this function with what it learnt. A feature is the
// stem of a word, or of two or three neighbours; words for people that say the same are one word. It knows nothing of the index.
/**
 * @typedef {{ people: [string, string][], least: number[], weights: Record<string, number[]>, articles: string, fits: number[][] }} Data
 * `least`: what the weights of each audience must exceed. `articles`: a character for each article; articles of the same
 * audiences have the same. `fits`: for each audience and each of these characters from `0` on, how well such articles suit it, from -100 to 100.
 */
(/** @type {Data} */ { people, least, weights, articles, fits }) => {
  const names = new Map(people.flatMap(([name, words]) => words.split(" ").map((word) => [word, name])));
  const known = new Map(Object.entries(weights));

  return {
    /** Whether a word says who is asking, and hardly what about. @param {string} word */
    knows: (word) => names.has(word),

    /** How well an article suits who asks, from -1 to 1; 0 if the query does not tell. @param {[word: string, stem: string][]} words @returns {(article: number) => number} */
    of(words) {
      const row = ["^", ...words.map(([word, stem]) => names.get(word) ?? stem.replace("~", ""))];
      const features = new Set(row.flatMap((_, at) => [1, 2, 3].map((length) => row.slice(at, at + length).join(" "))));
      const scores = least.map((bar, at) => [...features].reduce((sum, feature) => sum + (known.get(feature)?.[at] ?? 0), 0) / Math.sqrt(row.length) - bar);
      const most = Math.max(...scores);
      // The learner asks for a distance of 4 from the bar.
      const sure = Math.min(1, most / 4);
      const own = fits[scores.indexOf(most)] ?? [];
      return (article) => (sure > 0 ? (sure * (own[articles.charCodeAt(article) - 48] ?? 0)) / 100 : 0);
    },
  };
}
