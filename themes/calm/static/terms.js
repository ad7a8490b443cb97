// @ts-check
// Opens what a term means below the paragraph or item with the word: a button takes the place of the link, the link moves
// into the panel. A panel inside the sentence would part the word from the comma or full stop behind it.
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

  /**
   * Puts a panel behind the paragraph of its word, or at the end of the words of an item or cell, before a list inside it.
   * Panels of one paragraph are in the order of their words.
   *
   * @param {HTMLElement} panel
   * @param {HTMLElement} word
   */
  const place = (panel, word) => {
    const block = word.closest("p, li, dt, dd, td, th, figcaption, div");
    if (!block) return word.after(panel);
    if (block.nodeName === "P") {
      let last = /** @type {Element} */ (block);
      while (last.nextElementSibling?.classList.contains("term-panel")) last = last.nextElementSibling;
      return last.after(panel);
    }
    const inner = [...block.children].find((child) => /^(UL|OL|P|DIV|TABLE)$/.test(child.nodeName) && !child.classList.contains("term-panel"));
    if (inner && !inner.contains(word)) inner.before(panel);
    else block.append(panel);
  };

  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a.term[data-note]"))) {
    const note = document.getElementById(link.dataset["note"] ?? "");
    const definition = () => note?.querySelector("dd")?.textContent ?? "";
    if (!definition()) continue;

    const button = document.createElement("button");
    button.type = "button";
    button.className = "term";
    button.append(...link.childNodes);

    const panel = document.createElement("div");
    panel.className = "term-panel";
    panel.id = `${link.dataset["note"]}-panel`;
    panel.hidden = true;
    link.className = "";
    // A page can have several such links; a hidden word tells screen readers which is which.
    const which = document.createElement("span");
    which.className = "visually-hidden";
    which.textContent = `: ${button.textContent}`;
    link.replaceChildren(notes.dataset["textMore"] ?? "", which);
    const words = new Text(`${definition()} `);
    panel.append(words);

    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", panel.id);
    link.replaceWith(button);
    panel.append(link);
    place(panel, button);

    button.addEventListener("click", () => {
      const again = open?.button === button;
      close();
      if (again) return;
      button.setAttribute("aria-expanded", "true");
      words.data = `${definition()} `;
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
