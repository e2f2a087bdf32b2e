// Counts down to a deadline in the words that the server wrote: in 3 days 4 hours. By the server's
// clock, not by this one; conferences/countdown.py says the same without a script.
"use strict";
(() => {
  const came = performance.timeOrigin + (performance.getEntriesByType("navigation")[0]?.responseStart ?? 0);
  const offset = Date.parse(document.documentElement.dataset.serverNow) - came || 0;
  const soMany = (number, unit) => `${number.toLocaleString("en-GB")} ${unit}${number === 1 ? "" : "s"}`;

  function words(seconds) {
    if (seconds < 60) return "less than a minute";
    const days = Math.floor(seconds / 86_400);
    const hours = Math.floor(seconds / 3_600) % 24;
    const minutes = Math.floor(seconds / 60) % 60;
    if (days >= 14) return soMany(days, "day");
    const parts = days ? [[days, "day"], [hours, "hour"]] : [[hours, "hour"], [minutes, "minute"]];
    return parts.filter(([number]) => number).map(([number, unit]) => soMany(number, unit)).join(" ");
  }

  function count() {
    for (const clock of document.querySelectorAll("[data-counts-to]")) {
      const left = (Date.parse(clock.dataset.countsTo) - Date.now() - offset) / 1000;
      const said = left < 0 ? clock.dataset.over : `in ${words(left)}`;
      if (clock.textContent !== said) clock.textContent = said;
    }
  }
  count();
  setInterval(count, 5_000);
})();
