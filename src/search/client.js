// @ts-check
// Search: a query in, results out. This file alone knows the index (`search/data/`, described in the page about the
// search room) and how results are ranked. It shows nothing, keeps nothing and sends nothing: the only requests are for
// files of the index, and their names tell no more than the first letters of a word.
//
// In reading order: loading files, reading words, understanding a query, ranking, excerpts, danger.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const folder = script.src.slice(0, script.src.lastIndexOf("/") + 1);

  /**
   * @typedef {{ count: number, files: Record<string, string>, stop: string[], pins: string[], means: Record<string, string[]>,
   *   sections: string[], audiences: [string, string][] }} Root
   * @typedef {{ forms: Record<string, string>, posts: Record<string, number[]> }} Piece
   * @typedef {{ stem: string, weight: number, word: string, how: string }} Way one way in which a typed word is met
   * @typedef {{ word: string, ways: Way[] }} Concept
   * @typedef {{ score: number, sections: Map<number, number>, met: Map<number, number>, why: string[] }} Found
   */

  // --- Loading ---

  /** @type {Map<string, (data: any) => void>} */
  const waiting = new Map();
  /** @type {Map<string, Promise<any>>} */
  const loaded = new Map();
  /** The files that the root and its lists name. @type {Set<string>} */
  const listed = new Set();
  /** @type {Root | undefined} */
  let root;

  /** The file of a name, if there is one. @param {string} name */
  const file = (name) => (name === "root" ? "root.js" : root?.files[name] && `${name}.${root.files[name]}.js`);

  // One policy for the whole site: it allows files that the root lists, in the folder of this script, and no other.
  const policy = /** @type {any} */ (window).trustedTypes?.createPolicy("guide", {
    /** @param {string} url */
    createScriptURL(url) {
      const [name = ""] = decodeURIComponent(url.slice(folder.length)).split("?");
      if (url.startsWith(folder) && (name === "root.js" || listed.has(name))) return url;
      throw new TypeError("not a file of the search");
    },
  });

  /** @param {string} name @param {string | undefined} path */
  const load = (name, path) => {
    const known = loaded.get(name);
    if (known) return known;
    if (!path) return Promise.resolve(undefined);
    const promise = new Promise((done, fail) => {
      waiting.set(name, done);
      const element = document.createElement("script");
      const url = folder + path.split("/").map(encodeURIComponent).join("/").replace("%3F", "?");
      element.src = policy ? policy.createScriptURL(url) : url;
      element.onload = () => element.remove();
      element.onerror = () => {
        element.remove();
        loaded.delete(name);
        fail(new Error("a file of the search cannot be read"));
      };
      document.head.append(element);
    });
    loaded.set(name, promise);
    return promise;
  };

  /** @param {string} name */
  const get = (name) => load(name, file(name));

  /** The piece of the dictionary that holds a word, which is named by its first one to three letters. @param {string} word */
  const piece = async (word) => {
    const letters = [...word];
    for (let length = 3; length > 0; length -= 1) {
      const name = `w-${letters.slice(0, length).join("")}`;
      if (root?.files[name] && letters.length >= length) return /** @type {Promise<Piece>} */ (get(name));
    }
    return undefined;
  };

  // --- Words: the same as `words.rs` on the other side ---

  /** @type {Record<string, string>} */
  const letters = { ß: "ss", ł: "l", ø: "o", đ: "d", æ: "ae", œ: "oe", ı: "i" };

  /** @param {string} word */
  const fold = (word) => word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[ßłøđæœı]/g, (letter) => letters[letter] ?? letter);

  const unspaced = /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+/gu;

  /** @param {string} text @returns {string[]} */
  const words = (text) => {
    const runs = text.match(/[\p{L}\p{N}\p{M}'\u2019]+/gu) ?? [];
    return runs.flatMap((run) => {
      const parts = run.replace(unspaced, (stretch) => {
        const all = [...stretch];
        return ` ${all.length < 3 ? stretch : all.slice(1).map((letter, at) => all[at] + letter).join(" ")} `;
      });
      return parts.split(" ").map((part) => fold(part.replace(/^['\u2019]+|['\u2019]+$/g, "").replace(/['\u2019]s$/i, "").replace(/['\u2019]/g, "")));
    }).filter(Boolean);
  };

  /**
   * How many letters must be changed, put in, left out or exchanged to make one word of the other; `most` + 1 if more.
   *
   * @param {string} left @param {string} right @param {number} most
   */
  const distance = (left, right, most) => {
    if (Math.abs(left.length - right.length) > most) return most + 1;
    /** @type {number[]} */
    let before = [];
    let row = Array.from({ length: right.length + 1 }, (_, at) => at);
    for (let i = 1; i <= left.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= right.length; j += 1) {
        const same = left[i - 1] === right[j - 1] ? 0 : 1;
        let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
        if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
        next[j] = cost;
      }
      if (Math.min(...next) > most) return most + 1;
      before = row;
      row = next;
    }
    return row[right.length] ?? most + 1;
  };

  // --- Understanding a query ---

  /** Endings of English words that change nothing about what they mean. */
  const ending = /^(?:s|es|ed|d|ing|er|ers|ly|y|ies|ied|e|ment|ments|ness|ful|al|ation|ations|able)?$/;

  /** @param {string} prefix @returns {Promise<[string, number][]>} */
  const spellings = async (prefix) => {
    const text = /** @type {string | undefined} */ (await get(`s-${prefix}`));
    return (text ?? "").split(" ").filter(Boolean).map((entry) => [entry.slice(0, -1), Number(entry.slice(-1))]);
  };

  /** Another form of the same word that the site knows, if it lacks this one. @param {string} word @param {[string, number][]} known */
  const sister = (word, known) => {
    let best = "";
    let most = Math.max(3, word.length - 5);
    for (const [form] of known) {
      let same = 0;
      while (same < word.length && word[same] === form[same]) same += 1;
      if (same > most && ending.test(word.slice(same)) && ending.test(form.slice(same))) [best, most] = [form, same];
    }
    return best;
  };

  /** The word that was meant, if the site lacks the one that was typed. @param {string} word */
  const correct = async (word) => {
    const most = word.length < 5 ? 1 : word.length < 10 ? 2 : 3;
    const near = await spellings(word.slice(0, 2));
    const form = sister(word, near);
    if (form) return { form, spelled: true };
    /** @param {[string, number][]} known */
    const nearest = (known) => {
      let best = "";
      let least = most + 1;
      for (const [candidate, common] of known) {
        const steps = distance(word, candidate, most);
        const cost = steps - 0.08 * common + (word[0] === candidate[0] ? 0 : 0.4) + (word.at(-1) === candidate.at(-1) ? 0 : 0.15);
        if (steps <= most && cost < least) [best, least] = [candidate, cost];
      }
      return { best, least };
    };
    const first = nearest(near);
    if (first.least <= 1 || word.length < 4) return { form: first.best, spelled: false };
    // A slip in the first two letters: all words that begin with the first letter, and those of the exchanged pair.
    const names = Object.keys(root?.files ?? {}).filter((name) => name.startsWith(`s-${word[0]}`) || name === `s-${word[1]}${word[0]}`);
    const all = (await Promise.all(names.map((name) => spellings(name.slice(2))))).flat();
    return { form: nearest(all).best, spelled: false };
  };

  /**
   * The concepts of a query, with every way in which each can be met, and what was corrected.
   *
   * @param {string[]} typed @param {boolean} typing
   */
  const understand = async (typed, typing) => {
    const stop = new Set(root?.stop);
    /** @type {[string, string][]} */
    const corrected = [];
    const heard = await Promise.all(typed.map(async (word, at) => {
      const there = await piece(word);
      const stem = there?.forms[word];
      const last = typing && at === typed.length - 1;
      /** @type {Way[]} */
      const ways = [];
      if (stem !== undefined) ways.push({ stem, weight: 1, word, how: "as typed" });
      if (last && there && word.length > 1) {
        const longer = Object.keys(there.forms).filter((form) => form.startsWith(word) && form !== word);
        const stems = [...new Set(longer.map((form) => there.forms[form] ?? form))].filter((other) => other !== stem);
        stems.sort((a, b) => (there.posts[b]?.[0] ?? 0) - (there.posts[a]?.[0] ?? 0));
        ways.push(...stems.slice(0, 8).map((other) => ({ stem: other, weight: 0.7, word: other, how: "begins so" })));
      }
      if (ways.length === 0 && !stop.has(word)) {
        const { form, spelled } = await correct(word);
        const other = form && (await piece(form))?.forms[form];
        if (other) {
          ways.push({ stem: other, weight: spelled ? 1 : 0.9, word: form, how: spelled ? "another form" : "corrected" });
          if (!spelled) corrected.push([word, form]);
        }
      }
      return { word, ways };
    }));
    // What phrases mean: the longest first, each word in one phrase.
    const stems = heard.map(({ ways, word }) => ways[0]?.stem ?? word);
    /** @type {Concept[]} */
    const concepts = [];
    /** @type {Set<number>} */
    const said = new Set();
    for (let length = Math.min(5, stems.length); length > 0; length -= 1) {
      for (let at = 0; at + length <= stems.length; at += 1) {
        const phrase = stems.slice(at, at + length).join(" ");
        const others = root?.means[phrase];
        const places = Array.from({ length }, (_, step) => at + step);
        if (!others || places.some((place) => said.has(place)) || (length === 1 && stop.has(heard[at]?.word ?? ""))) continue;
        places.forEach((place) => said.add(place));
        const own = heard.slice(at, at + length).filter(({ word }) => !stop.has(word));
        const word = heard.slice(at, at + length).map((one) => one.word).join(" ");
        const meant = others.map((other) => other.split(" ").filter((stem) => !stop.has(stem)));
        /** @type {Way[]} */
        const ways = meant.flatMap((list) => list.map((stem) => ({ stem, weight: 0.75 / Math.sqrt(list.length), word: stem, how: `“${word}” means it` })));
        if (length === 1) concepts.push({ word, ways: [...(own[0]?.ways ?? []), ...ways] });
        else concepts.push(...own, { word, ways });
      }
    }
    heard.forEach((concept, at) => {
      if (!said.has(at) && !stop.has(concept.word)) concepts.push(concept);
    });
    // Only filler was typed: then it is all there is.
    if (concepts.length === 0) concepts.push(...heard.filter(({ ways }) => ways.length > 0));
    return { concepts: concepts.filter(({ ways }) => ways.length > 0), corrected };
  };

  // --- Ranking ---

  /** The articles of a stem: number -> impact of each section. @param {number[]} list */
  const read = (list) => {
    /** @type {Map<number, Map<number, number>>} */
    const articles = new Map();
    let at = 1;
    let article = 0;
    while (at < list.length) {
      article += list[at] ?? 0;
      at += 1;
      const sections = new Map();
      let section = 0;
      let more = 1;
      while (more) {
        const packed = list[at] ?? 0;
        at += 1;
        section += packed >> 5;
        sections.set(section, (packed >> 1) & 15);
        more = packed & 1;
      }
      articles.set(article, sections);
    }
    return articles;
  };

  /** @param {Concept[]} concepts @returns {Promise<[number, Found][]>} */
  const rank = async (concepts) => {
    const count = root?.count ?? 1;
    /** @type {Map<number, Found>} */
    const found = new Map();
    let all = 0;
    for (const [at, { ways }] of concepts.entries()) {
      let rarest = 0;
      for (const { stem, weight, word, how } of ways) {
        const list = (await piece(stem))?.posts[stem];
        if (!list) continue;
        const idf = Math.log(1 + count / ((list[0] ?? 1) + 0.5)) * weight;
        rarest = Math.max(rarest, idf);
        for (const [number, sections] of read(list)) {
          /** @type {Found} */
          const page = found.get(number) ?? { score: 0, sections: new Map(), met: new Map(), why: [] };
          found.set(number, page);
          let best = 0;
          let sum = 0;
          for (const [section, impact] of sections) {
            best = Math.max(best, impact);
            sum += impact;
            page.sections.set(section, (page.sections.get(section) ?? 0) + idf * impact);
          }
          const score = idf * (best + Math.min(0.2 * (sum - best), best));
          // Ways to meet one concept do not add up: the best counts, and a little of the others.
          const before = page.met.get(at) ?? 0;
          page.score += Math.max(score - before, 0) + 0.2 * Math.min(score, before);
          page.met.set(at, Math.max(score, before));
          page.why.push(`${word} (${how}): ${[...sections.values()].join("+")} × ${idf.toFixed(1)}`);
        }
      }
      all += rarest;
      concepts[at] = Object.assign(concepts[at] ?? { word: "", ways: [] }, { idf: rarest });
    }
    const scored = [...found].map(([number, page]) => {
      let met = 0;
      for (const at of page.met.keys()) met += /** @type {any} */ (concepts[at]).idf;
      const coverage = all ? met / all : 0;
      page.score = (page.score + 0.6 * Math.max(...page.sections.values())) * (0.35 + 0.65 * coverage * coverage);
      return /** @type {[number, Found]} */ ([number, page]);
    });
    return scored.sort((a, b) => b[1].score - a[1].score || a[0] - b[0]);
  };

  // --- Excerpts ---

  /** The text of an article. @param {number} number */
  const text = async (number) => {
    const hashes = await get(`f-${Math.floor(number / 64)}`);
    return load(`t-${number}`, `t-${number}.${hashes[number % 64]}.js`);
  };

  /** A stretch of text around the words that were looked for, as parts of which every second is marked. @param {string} words_ @param {Set<string>} stems */
  const excerpt = async (words_, stems) => {
    const tokens = words_.split(/(?<=\s)/);
    const hits = await Promise.all(tokens.map(async (token) => {
      const word = words(token)[0];
      return word !== undefined && stems.has((await piece(word))?.forms[word] ?? word);
    }));
    const width = 32;
    let best = 0;
    let most = -1;
    let inside = 0;
    hits.forEach((hit, at) => {
      inside += Number(hit) - Number(hits[at - width] ?? false);
      if (inside > most) [most, best] = [inside, Math.max(0, at - width + 1)];
    });
    const first = hits.indexOf(true, best);
    const start = best === 0 || first < 0 ? best : Math.max(best, Math.min(first - 6, tokens.length - width));
    const parts = [start > 0 ? "… " : ""];
    for (let at = start; at < Math.min(start + width, tokens.length); at += 1) {
      const marked = parts.length % 2 === 0;
      const token = tokens[at] ?? "";
      if (Boolean(hits[at]) === marked) parts[parts.length - 1] += token;
      else parts.push(token);
    }
    if (start + width < tokens.length) parts.push(...(parts.length % 2 === 0 ? ["…"] : ["", "…"]).slice(-1));
    return parts;
  };

  // --- Danger ---

  const person = new Set("he she they partner husband wife boyfriend girlfriend him her them hubby spouse ex man bf gf fiance dad".split(" "));
  const joined = new Set("my the a and to of me".split(" "));

  /** Whether a typed word is a word of a phrase; long ones may hold a slip. @param {string} typed @param {string} wanted */
  const hears = (typed, wanted) => {
    if (wanted === "@") return person.has(typed);
    return typed === wanted || (wanted.length > 4 && typed[0] === wanted[0] && distance(typed, wanted, 1) <= 1 && typed.length > 4);
  };

  /** Whether somebody who types this may be in danger. @param {string[]} typed */
  const danger = (typed) => (root?.pins ?? []).some((phrase) => {
    const wanted = phrase.split(" ");
    return typed.some((_, start) => {
      let at = start;
      let gap = 0;
      for (const [step, word] of wanted.entries()) {
        while (at < typed.length && !hears(typed[at] ?? "", word) && step > 0 && (gap < 2 || joined.has(typed[at] ?? ""))) {
          gap += joined.has(typed[at] ?? "") ? 0 : 1;
          at += 1;
        }
        if (at >= typed.length || !hears(typed[at] ?? "", word)) return false;
        at += 1;
      }
      return true;
    });
  });

  /**
   * Looks for a query.
   *
   * `typing` takes the last word for the beginning of one; `audience` and `section` keep what is for them alone.
   *
   * @param {string} query
   * @param {{ typing?: boolean, audience?: string, section?: string, most?: number, fresh?: boolean }} [options]
   */
  const search = async (query, { typing = false, audience = "", section = "", most = 10, fresh = false } = {}) => {
    if (fresh) {
      loaded.clear();
      root = await load("root", `root.js?${Date.now()}`);
    } else {
      await ready();
    }
    const typed = words(query.slice(0, 300)).slice(0, 24);
    const pinned = danger(typed);
    const { concepts, corrected } = await understand(typed, typing && /[\p{L}\p{N}]$/u.test(query));
    const ranked = await rank(concepts);
    const stems = new Set(concepts.flatMap(({ ways }) => ways.map(({ stem }) => stem)));
    const phrases = [...query.matchAll(/["“]([^"”]+)["”]/gu)].map((match) => words(match[1] ?? "").join(" ")).filter(Boolean);
    const filtered = Boolean(audience || section || phrases.length);
    const results = [];
    for (let at = 0; at < Math.min(ranked.length, filtered ? 30 : most) && results.length < most; at += 3) {
      const pages = ranked.slice(at, at + 3);
      const texts = await Promise.all(pages.map(([number]) => text(number)));
      for (const [index, [url, title, summary, under, audiences, sections]] of texts.entries()) {
        const [, page] = /** @type {[number, Found]} */ (pages[index]);
        if (section && under !== section) continue;
        if (audience && !audiences.includes(audience)) continue;
        const whole = () => words([title, summary, ...sections.flatMap((/** @type {string[]} */ part) => part.slice(1))].join(" ")).join(" ");
        if (phrases.length && !phrases.every((phrase) => ` ${whole()} `.includes(` ${phrase} `))) continue;
        const order = [...page.sections].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
        const [best = 0, top = 0] = order[0] ?? [];
        const [, , body = ""] = sections[best] ?? [];
        /** @param {number} place */
        const place = (place) => ({ heading: sections[place]?.[1] ?? "", url: sections[place]?.[0] ? `${url}#${sections[place][0]}` : url });
        results.push({
          url, title, summary, section: under, audiences,
          best: place(best),
          more: order.slice(1, 4).filter(([number, score]) => number > 0 && score > 0.7 * top).map(([number]) => place(number)),
          excerpt: await excerpt(body || summary, stems),
          why: page.why,
        });
      }
    }
    return { pinned, corrected, results: results.slice(0, most), count: filtered ? results.length : ranked.length };
  };

  /** Loads what every search needs, once. */
  const ready = async () => {
    root ??= await load("root", "root.js");
    return root;
  };

  Object.assign(window, {
    mendSearch: {
      /** Called by the files of the index. @param {string} name @param {unknown} data */
      add(name, data) {
        if (name === "root") {
          root = /** @type {Root} */ (data);
          for (const known of Object.keys(root.files)) listed.add(`${known}.${root.files[known]}.js`);
        } else if (name.startsWith("f-")) {
          const first = 64 * Number(name.slice(2));
          /** @type {string[]} */ (data).forEach((hash, at) => listed.add(`t-${first + at}.${hash}.js`));
        }
        waiting.get(name)?.(data);
        waiting.delete(name);
      },
      search,
      ready,
    },
  });
})();
