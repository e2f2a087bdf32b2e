// The check-in room: what this device can do, found by trying, shown, and sent with the form. Without
// this the page says what it could not try, and the form takes the owner's word.
"use strict";
(() => {
  const form = document.querySelector("form[data-device]");
  if (!form) return;
  const PATIENCE = 10_000; // a stream that has not answered by then is one that a network holds back
  const CLOCK_IS_WRONG = 30_000;
  const root = document.documentElement;
  const set = (name, value) => { form.elements[name].value = value; };
  set("has_script", "on");

  function say(check, isWell, more = "") {
    const line = document.querySelector(`[data-check="${check}"]`);
    if (!line) return;
    line.dataset.result = isWell ? "yes" : "no";
    line.querySelector("[data-says]").textContent = [line.dataset[isWell ? "yes" : "no"], more].filter(Boolean).join(" ");
    const icon = document.querySelector("[data-check-icons]")?.content.querySelector(isWell ? ".is-yes" : ".is-no");
    if (icon) line.querySelector("svg").replaceWith(icon.firstElementChild.cloneNode(true));
  }

  // --- the live stream: live.js says on the page when it is open --------------------------------
  const started = performance.now();
  let isTold = false;
  function heard(isLive) {
    if (isTold) return;
    isTold = true;
    watching.disconnect();
    const took = Math.round(performance.now() - started);
    if (isLive) set("stream_ms", took);
    say("stream", isLive, isLive ? `${(took / 1000).toFixed(1)} s` : "");
  }
  const look = () => { if (root.dataset.liveState === "live") heard(true); };
  const watching = new MutationObserver(look);
  watching.observe(root, { attributes: true, attributeFilter: ["data-live-state"] });
  setTimeout(() => heard(false), PATIENCE);
  look();

  // --- the clock: how far it is ahead of the server's, when the page began to arrive ------------
  const arrived = performance.getEntriesByType?.("navigation")[0]?.responseStart ?? 0;
  const ahead = Math.round(performance.timeOrigin + arrived - Date.parse(root.dataset.serverNow));
  if (Number.isFinite(ahead)) {
    set("clock_ms", ahead);
    const seconds = Math.round(Math.abs(ahead) / 1000);
    const isWell = Math.abs(ahead) < CLOCK_IS_WRONG;
    say("clock", isWell, isWell ? "" : `${Math.floor(seconds / 60)} min ${seconds % 60} s ${ahead > 0 ? "+" : "−"}`);
  }

  // --- memory ---------------------------------------------------------------------------------
  let keeps = false;
  try {
    sessionStorage.setItem("check-in", "1");
    keeps = sessionStorage.getItem("check-in") === "1";
    sessionStorage.removeItem("check-in");
  } catch { /* a private window */ }
  set("has_storage", keeps ? "true" : "false");
  say("storage", keeps);
})();
