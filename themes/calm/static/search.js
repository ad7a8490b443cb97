// @ts-check
// The search box and its list: what is typed goes to `mendSearch`, which ranks and is loaded when a reader comes to the
// box; what comes back is shown. Nothing typed is kept anywhere: not in the address, the history, storage or a request.
(() => {
  /** @typedef {{ url: string, heading: string }} Place */
  /** @type {HTMLElement | null} */
  const home = document.querySelector("[data-search]");
  if (!home) return;
  const data = /** @type {Record<string, string>} */ (home.dataset);
  const root = data.root;
  const ownPage = document.querySelector("[data-search-page]");
  const preview = document.querySelector('script[src*="/__mend/"]');

  /** @type {Promise<any> | undefined} */
  let loading;
  /** The program that searches, with what every search needs. */
  const engine = () => {
    loading ??= new Promise((done, fail) => {
      const client = new URL(`${root}search/data/client.js`, document.baseURI).href;
      const policy = /** @type {any} */ (window).trustedTypes?.createPolicy("search", {
        createScriptURL: (/** @type {string} */ url) => (url === client ? url : null),
      });
      const script = document.createElement("script");
      script.src = policy ? policy.createScriptURL(client) : client;
      script.onload = () => done(/** @type {any} */ (window).mendSearch);
      script.onerror = fail;
      document.head.append(script);
    });
    return loading;
  };

  /** @param {string} name @param {Record<string, string>} [attributes] @param {...(Node | string)} inside */
  const make = (name, attributes = {}, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };
  /** @param {string} text @param {Record<string, string>} values */
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  /** The words for a count, by the plural rules of the page's language. @param {string} forms all forms as JSON @param {number} count */
  const counted = (forms, count) => {
    const all = JSON.parse(forms);
    return all[new Intl.PluralRules(document.documentElement.lang).select(count)] ?? Object.values(all).at(-1);
  };

  const input = /** @type {HTMLInputElement} */ (make("input", {
    type: "search", id: "search-input", autocomplete: "off", spellcheck: "false", enterkeyhint: "search",
  }));
  const status = make("p", { role: "status", tabindex: "-1" });
  const said = make("p", { hidden: "" });
  const pin = make("div", { hidden: "" });
  const list = make("ol", { "data-search-results": "" });
  const more = make("button", { type: "button", hidden: "" }, data.more);
  // Whatever comes and goes is below the box, which never moves; what few readers use is below the results.
  const filters = make("details", { hidden: "" }, make("summary", {}, data.narrow));
  const box = make("div", { role: "search" }, make("label", { for: "search-input" }, data.label), input, status, said, pin, list, more, filters);
  if (ownPage) {
    box.classList.add("search");
    ownPage.append(box);
  } else {
    input.placeholder = data.label ?? "";
    home.append(box);
  }

  // On a small screen the box of the header is folded, and the link to the search page becomes the button that opens it.
  const link = ownPage ? null : home.querySelector("a");
  const opener = make("button", { type: "button", class: "search-open", "aria-expanded": "false" }, link?.textContent ?? "");
  link?.replaceWith(opener);
  /** @param {boolean} open */
  const unfold = (open) => {
    home.classList.toggle("is-open", open);
    opener.ariaExpanded = String(open);
  };
  const come = () => {
    unfold(true);
    input.focus();
  };
  opener.addEventListener("click", () => (home.classList.contains("is-open") ? unfold(false) : come()));

  /** The results are for the newest query only. */
  let turn = 0;
  /** The names of audiences by their ids. @type {Map<string, string> | undefined} */
  let audiences;
  /** @type {HTMLSelectElement | undefined} */
  let where;

  /** Adds a filter, if there is anything to choose. @param {string} label @param {string} all what no choice is called @param {string[][]} choices */
  const offer = (label, all, choices) => {
    if (!choices.length) return;
    const select = /** @type {HTMLSelectElement} */ (make("select", { "aria-label": label }));
    select.append(new Option(all, ""), ...choices.map(([value = "", name = value]) => new Option(name, value)));
    select.addEventListener("change", () => void look(false));
    filters.append(select, " ");
    return select;
  };

  /** Makes the filters, when the first answer is shown. */
  const prepare = async () => {
    if (audiences) return;
    const root = await (await engine()).ready();
    if (audiences) return;
    audiences = new Map(root.audiences);
    offer(data.who, data.everyone, root.audiences);
    where = offer(data.where, data.everywhere, root.sections.filter(Boolean).map((/** @type {string} */ name) => [name]));
    for (const [title, terms] of root.taxonomies ?? []) offer(title, title, terms);
  };

  /** @param {any} result */
  const item = (result) => {
    const context = [result.section, ...result.filters.map((/** @type {string} */ id) => audiences?.get(id))].filter(Boolean).join(" · ");
    const entry = make("li", { "data-search-hit": "" }, make("a", { href: root + result.url }, result.title));
    if (context) entry.append(make("p", { class: "search-context" }, context));
    entry.append(make("p", {}, ...result.excerpt.map((/** @type {string} */ part, /** @type {number} */ at) => (at % 2 ? make("mark", {}, part) : part))));
    /** @type {Place[]} */
    const places = [result.best, ...result.more].filter((place) => place.heading);
    if (places.length) entry.append(make("p", {}, ...places.flatMap((place, at) => [at ? " · " : "", make("a", { href: root + place.url }, place.heading)])));
    if (preview) entry.append(make("details", { "data-search-why": "" }, make("summary", {}, "Why"), ...result.why.map((/** @type {string} */ why) => make("p", {}, why))));
    return entry;
  };

  /** The help of the foot of every page, once more. */
  const help = () => {
    const card = /** @type {HTMLElement | undefined} */ (document.querySelector(".help-card")?.cloneNode(true));
    if (!card) return "";
    card.removeAttribute("aria-labelledby");
    for (const element of card.querySelectorAll("[id]")) element.removeAttribute("id");
    card.dataset.searchPin = "";
    return card;
  };

  /** Pages to go on with when nothing was found: the parts of the guide, as its header names them. */
  const near = () => [...document.querySelectorAll(".menu a, .help-card p:last-child a")].slice(0, 8).map((link) => make("li", {}, link.cloneNode(true)));

  /** @type {number | undefined} */
  let timer;

  /** Shows a few results; the others are shown on request, since each costs a file. While the reader types, results at hand are shown at once and the rest in the next pause. @param {boolean} typing @param {number} [most] */
  const look = async (typing, most = 3) => {
    turn += 1;
    const mine = turn;
    clearTimeout(timer);
    /** @param {number} wait */
    const rest = (wait) => typing && new Promise((done) => (timer = setTimeout(done, wait)));
    const pause = rest(250);
    const query = input.value.trim();
    if (!query) {
      for (const element of [status, list, pin]) element.replaceChildren();
      for (const element of [pin, said, filters, more]) element.hidden = true;
      return;
    }
    list.ariaBusy = "true";
    try {
      await prepare();
      const chosen = [...filters.querySelectorAll("select")].filter((select) => select !== where).map((select) => select.value).filter(Boolean);
      const answer = await (await engine()).search(query, { typing, filters: chosen, section: where?.value, most, pause, fresh: preview });
      const { length } = answer.results;
      // Half a question is no reason to say that there is no answer.
      if (!length) await rest(1500);
      if (mine !== turn) return;
      filters.hidden = !length && !chosen.length && !where?.value;
      pin.hidden = !answer.pinned;
      if (!answer.pinned) pin.replaceChildren();
      else if (!pin.firstChild) pin.append(help());
      said.hidden = !answer.corrected.length;
      said.textContent = fill(data.corrected, { meant: answer.corrected.map((/** @type {string[]} */ [, meant]) => meant).join(", ") });
      list.replaceChildren(...(length ? answer.results.map(item) : answer.vague ? [] : near()));
      more.hidden = most > 3 || length < 3 || answer.count <= 3;
      const words = length ? counted(data.status, length) : answer.vague ? data.vague : data.none;
      status.textContent = [answer.pinned && data.pinned, fill(words, { query, count: String(length) })].filter(Boolean).join(" ");
    } catch {
      if (mine === turn) {
        status.textContent = data.broken;
        list.replaceChildren(...(data.list ? [make("li", {}, make("a", { href: data.list }, data.listTitle))] : []));
      }
    } finally {
      if (mine === turn) list.ariaBusy = null;
    }
  };

  // With a keyboard on it, half a small screen is left: the results need it.
  input.addEventListener("focus", () => matchMedia("(max-width: 40em)").matches && box.scrollIntoView());
  input.addEventListener("focus", () => void engine().then((search) => search.ready()).catch(() => {}), { once: true });
  input.addEventListener("input", () => void look(true));

  more.addEventListener("click", async () => {
    await look(false, 10);
    /** @type {HTMLElement | null} */ (list.querySelector("li:nth-child(4) a") ?? list.querySelector("a"))?.focus();
  });

  const clear = () => {
    input.value = "";
    void look(false);
    input.focus();
  };
  box.addEventListener("keydown", (event) => {
    const links = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[data-search-hit] > a")]);
    const at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (event.key === "Escape") clear();
    else if (event.key === "Enter" && event.target === input) void look(false).then(() => status.focus());
    else if (event.key === "ArrowDown" && !(event.target instanceof HTMLSelectElement)) links[at + 1]?.focus();
    else if (event.key === "ArrowUp" && !(event.target instanceof HTMLSelectElement)) (links[at - 1] ?? input).focus();
    else return;
    event.preventDefault();
  });
  // No single key: it would act when a reader dictates. Nor where one writes, since there Control and K deletes a line on a Mac.
  const isMac = navigator.platform.startsWith("Mac");
  addEventListener("keydown", (event) => {
    const writing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (writing || event.key.toLowerCase() !== "k" || !(isMac ? event.metaKey : event.ctrlKey)) return;
    event.preventDefault();
    come();
  });
  // Back finds the results again, as long as the browser keeps the page. The exit clears them.
  addEventListener("leave", () => {
    input.value = "";
    void look(false);
  });
})();
