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
  #marking = false;
  /** @type {AbortController | undefined} */
  #asking;

  /**
   * @param {object} ways
   * @param {URL} ways.own the folder of the preview's own files
   * @param {() => string | undefined} ways.address the address of this page inside the site
   * @param {(path: string) => string} ways.urlOf the URL of an address inside the site
   * @param {string | undefined} ways.editor the address that opens a place in the author's editor
   */
  constructor({ own, address, urlOf, editor }) {
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
    document.body.after(this.#panel);
    if (sessionStorage.getItem(REMEMBERED)) this.#show(false);
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
      (problem) => !problem.code.startsWith("LINK-0") || !broken.some((other) => samePlace(other, problem)),
    );
    const item = (/** @type {Facts["problems"][0]} */ problem) => {
      const item = element("li", problem.severity);
      item.append(element("p", "message", `${problem.severity} ${problem.code}: ${problem.message}`));
      if (problem.help) item.append(element("p", "note", problem.help));
      if (problem.line !== undefined) item.append(this.#ways(/** @type {Place} */ (problem)));
      return item;
    };
    const [faults, text] = [told.filter(({ fault }) => fault), told.filter(({ fault }) => !fault)];
    /** @type {HTMLElement[]} */
    const parts = [];
    if (faults.length > 0 || problems.length === 0) {
      const title = `Problems (${inWords(counted(faults)) || "none"})`;
      parts.push(part(title, faults.map(item), "There are no problems on this page."));
    }
    if (text.length > 0) {
      const title = status === "draft" ? "Before you publish" : "About the text";
      parts.push(part(`${title} (${inWords(counted(text))})`, text.map(item)));
    }
    return parts;
  }

  /** @param {Facts} facts */
  #broken({ broken }) {
    if (broken.length === 0) return [];
    const items = broken.map((other) => {
      const item = element("li", "error");
      item.append(element("p", "message", other.target));
      item.append(element("p", "note", other.nearest ? `Did you mean ${other.nearest}?` : "Nothing of that name is published."));
      item.append(this.#ways(other));
      return item;
    });
    return [part(`Broken links (${broken.length})`, items)];
  }

  /** @param {Facts} facts */
  #suggestions({ suggestions }) {
    if (suggestions.length === 0) return [];
    const items = suggestions.map((other) => {
      const item = element("li", "suggestion");
      const text = element("p", "message", `“${other.words}” could link to `);
      text.append(link(other.title, this.#urlOf(other.url)));
      item.append(text, element("code", "code", other.link), this.#ways(other, other.words));
      return item;
    });
    return [part(`Suggested links (${suggestions.length})`, items)];
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
    const made = part("Reading level", items, "No sentence stands out as hard.");
    const grade = reading?.grade;
    const text =
      grade === null || grade === undefined
        ? "The text is too short to measure."
        : `Reading age ${Math.max(5, Math.round(grade + 5))} (grade ${grade.toFixed(1)}); the limit of this site is grade ${reading?.wanted}.`;
    made.querySelector("h3")?.after(element("p", "message", text));
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
    return part(`${title} (${pages.length})`, items, none);
  }

  /** How search results and messages show the page, according to its head. */
  #looks() {
    /** @param {string} selector */
    const said = (selector) => document.head.querySelector(selector)?.getAttribute("content") ?? "";
    const hidden = /noindex/.test(said('meta[name="robots"]'));
    const address = document.head.querySelector("link[rel=canonical]")?.getAttribute("href") ?? this.#address() ?? "";
    const made = part("In search results", []);
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
 * A part of the panel: a heading, and a list or the text for an empty one.
 *
 * @param {string} title
 * @param {HTMLElement[]} items
 * @param {string} [none]
 */
function part(title, items, none) {
  const made = element("section", "part");
  made.append(element("h3", "heading", title));
  if (items.length) {
    const list = element("ul", "list");
    list.append(...items);
    made.append(list);
  } else if (none) {
    made.append(element("p", "note", none));
  }
  return made;
}

/** @param {number} number @param {string} one */
const count = (number, one) => `${number.toLocaleString("en")} ${one}${number === 1 ? "" : "s"}`;

/** @param {Place} one @param {Partial<Place>} other */
const samePlace = (one, other) => one.line === other.line && one.column === other.column;
