// @ts-check
// Shows the problems of the site over the page. They open by themselves only if they break this page, or stand on lines that
// were just saved, and what was closed stays closed until something new appears. The corner counts all of them.
//
// The overlay is a sibling of the body and never in it, so that it disturbs neither the site's style sheets and scripts, which
// look into the body, nor the patches of the page. Text is never parsed as HTML, so this works under the strictest content
// security policy.

/** @import { News, Problem } from "./preview.js" */
/** @import { Corner } from "./corner.js" */

import { button, element, link } from "./dom.js";
import { editorUrl } from "./editor.js";

/** How long a file must be left alone until its problems open: an editor that saves by itself saves half-typed words. */
const GRACE_MS = 1_500;

/** The key under which this tab knows what was closed. */
const CLOSED = "mend-closed";

/**
 * How many problems of each severity there are.
 *
 * @typedef {Record<"error" | "warning" | "note", number>} Counts
 */

/**
 * @param {{ severity: string }[]} problems
 * @returns {Counts}
 */
export const counted = (problems) => {
  const of = (/** @type {string} */ severity) => problems.filter((problem) => problem.severity === severity).length;
  return { error: of("error"), warning: of("warning"), note: of("note") };
};

/**
 * The counts in the words of the terminal, such as "1 error, 2 notes"; empty if there is nothing.
 *
 * @param {Counts} counts
 */
