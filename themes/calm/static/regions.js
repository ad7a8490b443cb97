// @ts-check
// Lets a reader choose the region whose numbers are shown, for as long as the page is open: nothing is stored, and no
// region is guessed. A link to a part of a region chooses it. Without this script the choice is
// hidden, all regions stand below each other, and each can be unfolded.
(() => {
  const choice = document.querySelector("[data-regions]");
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const regions = document.querySelectorAll("details[data-region]");
  if (!(choice instanceof HTMLElement)) return;

  /** @param {HTMLDetailsElement} chosen */
  const choose = (chosen) => {
    for (const region of regions) {
      region.hidden = region !== chosen;
      region.open = region === chosen;
    }
    const { exitTo: exit } = chosen.dataset;
    const ways = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-leave]"));
    if (exit) ways.forEach((way) => (way.href = exit));
  };

  const radios = choice.querySelectorAll("input");
  radios.forEach((radio, at) => {
    const region = regions[at];
    if (!region) return;
    // Browsers remember what was chosen when the page is loaded again; the choice is for this time only.
    radio.autocomplete = "off";
    radio.checked = radio.defaultChecked;
    radio.addEventListener("change", () => choose(region));
    if (radio.checked) choose(region);
  });

  const follow = () => {
    const place = document.getElementById(location.hash.slice(1));
    const at = [...regions].findIndex((region) => region.contains(place));
    const [region, radio] = [regions[at], radios[at]];
    if (!place || !region || !radio || !region.hidden && region.open) return;
    radio.checked = true;
    choose(region);
    place.scrollIntoView();
  };
  addEventListener("hashchange", follow);
  follow();
  choice.hidden = false;
})();
