// @ts-check
// Shows on the page what is wrong and what kind of page it is: the problems, the labels in the corner, and that the preview has
// ended.
//
// All are siblings of the body and never in it, so that they disturb neither the site's style sheets and scripts, which look
// into the body, nor the patches of the page. Text is never parsed as HTML, so this works under the strictest content security
// policy.

/** @import { News, Problem } from "./preview.js" */

import { button, element, link } from "./dom.js";
import { editorUrl } from "./editor.js";

/** @param {Problem} problem */
const article = (problem) => {
  const made = element("article", problem.severity);
  const title = [problem.severity, problem.code].filter(Boolean).join(" ");
  if (problem.severity === "error") made.append(element("p", "blocks", "Keeps the site from being published"));
  made.append(element("p", "place", [problem.place, title].filter(Boolean).join("  ")));
  if (editor && problem.file) {
    const place = link("Edit", editorUrl(editor, problem.file, problem.line ?? 1, problem.column ?? 1));
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
};

/** Words for a page that readers will not meet like this. @type {string[]} */
let words = [];

/**
 * Says what kind of page this is.
 *
 * @param {string} badges words with spaces between them, such as `draft`
 */
export const describe = (badges) => {
  words = badges.split(" ").filter(Boolean);
  mark(latest);
};

/** @type {News | undefined} */
let latest;

/** What was closed is not shown again until it differs, and what is shown is left alone. */
let closed = "";
let shown = "";

/** @param {News} news */
const essence = (news) => JSON.stringify([news.failed, news.problems, news.more]);

/** @param {News} news */
const panel = (news) => {
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
    closed = essence(news);
    made.remove();
    mark(news);
  };
  made.append(title, button("Close", close), ...news.problems.map(article));
  if (news.more > 0) made.append(element("p", "more", `and ${news.more} more`));
  made.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  return made;
};

/**
 * Opens the panel, or puts new contents into it.
 * @param {News} news
 */
const open = (news) => {
  const old = document.getElementById("mend-problems");
  if (old && shown === essence(news)) return old;
  shown = essence(news);
  const made = panel(news);
  if (old) {
    made.classList.toggle("mend-page", old.classList.contains("mend-page"));
    old.replaceWith(made);
  } else {
    // Before everything, so that it is the first stop of the Tab key; the focus stays where it is.
    document.body.before(made);
  }
  return made;
};

/**
 * Shows what is wrong, if anything is.
 *
 * @param {News} news
 */
export const show = (news) => {
  latest = news;
  const serious = news.failed || news.problems.some((problem) => problem.severity === "error");
  if (serious && essence(news) !== closed) {
    open(news);
  } else if (!serious || shown !== essence(news)) {
    document.getElementById("mend-problems")?.remove();
  }
  if (news.problems.length === 0) closed = "";
  mark(news);
};

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

const ended = element("p", "ended", "The preview has ended. To go on, start it again in the terminal: mend serve");
ended.id = "mend-ended";
ended.setAttribute("role", "status");

/** Says that the page no longer follows the files, while the server cannot be reached. @param {boolean} there */
export const tellPresence = (there) => {
  if (there) ended.remove();
  else if (!ended.isConnected) document.body.before(ended);
};

const corner = element("aside", "corner");
corner.id = "mend-badge";
corner.setAttribute("aria-label", "Preview");
const state = element("span", "state");
corner.append(state);

/** @type {string | undefined} */
let editor;

/**
 * Lets problems lead to the author's editor.
 *
 * @param {string | undefined} pattern the address that opens a place in it
 */
export const openWith = (pattern) => {
  editor = pattern;
};

/**
 * Puts the corner beside the page, with a button before the words.
 *
 * @param {HTMLElement} tool
 */
export const attach = (tool) => {
  corner.prepend(tool);
  document.body.after(corner);
};

/**
 * The words in the corner: what kind of page this is, and how many problems there are.
 * @param {News} [news]
 */
const mark = (news) => {
  state.replaceChildren(...words.map((word) => element("span", word, word)));
  const text = news ? inWords(news.counts) : "";
  if (!news || !text) return;
  state.append(
    button(`${text} in the site`, () => {
      const opened = open(news);
      opened.tabIndex = -1;
      opened.focus();
    }),
  );
};
