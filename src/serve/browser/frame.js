// @ts-check
// Shows a page as readers meet it: 390 pixels wide, on paper, in the dark, without scripts. The page is in a frame and comes
// from the preview, so it is current when the frame is opened.
//
// A browser does not let a page choose its medium, so paper and dark are made from the style sheets: their rules for print and
// for dark are switched on. What that cannot show is said.

/** The address of the page below the preview's own folder, and the way it is shown. */
const asked = new URLSearchParams(location.search);
const path = asked.get("path") ?? "/";
const top = new URL("..", new URL(".", import.meta.url));
const url = new URL(path.replace(/^\/+/, ""), top);

/** @type {Record<string, [name: string, note: string]>} */
const kinds = {
  phone: ["390 pixels wide", "The width of a common phone. Its fonts, its keyboard and the bars of its browser are missing here."],
  dark: ["Dark", "The style rules for dark screens are on. What the browser itself colours, such as scroll bars, may stay light."],
  paper: ["On paper", "The style rules for print are on. There are no page breaks here: to see those, print the page."],
  plain: ["No JavaScript", "No script of the page runs. Everything has to work like this, too."],
};

const frame = /** @type {HTMLIFrameElement} */ (document.getElementById("page"));
const note = /** @type {HTMLElement} */ (document.getElementById("note"));
const back = /** @type {HTMLAnchorElement} */ (document.getElementById("back"));
back.href = url.href;

/** @type {Set<string>} */
const on = new Set((asked.get("as") ?? "phone").split(" ").filter((kind) => kind in kinds));

/**
 * The condition of a style rule as it is in another medium.
 *
 * @param {string} condition
 */
const translated = (condition) => {
  let made = condition;
  if (on.has("paper")) made = made.replace(/\bprint\b/g, "all").replace(/\bscreen\b/g, "not all").replace("not not all", "all");
  // Paper is light.
  const scheme = on.has("paper") ? "light" : on.has("dark") ? "dark" : undefined;
  if (scheme) {
    made = made.replace(/\(\s*prefers-color-scheme\s*:\s*(\w+)\s*\)/g, (_, wanted) =>
      wanted === scheme ? "(min-width: 0)" : "(max-width: 0)");
  }
  return made;
};

/** @param {CSSRuleList} rules */
const translate = (rules) => {
  for (const rule of rules) {
    if (rule instanceof (/** @type {any} */ (frame.contentWindow).CSSMediaRule)) {
      const media = /** @type {CSSMediaRule} */ (rule);
      const now = translated(media.media.mediaText);
      if (now !== media.media.mediaText) media.media.mediaText = now;
    }
    if ("cssRules" in rule) translate(/** @type {CSSGroupingRule} */ (rule).cssRules);
  }
};

frame.addEventListener("load", () => {
  const page = frame.contentDocument;
  if (!page) return;
  document.title = `${page.title} · as a reader sees it`;
  for (const sheet of page.styleSheets) {
    const now = translated(sheet.media.mediaText);
    if (now !== sheet.media.mediaText) sheet.media.mediaText = now;
    translate(sheet.cssRules);
  }
  page.documentElement.style.colorScheme = on.has("paper") ? "only light" : on.has("dark") ? "dark" : "";
});

const show = () => {
  document.body.className = [...on].join(" ");
  note.textContent = [...on].map((kind) => kinds[kind]?.[1]).join(" ");
  // Without scripts the page in the frame stays readable from here, so that its style sheets can be translated.
  if (on.has("plain")) frame.setAttribute("sandbox", "allow-same-origin");
  else frame.removeAttribute("sandbox");
  asked.set("as", [...on].join(" "));
  history.replaceState(null, "", `?${asked}`);
  frame.name = "mend-frame";
  frame.src = url.href;
};

const ways = /** @type {HTMLElement} */ (document.getElementById("ways"));
for (const [kind, [name]] of Object.entries(kinds)) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = on.has(kind);
  box.addEventListener("change", () => {
    if (box.checked) on.add(kind);
    else on.delete(kind);
    show();
  });
  label.append(box, ` ${name}`);
  ways.append(label);
}
show();
