// @ts-check
// What the overview can do beyond being read: tables are sorted by a press on a heading, the list of articles is filtered,
// the map is enlarged, and the links of one article are picked out of it.
//
// Everything is made out of what is on the page, so that nothing is promised where there is no script. How the page is set up
// outlives a reload and nothing else.

/**
 * How the page is set up. It lies in the page's entry of the browser's history. Parts of the page are known by name, since
 * another build may have more of them.
 *
 * @typedef {object} View
 * @property {Record<string, [column: number, direction: "ascending" | "descending"]>} sorted
 * @property {Record<string, boolean>} opened
 * @property {string} words
 * @property {string} kind
 * @property {Record<string, string>} chosen the title of an article
 * @property {Record<string, number>} size
 */

/** @type {View} */
const view = { sorted: {}, opened: {}, words: "", kind: "", chosen: {}, size: {}, ...history.state };

/** Keeps a change of the view. @param {Partial<View>} change */
const keep = (change) => history.replaceState(Object.assign(view, change), "");

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {string} [text]
 */
const element = (name, text = "") => {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
};

/** A field or a choice under its name. @param {string} name @param {HTMLElement} field */
const labelled = (name, field) => {
  const label = element("label", name);
  label.append(field);
  return label;
};

/** @param {[value: string, name: string][]} choices */
const choice = (choices) => {
  const made = element("select");
  made.append(...choices.map(([value, name]) => new Option(name, value)));
  return made;
};

/** @param {Element} part */
const sectionOf = (part) => part.closest("section")?.getAttribute("aria-labelledby") ?? "";

/** What a cell is sorted by. @param {HTMLTableRowElement} row @param {number} column */
const key = (row, column) => {
  const cell = row.cells[column];
  return cell?.dataset["key"] ?? cell?.textContent ?? "";
};

const order = new Intl.Collator("en", { numeric: true });

/** Lets a table be sorted by each of its columns. @param {HTMLTableElement} table */
const sortable = (table) => {
  const name = sectionOf(table);
  const headings = Array.from(table.tHead?.rows[0]?.cells ?? []);
  const body = /** @type {HTMLTableSectionElement} */ (table.tBodies[0]);
  const sort = () => {
    const [column, direction] = view.sorted[name] ?? [];
    if (column === undefined || direction === undefined) return;
    for (const heading of headings) heading.removeAttribute("aria-sort");
    headings[column]?.setAttribute("aria-sort", direction);
    const rows = Array.from(body.rows).sort((one, two) => order.compare(key(one, column), key(two, column)));
    body.append(...(direction === "descending" ? rows.reverse() : rows));
  };
  headings.forEach((heading, column) => {
    const button = element("button", heading.textContent ?? "");
    button.type = "button";
    heading.replaceChildren(button);
    button.addEventListener("click", () => {
      const direction = heading.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
      keep({ sorted: { ...view.sorted, [name]: [column, direction] } });
      sort();
    });
  });
  sort();
};

/** Lets the list of articles be filtered. @param {HTMLTableElement} table */
const filterable = (table) => {
  const rows = Array.from(/** @type {HTMLTableSectionElement} */ (table.tBodies[0]).rows);
  const words = element("input");
  words.type = "search";
  words.autocomplete = "off";
  words.spellcheck = false;
  const kind = choice([
    ["", "All"],
    ["problems", "With problems"],
    ["orphan", "Orphans"],
    ["dead-end", "Dead ends"],
    ["hard", "Hard to read"],
    ["due", "Never reviewed, changed, or overdue"],
    ["waiting", "Drafts, scheduled and expired"],
    ["suggestions", "With suggested links"],
  ]);
  const count = element("p");
  count.setAttribute("role", "status");
  words.value = view.words;
  kind.value = view.kind;
  const show = () => {
    const wanted = words.value.trim().toLocaleLowerCase().split(/\s+/);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent?.toLocaleLowerCase() ?? "";
      const kinds = row.dataset["kinds"]?.split(" ") ?? [];
      row.hidden = !wanted.every((word) => text.includes(word)) || (kind.value !== "" && !kinds.includes(kind.value));
      shown += row.hidden ? 0 : 1;
    }
    count.textContent = `${shown} of ${rows.length} shown`;
  };
  const changed = () => {
    show();
    keep({ words: words.value, kind: kind.value });
  };
  words.addEventListener("input", changed);
  kind.addEventListener("change", changed);
  const tools = element("div");
  tools.className = "tools";
  tools.append(labelled("Words in a row", words), labelled("Which", kind), count);
  table.closest(".scroll")?.before(tools);
  show();
};