export const inWords = (counts) =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}${count === 1 ? "" : "s"}`)
    .join(", ");

export class Problems {
  #corner;
  #here;
  #overview;
  /** @type {string | undefined} */
  #editor;
  /** @type {News | undefined} */
  #news;
  /** What opened by itself and is still there. @type {Set<string>} */
  #open = new Set();
  /** When what is new opens, unless its file is saved again. @type {Map<string, number>} */
  #due = new Map();
  /** Whether the author asked for all. */
  #asked = false;
  /** @type {number | undefined} */
  #timer;
  #shown = "";

  /**
   * @param {Corner} corner counts the problems
   * @param {object} ways
   * @param {() => string | undefined} ways.here the address of the open page inside the site
   * @param {string | undefined} ways.editor the address that opens a place in the author's editor
   * @param {string | undefined} ways.overview the address of the overview, unless this is it
   */
  constructor(corner, { here, editor, overview }) {
    this.#corner = corner;
    this.#here = here;
    this.#editor = editor;
    this.#overview = overview;
  }

  /** @param {News} news */
  take(news) {
    const before = this.#news;
    this.#news = news;
    const identities = new Set(news.problems.map(({ identity }) => identity));
    const there = (/** @type {string} */ identity) => identities.has(identity);
    // While the whole build fails, nothing is known of the other problems.
    const closed = this.#closed().filter((identity) => news.failed || there(identity));
    this.#close(closed);
    this.#open = new Set([...this.#open].filter(there));
    this.#due = new Map([...this.#due].filter(([identity]) => there(identity)));
    const isNew = before?.build !== news.build || before.failed !== news.failed;
    for (const problem of news.problems) {
      const { identity, file } = problem;
      if (!this.#opens(problem) || this.#open.has(identity) || closed.includes(identity)) continue;
      // What was there when the page was opened is not being typed.
      if (!before) this.#open.add(identity);
      else if (!this.#due.has(identity) || (isNew && (news.failed || news.saved?.includes(file ?? "")))) {
        this.#due.set(identity, Date.now() + GRACE_MS);
      }
    }
    this.#wait();
    this.#show();
    const words = inWords(news.counts);
    this.#corner.count(words && `${words} in the site`, () => this.#ask());
  }

  /** Whether it opens by itself on this page. @param {Problem} problem */
  #opens({ overlay, page }) {
    return overlay === "everywhere" || (overlay === "page" && (!page || page === this.#here()));
  }

  /** What was closed in this tab. @returns {string[]} */
  #closed() {
    return JSON.parse(sessionStorage.getItem(CLOSED) ?? "[]");
  }

  /** @param {string[]} identities */
  #close(identities) {
    if (identities.length) sessionStorage.setItem(CLOSED, JSON.stringify(identities));
    else sessionStorage.removeItem(CLOSED);
  }

  /** Waits until the next problem opens. */
  #wait() {
    clearTimeout(this.#timer);
    if (this.#due.size === 0) return;
    const next = Math.min(...this.#due.values());
    this.#timer = setTimeout(() => {
      for (const [identity, time] of this.#due) {
        if (time > Date.now()) continue;
        this.#due.delete(identity);
        this.#open.add(identity);
      }
      this.#wait();
      this.#show();
    }, Math.max(next - Date.now(), 0));
  }

  /** Shows all of them because the author asked. */
  #ask() {
    this.#asked = true;
    const made = this.#show();
    if (!made) return;
    made.tabIndex = -1;
    made.focus();
  }

  /** The most urgent first: what is wrong everywhere, what is wrong here, the file that was saved last, and the others. */
  #visible() {
    const problems = this.#news?.problems ?? [];
    const visible = this.#asked ? problems : problems.filter(({ identity }) => this.#open.has(identity));
    const here = this.#here();
    const rank = (/** @type {Problem} */ { severity, overlay, page }) => {
      if (severity !== "error") return 3;
      if (overlay === "everywhere" && !page) return 0;
      return page && page === here ? 1 : 2;
    };
    return [...visible].sort((one, other) => rank(one) - rank(other));
  }

  /** Opens the overlay, renews it, or takes it away. */
  #show() {
    const old = document.getElementById("mend-problems");
    const visible = this.#visible();
    const news = this.#news;
    if (!news || (visible.length === 0 && !(this.#asked && Object.values(news.counts).some(Boolean)))) {
      this.#asked = false;
      this.#shown = "";
      old?.remove();
      return undefined;
    }
    const content = JSON.stringify([news.failed, news.counts, this.#asked, visible]);
    if (old && this.#shown === content) return old;
    this.#shown = content;
    const made = this.#make(news, visible);
    if (old) {
      made.classList.toggle("mend-page", old.classList.contains("mend-page"));
      const at = old.scrollTop;
      const focused = old.contains(document.activeElement);
      old.replaceWith(made);
      made.scrollTop = at;
      if (focused) made.querySelector("button")?.focus();
    } else {
      // Before everything, so that it is the first stop of the Tab key; the focus stays where it is.
      document.body.before(made);
    }
    return made;
  }

  /** @param {News} news @param {Problem[]} visible */
  #make(news, visible) {
    const made = element("section", "panel");
    made.id = "mend-problems";
    made.setAttribute("aria-label", "Problems");
    const title = element(
      "p",
      "title",
      news.failed ? "The site could not be built; this is the last good page" : "Problems",
    );
    title.setAttribute("role", "alert");
    const close = () => {
      this.#close([...new Set([...this.#closed(), ...visible.map(({ identity }) => identity)])]);
      this.#open.clear();
      this.#asked = false;
      this.#show();
    };
    made.append(title, button("Close", close), ...visible.map((problem) => this.#article(problem)));
    made.append(...this.#rest(news, visible.length));
    made.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
    return made;
  }

  /**
   * What is not shown, and where it is.
   *
   * @param {News} news
   * @param {number} visible
   */
  #rest(news, visible) {
    const hidden = news.problems.length - visible;
    const all = Object.values(news.counts).reduce((sum, count) => sum + count, 0);
    const counted = all - news.problems.length - news.more;
    /** @type {HTMLElement[]} */
    const made = [];
    if (hidden > 0) {
      const more = element("p", "more");
      more.append(button(`Show ${hidden} more in the site`, () => this.#ask()));
      made.push(more);
    }
    if (this.#asked && news.more > 0) made.push(element("p", "more", `and ${news.more} more`));
    if (this.#asked && counted > 0) {
      const more = element("p", "more", `${counted === 1 ? "One finding is" : `${counted} findings are`} about how texts are written, or about what is left to do. `);
      if (this.#overview) more.append(link("Overview of the whole site", this.#overview));
      made.push(more);
    }
    return made;
  }

  /** @param {Problem} problem */
  #article(problem) {
    const made = element("article", problem.severity);
    const title = [problem.severity, problem.code].filter(Boolean).join(" ");
    if (problem.severity === "error") made.append(element("p", "blocks", "Keeps the site from being published"));
    made.append(element("p", "place", [problem.place, title].filter(Boolean).join("  ")));
    if (this.#editor && problem.file) {
      const place = link("Edit", editorUrl(this.#editor, problem.file, problem.line ?? 1, problem.column ?? 1));
      made.querySelector(".mend-place")?.append(" ", place);
    }
    made.append(element("p", "message", problem.message));
    if (problem.frame) {
      const frame = element("pre", "frame", problem.frame);
      frame.tabIndex = 0;
      made.append(frame);
    }
    if (problem.help) made.append(element("p", "help", problem.help));
    return made;
  }
}
