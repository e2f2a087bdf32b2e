// Counts the words of a text as one types: [data-words-of] beside a field with data-word-limit.
// A word is what stands between spaces and has a letter or a figure in it (motions/wording/counting.py).
"use strict";
(() => {
  for (const place of document.querySelectorAll("[data-words-of]")) {
    const field = document.getElementById(place.dataset.wordsOf);
    if (!field) continue;
    const limit = Number(field.dataset.wordLimit);
    const count = () => {
      const words = field.value.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
      const over = limit && words > limit ? ` ${(words - limit).toLocaleString("en-GB")} too many.` : "";
      const of = limit ? ` of ${limit.toLocaleString("en-GB")}` : "";
      place.textContent = `${words.toLocaleString("en-GB")} word${words === 1 ? "" : "s"}${of}.${over}`;
      place.classList.toggle("wrong", Boolean(over));
    };
    field.addEventListener("input", count);
    count();
  }
})();
