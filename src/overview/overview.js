// @ts-check
// What the overview can do beyond being read: tables are sorted by a press on a heading, the list of articles is filtered,
// the map is enlarged, and the links of one article are picked out of it.
//
// Everything is made out of what is on the page, so that nothing is promised where there is no script. Nothing is
// remembered.

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

/** What a cell is sorted by. @param {HTMLTableRowElement} row @param {number} column */
const key = (row, column) => {
  const cell = row.cells[column];
  return cell?.dataset["key"] ?? cell?.textContent ?? "";
};

const order = new Intl.Collator("en", { numeric: true });

/** Lets a table be sorted by each of its columns. @param {HTMLTableElement} table */
const sortable = (table) => {
  const headings = Array.from(table.tHead?.rows[0]?.cells ?? []);
  const body = /** @type {HTMLTableSectionElement} */ (table.tBodies[0]);
  headings.forEach((heading, column) => {
    const button = element("button", heading.textContent ?? "");
    button.type = "button";
    heading.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = heading.getAttribute("aria-sort") === "ascending";
      for (const other of headings) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = Array.from(body.rows).sort((one, two) => order.compare(key(one, column), key(two, column)));
      body.append(...(down ? rows.reverse() : rows));
    });
  });
};

/** Lets the list of articles be filtered. @param {HTMLTableElement} table */
const filterable = (table) => {
  const rows = Array.from(/** @type {HTMLTableSectionElement} */ (table.tBodies[0]).rows);
  const words = element("input");
  words.type = "search";
  words.autocomplete = "off";
  words.spellcheck = false;
  const kind = choice([
    ["", "All of them"],
    ["problems", "With problems"],
    ["orphan", "Orphans"],
    ["dead-end", "Dead ends"],
    ["hard", "Hard to read"],
    ["due", "Never reviewed or overdue"],
    ["waiting", "Drafts, scheduled and expired"],
    ["suggestions", "With links you may want"],
  ]);
  const count = element("p");
  count.setAttribute("role", "status");
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
  words.addEventListener("input", show);
  kind.addEventListener("change", show);
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
  let kept = "";

  /** @param {string} dot */
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

  const names = dots.map((dot) => /** @type {[string, string]} */ ([of(dot, "node"), dot.querySelector("title")?.textContent ?? ""]));
  const chosen = choice([["", "All links"], ...names]);
  const legend = element("p");
  legend.className = "legend";
  legend.setAttribute("role", "status");
  /** @param {string} dot */
  const keep = (dot) => {
    kept = chosen.value = dot;
    pick(dot);
    /** @param {string} one @param {string} other */
    const count = (one, other) =>
      lines.filter((line) => of(line, one) === dot || (line.classList.contains("both") && of(line, other) === dot)).length;
    legend.textContent = dot
      ? `It links to ${count("from", "to")} of them (blue-green lines) and is linked from ${count("to", "from")} (brown lines); ` +
        "thick lines go both ways."
      : "";
  };
  chosen.addEventListener("change", () => keep(chosen.value));
  for (const dot of dots) {
    const own = of(dot, "node");
    dot.addEventListener("pointerenter", () => pick(own));
    dot.addEventListener("pointerleave", () => pick(kept));
    dot.addEventListener("click", () => keep(kept === own ? "" : own));
  }

  let size = 1;
  /** @param {string} name @param {(size: number) => number} change */
  const zoom = (name, change) => {
    const button = element("button", name);
    button.type = "button";
    button.addEventListener("click", () => {
      size = Math.min(4, Math.max(0.25, change(size)));
      map.style.width = size === 1 ? "" : `calc(${size} * max(100%, 60rem))`;
    });
    return button;
  };
  const tools = element("div");
  tools.className = "tools";
  tools.append(
    labelled("Links of", chosen),
    zoom("Larger", (size) => size * 1.25),
    zoom("Smaller", (size) => size / 1.25),
    zoom("As it was", () => 1),
    legend,
  );
  map.closest(".scroll")?.before(tools);
};

for (const table of document.querySelectorAll("table")) sortable(table);
for (const table of document.querySelectorAll("table")) {
  if (table.closest("section")?.getAttribute("aria-labelledby") === "articles") filterable(table);
}
for (const map of document.querySelectorAll("svg")) explorable(map);
