// What is one person's own on a page whose middle is the same for everyone: the vote just cast,
// which the next push must not wipe away, and the number that makes sending it twice count once.
"use strict";
(() => {
  const remembered = new Map(); // ballot -> the receipt as it was shown
  const slot = () => document.getElementById("my-vote");

  // --- my vote ---------------------------------------------------------------------------------

  function press(choice) {
    for (const button of document.querySelectorAll(".choice")) {
      const chosen = button.value === choice;
      button.setAttribute("aria-pressed", String(chosen));
      button.querySelector(".choice__said").textContent = chosen ? button.dataset.said : "";
    }
  }

  function remember() {
    const mine = slot();
    if (!mine) return;
    const receipt = mine.querySelector("[data-choice]");
    if (receipt) remembered.set(mine.dataset.ballot, receipt.cloneNode(true));
    else if (!mine.children.length) {
      const kept = remembered.get(mine.dataset.ballot);
      if (kept) mine.append(kept.cloneNode(true));
    }
    if (!document.querySelector(".choices")) mine.querySelector("[data-while-open]")?.remove();
    const shown = mine.querySelector("[data-choice]");
    if (shown) press(shown.dataset.choice);
  }

  // Whose booth I have entered: a push knows nobody, so it brings the paper with its door closed.
  const entered = document.querySelector("[data-in-booth]")?.dataset.inBooth;
  function enter() {
    const vote = document.getElementById("vote");
    if (vote?.dataset.booth === "closed" && slot()?.dataset.ballot === entered) vote.dataset.booth = "entered";
  }

  // In which elections I have voted: a push knows nobody, so what the page knew is put in again.
  const marks = new Map();
  function mark() {
    for (const place of document.querySelectorAll("[data-mine]")) {
      if (place.children.length) marks.set(place.dataset.mine, place.innerHTML);
      else if (marks.has(place.dataset.mine)) place.innerHTML = marks.get(place.dataset.mine);
      if (!place.hasAttribute("data-open")) {
        for (const over of place.querySelectorAll("[data-while-open]")) over.remove();
      }
    }
  }

  // Whoever comes back from the paper by the browser's own way is shown that they have voted.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted && marks.size) location.reload();
  });

  // --- sent twice, counted once ------------------------------------------------------------------

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  // The same press sent again, because no answer came, keeps its number; a new press has its own.
  let unanswered; // { ballot address, choice, id }
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (!detail.parameters.has?.("request_id") && !("request_id" in detail.parameters)) return;
    const choice = detail.parameters.choice;
    if (unanswered?.path !== detail.path || unanswered.choice !== choice) {
      unanswered = { path: detail.path, choice, id: newId() };
    }
    detail.parameters.request_id = unanswered.id;
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.xhr.status) unanswered = undefined;
  });

  // A form that htmx does not send, because htmx did not load, still gets its number.
  document.addEventListener("submit", ({ target }) => {
    const id = target.elements.request_id;
    if (id && !id.value) id.value = newId();
  });

  // A refusal is shown above the receipt of the vote that stands: nothing on the page is lost.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target.id !== "my-vote") return;
    detail.target.querySelector(".notice--refused")?.remove();
    if ([403, 404, 409, 422].includes(detail.xhr.status)) {
      detail.shouldSwap = true;
      detail.swapOverride = "afterbegin";
    }
  });

  // --- reading when a vote opens ------------------------------------------------------------------

  // Nobody's reading is moved for them: a way to the paper appears while it is out of sight.
  const way = document.querySelector(".to-the-vote");
  const sight = way && new IntersectionObserver(([paper]) => {
    way.hidden = paper.isIntersecting || Boolean(slot()?.querySelector("[data-choice]"));
  });
  function watch() {
    if (!way) return;
    sight.disconnect();
    const paper = document.getElementById("vote");
    if (paper) sight.observe(paper);
    else way.hidden = true;
  }

  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    remember();
    if (detail.target.id === "my-vote" && detail.xhr.status === 200) document.body.dispatchEvent(new Event("vote:recorded"));
  });
  document.addEventListener("live:swapped", () => { enter(); remember(); mark(); watch(); });
  remember();
  mark();
  watch();
})();
