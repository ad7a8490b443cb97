// @ts-check
// What the preview adds to a page: it keeps the page current, shows what is wrong, and marks pages
// that readers will not meet like this. It is served by the preview and is never published.
//
// One tab of a browser, a visible one, holds the stream of events and passes them on, because a
// browser opens only six connections to a server. A hidden tab holds nothing; when it is looked at
// again it learns what it missed. Elements are made one by one and text is only ever text, so the
// script runs under the strictest policy a site can have.

/**
 * @typedef {object} Problem
 * @property {string} severity
 * @property {string} code
 * @property {string | null} place
 * @property {string} message
 * @property {string | null} help
 * @property {string | null} frame
 */

/**
 * What the server tells. `changed` holds the addresses that differ between the builds `from` and
 * `build`.
 * @typedef {object} News
 * @property {string} run
 * @property {number} build
 * @property {number | null} from
 * @property {string[] | "all"} changed
 * @property {Record<string, string>} renamed style sheets that have another address now
 * @property {boolean} failed
 * @property {Problem[]} problems
 * @property {number} more
 */

(() => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;

  /** Where the preview's own files lie: `/__mend/`, perhaps below a token. */
  const own = new URL(".", script.src);
  const top = new URL("..", own).pathname;
  const { run = "", base = "/", badges = "", page } = script.dataset;
  let build = Number(script.dataset.build);

  // ---- Is this page concerned?

  /**
   * The address inside the site that a URL leads to, or nothing if it leads elsewhere.
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

  /** @returns {HTMLLinkElement[]} */
  const styles = () =>
    [...document.querySelectorAll("link")].filter(
      (link) => link.rel === "stylesheet" && !link.href.startsWith(own.href),
    );

  /**
   * What has to happen to this page when these addresses changed: everything it has loaded counts,
   * and style sheets can be changed in place.
   * @param {string[]} changed
   * @returns {"reload" | HTMLLinkElement[]}
   */
  const concerned = (changed) => {
    const here = [address(location.href), page];
    const differs = new Set(changed);
    if (here.some((path) => path && differs.has(path))) return "reload";
    const links = styles().filter((link) => differs.has(address(link.href) ?? ""));
    const linked = new Set(links.map((link) => address(link.href)));
    const loaded = performance.getEntriesByType("resource").map((entry) => address(entry.name));
    const other = loaded.some((path) => path && differs.has(path) && !linked.has(path));
    return other ? "reload" : links;
  };

  /**
   * Puts a fresh style sheet after the old one and takes the old one away once it works.
   * @param {HTMLLinkElement} old
   * @param {Record<string, string>} renamed
   */
  const swap = (old, renamed) => {
    const fresh = /** @type {HTMLLinkElement} */ (old.cloneNode());
    const url = new URL(old.href);
    const path = address(old.href) ?? "";
    url.pathname = top + (renamed[path] ?? path).slice(1);
    url.searchParams.set("mend", String(build));
    fresh.href = url.href;
    fresh.addEventListener("load", () => old.remove());
    fresh.addEventListener("error", () => fresh.remove());
    old.after(fresh);
  };

  let leaving = false;

  const reload = () => {
    leaving = true;
    sleep();
    // The browser puts the page back where it was read, unless a site has asked it not to.
    history.scrollRestoration = "auto";
    location.reload();
  };

  /** @param {News} news */
  const take = (news) => {
    if (leaving) return;
    if (news.run !== run) return reload();
    if (news.build < build) return;
    if (news.build > build) {
      const known = news.changed !== "all" && news.from !== null && news.from <= build;
      const verdict = known ? concerned(/** @type {string[]} */ (news.changed)) : "reload";
      if (verdict === "reload") return reload();
      build = news.build;
      verdict.forEach((style) => swap(style, news.renamed));
    }
    show(news);
  };

  // ---- Staying in touch

  /** @type {News | undefined} */
  let last;
  /** @type {EventSource | undefined} */
  let source;
  /** @type {(() => void) | undefined} */
  let release;
  /** @type {AbortController | undefined} */
  let waiting;
  let heard = 0;

  const channel = "BroadcastChannel" in window ? new BroadcastChannel("mend-preview") : undefined;
  // Locks exist on this machine's own addresses; a phone on the same network has a stream per tab.
  const locks = channel && navigator.locks;

  const connect = () => {
    source?.close();
    const url = new URL("events", own);
    url.searchParams.set("from", `${run}-${build}`);
    const stream = (source = new EventSource(url));
    heard = Date.now();
    stream.onmessage = (event) => {
      heard = Date.now();
      /** @type {News} */
      const news = JSON.parse(event.data);
      last = news;
      channel?.postMessage(news);
      take(news);
    };
    stream.addEventListener("ping", () => {
      heard = Date.now();
    });
    stream.onerror = () => {
      if (stream.readyState === EventSource.CLOSED) setTimeout(retry, 1000);
    };
  };

  const retry = () => {
    if (source && source.readyState === EventSource.CLOSED) connect();
  };

  const sleep = () => {
    waiting?.abort();
    waiting = undefined;
    source?.close();
    source = undefined;
    release?.();
    release = undefined;
  };

  const wake = () => {
    if (leaving || source || waiting) return;
    if (!locks) return connect();
    // Whoever holds the stream repeats the latest news; if nobody does, the lock comes at once.
    channel.postMessage("ask");
    const turn = (waiting = new AbortController());
    locks
      .request("mend-preview", { signal: turn.signal }, () => {
        if (turn !== waiting) return undefined;
        connect();
        return new Promise((resolve) => {
          release = () => resolve(undefined);
        });
      })
      .catch(() => {});
  };

  const attend = () => (document.visibilityState === "visible" ? wake() : sleep());

  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data !== "ask") {
        if (document.visibilityState === "visible") take(data);
      } else if (source && last) {
        channel.postMessage(last);
      }
    };
  }
  document.addEventListener("visibilitychange", attend);
  addEventListener("pagehide", sleep);
  addEventListener("pageshow", attend);
  // A machine that slept may hold a connection that is dead and does not know it.
  setInterval(() => {
    if (source && Date.now() - heard > 40_000) connect();
  }, 20_000);

  // ---- Saying what is wrong

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
      // First in the page, so that it is the first stop of the Tab key; the focus stays where it is.
      document.body.prepend(made);
    }
    return made;
  };

  /** @param {News} news */
  const show = (news) => {
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
    const words = badges.split(" ").filter(Boolean);
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
    document.body.append(made);
  };

  const look = document.createElement("link");
  look.rel = "stylesheet";
  look.href = new URL("preview.css", own).href;
  document.head.append(look);
  mark();
  attend();
})();
