// @ts-check
// Opens what a term means at the word itself: a button takes the place of the link, the link moves into the panel.
// Without this script the word leads to the glossary. Nothing opens unasked: not on hover, not on focus.
(() => {
  const notes = /** @type {HTMLElement | null} */ (document.querySelector(".term-notes"));
  if (!notes) return;
  /** @type {{ button: HTMLButtonElement, panel: HTMLElement } | undefined} */
  let open;

  const close = () => {
    if (!open) return;
    open.button.setAttribute("aria-expanded", "false");
    open.panel.hidden = true;
    open = undefined;
  };

  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a.term[data-note]"))) {
    const note = document.getElementById(link.dataset["note"] ?? "");
    const definition = note?.querySelector("dd")?.textContent;
    if (!definition) continue;

    const button = document.createElement("button");
    button.type = "button";
    button.className = "term";
    button.append(...link.childNodes);

    const panel = document.createElement("span");
    panel.className = "term-panel";
    panel.id = `${link.dataset["note"]}-panel`;
    panel.hidden = true;
    link.className = "";
    // Several such links stand on a page; those who only hear them hear which is which.
    const which = document.createElement("span");
    which.className = "visually-hidden";
    which.textContent = `: ${button.textContent}`;
    link.replaceChildren(notes.dataset["textMore"] ?? "", which);
    panel.append(`${definition} `);

    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", panel.id);
    link.replaceWith(button, panel);
    panel.append(link);

    button.addEventListener("click", () => {
      const again = open?.button === button;
      close();
      if (again) return;
      button.setAttribute("aria-expanded", "true");
      panel.hidden = false;
      open = { button, panel };
    });
  }

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    const { button } = open;
    close();
    button.focus();
  });
})();
