// @ts-check
// A worksheet on the screen: buttons to save and clear it, a copy of what is typed for the printer, since a text field
// would be cut off on paper, and the words in the memory of the tab, so that a link and Back do not lose them. Nothing is sent.
//
// The words are the name of the tab's window. Browsers hold it in memory only and forget it with the tab, while they write the
// storage of a tab to the disk. Other sites that are opened in the tab could read the name, so the words are encrypted. The
// key is in the tab's storage, which no other site can read. `safety.js` drops both when the reader leaves.
(() => {
  const note = document.querySelector("[data-sheet]");
  const fields = [...document.querySelectorAll("textarea")];
  if (!(note instanceof HTMLElement)) return;
  const texts = note.dataset;

  /** @param {HTMLTextAreaElement} field */
  const copy = (field) => {
    const block = field.closest(".block-field");
    const paper = block?.querySelector(".on-paper");
    if (!block || !paper) return;
    paper.textContent = field.value;
    block.classList.toggle("is-filled", field.value.trim() !== "");
  };

  /** @param {string[]} words of each field */
  const fill = (words) =>
    fields.forEach((field, at) => {
      field.value = words[at] ?? "";
      copy(field);
    });

  const memory = "keep" in texts ? memoryOfTab(texts["key"] ?? "") : undefined;
  const typed = () => fields.map((field) => field.value);
  /** Shows what the tab remembers, unless the reader was faster. */
  const recall = async () => {
    const words = await memory?.recall();
    if (words && typed().every((words) => words === "")) fill(words);
  };

  for (const field of fields) {
    const paper = document.createElement("div");
    paper.className = "on-paper";
    paper.setAttribute("aria-hidden", "true");
    field.closest(".block-field")?.append(paper);
    field.addEventListener("input", () => {
      copy(field);
      memory?.keep(typed());
    });
  }

  const buttons = /** @type {HTMLElement | null} */ (document.querySelector(".sheet-buttons"));
  if (buttons) {
    const status = buttons.querySelector("[role=status]");
    /**
     * A button that asks for a second press, and says first what it will do.
     *
     * @param {string} name
     * @param {string} warning
     * @param {() => string} act returns what is said afterwards
     */
    const askTwice = (name, warning, act) => {
      const mark = `data-${name.toLowerCase()}`;
      const button = buttons.querySelector(`[${mark}]`);
      if (!button || !status) return;
      let sure = false;
      const ask = (/** @type {boolean} */ again) => {
        sure = again;
        button.textContent = texts[`text${name}${again ? "Sure" : ""}`] ?? "";
      };
      button.addEventListener("click", () => {
        status.textContent = sure ? act() : warning;
        ask(!sure);
      });
      button.addEventListener("blur", () => ask(false));
    };
    askTwice("Save", texts["textWarning"] ?? "", () => {
      save(`${texts["textFile"]}.txt`, fields.map((field) => `${field.labels[0]?.querySelector(".block-title")?.textContent}\n\n${field.value}\n`));
      return texts["textSaved"] ?? "";
    });
    askTwice("Clear", "", () => {
      fill([]);
      memory?.keep([]);
      return texts["textCleared"] ?? "";
    });
    buttons.hidden = false;
  }

  // The browser may keep the page for those who press Back; the words are in one place only.
  addEventListener("pagehide", () => fill([]));
  addEventListener("pageshow", (event) => event.persisted && void recall());
  addEventListener("leave", () => {
    memory?.end();
    fill([]);
  });
  void recall();

  /** Writes a file on the device. @param {string} name @param {string[]} parts */
  function save(name, parts) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([parts.join("\n\n")], { type: "text/plain" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  /**
   * The words of all worksheets that were filled in in this tab. Without storage, or without a secure connection, it remembers nothing.
   *
   * @param {string} store the name of the key in the storage of the tab
   */
  function memoryOfTab(store) {
    /** The words of each field, by the address of the sheet. @type {Record<string, string[]>} */
    let sheets = {};
    let ended = false;
    /** One thing after another, since encryption does not answer at once. @type {Promise<unknown>} */
    let last = Promise.resolve();
    /** @template T @param {() => Promise<T>} work @returns {Promise<T | undefined>} */
    const next = (work) => {
      const done = last.then(work).catch(() => undefined);
      last = done;
      return done;
    };
    const text = (/** @type {Uint8Array} */ bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    const bytes = (/** @type {string} */ text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const cipher = (/** @type {Uint8Array<ArrayBuffer>} */ iv) => ({ name: "AES-GCM", iv });
    const key = () => {
      const kept = sessionStorage.getItem(store) ?? text(crypto.getRandomValues(new Uint8Array(32)));
      sessionStorage.setItem(store, kept);
      return crypto.subtle.importKey("raw", bytes(kept), "AES-GCM", false, ["encrypt", "decrypt"]);
    };

    /** The name of the window holds the encrypted words, and behind a space the region of `regions.js`, if one was chosen. */
    const held = () => window.name.split(" ");
    const hold = (/** @type {string} */ words) => (window.name = [words, ...held().slice(1)].join(" "));

    return {
      /** The words of this sheet. */
      recall: () =>
        next(async () => {
          const [words = ""] = held();
          if (words === "" || sessionStorage.getItem(store) === null) return undefined;
          const all = bytes(words);
          const shown = await crypto.subtle.decrypt(cipher(all.slice(0, 12)), await key(), all.slice(12));
          sheets = JSON.parse(new TextDecoder().decode(shown));
          return sheets[location.pathname];
        }),
      /** @param {string[]} words of this sheet; none to forget it */
      keep: (words) =>
        void next(async () => {
          if (words.some((word) => word !== "")) sheets[location.pathname] = words;
          else delete sheets[location.pathname];
          if (ended) return;
          if (Object.keys(sheets).length === 0) {
            hold("");
            sessionStorage.removeItem(store);
            return;
          }
          const iv = crypto.getRandomValues(new Uint8Array(12));
          const hidden = await crypto.subtle.encrypt(cipher(iv), await key(), new TextEncoder().encode(JSON.stringify(sheets)));
          if (!ended) hold(text(new Uint8Array([...iv, ...new Uint8Array(hidden)])));
        }),
      /** From now on nothing is kept. */
      end: () => (ended = true),
    };
  }
})();
