// @ts-check
// Keeps pages out of sight once the reader has left the site: who goes back meets the exit page again; who comes by a link
// or types the address finds the site as it was. How the site is left is known to `safety.js`.
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
      // Without storage the site stays usable.
    }
  };

  // The newer way of asking has no answer so early in Firefox.
  arrive(performance.navigation.type === PerformanceNavigation.TYPE_BACK_FORWARD);

  // A page that Firefox kept does not learn what was stored since; a listener to `unload` has it loaded anew.
  if (back !== undefined && CSS.supports("-moz-appearance", "none")) addEventListener("unload", () => {});

  // What is kept is kept covered.
  addEventListener("pagehide", cover);
  addEventListener("pageshow", (event) => {
    if (event.persisted) arrive(true);
    if (!kept) root.style.removeProperty("visibility");
  });
})();
