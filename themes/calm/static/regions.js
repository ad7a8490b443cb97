// @ts-check
// Shows the numbers of the region that a reader chose, on every page of their visit. No region is guessed. The choice is in
// the memory of the tab only (`window.name`): not in the address, where it would be seen, shared and sent, and not in
// storage, where it would stay. The exit clears it. Without this script a region is a link to its part of the help page.
(() => {
  /** @param {string} selector @returns {HTMLElement[]} */
  const all = (selector) => [...document.querySelectorAll(selector)].filter((found) => found instanceof HTMLElement);
  const ways = () => /** @type {HTMLAnchorElement[]} */ (all("a[data-leave]"));
  const exits = ways().map((way) => way.href);

  /** @param {string} id */
  const show = (id) => {
    for (const card of all("[data-card-region]")) card.hidden = card.dataset.cardRegion !== id;
    for (const list of all("[data-own-region]")) list.hidden = list.dataset.ownRegion !== id;
    for (const region of /** @type {HTMLDetailsElement[]} */ (all("details[data-region]"))) {
      region.hidden = region.dataset.region !== id;
      region.open = !region.hidden;
    }
    let called = "";
    for (const choice of all("[data-region-choice]")) {
      const chosen = choice.dataset.regionChoice === id;
      choice.ariaCurrent = chosen ? "true" : null;
      if (chosen) called = choice.textContent ?? "";
    }
    for (const place of all("[data-region-name]")) place.textContent = called;
    for (const link of /** @type {HTMLAnchorElement[]} */ (all("a[data-help-page]"))) link.hash = `help-${id}`;
    const exit = all("[data-exit-to]").find((place) => (place.dataset.cardRegion ?? place.dataset.region) === id)?.dataset.exitTo;
    ways().forEach((way, at) => (way.href = exit ?? exits[at] ?? way.href));
  };

  /** @param {string | undefined} id */
  const isKnown = (id) => all("[data-region-choice], details[data-region]").some(({ dataset }) => (dataset.regionChoice ?? dataset.region) === id);
  // Before the space are the words of worksheets (worksheet.js).
  const remembered = () => window.name.split(" ")[1] ?? "";

  /** @param {string} id */
  const choose = (id) => {
    window.name = `${window.name.split(" ")[0]} ${id}`;
    show(id);
  };

  // A link to a part of a region chooses that region.
  const follow = () => {
    const place = document.getElementById(location.hash.slice(1));
    const region = place?.closest("details[data-region]");
    const id = region instanceof HTMLElement ? region.dataset.region : undefined;
    if (!id) return false;
    choose(id);
    place?.scrollIntoView();
    return true;
  };

  const arrive = () => {
    if (follow()) return;
    const own = all("details[data-region][open], [data-card-region]:not([hidden])")[0]?.dataset;
    const id = isKnown(remembered()) ? remembered() : (own?.region ?? own?.cardRegion);
    if (id) show(id);
  };

  addEventListener("click", (event) => {
    const choice = event.target instanceof Element && event.target.closest("[data-region-choice]");
    if (!(choice instanceof HTMLElement) || !choice.dataset.regionChoice) return;
    event.preventDefault();
    choose(choice.dataset.regionChoice);
    const fold = choice.closest("details");
    if (fold) {
      fold.open = false;
      fold.querySelector("summary")?.focus();
    }
  });
  addEventListener("hashchange", follow);
  // A page that the browser kept shows what was chosen since, and so does one that the preview has changed.
  addEventListener("pageshow", (event) => event.persisted && arrive());
  addEventListener("patched", arrive);
  arrive();
})();
