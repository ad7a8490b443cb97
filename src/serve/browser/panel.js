// @ts-check
// The author's panel: what is known of the open page, next to the page. A button in the corner opens it.
//
// It asks the server when it is opened, and after each build while it is open. Like everything of the preview it is a sibling of
// the body. It stores nothing unless the author ticks the box for that. `picker.js` picks paragraphs, `places.js` finds words on
// the page.

import { button, element, link } from "./dom.js";
import { editorUrl } from "./editor.js";
import { Picker } from "./picker.js";
import { counted, inWords } from "./problems.js";
import { align, findNear, highlight } from "./places.js";

/**
 * A place in the page's file, from 1.
 *
 * @typedef {{ line: number, column: number }} Place
 * @typedef {Place & { text: string, heading: boolean }} Block
 * @typedef {{ title: string, url: string, file: string }} PageLink
 */

/**
 * What the server knows about a page.
 *
 * @typedef {object} Facts
 * @property {string} url
 * @property {string | null} file none for a generated page
 * @property {"current" | "draft" | "future" | "expired" | null} status
 * @property {string | null} since
 * @property {boolean} unlisted
 * @property {number} words
 * @property {number} minutes
 * @property {{ reviewed: string | null, never: boolean, due: string | null, overdue: boolean, by: string | null, changed: boolean } | null} review
 * @property {{ grade: number | null, wanted: number, hardest: (Place & { text: string, words: number, grade: number })[] } | null} reading
 * @property {(Partial<Place> & { code: string, severity: string, fault: boolean, message: string, help: string | null })[]} problems
 * @property {(Place & { target: string, nearest: string | null })[]} broken
 * @property {(Place & { words: string, title: string, url: string, link: string })[]} suggestions
 * @property {PageLink[]} linked_from
 * @property {PageLink[]} links_to
 * @property {string[]} redirects
 * @property {Block[]} blocks
 */

/** The key of the one thing that can be stored, for this tab. */
const REMEMBERED = "mend-panel";

/** A longer list is folded. */
const MOST_UNFOLDED = 8;

/** How long found words stay highlighted, in milliseconds. */
const SHOWN_FOR = 4_000;

export class AuthorPanel {
  /** The button for the corner. */
  button = button("Author’s panel", () => (this.#open ? this.#close() : this.#show(true)));
  #own;
  #address;
  #urlOf;
  #editor;
  #panel = element("aside", "side");
  #old = element("p", "old");
  #body = element("div", "facts");
  #picker;
  #open = false;
  /** The parts that the author has folded or unfolded, by name. @type {Map<string, boolean>} */
  #folds = new Map();
  #marking = false;
  /** @type {AbortController | undefined} */
  #asking;

  /**
   * @param {object} ways
   * @param {URL} ways.own the folder of the preview's own files
   * @param {() => string | undefined} ways.address the address of this page inside the site
   * @param {(path: string) => string} ways.urlOf the URL of an address inside the site
   * @param {string | undefined} ways.editor the address that opens a place in the author's editor
   * @param {boolean} ways.hasKey whether a key opens and closes it
   */
  constructor({ own, address, urlOf, editor, hasKey }) {
    this.#own = own;
    this.#address = address;
    this.#urlOf = urlOf;
    this.#editor = editor;
    this.#picker = new Picker((place) => this.#editorUrl(place));
    this.#panel.id = "mend-panel";
    this.#panel.setAttribute("aria-labelledby", "mend-panel-title");
    this.#panel.hidden = true;
    const title = element("h2", "name", "This page");
    title.id = "mend-panel-title";
    title.tabIndex = -1;
    this.#old.hidden = true;
    this.#panel.append(title, button("Close", () => this.#close()), this.#old, this.#body, this.#whole(), this.#memory());
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) this.#close();
    });
    this.button.setAttribute("aria-expanded", "false");
    this.button.setAttribute("aria-controls", this.#panel.id);
    if (hasKey) this.#listen();
    document.body.after(this.#panel);
    if (sessionStorage.getItem(REMEMBERED)) this.#show(false);
  }

  /** Alt, Shift and P open and close it. Where a letter comes of that on some keyboards, the place of the key counts. */
  #listen() {
    this.button.setAttribute("aria-keyshortcuts", "Alt+Shift+P");
    this.button.title = "Alt+Shift+P";
    addEventListener("keydown", (event) => {
      if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || event.code !== "KeyP") return;
      event.preventDefault();
      if (this.#open) this.#close();
      else this.#show(true);
    });
  }

