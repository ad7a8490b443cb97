// @ts-check
// Prints the page at a press of a button, and writes the day at the foot of every sheet. Without this script readers print
// with their browser, and the foot has no day.
(() => {
  const texts = document.currentScript?.dataset ?? {};
  const root = document.documentElement;
  addEventListener("beforeprint", () => {
    const day = new Date().toLocaleDateString(root.lang, { dateStyle: "long" });
    root.style.setProperty("--foot-day", JSON.stringify((texts["day"] ?? "").replace("{date}", day) + " \u00b7 "));
  });
  addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-print]")) {
      button.addEventListener("click", () => print());
      /** @type {HTMLElement} */ (button).hidden = false;
    }
  });
})();
