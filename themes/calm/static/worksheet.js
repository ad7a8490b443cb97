// @ts-check
// A worksheet on the screen: buttons to print and to clear it, and a copy of what is typed for the printer, since a
// text field would be cut off on paper. Nothing is kept or sent: what is typed goes when the page does.
(() => {
  const note = document.querySelector("[data-sheet]");
  const fields = document.querySelectorAll("textarea");
  if (!(note instanceof HTMLElement) || fields.length === 0) return;
  const texts = note.dataset;

  /** @param {HTMLTextAreaElement} field */
  const copy = (field) => {
    const block = field.closest(".block-field");
    const paper = block?.querySelector(".on-paper");
    if (!block || !paper) return;
    paper.textContent = field.value;
    block.classList.toggle("is-filled", field.value.trim() !== "");
  };

  const clear = () => {
    for (const field of fields) {
      field.value = "";
      copy(field);
    }
  };

  for (const field of fields) {
    const paper = document.createElement("div");
    paper.className = "on-paper";
    paper.setAttribute("aria-hidden", "true");
    field.closest(".block-field")?.append(paper);
    field.addEventListener("input", () => copy(field));
  }

  const buttons = /** @type {HTMLElement | null} */ (document.querySelector(".sheet-buttons"));
  const print = buttons?.querySelector("[data-print]");
  const empty = buttons?.querySelector("[data-clear]");
  const status = buttons?.querySelector("[role=status]");
  if (buttons && print && empty && status) {
    print.addEventListener("click", () => window.print());
    let sure = false;
    const ask = (/** @type {boolean} */ again) => {
      sure = again;
      empty.textContent = (again ? texts["textSure"] : texts["textClear"]) ?? "";
    };
    empty.addEventListener("click", () => {
      if (sure) clear();
      status.textContent = sure ? (texts["textCleared"] ?? "") : "";
      ask(!sure);
    });
    empty.addEventListener("blur", () => ask(false));
    buttons.hidden = false;
  }

  // The browser may keep the page, typed words and all, for those who press Back.
  addEventListener("pagehide", clear);
})();
