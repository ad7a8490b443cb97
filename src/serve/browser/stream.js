// @ts-check
// Brings the news of builds to a tab. It knows nothing of pages.
//
// A browser opens only six connections to a server, so one visible tab holds the stream of events and repeats them to the
// others; a lock says which one. A hidden tab holds nothing. When it is shown again, it asks what it missed.
//
// Locks and streams can fail silently: a frozen tab keeps its lock, and after a sleep a machine can have a dead connection.
// So a tab that waits for the lock asks the holder from time to time and takes the lock away if there is no answer, and a
// stream that is silent for too long is opened again.

/** @import { News } from "./preview.js" */

const LOCK = "mend-preview";

/** The server sends a message as soon as a stream is open. */
const OPENING_MS = 5_000;

/** After that it sends a ping every 15 seconds. */
const SILENCE_MS = 40_000;

/** How often a waiting tab asks whether the holder is still there. */
const ASK_EVERY_MS = 5_000;

/** A server that starts again at once is back within this time. */
const ABSENCE_MS = 2_500;

/** The holder runs in the same browser, so it answers within milliseconds. */
const ANSWER_MS = 2_000;

/**
 * Passes all news to `take`, until the returned function is called.
 *
 * @param {URL} url the stream
 * @param {() => string} from names the build that the tab shows
 * @param {(news: News) => void} take
 * @param {(there: boolean) => void} presence is told whether the server can be reached
 * @returns {() => void}
 */
export function listen(url, from, take, presence) {
  /** @type {News | undefined} */
  let last;
  /** @type {EventSource | undefined} */
  let source;
  /** Whether anything came over this stream. */
  let opened = false;
  /** When the stream, or the tab that holds it, was last heard. */
  let heard = Date.now();
  /** When the holder was asked, if it has not answered since. @type {number | undefined} */
  let asked;
  /** Gives the lock back. @type {(() => void) | undefined} */
  let release;
  /** Set from the request for the lock until the tab sleeps or loses it. @type {AbortController | undefined} */
  let turn;
  let closed = false;

  const channel = "BroadcastChannel" in window ? new BroadcastChannel("mend-preview") : undefined;
  // Locks exist on this machine's own addresses; a phone on the same network has a stream per tab.
  const locks = channel && navigator.locks;

  const connect = () => {
    source?.close();
    const address = new URL(url);
    address.searchParams.set("from", from());
    const stream = (source = new EventSource(address));
    opened = false;
    heard = Date.now();
    const hear = () => {
      opened = true;
      heard = Date.now();
      presence(true);
    };
    const miss = () => {
      if (stream !== source) return;
      presence(false);
      channel?.postMessage("lost");
    };
    stream.onmessage = (event) => {
      hear();
      /** @type {News} */
      const news = JSON.parse(event.data);
      last = news;
      channel?.postMessage(news);
      take(news);
    };
    stream.addEventListener("ping", hear);
    stream.addEventListener("bye", miss);
    stream.onerror = () => {
      const since = heard;
      setTimeout(() => heard === since && miss(), ABSENCE_MS);
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => stream === source && connect(), 1_000);
    };
  };

  /** Waits for the lock, or takes it away from its holder, and holds the stream for as long as it has it. @param {boolean} steal */
  const queue = (steal) => {
    turn?.abort();
    const own = (turn = new AbortController());
    asked = undefined;
    /** @type {LockOptions} */
    const options = steal ? { steal } : { signal: own.signal };
    const held = locks?.request(LOCK, options, () => {
      // The tab can fall asleep while the lock is on its way to it.
      if (own !== turn) return undefined;
      connect();
      return new Promise((resolve) => {
        release = () => resolve(undefined);
      });
    });
    held?.catch(() => {
      if (own !== turn) return;
      // Another tab took the lock away because this one did not answer.
      sleep();
      setTimeout(attend, 1_000);
    });
  };

  const ask = () => {
    asked = Date.now();
    channel?.postMessage("ask");
  };

  const sleep = () => {
    turn?.abort();
    turn = undefined;
    asked = undefined;
    last = undefined;
    source?.close();
    source = undefined;
    release?.();
    release = undefined;
  };

  const wake = () => {
    if (closed || source || turn) return;
    if (!locks) return connect();
    queue(false);
    // The tab that holds the stream repeats the latest news. If no tab does, the lock is granted at once.
    ask();
  };

  const attend = () => (document.visibilityState === "visible" ? wake() : sleep());

  const check = () => {
    const now = Date.now();
    if (source) {
      if (now - heard > (opened ? SILENCE_MS : OPENING_MS)) connect();
    } else if (turn) {
      if (asked !== undefined && now - asked > ANSWER_MS) queue(true);
      else if (asked === undefined && now - heard > ASK_EVERY_MS) ask();
    }
  };

  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data === "ask") {
        if (source) channel.postMessage(last ?? "here");
        return;
      }
      asked = undefined;
      heard = Date.now();
      presence(data !== "lost");
      if (typeof data !== "string" && document.visibilityState === "visible") take(data);
    };
  }
  document.addEventListener("visibilitychange", attend);
  addEventListener("pagehide", sleep);
  addEventListener("pageshow", attend);
  setInterval(check, 1_000);
  attend();

  return () => {
    closed = true;
    sleep();
  };
}
