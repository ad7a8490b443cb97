// @ts-check
// Search: a query in, results out. This file alone knows the index (`search/data/`, its format is described in `mod.rs`)
// and how results are ranked. It shows nothing, keeps nothing and sends nothing: the only requests are for
// files of the index, and their names tell no more than the first letters of a word.
//
// In reading order: loading files, reading words, understanding a query, ranking, excerpts, danger and who is asking.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const folder = script.src.slice(0, script.src.lastIndexOf("/") + 1);

  /**
   * @typedef {[articles: number, hash: string][]} FileList
   * @typedef {{ count: number, aside: number[], files: Record<string, string>, lists: FileList, stop: string[], lift: Record<string, number>,
   *   sections: string[], audiences: [string, string][], taxonomies?: [title: string, terms: [string, string][]][] }} Root
   * @typedef {{ forms: Record<string, string>, posts: Record<string, string> }} Piece
   * @typedef {{ stem: string, weight: number, word: string, how: string, marks?: string }} Way one way in which a typed word is met
   * @typedef {{ word: string, ways: Way[], said: string[], filler?: boolean, small?: boolean }} Concept
   * @typedef {{ score: number, sections: Map<number, number>, met: Map<number, number>, why: string[] }} Found
   */

  /** Weights: of a synonym, of a stop word, of a word for people, of a word that was typed before, of the other sections that a word is in besides its best, of an article's best section once more, of an article in `aside`; and how much more one counts that suits who asks. */
  const [meansAs, fillerAs, smallAs, againAs, othersAs, bestAs, asideAs, suitsAs] = [0.75, 0.2, 0.25, 0.3, 0.4, 0.8, 0.5, 0.4];
  /** What each impact counts: titles, names and headings count for more than the scale of the index says. */
  const impacts = Array.from({ length: 16 }, (_, impact) => 15 * (impact / 15) ** 1.7);

  // --- Loading ---

  /** The data of files of the index, also of those that are still loading. @type {Map<string, Promise<any>>} */
  const asked = new Map();
  /** The data of the file that ran last; its load event follows before any other file runs. @type {any} */
  let latest;
  /** A query string that makes a browser load the root again. */
  let newest = "";
  /** What every search needs, once it is loaded. @type {Root} */
  let root;
  /** The forms of all shards that are loaded. @type {Piece["forms"]} */
  let forms;
  /** Their posting lists, decoded. @type {Record<string, number[]>} */
  let posts;

  /** The address of a file that the root or one of its lists names. @param {string} name */
  const address = (name) =>
    name === "root" ? `${folder}root.js${newest}` : root.files[name] && folder + encodeURIComponent(`${name}.${root.files[name]}.js`);

  // One policy for the whole site: it allows these files and no other.
  const policy = /** @type {any} */ (window).trustedTypes?.createPolicy("guide", { createScriptURL: address });

  /** The data of a file; nothing if there is no such file. @param {string} name */
  const get = (name) => {
    const url = address(name);
    if (!url || asked.has(name)) return asked.get(name);
    const promise = new Promise((done, fail) => {
      const element = document.createElement("script");
      element.src = policy ? policy.createScriptURL(name) : url;
      element.onload = () => {
        element.remove();
        done(latest);
      };
      element.onerror = () => {
        asked.delete(name);
        fail();
      };
      document.head.append(element);
    });
    asked.set(name, promise);
    return promise;
  };

  /** The stop words of the site's language. @type {Set<string>} */
  let fillers = new Set();

  /** The files of a kind for words with this first letter, sorted. @param {string} kind @param {string} letter */
  const shelf = async (kind, letter) => {
    await get(`l-${letter}`);
    return Object.keys(root.files).filter((name) => name.startsWith(`${kind}-${letter}`));
  };

  /** A key that sorts words by code points, as the index does, and not by UTF-16 units. @param {string} word */
  const order = (word) => [...word].map((letter) => Number(letter.codePointAt(0)).toString(16).padStart(5, "0")).join("");

  /** The file of a kind that holds a word: each ends where the next one begins. @param {string} kind @param {string} word */
  const holder = async (kind, word) => (await shelf(kind, [...word][0])).findLast((name) => order(name) <= order(`${kind}-${word}`)) ?? "";

  /** Loads the shard that holds a word. @param {string} word */
  const piece = async (word) => get(await holder("w", word));

  /** The stem of a word that the site has, once the shard with its postings is loaded. @param {string} word @returns {Promise<string | undefined>} */
  const stemOf = async (word) => {
    // A stop word is indexed in titles and names alone.
    if (fillers.has(word)) return `~${word}`;
    await piece(word);
    if (forms[word]) await piece(forms[word]);
    return forms[word];
  };

  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  /** The numbers of a posting list: `postings.rs` writes them in digits of five bits, the lowest first and the last below 32. @param {string} list */
  const decode = (list) => {
    /** @type {number[]} */
    const numbers = [];
    let [number, shift] = [0, 0];
    for (const letter of list) {
      const digit = digits.indexOf(letter);
      number |= (digit & 31) << shift;
      shift += 5;
      if (digit < 32) {
        numbers.push(number);
        [number, shift] = [0, 0];
      }
    }
    return numbers;
  };

  // --- Words: the same as src/words/searched.rs on the other side ---

  /** @type {Record<string, string>} */
  const letters = { ß: "ss", ł: "l", ø: "o", đ: "d", æ: "ae", œ: "oe", ı: "i", ς: "σ" };

  /** @param {string} word */
  const fold = (word) => word.normalize("NFKD").replace(/(?![\u0e00-\u0e7f])\p{M}/gu, "").toLowerCase().replace(/[ßłøđæœıς]/g, (letter) => letters[letter]).normalize();

  const unspaced = /[\u0e00-\u0e7f\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu;

  /** @param {string} text @returns {string[]} */
  const words = (text) => {
    const runs = text.match(/[\p{L}\p{N}\p{M}'\u2019]+/gu) ?? [];
    return runs.flatMap((run) => {
      // Without quotes and a possessive s; a longer word after an apostrophe is one of its own (“d’amour”).
      const bare = run.replace(/\u2019/g, "'").replace(/^'+|'+$/g, "").replace(/'s$/i, "");
      const parts = bare.replace(/'(?=[^']{3})/gu, " ").replace(/'/g, "").replace(unspaced, (stretch) => {
        const all = [...stretch];
        return ` ${all.length < 3 ? stretch : all.slice(1).map((letter, at) => all[at] + letter).join(" ")} `;
      });
      return parts.split(" ").map(fold);
    }).filter(Boolean);
  };

  /** Words that are written as parts of one: `co-parenting`, `node.js`. @param {string} text */
  const compounds = (text) => (text.match(/[\p{L}\p{N}\p{M}]+([-.\u2010\u2011][\p{L}\p{N}\p{M}]+)+/gu) ?? []).map((parts) => fold(parts.replace(/[-.\u2010\u2011]/g, "")));

  /** Groups of letters that are easily confused. */
  const alike = ["aeiouy", "cksqxz", "gj", "td", "pb", "vf", "mn"];

  /**
   * The edit distance between two words: letters that must be changed, put in, left out or swapped, where common slips cost
   * less. It is more than `most`, but not exact, if the words are farther apart than that.
   *
   * @param {string} left @param {string} right @param {number} most
   */
  const distance = (left, right, most) => {
    if (Math.abs(left.length - right.length) > most + 1) return most + 1;
    /** @type {number[]} */
    let before = [];
    let row = Array.from({ length: right.length + 1 }, (_, at) => at);
    /** The cost of a letter more or less; a doubled one is a common slip. @param {string} word @param {number} at */
    const extra = (word, at) => (word[at] === word[at - 1] ? 0.5 : 1);
    for (let i = 1; i <= left.length; i += 1) {
      const next = [i];
      const one = left[i - 1];
      for (let j = 1; j <= right.length; j += 1) {
        const other = right[j - 1];
        const change = one === other ? 0 : alike.some((letters) => letters.includes(one) && letters.includes(other)) ? 0.7 : 1;
        let cost = Math.min(row[j] + extra(left, i - 1), next[j - 1] + extra(right, j - 1), row[j - 1] + change);
        if (i > 1 && j > 1 && one === right[j - 2] && left[i - 2] === other) cost = Math.min(cost, before[j - 2] + 0.7);
        next[j] = cost;
      }
      if (Math.min(...next) > most) return most + 1;
      before = row;
      row = next;
    }
    return row[right.length];
  };

  // --- Understanding a query ---

  /** The word that was meant by one that the site lacks: see `slips.js`. @type {(word: string) => Promise<{ form: string, spelled?: boolean, with?: string }>} */
  const correct = async (word) => {
    const find = await get("slips")?.catch(() => {});
    return find ? find(word, { get, holder, shelf, stemOf, fillers, distance, knows: (await danger()).knows }) : { form: "" };
  };

  /**
   * For each typed word, the words that it is part of and that the site writes as one: `co parenting`, `116 123`. Only
   * a short word is tried with the next, unless they were typed as parts of one.
   *
   * @param {string[]} typed @param {string[]} compounds
   */
  const join = async (typed, compounds) => {
    /** @type {Way[][]} */
    const ways = typed.map(() => []);
    for (const length of [2, 3, 4]) {
      for (let at = 0; at + length <= typed.length; at += 1) {
        const own = typed.slice(at, at + length);
        const word = own.join("");
        const isNumber = /^\d+$/.test(word);
        const isShort = length === 2 && own[0].length < 5 && !own.some((one) => fillers.has(one));
        if (isNumber ? word.length < 5 : !isShort && !compounds.includes(word)) continue;
        const stem = await stemOf(word);
        if (stem) for (const list of ways.slice(at, at + length)) list.push({ stem, weight: 1, word, how: "joined" });
      }
    }
    return ways;
  };

  /**
   * The concepts of a query with every way in which each can be met, the corrections, and the words after correction.
   *
   * @param {string[]} typed @param {string[]} compounds @param {boolean} typing @param {Promise<void>} [pause]
   */
  const understand = async (typed, compounds, typing, pause) => {
    /** @type {[string, string][]} */
    const corrected = [];
    const joined = await join(typed, compounds);
    const heard = await Promise.all(typed.map(async (word, at) => {
      const last = typing && at === typed.length - 1;
      if (last && word.length < 4) await Promise.all([pause, shelf("w", [...word][0])]);
      const stem = await stemOf(word);
      /** @type {Concept} */
      const concept = { word, ways: [], said: [word] };
      const { ways } = concept;
      if (stem !== undefined) ways.push({ stem, weight: 1, word, how: "typed" });
      ways.push(...joined[at]);
      // One Chinese character is met in all pairs that begin with it.
      if ([...word].length === 1 && word.match(unspaced)) {
        await Promise.all((await shelf("w", word)).map(get));
        const pairs = Object.keys(forms).filter((form) => form.startsWith(word) && form !== word && !form.includes("="));
        ways.push(...pairs.map((form) => ({ stem: forms[form], weight: 0.9, word: form, how: "begins" })));
      }
      if (last && word.length > 1) {
        const longer = Object.keys(forms).filter((form) => form.startsWith(word) && form !== word && !form.includes("="));
        const stems = [...new Set(longer.map((form) => forms[form]))].filter((other) => other !== stem);
        stems.sort((a, b) => (posts[b]?.[0] ?? 0) - (posts[a]?.[0] ?? 0));
        ways.push(...stems.slice(0, 8).map((other) => ({ stem: other, weight: 0.7, word: other, how: "begins" })));
      }
      if (ways.length === 0) {
        if (last) await pause;
        const { form, spelled, with: beside } = await correct(word);
        const other = form && await stemOf(form);
        if (other) {
          ways.push({ stem: other, weight: spelled ? 1 : 0.8, word: form, how: spelled ? "form" : "slip" });
          // Another form of the same word is not shown as a correction.
          if (!spelled) {
            concept.said = beside ? word.startsWith(beside) ? [beside, form] : [form, beside] : [form];
            corrected.push([word, concept.said.join(" ")]);
          }
        }
      }
      concept.filler = ways[0]?.stem[0] === "~";
      return concept;
    }));
    // Synonyms of phrases: the longest phrase first, and each word in one phrase at most.
    const stems = heard.map(({ ways, word }) => ways[0]?.stem ?? word);
    /** @type {Concept[]} */
    const concepts = [];
    /** @type {Set<Concept>} */
    const said = new Set();
    for (let length = Math.min(5, stems.length); length > 0; length -= 1) {
      for (let at = 0; at + length <= stems.length; at += 1) {
        const phrase = stems.slice(at, at + length);
        const first = phrase.find((stem) => stem[0] !== "~") ?? "";
        const key = `${first || phrase[0]}=${phrase.join(" ")}`;
        const own = heard.slice(at, at + length);
        if (own.some((one) => said.has(one)) || (length === 1 && !first)) continue;
        await piece(key);
        const marks = forms[key];
        if (marks === undefined) continue;
        own.forEach((one) => said.add(one));
        const word = own.map((one) => one.word).join(" ");
        const isIdiom = marks[0] === "!";
        const way = { stem: key, weight: meansAs, word: marks.replaceAll(" ", ", "), how: `means ${word}`, marks: isIdiom ? marks.slice(1) : marks };
        if (length === 1) concepts.push({ word, ways: [...own[0].ways, way], said: [] });
        else concepts.push(...(isIdiom ? [] : own), { word, ways: [way], said: [] });
      }
    }
    concepts.push(...heard.filter((concept) => !said.has(concept)));
    // Fillers count little. They have shards of their own.
    const met = concepts.filter(({ ways }) => ways.length > 0);
    const small = met.filter((concept) => concept.filler);
    await Promise.all(small.flatMap(({ ways }) => ways.map(({ stem }) => piece(stem))));
    const vague = small.length === met.length && met.length === heard.length;
    // Alone, they are the name of a page or nothing.
    if (vague) for (const concept of small) concept.filler = false;
    return {
      concepts: vague || small.length < met.length ? met : [], corrected, said: heard.flatMap((concept) => concept.said), vague,
      row: heard.map(({ ways: [way], word }) => [way?.word ?? word, way?.stem ?? word]),
    };
  };

  // --- Ranking ---

  /** The articles of a stem: number -> impact of each section. @param {number[]} list */
  const read = (list) => {
    /** @type {Map<number, Map<number, number>>} */
    const articles = new Map();
    /** @type {Map<number, number> | undefined} */
    let sections;
    let [article, section] = [0, 0];
    for (const number of list.slice(1)) {
      if (sections) {
        section += number >> 5;
        sections.set(section, impacts[(number >> 1) & 15]);
        if (number % 2 === 0) sections = undefined;
      } else {
        [article, section, sections] = [article + number, 0, new Map()];
        articles.set(article, sections);
      }
    }
    return articles;
  };

  /** @param {Concept[]} concepts @param {(article: number) => number} suits how well an article suits who asks @returns {[number, Found][]} */
  const rank = (concepts, suits) => {
    /** @type {Map<number, Found>} */
    const found = new Map();
    /** @type {Set<string>} */
    const counted = new Set();
    for (const [at, { ways, filler, small }] of concepts.entries()) {
      const times = counted.has(ways[0].stem) ? againAs : 1;
      counted.add(ways[0].stem);
      for (const { stem, weight, word, how } of ways) {
        const list = posts[stem];
        if (!list) continue;
        const idf = Math.log(1 + root.count / (list[0] + 0.5)) * weight * times * (filler ? fillerAs : small ? smallAs : 1);
        for (const [number, sections] of read(list)) {
          /** @type {Found} */
          const page = found.get(number) ?? { score: 0, sections: new Map(), met: new Map(), why: [] };
          found.set(number, page);
          let [best, sum] = [0, 0];
          for (const [section, impact] of sections) {
            best = Math.max(best, impact);
            sum += impact;
            page.sections.set(section, (page.sections.get(section) ?? 0) + idf * impact);
          }
          const score = idf * (best + Math.min(othersAs * (sum - best), best));
          // Ways to meet one concept do not add up: the best counts, and a little of the others.
          const before = page.met.get(at) ?? 0;
          page.score += Math.max(score - before, 0) + 0.2 * Math.min(score, before);
          page.met.set(at, Math.max(score, before));
          page.why.push(`${word} (${how}): ${[...sections.values()].map(Math.round).join("+")} × ${idf.toFixed(1)}`);
        }
      }
    }
    const aside = new Set(root.aside);
    const scored = [...found].map(([number, page]) => {
      page.score = (page.score + bestAs * Math.max(...page.sections.values())) * (aside.has(number) ? asideAs : 1) * (1 + suitsAs * suits(number));
      return /** @type {[number, Found]} */ ([number, page]);
    });
    return scored.sort((a, b) => b[1].score - a[1].score || a[0] - b[0]);
  };

  /** Lifts the article that a reader in danger needs to a place in a ranking, if it is not before that. @param {[number, Found][]} ranked @param {number | undefined} safest @param {number} place @returns {[number, Found][]} */
  const lift = (ranked, safest, place) => {
    const at = ranked.findIndex(([number]) => number === safest);
    if (safest === undefined || (at >= 0 && at <= place)) return ranked;
    const own = ranked[at] ?? [safest, { score: 0, sections: new Map([[0, 0]]), met: new Map(), why: ["danger"] }];
    const others = ranked.filter(([number]) => number !== safest);
    return [...others.slice(0, place), own, ...others.slice(place)];
  };

  // --- Excerpts ---

  /**
   * The file in a list that has an article: its place, its first article, and its hash.
   *
   * @param {FileList} list @param {number} first the first article of the list @param {number} number
   */
  const within = (list, first, number) => {
    let place = 0;
    while (number >= first + list[place][0]) [first, place] = [first + list[place][0], place + 1];
    return { place, first, hash: list[place][1] };
  };

  /** The text of an article. @param {number} number @param {Promise<void>} [pause] */
  const text = async (number, pause) => {
    const list = within(root.lists, 0, number);
    root.files[`f-${list.place}`] = list.hash;
    const { first, hash } = within(await get(`f-${list.place}`), list.first, number);
    const name = `t-${first}`;
    root.files[name] = hash;
    if (!asked.has(name)) await pause;
    return (await get(name))[number - first];
  };

  /** The first word of each token seen so far, since texts share most of theirs. @type {Map<string, string>} */
  const firsts = new Map();

  /** @param {string} token */
  const first = (token) => {
    let word = firsts.get(token);
    if (word === undefined) firsts.set(token, word = words(token)[0] ?? "");
    return word;
  };

  /** The parts of a text, of which every second is marked, and how many of the concepts it meets. @param {string} text @param {Set<string>[]} concepts */
  const mark = (text, concepts) => {
    const parts = [""];
    const met = new Set();
    // Words, and what is between them: a full stop is not marked.
    for (const token of text.split(/([^\p{L}\p{M}\p{N}'’-]+)/u)) {
      const word = first(token);
      const stem = fillers.has(word) ? "" : forms[word] ?? word;
      const own = concepts.filter((stems) => stems.has(stem));
      own.forEach((one) => met.add(one));
      if (own.length > 0 === parts.length % 2 > 0) parts.push(token);
      else parts[parts.length - 1] += token;
    }
    return { parts, met: met.size };
  };

  /**
   * What is shown of an article: its summary, unless a sentence of its texts meets all of several concepts. Without a summary, the
   * sentence that meets most. Forms of a word are in the shard that was loaded for it, so no other is loaded.
   *
   * @param {string} summary @param {string[]} texts @param {Set<string>[]} concepts @returns {string[]}
   */
  const excerpt = (summary, texts, concepts) => {
    let best = mark(summary, concepts);
    let most = summary ? Math.max(1, concepts.length - 1) : -1;
    for (const text of texts) {
      for (const sentence of text.match(/[^.!?。！？\n]+[^\s\p{L}\p{N}]*/gu) ?? []) {
        const marked = sentence.length < 250 && mark(sentence.trim(), concepts);
        if (marked && marked.met > most) [best, most] = [marked, marked.met];
      }
    }
    return best.parts;
  };

  // --- Danger: it is recognised by a file of its own, see `danger.js` ---

  /** @typedef {{ knows: (word: string) => boolean, of: (typed: string[], slips: typeof distance) => { kind: string, place?: number } }} Danger `place`: where the article of this kind stands at the latest */

  /** The functions of that file. If it cannot be loaded, help comes first for every query, since any may be of a reader in danger. @returns {Promise<Danger>} */
  const danger = async () => (await get("danger")?.catch(() => {})) ?? { knows: () => false, of: () => ({ kind: "help" }) };

  /** Who is asking: see `asker.js`. A site without examples has no such file. @returns {Promise<{ knows: (word: string) => boolean, of: (row: string[][]) => (article: number) => number }>} */
  const asker = async () => (await get("asker")?.catch(() => {})) ?? { knows: () => false, of: () => () => 0 };

  /**
   * Looks for a query.
   *
   * `typing` takes the last word for the beginning of one; `filters` (ids of audiences and terms) and `section` filter the results. Files that another
   * keystroke may make useless are not requested until `pause` is over.
   *
   * @param {string} query
   * @param {{ typing?: boolean, filters?: string[], section?: string, most?: number, fresh?: boolean, pause?: Promise<void> }} [options]
   */
  const search = async (query, { typing = false, filters = [], section = "", most = 10, fresh = false, pause } = {}) => {
    if (fresh) {
      await pause;
      asked.clear();
      newest = `?${Date.now()}`;
      root = await get("root");
    } else {
      await ready();
    }
    const typed = words(query.slice(0, 300)).slice(0, 24);
    const known = await danger();
    const { concepts, corrected, said, vague, row } = await understand(typed, compounds(query), typing && /[\p{L}\p{N}]$/u.test(query), pause);
    const [asTyped, asSaid] = [typed, said].map((words) => known.of(words, distance));
    const { kind, place = 0 } = asTyped.kind ? asTyped : asSaid;
    const asking = await asker();
    // Words that tell who is asking are hardly what the query is about.
    for (const concept of concepts) concept.small = asking.knows(concept.ways[0].word);
    const suits = asking.of(row);
    const all = rank(concepts, suits);
    // A correction that changes nothing is not worth a word.
    const typedOnly = concepts.filter(({ ways }) => ways[0]?.how !== "slip");
    const first = (/** @type {[number, Found][]} */ ranked) => ranked.slice(0, 3).map(([number]) => number).join();
    const changed = corrected.length && first(all) !== first(rank(typedOnly, suits)) ? corrected : [];
    // A whole question of fillers is answered by what has most of them, a few of them only by a page that is called so.
    const called = vague && concepts.length < 4 ? typed.join(" ") : "";
    const some = vague ? all.filter(([, page]) => 2 * page.met.size > concepts.length).slice(0, called ? 3 : 99) : all;
    const ranked = lift(some, root.lift[kind], place);
    const stems = concepts.filter((concept) => !concept.filler).map(({ ways }) => new Set(ways.flatMap(({ stem, marks = stem }) => marks.split(" "))));
    const phrases = [...query.matchAll(/["“]([^"”]+)["”]/gu)].map((match) => words(match[1]).join(" ")).filter(Boolean);
    const filtered = filters.length || section || phrases.length;
    const results = [];
    for (let at = 0; at < Math.min(ranked.length, filtered ? 30 : most) && results.length <= most; at += 3) {
      const pages = ranked.slice(at, at + 3);
      const texts = await Promise.all(pages.map(([number]) => text(number, pause)));
      for (const [index, [url, title, summary, under, ids, sections]] of texts.entries()) {
        const [, page] = pages[index];
        if (called && !kind && words(title).join(" ") !== called) continue;
        if (section && under !== section) continue;
        if (!filters.every((id) => ids.includes(id))) continue;
        const whole = () => words([title, summary, ...sections.flatMap((/** @type {string[]} */ part) => part.slice(1))].join(" ")).join(" ");
        if (phrases.length && !phrases.every((phrase) => ` ${whole()} `.includes(` ${phrase} `))) continue;
        const order = [...page.sections].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
        const [best, top] = order[0];
        /** @param {number} place */
        const place = (place) => ({ heading: sections[place][1], url: sections[place][0] ? `${url}#${sections[place][0]}` : url });
        results.push({
          url, title, summary, section: under, filters: ids,
          best: place(best),
          more: order.slice(1, 4).filter(([number, score]) => number > 0 && score > 0.7 * top).map(([number]) => place(number)),
          excerpt: excerpt(summary, [sections[best][2], ...sections.map((/** @type {string[]} */ part) => part[2])], stems),
          why: page.why,
        });
      }
    }
    return { pinned: kind !== "", vague: vague && !results.length, corrected: changed, results: results.slice(0, most), count: filtered || called ? results.length : ranked.length };
  };

  /** Loads what every search needs, once. */
  const ready = async () => {
    root ??= await get("root");
    void danger();
    void asker();
    return root;
  };

  Object.assign(window, {
    mendSearch: {
      /** Called by the files of the index. @param {string} name @param {any} data */
      add(name, data) {
        latest = data;
        if (name === "root") {
          root = data;
          fillers = new Set(root.stop);
          // Without a prototype, so that words such as `constructor` are only found if the index has them.
          [forms, posts] = [Object.create(null), Object.create(null)];
        }
        if (name[0] === "l") Object.assign(root.files, data);
        if (name[0] === "w") {
          Object.assign(forms, data.forms);
          for (const stem of Object.keys(data.posts)) posts[stem] = decode(data.posts[stem]);
        }
      },
      search,
      ready,
      words,
      distance,
    },
  });
})();
