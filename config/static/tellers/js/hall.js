// A screen on the wall, which nobody touches: what time it is, whether what it shows can be relied
// on, and loading again by itself when what it may frame has changed. live.js does the rest.
"use strict";
(() => {
  const page = document.querySelector("[data-edition]");
  const root = document.documentElement;
  // The server's clock, not ours: what it said was so when the page began to come.
  const came = performance.timeOrigin + (performance.getEntriesByType("navigation")[0]?.responseStart ?? 0);
  const ahead = Date.parse(root.dataset.serverNow) - came || 0;
  const hour = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

  // --- the time of day -------------------------------------------------------------------------
  const clock = document.querySelector("[data-clock]");
  const tell = () => {
    const words = hour(Date.now() + ahead);
    if (clock.textContent !== words) clock.textContent = words;
  };
  tell();
  setInterval(tell, 1000);

  // --- whether it can be relied on -------------------------------------------------------------
  const stale = document.querySelector(".screen__stale");
  let since;
  const doubt = () => {
    const state = root.dataset.liveState;
    if (["arriving", "live", "online"].includes(state)) {
      since = undefined;
      stale.hidden = true;
      return;
    }
    since ??= hour(Date.now() + ahead);
    const words = stale.dataset[state] ?? stale.dataset.offline; // any other state is a cut
    stale.dataset.state = state;
    stale.textContent = words.replace("{at}", since);
    stale.hidden = false;
  };
  new MutationObserver(doubt).observe(root, { attributeFilter: ["data-live-state"] });
  // Nobody is there to reload a wall whose live.js did not come.
  const AGAIN = 15_000;
  if (!root.dataset.liveState) {
    doubt();
    setTimeout(() => location.reload(), AGAIN);
  }

  // --- what it may frame is said when the page is loaded -----------------------------------------
  document.addEventListener("live:swapped", ({ target }) => {
    const { edition } = target.dataset;
    if (edition && edition !== page.dataset.edition) location.reload();
  });

  // A wall does not fall asleep, where the browser lets a page ask for that.
  const stayAwake = () => document.hidden || navigator.wakeLock?.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", stayAwake);
  stayAwake();
})();
