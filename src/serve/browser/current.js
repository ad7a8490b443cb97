// @ts-check
// What the preview adds to the pages it makes for authors, the overview and the gallery: they become those of the newest
// build when the edits pause, and their places open the editor.
//
// It knows nothing of what is on them: a place has the class `place`, and what shall outlive a reload keeps itself.

import { editorUrl } from "./editor.js";
import { openWith, show } from "./problems.js";
import { reload } from "./reload.js";
import { listen } from "./stream.js";

/** Such a page shows the whole site and may take a while to make, so it is not made for every save of many. */
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
openWith(editor);
if (editor) openPlaces(editor);
const close = listen(new URL("events", import.meta.url), () => `${run}-${build}`, (news) => {
  // The page lists the problems of its own build by their articles. What keeps a newer build from being shown, and what is
  // wrong with the settings, which lie in no folder, stands nowhere else.
  show(news.failed ? news : { ...news, problems: news.problems.filter(({ file }) => !file?.includes("/")), more: 0 });
  clearTimeout(waiting);
  if (news.run === run && news.build <= build) return;
  waiting = setTimeout(() => {
    close();
    reload();
  }, PAUSE_MS);
});
