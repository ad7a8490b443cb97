// @ts-check
// The button that clears what the site has stored on the device; `safety.js` does it. Without scripts the page says how to
// do it by hand, in the same place.
(() => {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-forget]"))) {
    const { forget = "", done = "" } = place.dataset;
    const button = document.createElement("button");
    const status = document.createElement("p");
    button.type = "button";
    button.textContent = forget;
    status.setAttribute("role", "status");
    const tell = () => (status.textContent = done);
    button.addEventListener("click", () => dispatchEvent(new CustomEvent("forget", { detail: tell })));
    place.replaceChildren(button, status);
  }
})();
