// @ts-check
// Loads the open page again, but not while it is being left: a reload would end the way to another page, and the link that
// was followed would lead nowhere.

/** How long another page may take to come before this one counts as still open. */
const LEAVING_MS = 5_000;

let left = -Infinity;
addEventListener("beforeunload", () => {
  left = performance.now();
});
// A page that was left can come back as it was.
addEventListener("pageshow", () => {
  left = -Infinity;
});

/** Loads the page again, now or as soon as it is certain that it stays. */
export function reload() {
  const wait = left + LEAVING_MS - performance.now();
  if (wait > 0) setTimeout(reload, wait);
  else location.reload();
}
