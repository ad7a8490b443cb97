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

  const input = /** @type {HTMLInputElement} */ (make("input", {
    type: "search", id: "search-input", autocomplete: "off", spellcheck: "false", enterkeyhint: "search",
  }));
  const status = make("p", { role: "status" });
  const pin = make("div", { hidden: "" });
  const said = make("p", { hidden: "" });
  const list = make("ol", { "data-search-results": "" });
  const more = make("button", { type: "button", hidden: "" }, data.more);
  const who = /** @type {HTMLSelectElement} */ (make("select", { "aria-label": data.who }));
  const where = /** @type {HTMLSelectElement} */ (make("select", { "aria-label": data.where }));
  const filters = make("p", { hidden: "" }, who, " ", where);
  /** One for each taxonomy by whose terms a search can be narrowed. @type {HTMLSelectElement[]} */
  let terms = [];
  const others = [...home.childNodes];
  const box = make("div", { role: "search" }, make("label", { for: "search-input" }, data.label), input, filters, pin, status, said, list, more);
  if (ownPage) {
    box.classList.add("search");
    ownPage.append(box);
  } else {
    home.replaceChildren(box);
  }

  /** The results are for the newest query only. */
  let turn = 0;
  let offered = false;

  const offer = async () => {
    if (offered) return;
    offered = true;
    const { audiences, sections, taxonomies = [] } = await (await engine()).ready();
    who.append(new Option(data.everyone, ""), ...audiences.map((/** @type {string[]} */ [id, name]) => new Option(name, id)));
    who.hidden = audiences.length === 0;
    where.append(new Option(data.everywhere, ""), ...sections.filter(Boolean).map((/** @type {string} */ name) => new Option(name, name)));
    terms = taxonomies.map((/** @type {[string, string[][]]} */ [title, all]) => {
      const select = /** @type {HTMLSelectElement} */ (make("select", { "aria-label": title }));
      select.append(new Option(title, ""), ...all.map(([id, name]) => new Option(name, id)));
      select.addEventListener("change", () => void look(false));
      filters.append(" ", select);
      return select;
    });
  };

  /** @param {any} result */
  const item = (result) => {
    const audiences = [...who.options].filter((option) => result.filters.includes(option.value)).map((option) => option.text);
    const context = [result.section, ...audiences].filter(Boolean).join(" · ");
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
  const near = () => [...document.querySelectorAll(".sections a, .help-card p:last-child a")].slice(0, 8).map((link) => make("li", {}, link.cloneNode(true)));

  /** @type {number | undefined} */
  let timer;

  /** Shows a few results; the others are shown on request, since each costs a file. While the reader types, results at hand are shown at once and the rest in the next pause. @param {boolean} typing @param {number} [most] */
  const look = async (typing, most = 3) => {
    turn += 1;
    const mine = turn;
    clearTimeout(timer);
    const pause = typing && new Promise((done) => (timer = setTimeout(done, 250)));
    const query = input.value.trim();
    if (!query) {
      for (const element of [status, list, pin]) element.replaceChildren();
      for (const element of [pin, said, filters, more]) element.hidden = true;
      return;
    }
    list.ariaBusy = "true";
    try {
      await offer();
      const answer = await (await engine()).search(query, { typing, filters: [who, ...terms].map((select) => select.value).filter(Boolean), section: where.value, most, pause, fresh: preview });
      if (mine !== turn) return;
      filters.hidden = false;
      pin.hidden = !answer.pinned;
      if (!answer.pinned) pin.replaceChildren();
      else if (!pin.firstChild) pin.append(help());
      said.hidden = answer.corrected.length === 0;
      said.textContent = answer.corrected.map((/** @type {string[]} */ [word = "", meant = ""]) => fill(data.corrected, { word, meant })).join(" ");
      list.replaceChildren(...(answer.results.length ? answer.results.map(item) : near()));
      more.hidden = most > 3 || answer.results.length < 3 || answer.count <= 3;
      status.textContent = fill(answer.results.length ? data.status : data.none, { query, count: String(answer.count) });
    } catch {
      if (mine === turn) {
        status.textContent = data.broken;
        list.replaceChildren(...others.map((node) => make("li", {}, node.cloneNode(true))));
      }
    } finally {
      if (mine === turn) list.ariaBusy = null;
    }
  };

  input.addEventListener("focus", () => void engine().then((search) => search.ready()).catch(() => {}), { once: true });
  input.addEventListener("input", () => void look(true));
  for (const select of [who, where]) select.addEventListener("change", () => void look(false));

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
    else if (event.key === "Enter" && event.target === input) void look(false);
    else if (event.key === "ArrowDown" && !(event.target instanceof HTMLSelectElement)) links[at + 1]?.focus();
    else if (event.key === "ArrowUp" && !(event.target instanceof HTMLSelectElement)) (links[at - 1] ?? input).focus();
    else return;
    event.preventDefault();
  });
  addEventListener("keydown", (event) => {
    const writing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    const held = event.ctrlKey || event.metaKey;
    if (held ? event.key.toLowerCase() !== "k" : event.key !== "/" || writing) return;
    event.preventDefault();
    input.focus();
  });
  // Back must find an empty box.
  addEventListener("pagehide", () => {
    input.value = "";
    void look(false);
  });
})();
