// @ts-check
// Small things that any page may need. It prints the page at a press of a button, and writes the day at the foot of every
// sheet; without it readers print with their browser, and the foot has no day. And it keeps the boxes of a reading path
// in place. What needs more than a few lines has a file of its own.
(() => {
  const texts = document.currentScript?.dataset ?? {};
  const root = document.documentElement;
  addEventListener("beforeprint", () => {
    const day = new Date().toLocaleDateString(root.lang, { dateStyle: "long" });
    root.style.setProperty("--foot-day", JSON.stringify((texts["day"] ?? "").replace("{date}", day) + " \u00b7 "));
  });
  const showButtons = () => {
    for (const button of document.querySelectorAll("[data-print]")) {
      Object.assign(button, { onclick: () => print(), hidden: false });
    }
  };
  showButtons();
  // The preview has changed the page.
  addEventListener("patched", showButtons);

  // The box of a path is shown while the address ends with its id. So it would go when its reader moves about on the page, to
  // a heading or a note. Which path a reader came by is stored nowhere.
  const open = () => {
    const named = document.querySelector(".path-box:target");
    if (!named) return;
    for (const box of document.querySelectorAll(".path-box")) box.toggleAttribute("data-open", box === named);
  };
  addEventListener("hashchange", open);
  addEventListener("pageshow", open);
})();
