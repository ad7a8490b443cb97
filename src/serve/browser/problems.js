// @ts-check
// Says on the page what is wrong and what kind of page it is: the panel of problems and the badge in the corner.
//
// Both stand beside the body of the page and never in it, so they are in nobody's way: not in the site's, whose
// style sheets and scripts look into the body, and not in the way of a change to the page. Elements are made one by one and
// text is only ever text, so this runs under the strictest policy a site can have.

/** @import { News, Problem } from "./preview.js" */

/**
 * @param {string} tag
 * @param {string} name
 * @param {string | null} [text]
 */
const element = (tag, name, text) => {
  const made = document.createElement(tag);
  made.className = `mend-${name}`;
  if (text) made.textContent = text;
  return made;
};

/**
 * @param {string} text
 * @param {() => void} act
 */
const button = (text, act) => {
  const made = element("button", "button", text);
  made.setAttribute("type", "button");
  made.addEventListener("click", act);
  return made;
};

/** @param {Problem} problem */
const article = (problem) => {
  const made = element("article", problem.severity);
  const title = [problem.severity, problem.code].filter(Boolean).join(" ");
  made.append(element("p", "place", [problem.place, title].filter(Boolean).join("  ")));
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
 * The badge in the corner: what kind of page this is, and how many problems there are.
 * @param {News} [news]
 */
const mark = (news) => {
  document.getElementById("mend-badge")?.remove();
  const count = news ? news.problems.length + news.more : 0;
  if (words.length + count === 0) return;
  const made = element("aside", "corner");
  made.id = "mend-badge";
  made.setAttribute("aria-label", "Preview");
  made.append(...words.map((word) => element("span", word, word)));
  if (news && count > 0) {
    const text = count === 1 ? "1 problem" : `${count} problems`;
    made.append(
      button(text, () => {
        const opened = open(news);
        opened.tabIndex = -1;
        opened.focus();
      }),
    );
  }
  document.body.after(made);
};
