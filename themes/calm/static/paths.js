// @ts-check
// Keeps the boxes of a reading path in place while its reader moves about on the page, to a heading or a note, since the
// address then ends with another id. Without this script they go; which path a reader came by is stored nowhere.
(() => {
  const open = () => {
    const named = document.querySelector(".path-box:target");
    if (!named) return;
    for (const box of document.querySelectorAll(".path-box")) box.toggleAttribute("data-open", box === named);
  };
  addEventListener("hashchange", open);
  addEventListener("pageshow", open);
})();
