// @ts-check
// Reads an article aloud by a voice of the reader's device. Voices that send the text to a service are never used: where the
// device has none of its own for the language of the page, there is no button.
(() => {
  const article = document.querySelector(".article");
  const speech = window.speechSynthesis;
  if (!article || !speech) return;

  /** @param {string} tag */
  const plain = (tag) => tag.toLowerCase().replace("_", "-");
  const language = plain(document.documentElement.lang);
  /** The voice of the device that fits best: of the same country, then of the same language. */
  const ownVoice = () => {
    const own = speech.getVoices().filter((voice) => voice.localService && plain(voice.lang).split("-")[0] === language.split("-")[0]);
    return own.find((voice) => plain(voice.lang) === language) ?? own.find((voice) => voice.default) ?? own[0];
  };

  /** What is read: the words of each heading, paragraph and item that can be seen, in order. */
  const parts = () => {
    const skipped = "nav, sup, script, button:not(.term), .facts, .aloud, .term-panel, .steps-hint, .steps-progress, .steps-remember, [hidden], details:not([open]) > :not(summary)";
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    /** @type {{ block: Element | null, words: string }[]} */
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.textContent?.trim() || !parent || parent.closest(skipped)) continue;
      const block = parent.closest("h1, h2, h3, h4, h5, h6, p, li, dt, dd, th, td, summary, figcaption, blockquote, div");
      const last = found.at(-1);
      if (last && last.block === block) last.words += node.textContent;
      else found.push({ block, words: node.textContent });
    }
    return found.map(({ words }) => words.replace(/\s+/g, " ").trim());
  };

  const show = () => {
    const place = document.querySelector("[data-aloud]");
    const voice = ownVoice();
    if (!(place instanceof HTMLElement) || !voice || place.firstChild) return;
    const { listen = "", headphones = "", start = "", stop = "" } = place.dataset;
    const opener = document.createElement("button");
    const panel = document.createElement("p");
    const reader = document.createElement("button");
    for (const button of [opener, reader]) button.type = "button";
    opener.textContent = listen;
    opener.setAttribute("aria-expanded", "false");
    panel.className = "aloud";
    panel.hidden = true;
    reader.textContent = start;
    panel.append(headphones, " ", reader);
    place.append(opener);
    place.closest("p")?.after(panel);

    const quiet = () => {
      speech.cancel();
      reader.textContent = start;
    };
    opener.addEventListener("click", () => {
      panel.hidden = !panel.hidden;
      opener.setAttribute("aria-expanded", String(!panel.hidden));
      if (panel.hidden) quiet();
    });
    reader.addEventListener("click", () => {
      if (reader.textContent === stop) return quiet();
      speech.cancel();
      reader.textContent = stop;
      const spoken = parts().map((words) => Object.assign(new SpeechSynthesisUtterance(words), { voice, lang: voice.lang }));
      const last = spoken.at(-1);
      if (last) last.onend = quiet;
      for (const part of spoken) speech.speak(part);
    });
    for (const end of ["leave", "pagehide"]) addEventListener(end, quiet);
  };
  // Browsers know their voices late.
  speech.addEventListener?.("voiceschanged", show);
  // While an article is written, it becomes long enough to be read aloud.
  addEventListener("patched", show);
  show();
})();
