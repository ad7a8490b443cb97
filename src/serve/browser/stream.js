// @ts-check
// How the news of builds reach a tab. It knows nothing of pages.
//
// One tab of a browser, a visible one, holds the stream of events and passes them on, because a browser opens only six
// connections to a server. A hidden tab holds nothing; when it is looked at again it learns what it missed.

/** @import { News } from "./preview.js" */

/**
 * Tells `take` what is new, until the function that is given back is called.
 *
 * @param {URL} url the stream
 * @param {() => string} from names the build that the tab shows
 * @param {(news: News) => void} take
 * @returns {() => void}
 */
export function listen(url, from, take) {
  /** @type {News | undefined} */
  let last;
  /** @type {EventSource | undefined} */
  let source;
  /** @type {(() => void) | undefined} */
  let release;
  /** @type {AbortController | undefined} */
  let waiting;
  let heard = 0;
  let closed = false;

  const channel = "BroadcastChannel" in window ? new BroadcastChannel("mend-preview") : undefined;
  // Locks exist on this machine's own addresses; a phone on the same network has a stream per tab.
  const locks = channel && navigator.locks;

  const connect = () => {
    source?.close();
    const address = new URL(url);
    address.searchParams.set("from", from());
    const stream = (source = new EventSource(address));
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
    if (closed || source || waiting) return;
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
  attend();

  return () => {
    closed = true;
    sleep();
  };
}