/** Enlarges a picture, and picks the links of one of its dots out. @param {SVGElement} map */
const explorable = (map) => {
  const dots = Array.from(map.querySelectorAll("[data-node]"));
  const lines = Array.from(map.querySelectorAll("[data-from]"));
  /** @param {Element} part @param {string} name */
  const of = (part, name) => part.getAttribute(`data-${name}`) ?? "";
  const name = map.querySelector("title")?.textContent ?? "";
  const titles = dots.map((dot) => /** @type {[string, string]} */ ([of(dot, "node"), dot.querySelector("title")?.textContent ?? ""]));
  const chosen = () => titles.find(([, title]) => title === view.chosen[name])?.[0] ?? "";

  /** Marks the links of a dot. @param {string} dot */
  const pick = (dot) => {
    map.toggleAttribute("data-chosen", dot !== "");
    const near = new Set([dot]);
    for (const line of lines) {
      const from = of(line, "from") === dot;
      const to = of(line, "to") === dot;
      line.classList.toggle("lit", from || to);
      line.classList.toggle("out", from);
      line.classList.toggle("in", to);
      if (from) near.add(of(line, "to"));
      if (to) near.add(of(line, "from"));
    }
    for (const other of dots) {
      other.classList.toggle("lit", near.has(of(other, "node")));
      other.classList.toggle("chosen", of(other, "node") === dot);
    }
  };

  const choices = choice([["", "All links"], ...titles]);
  const legend = element("p");
  legend.className = "legend";
  legend.setAttribute("role", "status");
  const draw = () => {
    const dot = chosen();
    choices.value = dot;
    pick(dot);
    /** @param {string} one @param {string} other */
    const count = (one, other) =>
      lines.filter((line) => of(line, one) === dot || (line.classList.contains("both") && of(line, other) === dot)).length;
    legend.textContent = dot
      ? `It links to ${count("from", "to")} of them (blue-green lines) and is linked from ${count("to", "from")} (brown lines); ` +
        "thick lines go both ways."
      : "";
    const size = view.size[name] ?? 1;
    map.style.width = size === 1 ? "" : `calc(${size} * max(100%, 60rem))`;
  };
  /** @param {string} dot */
  const choose = (dot) => {
    keep({ chosen: { ...view.chosen, [name]: titles.find(([own]) => own === dot)?.[1] ?? "" } });
    draw();
  };
  choices.addEventListener("change", () => choose(choices.value));
  for (const dot of dots) {
    const own = of(dot, "node");
    dot.addEventListener("pointerenter", () => pick(own));
    dot.addEventListener("pointerleave", () => pick(chosen()));
    dot.addEventListener("click", () => choose(chosen() === own ? "" : own));
  }

  /** @param {string} label @param {(size: number) => number} change */
  const zoom = (label, change) => {
    const button = element("button", label);
    button.type = "button";
    button.addEventListener("click", () => {
      const size = Math.min(4, Math.max(0.25, change(view.size[name] ?? 1)));
      keep({ size: { ...view.size, [name]: size } });
      draw();
    });
    return button;
  };
  const tools = element("div");
  tools.className = "tools";
  tools.append(
    labelled("Links of", choices),
    zoom("Larger", (size) => size * 1.25),
    zoom("Smaller", (size) => size / 1.25),
    zoom("Original size", () => 1),
    legend,
  );
  map.closest(".scroll")?.before(tools);
  draw();
};

for (const details of document.querySelectorAll("details")) {
  const name = details.firstElementChild?.textContent ?? "";
  details.open = view.opened[name] ?? details.open;
  details.addEventListener("toggle", () => keep({ opened: { ...view.opened, [name]: details.open } }));
}
for (const table of /** @type {NodeListOf<HTMLTableElement>} */ (document.querySelectorAll("table:not([data-cut])"))) {
  sortable(table);
  if (sectionOf(table) === "articles") filterable(table);
}
for (const map of document.querySelectorAll("svg")) explorable(map);
