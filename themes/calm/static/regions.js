// @ts-check
// Lets a reader choose the region whose numbers are shown, for as long as the page is open: nothing is stored, and no
// region is guessed. Without this script all regions stand below each other, and each can be unfolded.
(() => {
  const holder = document.querySelector("[data-regions]");
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const regions = document.querySelectorAll("details[data-region]");
  if (!(holder instanceof HTMLElement) || regions.length < 2) return;

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

  const group = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = holder.dataset["regions"] ?? "";
  group.append(legend);
  regions.forEach((region, at) => {
    const label = document.createElement("label");
    const radio = document.createElement("input");
    radio.type = "radio";
    radio.name = "region";
    // Browsers remember what was chosen when the page is loaded again; the choice is for this time only.
    radio.autocomplete = "off";
    radio.checked = at === 0;
    radio.addEventListener("change", () => choose(region));
    label.append(radio, ` ${region.dataset["region"]}`);
    group.append(label);
  });
  holder.replaceChildren(group);
  const [first] = regions;
  if (first) choose(first);
})();
