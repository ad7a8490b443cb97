// @ts-check
// The entry point of what the preview adds to a page: it keeps the open page the same as the newest build. It is served by the
// preview and never published.
//
// It decides what the news of a build means for this page. `stream.js` brings the news, `patch.js` changes the page in place,
// `problems.js` shows problems, `corner.js` counts them, and `panel.js` shows the author what is known of the page.

import { Corner, tellLeft, tellPresence } from "./corner.js";
import { link } from "./dom.js";
import { AuthorPanel } from "./panel.js";
import { PagePatcher } from "./patch.js";
import { Pill } from "./pill.js";
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
 * @property {{ errors: number, pages: string[] }} stops what stops publication, if the preview shows more than would be published
 */

const script = /** @type {HTMLScriptElement} */ (document.querySelector("script[data-run]"));

/** The folder of the preview's own files: `/__mend/`, perhaps below a token. */
const own = new URL(".", import.meta.url);
const top = new URL("..", own).pathname;
const { run = "", base = "/", badges = "", editor, page, key, share } = script.dataset;
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

/** How long a page that has another address says so before it goes there, in milliseconds. */
const NOTICE_MS = 1_500;

/**
 * Says where the page that was at this address has gone, and goes there. What was deleted stays on the screen.
 *
 * @param {DOMStringMap} told
 */
const hasLeft = ({ moved, gone, file }) => {
  if (moved) {
    const url = urlOf(moved) + location.hash;
    tellLeft(`This page is at another address now: ${moved}.`, link("Go there", url));
    setTimeout(() => !leaving && location.replace(url), NOTICE_MS);
  } else if (gone) {
    tellLeft(gone === "deleted" ? `${file} was deleted. ${page ? "" : "This is the page as it was."}` : `${file} is not published as it is now.`);
  }
  return Boolean(moved || gone);
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
    if (request.status === 404 && served instanceof HTMLElement && served.dataset["run"] === run && hasLeft(served.dataset)) return;
    if (request.status !== 200 || !next || !(served instanceof HTMLElement) || served.dataset["run"] !== run) {
      return startAfresh();
    }
    // The settings were read when this page was loaded.
    if (served.dataset["editor"] !== editor || served.dataset["key"] !== key || (served.dataset["base"] ?? "/") !== base) return startAfresh();
    tellLeft("");
    const touched = patcher.patch(next);
    if (!touched) return startAfresh();
    build = Math.max(build, Number(served.dataset["build"]));
    kind = served.dataset["badges"] ?? "";
    corner.describe(kind);
    warn();
    // A script of the site can look after what has come.
    dispatchEvent(new Event("patched"));
    for (const element of touched) flash(element);
    const words = [...touched].filter((element) => document.querySelector("main")?.contains(element));
    if (words.length > 0) pill.show(words, flash);
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

/** Whether a file belongs to the index of the search, whose program fetches it anew for the next query. @param {string} path */
const isIndex = (path) => path.startsWith("/search/data/");

/** Loads a picture again. @param {HTMLImageElement} image */
const renew = (image) => {
  const url = new URL(image.src);
  url.searchParams.set("mend", String(build));
  image.src = url.href;
  flash(image);
  pill.show([image], flash);
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
  // After a refresh the page itself is among them. The search asks anew, and pictures are replaced.
  const here = address(location.href);
  const renews = (/** @type {string} */ path) => path !== here && !styles.has(path) && !isIndex(path) && !pictures.has(path);
  const pictures = new Set([...document.images].map((image) => address(image.currentSrc || image.src)));
  if (loaded.some((path) => path && changed.has(path) && renews(path))) return startAfresh();
  for (const image of document.images) if (changed.has(address(image.currentSrc || image.src) ?? "")) renew(image);
  links.forEach(restyle);
  if ([here, page].some((path) => path && changed.has(path))) refresh();
};

/** Too much changed to be listed, or it is too long ago: the page is fetched again, with its styles and its pictures. */
const catchUp = async () => {
  const scripts = [...document.querySelectorAll("script")].filter(({ src, dataset }) => src && !("run" in dataset));
  const text = async (/** @type {string} */ url, /** @type {RequestCache} */ cache) => (await fetch(url, { cache })).text();
  const differ = scripts.map(async ({ src }) => (await text(src, "force-cache")) !== (await text(src, "no-cache")));
  if ((await Promise.all(differ)).includes(true)) return startAfresh();
  const styles = [...document.querySelectorAll("link")].filter((link) => link.rel === "stylesheet");
  const files = [location.href, ...styles.map(({ href }) => href), ...[...document.images].map(({ src }) => src)];
  apply(new Set(files.map(address).filter((path) => path !== undefined)));
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
    build = news.build;
    if (known) apply(new Set(news.changed));
    else catchUp().catch(startAfresh);
    panel.refresh();
  }
  if (!isFramed) problems.take(news);
  corner.stops(news.stops, new URL("publish/", own).href);
  failed = news.failed;
  warn();
};

const look = document.createElement("link");
look.rel = "stylesheet";
look.href = new URL("preview.css", own).href;
document.head.append(look);
/** The address of this page inside the site. */
const here = () => page ?? address(location.href);

const panel = new AuthorPanel({ own, address: here, urlOf, editor, hasKey: key === "on" });
const pill = new Pill();
const corner = new Corner();
const problems = new Problems(corner, { here, editor, overview: own.href });
// In the frame of `frame.js` the page is as readers meet it.
const isFramed = window !== parent;
if (!isFramed) corner.attach({ panel: panel.button, own, here: here() ?? "/", shared: share === "on" });
corner.describe(badges);
hasLeft(script.dataset);

/** @param {boolean} there whether the server can be reached */
const presence = (there) => {
  if (there || !leaving) tellPresence(there);
};

const close = listen(new URL("events", own), () => `${run}-${build}`, take, presence);
