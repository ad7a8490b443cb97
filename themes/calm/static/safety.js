// @ts-check
// The way out of the site. The links work without it; it adds that nothing of the page stays in sight, in storage or in
// other tabs. Going back is for `guard.js`, whose element has the settings of both.
(() => {
  /** @type {HTMLElement | null} */
  const guard = document.querySelector("script[data-to]");
  const { to = "", key = "", loading = "", forgetStorage: forget, tabs, shift } = guard?.dataset ?? {};

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

  /** @type {HTMLElement | undefined} */
  let overlay;
  /** @type {BroadcastChannel | undefined} */
  let channel;

  /** Everything happens in one go, and nothing is waited for. @param {string} url */
  const leave = (url) => {
    if (!overlay) {
      overlay = document.createElement("p");
      overlay.setAttribute("role", "alert");
      overlay.style.cssText = "position:fixed;inset:0;z-index:9;margin:0;padding:1rem;background:Canvas;color:CanvasText;font:1rem sans-serif";
      document.body.style.setProperty("display", "none", "important");
      document.documentElement.append(overlay);
      overlay.textContent = `${loading}.`;
    }
    document.title = loading;
    attempt(() => sessionStorage.setItem(key, ""));
    if (forget !== undefined) clear(key);
    attempt(() => channel?.postMessage(""));
    // For scripts that hold what a reader typed.
    dispatchEvent(new Event("leave"));
    location.replace(url);
  };

  const arrive = () => {
    if (overlay) {
      overlay.remove();
      overlay = undefined;
      document.body.style.removeProperty("display");
    }
    if (tabs === undefined) return;
    attempt(() => {
      channel = new BroadcastChannel(key);
      channel.onmessage = () => {
        channel?.close();
        channel = undefined;
        leave(to);
      };
    });
  };

  if (guard) {
    const { title } = document;
    addEventListener("pageshow", (event) => {
      if (event.persisted) document.title = title;
      arrive();
    });
    // A page with an open channel is not kept for Back.
    addEventListener("pagehide", () => {
      channel?.close();
      channel = undefined;
    });
  }

  /** @type {NodeListOf<HTMLAnchorElement>} */
  const ways = document.querySelectorAll("a[data-leave]");
  for (const way of ways) {
    /** @param {Event} event */
    const go = (event) => {
      event.preventDefault();
      leave(way.href);
    };
    way.addEventListener("click", go);
    way.addEventListener("auxclick", (event) => event.button === 1 && go(event));
    way.addEventListener("keydown", (event) => event.key === " " && go(event));
  }

  const bar = document.querySelector("[data-exit]");
  const [way] = ways;
  if (way && shift !== undefined && bar instanceof HTMLElement) {
    countShift(bar, Number(guard?.dataset["window"]), () => leave(way.href));
  }

  addEventListener("forget", async (event) => {
    await clear();
    /** @type {CustomEvent<() => void>} */ (event).detail();
  });

  /**
   * Calls `done` when Shift was pressed three times and nothing else, with at most `wait` milliseconds between.
   *
   * @param {HTMLElement} bar where the lights stand, with the words for them
   * @param {number} wait
   * @param {() => void} done
   */
  function countShift(bar, wait, done) {
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
      clearTimeout(timer);
      presses = count;
      [...lights.children].forEach((light, at) => light.classList.toggle("on", at < count));
      status.textContent = words;
    };
    const chord = () => (alone = false);

    addEventListener("keydown", (event) => {
      if (event.key !== "Shift") {
        chord();
        if (presses) show(0);
      } else if (!event.repeat) {
        alone = !(event.isComposing || event.ctrlKey || event.altKey || event.metaKey);
      }
    }, true);
    addEventListener("keyup", (event) => {
      if (event.key !== "Shift" || !alone) return;
      chord();
      const { two, one, expired } = bar.dataset;
      show(presses + 1, [two, one][presses]);
      if (presses === 3) return done();
      timer = setTimeout(() => show(0, expired), wait);
    }, true);
    for (const other of ["pointerdown", "wheel", "blur"]) addEventListener(other, chord, { capture: true, passive: true });
    addEventListener("pageshow", () => show(0));
  }
})();
