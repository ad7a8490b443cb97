// @ts-check
// The entry point of what the preview adds to a page: it keeps the open page the same as the newest build. It is served by the
// preview and never published.
//
// It decides what the news of a build means for this page. `stream.js` brings the news, `patch.js` changes the page in place,
// `problems.js` shows problems, `corner.js` counts them, and `panel.js` shows the author what is known of the page.

import { Corner, tellPresence } from "./corner.js";
import { AuthorPanel } from "./panel.js";
import { PagePatcher } from "./patch.js";
import { Problems } from "./problems.js";
import { reload } from "./reload.js";
import { listen } from "./stream.js";

/**
 * @typedef {object} Problem
 * @property {string} identity names it from build to build
 * @property {"everywhere" | "page" | "request"} overlay where it opens by itself
 * @property {string | null} page the address of the page that its file becomes
 * @property {string} severity
 * @property {string} code
 * @property {string | null} place
 * @property {string | null} file
 * @property {number | null} line
 * @property {number | null} column
 * @property {string} message
 * @property {string | null} help
 * @property {string | null} frame
 */

/**
 * A message of the server. `changed` holds the addresses that differ between the builds `from` and `build`.
 *
 * @typedef {object} News
 * @property {string} run
 * @property {number} build
 * @property {number | null} from
 * @property {string[] | "all"} changed
 * @property {string | null} follow the address of the article that was saved, if the author asked to be taken there
 * @property {boolean} failed
 * @property {string[] | null} saved the files that caused the newest build
 * @property {Problem[]} problems those that can be shown over a page
 * @property {number} more how many of these are left out
 * @property {import("./problems.js").Counts} counts how many there are of each severity
 */

const script = /** @type {HTMLScriptElement} */ (document.querySelector("script[data-run]"));

/** The folder of the preview's own files: `/__mend/`, perhaps below a token. */
const own = new URL(".", import.meta.url);
const top = new URL("..", own).pathname;
const { run = "", base = "/", badges = "", editor, page } = script.dataset;
let build = Number(script.dataset["build"]);

/**
 * The address of a URL inside the site; none if it leads elsewhere.
 *
 * @param {string} url
 * @returns {string | undefined}
 */
const address = (url) => {
  const { origin, pathname } = new URL(url, location.href);
  if (origin !== location.origin || !pathname.startsWith(top)) return undefined;
  let path = "/" + pathname.slice(top.length);
  if (base !== "/" && path.startsWith(base)) path = "/" + path.slice(base.length);
  try {
    path = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  return path.replace(/(^|\/)index\.html$/, "$1").normalize("NFC");
};

/** The URL of an address inside the site. @param {string} path */
const urlOf = (path) => top + encodeURI(path.slice(1));

/** Style sheets that are there only until a newer one has loaded. @type {WeakSet<HTMLLinkElement>} */
const replaced = new WeakSet();

/**
 * Loads a style sheet again, after the one that is there, which is removed once the new one has loaded.
 *
 * @param {HTMLLinkElement} old
 */
const restyle = (old) => {
  const fresh = /** @type {HTMLLinkElement} */ (old.cloneNode());
  const url = new URL(old.href);
  url.searchParams.set("mend", String(build));
  fresh.href = url.href;
  replaced.add(old);
  fresh.addEventListener("load", () => old.remove());
  fresh.addEventListener("error", () => {
    fresh.remove();
    replaced.delete(old);
  });
  old.after(fresh);
};

const patcher = new PagePatcher();
let leaving = false;

const startAfresh = () => {
  if (leaving) return;
  leaving = true;
  close();
  // The browser restores the scroll position, unless the site has turned that off.
  history.scrollRestoration = "auto";
  reload();
};

/** @type {XMLHttpRequest | undefined} */
let asking;

/**
 * Fetches the page and patches the open one to be the same. The browser parses the answer into a document, since under a strict
 * policy no script can parse HTML.
 */
const refresh = () => {
  asking?.abort();
  // The site's 404 page is shown at any address.
  if (page !== undefined) return startAfresh();
  const request = (asking = new XMLHttpRequest());
  request.open("GET", location.pathname + location.search);
  request.responseType = "document";
  request.onload = () => {
    const next = request.responseXML;
    const served = next?.querySelector("script[data-run]");
    if (request.status !== 200 || !next || !(served instanceof HTMLElement) || served.dataset["run"] !== run) {
      return startAfresh();
    }
    // The settings were read when this page was loaded.
    if (served.dataset["editor"] !== editor || (served.dataset["base"] ?? "/") !== base) return startAfresh();
    const touched = patcher.patch(next);
    if (!touched) return startAfresh();
    build = Math.max(build, Number(served.dataset["build"]));
    kind = served.dataset["badges"] ?? "";
    corner.describe(kind);
    warn();
    touched.forEach(flash);
    panel.refresh();
  };
  // When the server is back, the stream does not tell that this page still has to be fetched.
  request.onerror = () => setTimeout(() => asking === request && !leaving && refresh(), 1_000);
  request.send();
};

/** Highlights a changed element for a moment. @param {Element} element */
const flash = (element) => {
  if (!element.isConnected || element === document.body || element.closest("head")) return;
  const colours = [{ backgroundColor: "rgb(255 214 102 / 45%)" }, { backgroundColor: "rgb(255 214 102 / 0%)" }];
  element.animate(colours, { duration: 1_500, easing: "ease-in" });
};

/**
 * Applies changes to this page: they concern it if it is the page itself, or anything it has loaded.
 *
 * @param {Set<string>} changed
 */
const apply = (changed) => {
  const links = [...document.querySelectorAll("link")].filter(
    (link) => link.rel === "stylesheet" && !replaced.has(link) && changed.has(address(link.href) ?? ""),
  );
  const styles = new Set(links.map((link) => address(link.href)));
  const loaded = performance.getEntriesByType("resource").map((entry) => address(entry.name));
  // After a refresh the page itself is among them.
  const here = address(location.href);
  if (loaded.some((path) => path && path !== here && changed.has(path) && !styles.has(path))) return startAfresh();
  if ([here, page].some((path) => path && changed.has(path))) return refresh();
  links.forEach(restyle);
};

/** What kind of page this is, and whether the newest build failed. */
let kind = badges;
let failed = false;

const warn = () => panel.warn(failed, kind.split(" ").includes("outdated"));

/** @param {News} news */
const take = (news) => {
  if (leaving) return;
  if (news.run !== run) return startAfresh();
  if (news.build < build) return;
  if (news.build > build) {
    if (news.follow && news.follow !== address(location.href)) {
      leaving = true;
      close();
      return location.assign(urlOf(news.follow));
    }
    const known = news.changed !== "all" && news.from !== null && news.from <= build;
    if (!known) return startAfresh();
    build = news.build;
    apply(new Set(news.changed));
    panel.refresh();
  }
  problems.take(news);
  failed = news.failed;
  warn();
};

const look = document.createElement("link");
look.rel = "stylesheet";
look.href = new URL("preview.css", own).href;
document.head.append(look);
/** The address of this page inside the site. */
const here = () => page ?? address(location.href);

const panel = new AuthorPanel({ own, address: here, urlOf, editor });
const corner = new Corner();
const problems = new Problems(corner, { here, editor, overview: own.href });
corner.attach(panel.button);
corner.describe(badges);

/** @param {boolean} there whether the server can be reached */
const presence = (there) => {
  if (there || !leaving) tellPresence(there);
};

const close = listen(new URL("events", own), () => `${run}-${build}`, take, presence);
