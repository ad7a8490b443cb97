// @ts-check
// Lets readers tick the steps of a page. Its lists are counted together, and have one control: a page that splits its steps
// into several lists has one task. Nothing is kept, unless a reader asks for it: then the device keeps which steps
// are ticked, under one key, as short numbers that hold no word of the page and no date. Some pages never offer that, and
// keep nothing of their own even after the reader asked for it elsewhere.
//
// How everything is forgotten when the site is left in a hurry is for `safety.js`.
(() => {
  const texts = /** @type {DOMStringMap} */ (document.currentScript?.dataset ?? {});
  const key = texts["key"] ?? "";
  const offers = !("never" in texts);
  /** @type {Map<string, HTMLInputElement>} */
  const boxes = new Map();
  /** @type {{ hint: HTMLElement, progress: HTMLElement, remember: HTMLInputElement } | undefined} */
  let control;

  /** Which steps are kept as ticked; nothing when the reader has not asked for it, or storage is blocked. */
  const kept = () => {
    try {
      const ids = JSON.parse(localStorage.getItem(key) ?? "null");
      return Array.isArray(ids) ? new Set(ids.map(String)) : null;
    } catch {
      return null;
    }
  };

  /**
   * Keeps these steps, or nothing at all, and says whether the browser let us.
   *
   * @param {Set<string> | null} ids
   */
  const keep = (ids) => {
    try {
      if (ids) localStorage.setItem(key, JSON.stringify([...ids]));
      else localStorage.removeItem(key);
      return true;
    } catch {
      return false;
    }
  };

  /**
   * @param {string} name
   * @param {Record<string, string | number>} [values]
   */
  const text = (name, values = {}) =>
    (texts[name] ?? "").replace(/\{(\w+)\}/g, (whole, found) => String(values[found] ?? whole));

  /**
   * @template {keyof HTMLElementTagNameMap} T
   * @param {T} tag
   * @param {Record<string, string>} properties
   * @returns {HTMLElementTagNameMap[T]}
   * @param {...(Node | string)} children
   */
  const element = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  /** The words of a step without the steps inside it. @param {Element} item */
  const wordsOf = (item) => {
    const own = [...item.childNodes].filter((node) => !/^[OU]L$/.test(node.nodeName));
    return own.map((node) => node.textContent).join("").trim();
  };

  /** The first sentence of some words: enough to know a step by. @param {string} words */
  const sentenceOf = (words) => {
    if (!Intl.Segmenter) return words;
    const [first] = new Intl.Segmenter(document.documentElement.lang, { granularity: "sentence" }).segment(words);
    return first?.segment.trim() ?? words;
  };

  /**
   * A short number for a step: that of its own words, so that it stays when other steps come and go.
   *
   * @param {Element} item
   */
  const idOf = (item) => {
    const words = item.id || wordsOf(item);
    let hash = 2166136261;
    for (const c of `${document.querySelector("h1")?.textContent} ${words}`) {
      hash = Math.imul(hash ^ (c.codePointAt(0) ?? 0), 16777619) >>> 0;
    }
    return hash.toString(36);
  };

  const forget = element("button", { type: "button", className: "forget", textContent: text("textForget") });
  const forgotten = element("p", { className: "forget" });
  forgotten.setAttribute("role", "status");
  // Everything that the site keeps, not the ticks alone: it is said that nothing is left.
  forget.addEventListener("click", () => {
    const detail = () => {
      show(new Set());
      forgotten.textContent = text("textForgotten");
    };
    dispatchEvent(new CustomEvent("forget", { detail }));
  });

  /**
   * Brings the page to what is kept, or to the ticks that are given.
   *
   * @param {Set<string>} [ticked]
   */
  const show = (ticked) => {
    const ids = kept();
    const shown = offers ? (ids ?? ticked) : ticked;
    if (shown) boxes.forEach((box, id) => (box.checked = shown.has(id)));
    if (control) {
      const { hint, progress, remember } = control;
      const all = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("input[data-step]")]);
      const done = all.filter((box) => box.checked).length;
      const said = text("textProgress", { done, total: all.length });
      if (progress.textContent !== said) progress.textContent = said;
      remember.checked = ids !== null;
      hint.hidden = offers && ids !== null;
    }
    const footer = document.querySelector(".site-footer");
    if (ids && !forget.isConnected) footer?.append(forget, forgotten);
    if (!ids) forget.remove();
  };

  const changed = () => {
    const ids = kept();
    if (ids && offers) {
      boxes.forEach((box, id) => (box.checked ? ids.add(id) : ids.delete(id)));
      keep(ids);
    }
    show();
  };

  /**
   * Puts a box before each step, those of a list inside a step included.
   *
   * @param {Element} list
   * @param {string} before the numbers of the steps around it
   */
  const addBoxes = (list, before = "") => {
    [...list.children].forEach((item, at) => {
      const number = `${before}${at + 1}`;
      /** @type {HTMLInputElement | null} */
      const old = item.querySelector(":scope > input[data-step]");
      // Browsers bring ticks back on their own, which the reader was told does not happen.
      const box = old ?? element("input", { type: "checkbox", autocomplete: "off" });
      box.dataset["step"] = "";
      box.setAttribute("aria-label", text("textName", { number, words: sentenceOf(wordsOf(item)) }));
      boxes.set(idOf(item), box);
      for (const inner of before ? [] : item.querySelectorAll(":scope > ol")) addBoxes(inner, `${number}.`);
      if (old) return;
      box.addEventListener("change", changed);
      item.prepend(box);
    });
  };

  const lists = [...document.querySelectorAll(".block-steps")].filter((list) => list.querySelector(":scope > ol"));
  const addAllBoxes = () => {
    boxes.clear();
    for (const list of lists) for (const steps of list.querySelectorAll(":scope > ol")) addBoxes(steps);
  };
  addAllBoxes();
  const last = lists.at(-1);
  if (last) {
    const hint = element("p", { className: "steps-hint", textContent: text("textHint") });
    const progress = element("p", { className: "steps-progress" });
    const remember = element("input", { type: "checkbox", autocomplete: "off" });
    remember.setAttribute("role", "switch");
    progress.setAttribute("role", "status");
    const warning = element("span", { className: "steps-warning", textContent: text("textWarning") });
    const label = element("label", { className: "steps-remember" }, remember, " ", text("textRemember"), " ", warning);
    remember.addEventListener("change", () => {
      const ticked = [...boxes].filter(([, box]) => box.checked).map(([id]) => id);
      if (!keep(remember.checked ? new Set(ticked) : null)) {
        remember.checked = false;
        remember.disabled = true;
        warning.textContent = text("textBlocked");
      }
      show();
    });
    lists[0]?.querySelector(":scope > ol")?.before(hint);
    last.append(progress);
    if (offers) last.append(label);
    control = { hint, progress, remember };
  }

  // Other tabs of the site keep in step; `null` means that everything was cleared.
  addEventListener("storage", (event) => {
    if (event.key === null || event.key === key) show(kept() ?? new Set());
  });
  // The preview has changed the page: new steps need boxes.
  addEventListener("patched", () => {
    addAllBoxes();
    show();
  });
  show();
})();
