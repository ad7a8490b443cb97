// @ts-check
// Reloads the page, but not while it is being left: a reload would cancel the navigation to the link that was followed.

/** If another page has not loaded after this time, this one stays. */
const LEAVING_MS = 5_000;

let left = -Infinity;
addEventListener("beforeunload", () => {
  left = performance.now();
});
// A page can come back from the browser's back/forward cache.
addEventListener("pageshow", () => {
  left = -Infinity;
});

/** Reloads the page, now or as soon as it is certain that it stays. */
export function reload() {
  const wait = left + LEAVING_MS - performance.now();
  if (wait > 0) setTimeout(reload, wait);
  else location.reload();
}
