// @ts-check
// What the preview adds to its pages for authors, the overview and the gallery: they reload when there is a newer build and
// the edits pause, and the places on them open the editor.
//
// It knows nothing of their contents: a place is an element of the class `place`, and whatever is to survive a reload must
// store itself.

import { Corner, tellPresence } from "./corner.js";
import { editorUrl } from "./editor.js";
import { Problems, counted } from "./problems.js";
import { reload } from "./reload.js";
import { listen } from "./stream.js";

/** Such a page shows the whole site and can take a while to make, so it is not made for each of many saves. */
const PAUSE_MS = 500;

const script = /** @type {HTMLScriptElement} */ (document.querySelector("script[data-run]"));
const { run = "", editor } = script.dataset;
const build = Number(script.dataset["build"]);

/** @param {string} pattern the address that opens a place in the editor */
const openPlaces = (pattern) => {
  for (const place of document.querySelectorAll(".place")) {
    const [, file = "", line = "1"] = place.textContent?.match(/^(.*?)(?::(\d+))?$/) ?? [];
    const link = document.createElement("a");
    link.href = editorUrl(pattern, file, Number(line), 1);
    link.append(...place.childNodes);
    place.append(link);
  }
};

/** @type {number | undefined} */
let waiting;

const look = document.createElement("link");
look.rel = "stylesheet";
look.href = new URL("preview.css", import.meta.url).href;
document.head.append(look);
// The corner is not shown: such a page lists what it would count.
const problems = new Problems(new Corner(), { here: () => undefined, editor, overview: undefined });
if (editor) openPlaces(editor);
const close = listen(new URL("events", import.meta.url), () => `${run}-${build}`, (news) => {
  // The page itself lists the problems of its build by article. Only here are the reasons why there is no newer build, and the
  // problems of the settings, whose file is in no folder.
  const own = news.problems.filter(({ file }) => !file?.includes("/"));
  problems.take(news.failed ? news : { ...news, problems: own, more: 0, counts: counted(own) });
  clearTimeout(waiting);
  if (news.run === run && news.build <= build) return;
  waiting = setTimeout(() => {
    close();
    reload();
  }, PAUSE_MS);
}, tellPresence);
