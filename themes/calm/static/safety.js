// @ts-check
// The exit, and the guard that keeps pages out of sight afterwards: Back leads to the exit page again, while a link or a typed
// address opens the site as it was. It runs before the page is drawn, so that the exit works from the first
// moment. Without it the exit is a plain link.
//
// Scripts that hold something of the reader's listen to the event `leave` and drop it.
(() => {
  const { to, key = "", loading = "", back, forgetStorage, tabs, shift, window: wait = "" } = document.currentScript?.dataset ?? {};
  const root = document.documentElement;

  /** Does what may fail: storage can be blocked, old browsers lack some of it. @param {() => unknown} work */
  const attempt = async (work) => {
    try {
      await work();
    } catch {}
  };

  /** Clears what this address has stored, but for one key of the tab. @param {string} [kept] */
  const clear = (kept) =>
    Promise.all([
      attempt(() => localStorage.clear()),
      attempt(() => Object.keys(sessionStorage).filter((name) => name !== kept).forEach((name) => sessionStorage.removeItem(name))),
      attempt(async () => Promise.all((await caches.keys()).map((name) => caches.delete(name)))),
      attempt(async () => Promise.all((await navigator.serviceWorker.getRegistrations()).map((worker) => worker.unregister()))),
    ]);

  /** Drops the words of worksheets and the region, which the tab holds under its name. */
  const dropWords = () => (window.name = "");

  addEventListener("forget", async (event) => {
    dropWords();
    await clear();
    /** @type {CustomEvent<() => void>} */ (event).detail();
  });

  // A site without an exit.
  if (to === undefined) return;

  /** @type {HTMLElement | undefined} */
  let overlay;
  /** @type {BroadcastChannel | undefined} */
  let channel;
  const { title } = document;

  /** Everything happens in one go, and nothing is waited for. @param {string} url */
  const leave = (url) => {
    if (!overlay) {
      const alert = document.createElement("div");
      const words = document.createElement("h1");
      overlay = document.createElement("main");
      overlay.style.cssText = "position:fixed;inset:0;z-index:9;padding:1rem;background:Canvas;color:CanvasText";
      words.style.cssText = "margin:0;font:1rem sans-serif;color:inherit";
      alert.setAttribute("role", "alert");
      overlay.append(alert);
      document.body.style.setProperty("display", "none", "important");
      root.append(overlay);
      words.textContent = `${loading}.`;
      alert.append(words);
    }
    document.title = loading;
    dropWords();
    attempt(() => sessionStorage.setItem(key, ""));
    if (forgetStorage !== undefined) clear(key);
    attempt(() => channel?.postMessage(""));
    dispatchEvent(new Event("leave"));
    location.replace(url);
  };

  /** Leaves when another tab does. */
  const listen = () => {
    if (tabs === undefined) return;
    attempt(() => {
      channel = new BroadcastChannel(key);
      channel.onmessage = () => {
        hush();
        leave(to);
      };
    });
  };
  const hush = () => {
    channel?.close();
    channel = undefined;
  };

  // Hidden, not taken out of the layout, which would lose the place where the reader was.
  const cover = () => root.style.setProperty("visibility", "hidden", "important");
  let kept = false;

  /** @param {boolean} byHistory */
  const arrive = (byHistory) => {
    try {
      if (back === undefined || sessionStorage.getItem(key) === null) return;
      if (byHistory) {
        kept = true;
        cover();
        document.title = loading;
        location.replace(to);
      } else {
        sessionStorage.removeItem(key);
      }
    } catch {
      // Without storage the site stays usable.
    }
  };

  // The newer way of asking has no answer so early in Firefox.
  arrive(performance.navigation.type === PerformanceNavigation.TYPE_BACK_FORWARD);
  listen();

  // A page that Firefox kept does not learn what was stored since; a listener to `unload` has it loaded anew.
  if (back !== undefined && CSS.supports("-moz-appearance", "none")) addEventListener("unload", () => {});

  addEventListener("pagehide", () => {
    // A page that is kept for Back is kept covered. A page with an open channel is not kept.
    cover();
    hush();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      document.title = title;
      overlay?.remove();
      overlay = undefined;
      document.body.style.removeProperty("display");
      listen();
      arrive(true);
    }
    if (!kept) root.style.removeProperty("visibility");
  });

  /** @param {MouseEvent | KeyboardEvent} event */
  const go = (event) => {
    const way = event.target instanceof Element && event.target.closest("a[data-leave]");
    if (!(way instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    leave(way.href);
  };
  addEventListener("click", go, true);
  addEventListener("auxclick", (event) => event.button === 1 && go(event), true);
  addEventListener("keydown", (event) => event.key === " " && go(event), true);

  addEventListener("DOMContentLoaded", () => {
    const bar = document.querySelector("[data-exit]");
    if (!(bar instanceof HTMLElement)) return;
    keepInSight(bar);
    if (shift !== undefined) countShift(bar, Number(wait), () => leave(bar.querySelector("a")?.href ?? to));
  });

  /**
   * A keyboard on the screen can cover a part of the page, or push it up, without making it smaller. The bar follows what is seen.
   *
   * @param {HTMLElement} bar
   */
  function keepInSight(bar) {
    const seen = window.visualViewport;
    let moved = 0;
    const follow = () => {
      if (!seen) return;
      const box = bar.getBoundingClientRect();
      const isLow = getComputedStyle(bar).position === "fixed";
      const away = isLow ? Math.min(0, seen.offsetTop + seen.height - box.bottom + moved) : Math.max(0, seen.offsetTop - box.top + moved);
      // Readers who zoom in move what they see themselves.
      moved = seen.scale > 1 ? 0 : away;
      bar.style.translate = moved ? `0 ${moved}px` : "";
    };
    for (const change of ["resize", "scroll"]) seen?.addEventListener(change, follow);
  }

  /**
   * Calls `done` when Shift was pressed three times and nothing else, with at most `wait` milliseconds between. Shift alone also
   * changes the script for those who write Chinese or Japanese, so where one writes only three quick presses count.
   *
   * @param {HTMLElement} bar where the lights stand, with the words for them
   * @param {number} wait
   * @param {() => void} done
   */
  function countShift(bar, wait, done) {
    const quick = 600;
    const lights = document.createElement("span");
    const status = document.createElement("span");
    lights.className = "exit-lights";
    lights.setAttribute("aria-hidden", "true");
    lights.append(...[1, 2, 3].map(() => document.createElement("i")));
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    bar.append(lights, status);

    let presses = 0;
    /** Whether Shift is down and nothing else was since. */
    let alone = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;

    /** @param {number} count @param {string} [words] */
    const show = (count, words = "") => {
      [...lights.children].forEach((light, at) => light.classList.toggle("on", at < count));
      status.textContent = words;
    };
    /** @param {number} count */
    const set = (count) => {
      clearTimeout(timer);
      presses = count;
    };
    const reset = (words = "") => {
      set(0);
      show(0, words);
    };
    const chord = () => (alone = false);

    addEventListener("keydown", (event) => {
      if (event.key !== "Shift") {
        chord();
        if (presses) reset();
      } else if (!event.repeat) {
        alone = !(event.isComposing || event.ctrlKey || event.altKey || event.metaKey);
      }
    }, true);
    addEventListener("keyup", (event) => {
      if (event.key !== "Shift" || !alone) return;
      chord();
      const { two, one, expired } = bar.dataset;
      const writes = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
      set(presses + 1);
      if (presses === 3) {
        reset();
        return done();
      }
      // A single press where one writes means something else, and is passed over in silence.
      if (writes && presses === 1) timer = setTimeout(reset, quick);
      else {
        show(presses, [two, one][presses - 1]);
        timer = setTimeout(() => reset(expired), writes ? Math.min(quick, wait) : wait);
      }
    }, true);
    for (const other of ["pointerdown", "wheel", "blur"]) addEventListener(other, chord, { capture: true, passive: true });
    addEventListener("pageshow", () => reset());
  }
})();