  /** There is a new build, so the facts may be out of date. */
  refresh() {
    if (this.#open) this.#ask();
  }

  /**
   * Shows whether the facts are older than what was saved.
   *
   * @param {boolean} failed the newest build as a whole
   * @param {boolean} outdated this page alone, whose file cannot be read
   */
  warn(failed, outdated) {
    this.#old.hidden = !failed && !outdated;
    this.#old.textContent = failed
      ? "The newest build failed. These are the facts of the last good one."
      : "The file of this page cannot be read now. These are the facts of its last good version.";
  }

  /** @param {boolean} focus whether the author opened it just now */
  #show(focus) {
    this.#open = true;
    this.#panel.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    if (focus) document.getElementById("mend-panel-title")?.focus();
    this.#ask();
  }

  #close() {
    this.#open = false;
    this.#panel.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    this.#asking?.abort();
    this.#picker.stop();
    this.#marking = false;
    highlight("mend-hard", []);
    sessionStorage.removeItem(REMEMBERED);
    const box = this.#panel.querySelector("input");
    if (box) box.checked = false;
    this.button.focus();
  }

  /** The link to the overview of the site. */
  #whole() {
    const made = element("p", "whole");
    made.append(link("Overview of the whole site", this.#own.href));
    return made;
  }

  #memory() {
    const label = element("label", "memory");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = sessionStorage.getItem(REMEMBERED) !== null;
    box.addEventListener("change", () => {
      if (box.checked) sessionStorage.setItem(REMEMBERED, "open");
      else sessionStorage.removeItem(REMEMBERED);
    });
    label.append(box, " Keep it open on the next pages, in this tab");
    return label;
  }

  async #ask() {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    const url = new URL("page", this.#own);
    url.search = `path=${encodeURIComponent(this.#address() ?? "")}`;
    try {
      const answer = await fetch(url, { signal: asking.signal });
      const told = answer.ok ? /** @type {{ saved: string[] | null, page: Facts }} */ (await answer.json()) : undefined;
      if (!asking.signal.aborted) this.#fill(told?.page, told?.saved ?? []);
    } catch {
      // The server is away, or a newer request was sent, whose answer will come.
    }
  }

  /**
   * @param {Facts | undefined} facts
   * @param {string[]} saved the files that last changed the page
   */
  #fill(facts, saved) {
    const focused = this.#body.contains(document.activeElement);
    this.#picker.take(facts?.file ?? null, facts?.blocks ?? []);
    if (!facts?.file) {
      const text = facts
        ? "mend generates this page from the others. There is no file to edit."
        : "There is no page at this address.";
      this.#body.replaceChildren(element("p", "note", text), this.#looks());
    } else {
      this.#body.replaceChildren(
        this.#state(facts, saved),
        this.#source(facts.file),
        ...this.#broken(facts),
        ...this.#problems(facts),
        ...this.#suggestions(facts),
        this.#links("Pages that link here", facts.linked_from, "No other page links here; it is only in lists and in search."),
        this.#links("Pages it links to", facts.links_to, "It links to no other page."),
        this.#reading(facts),
        this.#looks(),
      );
    }
    this.#mark(facts?.reading?.hardest ?? []);
    if (focused) document.getElementById("mend-panel-title")?.focus();
  }

  /** @param {Facts} facts @param {string[]} saved */
  #state({ file, status, since, unlisted, words, minutes, review }, saved) {
    const made = element("ul", "state");
    /** @param {string} text @param {string} [kind] */
    const say = (text, kind = "plain") => made.append(element("li", kind, text));
    if (status === "draft") say("Draft: readers do not see it yet", "draft");
    if (status === "future") say(`Appears on ${since}`, "future");
    if (status === "expired") say(`Expired on ${since}`, "expired");
    if (unlisted) say("Unlisted: only people who know the address find it", "unlisted");
    say(`${count(words, "word")}, ${minutes ? count(minutes, "minute") : "less than a minute"} to read`);
    if (review?.never) say("Never reviewed");
    if (review?.reviewed) say(`Reviewed on ${review.reviewed}${review.by ? ` by ${review.by}` : ""}`);
    if (review?.changed) say("Changed since its review: readers no longer see the review", "due");
    if (review?.due) say(`${review.overdue ? "Review was due" : "Next review"} on ${review.due}`, review.overdue ? "due" : "plain");
    const others = saved.filter((other) => other !== file);
    const [first] = others;
    if (first) say(`Changed last because of ${first}${others.length > 1 ? ` and ${count(others.length - 1, "other file")}` : ""}`);
    else if (saved.length) say("Changed last when its own file was saved");
    return made;
  }

  /** @param {string} file */
  #source(file) {
    const made = element("div", "source");
    made.append(element("p", "file", file), this.#picker.button);
    const url = this.#editorUrl({ line: 1, column: 1 });
    if (url) made.append(link("Open in the editor", url));
    else made.append(element("p", "note", "To open lines in your editor, name it in site.toml: [serve] editor = \"vscode\""));
    made.append(this.#picker.says);
    return made;
  }

  /** What does not work, and apart from that what is to be said about the text. @param {Facts} facts */
  #problems({ problems, broken, status }) {
    // Broken links have a part of their own.
    const told = problems.filter(
      (problem) => !isLink(problem) || !broken.some((other) => samePlace(other, problem)),
    );
    const item = (/** @type {Facts["problems"][0]} */ problem) => {
      const item = element("li", problem.severity);
      item.append(element("p", "message", `${problem.severity} ${problem.code}: ${problem.message}`));
      if (problem.help) item.append(element("p", "note", problem.help));
      const ways = problem.line === undefined ? undefined : this.#ways(/** @type {Place} */ (problem));
      // A rule that knows a better word says nothing else in its help.
      const better = problem.help?.match(/^write "([^"]+)"$/)?.[1];
      if (better) ways?.append(...copy(better));
      if (ways) item.append(ways);
      return item;
    };
    const [faults, text] = [told.filter(({ fault }) => fault), told.filter(({ fault }) => !fault)];
    /** @type {HTMLElement[]} */
    const parts = [];
    if (faults.length > 0 || problems.length === 0) {
      parts.push(this.#part("Problems", faults.map(item), "There are no problems on this page.", inWords(counted(faults)) || "none"));
    }
    const isDraft = status === "draft";
    if (text.length > 0 && !isDraft) parts.push(this.#part("About the text", text.map(item), undefined, inWords(counted(text))));
    parts.push(this.#publishing(isDraft ? text.map(item) : [], isDraft ? inWords(counted(text)) : ""));
    return parts;
  }

  /**
   * What there is to know before the page is published. The site is built as readers would get it when the author unfolds this.
   *
   * @param {HTMLElement[]} items what is left to do
   * @param {string} count
   */
  #publishing(items, count) {
    const title = "Before you publish";
    const made = this.#part(title, items, undefined, count);
    made.open = this.#folds.get(title) ?? (items.length > 0 && items.length <= MOST_UNFOLDED);
    const more = element("div", "publishing");
    made.append(more);
    const fill = async () => {
      if (!made.open) return;
      const known = await (await fetch(new URL("publish/facts.json", this.#own))).json();
      more.replaceChildren(...published(known, this.#address() ?? ""), link("Before you publish the site", new URL("publish/", this.#own).href));
    };
    const ask = () => fill().catch(() => more.replaceChildren("This cannot be found out now."));
    made.addEventListener("toggle", ask);
    return made;
  }

  /** Links that lead nowhere, in the words of the check, if the rules of the site report them. @param {Facts} facts */
  #broken({ broken, problems }) {
    if (broken.length === 0) return [];
    const items = broken.map((other) => {
      const problem = problems.find((problem) => isLink(problem) && samePlace(other, problem));
      const item = element("li", problem?.severity ?? "warning");
      item.append(element("p", "message", problem ? `${problem.severity} ${problem.code}: ${problem.message}` : other.target));
      if (problem?.help) item.append(element("p", "note", problem.help));
      else if (!problem && other.nearest) item.append(element("p", "note", `Did you mean ${other.nearest}?`));
      const ways = this.#ways(other);
      if (other.nearest) ways.append(...copy(other.nearest));
      item.append(ways);
      return item;
    });
    return [this.#part("Broken links", items)];
  }

  /** @param {Facts} facts */
  #suggestions({ suggestions }) {
    if (suggestions.length === 0) return [];
    const items = suggestions.map((other) => {
      const item = element("li", "suggestion");
      const text = element("p", "message", `“${other.words}” could link to `);
      text.append(link(other.title, this.#urlOf(other.url)));
      const ways = this.#ways(other, other.words);
      ways.append(...copy(other.link));
      item.append(text, element("code", "code", other.link), ways);
      return item;
    });
    return [this.#part("Suggested links", items)];
  }

  /** @param {Facts} facts */
  #reading({ reading }) {
    const hardest = reading?.hardest ?? [];
    const items = hardest.map((sentence) => {
      const item = element("li", "sentence");
      item.append(element("p", "message", sentence.text));
      item.append(element("p", "note", `${count(sentence.words, "word")}, grade ${sentence.grade.toFixed(0)}`));
      item.append(this.#ways(sentence, sentence.text));
      return item;
    });
    const made = this.#part("Reading level", items, "No sentence stands out as hard.", "");
    const grade = reading?.grade;
    const text =
      grade === null || grade === undefined
        ? "The text is too short to measure."
        : `Reading age ${Math.max(5, Math.round(grade + 5))} (grade ${grade.toFixed(1)}); the limit of this site is grade ${reading?.wanted}.`;
    made.querySelector("summary")?.after(element("p", "message", text));
    if (items.length) {
      const toggle = button("Mark the hardest sentences in the text", () => {
        this.#marking = !this.#marking;
        toggle.setAttribute("aria-pressed", String(this.#marking));
        this.#mark(hardest);
      });
      toggle.setAttribute("aria-pressed", String(this.#marking));
      made.append(toggle);
    }
    return made;
  }

  /** Highlights the hardest sentences, if the author asked for that. @param {(Place & { text: string })[]} sentences */
  #mark(sentences) {
    const aligned = align(this.#picker.blocks);
    highlight("mend-hard", this.#marking ? sentences.map(({ text, line }) => findNear(text, line, aligned)) : []);
  }

  /** @param {string} title @param {PageLink[]} pages @param {string} none */
  #links(title, pages, none) {
    const items = pages.map((page) => {
      const item = element("li", "page");
      item.append(link(page.title, this.#urlOf(page.url)));
      return item;
    });
    return this.#part(title, items, none);
  }

  /** How search results and messages show the page, according to its head. */
  #looks() {
    /** @param {string} selector */
    const said = (selector) => document.head.querySelector(selector)?.getAttribute("content") ?? "";
    const hidden = /noindex/.test(said('meta[name="robots"]'));
    const address = document.head.querySelector("link[rel=canonical]")?.getAttribute("href") ?? this.#address() ?? "";
    const made = this.#part("In search results", [], undefined, "");
    if (hidden) made.append(element("p", "note", "Search engines are asked to leave it out."));
    const result = element("div", "result");
    result.append(element("p", "title", document.title), element("p", "address", address));
    result.append(element("p", "message", said('meta[name="description"]') || "No summary: search engines choose a part of the text."));
    made.append(result, element("h3", "heading", "When it is shared"));
    const card = element("div", "result");
    const picture = said('meta[property="og:image"]');
    if (picture) card.append(element("p", "address", `Picture: ${picture}`));
    card.append(element("p", "title", said('meta[property="og:title"]') || document.title));
    card.append(element("p", "message", said('meta[property="og:description"]') || "No summary."));
    if (!picture) card.append(element("p", "note", "No picture."));
    made.append(card);
    return made;
  }

  /**
   * A part of the panel that can be folded: a heading, and a list or the text for an empty one. A long list is folded until the
   * author unfolds it.
   *
   * @param {string} title
   * @param {HTMLElement[]} items
   * @param {string} [none]
   * @param {string} [count] what is said of the items behind the title; how many there are, if it is not given
   */
  #part(title, items, none, count = String(items.length)) {
    const made = /** @type {HTMLDetailsElement} */ (element("details", "part"));
    made.open = this.#folds.get(title) ?? items.length <= MOST_UNFOLDED;
    const summary = element("summary", "fold");
    summary.append(element("h3", "heading", count ? `${title} (${count})` : title));
    summary.addEventListener("click", () => this.#folds.set(title, !made.open));
    made.append(summary);
    if (items.length) {
      const list = element("ul", "list");
      list.append(...items);
      made.append(list);
    } else if (none) {
      made.append(element("p", "note", none));
    }
    return made;
  }

  /**
   * The buttons that lead to a place: on the page, and in the editor.
   *
   * @param {Place} place
   * @param {string} [words] the words at this place
   */
  #ways(place, words) {
    const made = element("p", "ways");
    made.append(
      button(`Show line ${place.line}`, () => {
        const range = findNear(words ?? "", place.line, align(this.#picker.blocks));
        const inside = range?.startContainer;
        (inside instanceof Element ? inside : inside?.parentElement)?.scrollIntoView({ block: "center" });
        highlight("mend-shown", [range]);
        setTimeout(() => highlight("mend-shown", []), SHOWN_FOR);
      }),
    );
    const url = this.#editorUrl(place);
    if (url) made.append(link("Edit", url));
    return made;
  }

  /** @param {Place} place */
  #editorUrl({ line, column }) {
    return this.#editor && this.#picker.file
      ? editorUrl(this.#editor, this.#picker.file, line, column)
      : undefined;
  }
}

/**
 * A button that copies a text, where the browser lets a page do so: not on an address of another machine.
 *
 * @param {string} text
 */
function copy(text) {
  if (!navigator.clipboard) return [];
  const made = button(`Copy ${text.length > 24 ? "it" : text}`, async () => {
    await navigator.clipboard.writeText(text);
    made.textContent = "Copied";
  });
  return [made];
}

/**
 * What the server knows of the site as it would be published.
 *
 * @typedef {object} Publication
 * @property {{ page: string | null, place: string, message: string }[]} stops
 * @property {{ page: string, kind: string, lines: ["added" | "removed", string][] }[] | null} changes
 * @property {{ page: string, why: string }[]} unchecked
 */

/**
 * What of that is about one page.
 *
 * @param {Publication} known
 * @param {string} address
 */
function published({ stops, changes, unchecked }, address) {
  const made = [];
  for (const { page, place, message } of stops) {
    if (page === address) made.push(element("p", "due", `Stops publishing: ${place}: ${message}`));
  }
  const change = changes?.find(({ page }) => page === address);
  const news = !changes ? "Nothing was published from this folder yet." : change ? "" : "Readers see these words already, or will not see this page.";
  const words = change?.kind === "new" ? "This page is new for readers." : change?.kind === "gone" ? "Readers will no longer find this page." : "";
  if (news || words) made.push(element("p", "note", news || words));
  if (change?.kind === "changed") {
    made.push(element("p", "note", "What changes for readers:"));
    for (const [what, line] of change.lines) {
      const text = element("p", "line");
      text.append(element(what === "added" ? "ins" : "del", what, line));
      made.push(text);
    }
  }
  const review = unchecked.find(({ page }) => page === address);
  if (review) made.push(element("p", "note", `No person has checked this text as it is: ${review.why}.`));
  return made;
}

/** Whether a problem is about a link or a picture. @param {{ code: string }} problem */
const isLink = ({ code }) => code.startsWith("LINK-");

/** @param {number} number @param {string} one */
const count = (number, one) => `${number.toLocaleString("en")} ${one}${number === 1 ? "" : "s"}`;

/** @param {Place} one @param {Partial<Place>} other */
const samePlace = (one, other) => one.line === other.line && one.column === other.column;
