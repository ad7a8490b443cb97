// @ts-check
// Keeps pages out of sight once the reader has left the site: it runs before anything of the page is shown, on every
// page. How the site is left is known to `safety.js`.
//
// Who left by the button and then goes back, or is led back by somebody else, meets the exit page again. Who comes by a
// link or types the address comes on purpose, and finds the site as it was.
(() => {
  const { to = "", key = "", loading = "", back } = document.currentScript?.dataset ?? {};
  const root = document.documentElement;
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
      // Without storage nobody knows that the site was left, and it stays usable.
    }
  };

  const [entry] = performance.getEntriesByType("navigation");
  arrive(entry instanceof PerformanceNavigationTiming && entry.type === "back_forward");

  // The browser may keep the page as it is and show it again at once: it is kept covered.
  addEventListener("pagehide", cover);
  addEventListener("pageshow", (event) => {
    if (event.persisted) arrive(true);
    if (!kept) root.style.removeProperty("visibility");
  });
})();
