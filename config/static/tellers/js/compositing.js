// The compositing desk. Every change is a form with a button, and works without this. With it, the
// desk alone is sent for again; a sentence can be dragged; arrow keys move one whose button is in
// focus; what was done is said aloud; and what others do meanwhile is seen within a few seconds.
"use strict";
(() => {
  const aloud = document.getElementById("said-aloud");
  const desk = () => document.getElementById("desk");
  if (!desk()) return;
  let sending = false;

  const say = (words) => {
    aloud.textContent = "";
    setTimeout(() => { aloud.textContent = words; }, 100); // a change is what is read out
  };

  // --- sending a change, and showing the desk that comes back --------------------------------------
  async function send(form, button) {
    if (sending) return;
    sending = true;
    const body = new URLSearchParams(new FormData(form));
    if (button?.name) body.set(button.name, button.value);
    desk().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
      if (answer.redirected || !answer.ok) return location.reload(); // signed out, or no longer ours
      show(await answer.text(), button);
    } catch {
      desk().removeAttribute("aria-busy");
      say("That could not be sent. Nothing is lost: try again when you are connected.");
      notice("That could not be sent. Nothing is lost: try again when you are connected.");
    } finally {
      sending = false;
    }
  }

  function notice(words) {
    const said = Object.assign(document.createElement("p"), { className: "notice notice--error", textContent: words });
    said.setAttribute("data-not-sent", "");
    document.querySelector("[data-not-sent]")?.remove();
    desk().before(said);
  }

  function show(html, button) {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("desk");
    if (!fresh) return location.reload();
    document.querySelector("[data-not-sent]")?.remove();
    const closed = new Set([...document.querySelectorAll(".source:not([open]) .origin")].map((each) => each.textContent));
    desk().replaceWith(document.importNode(fresh, true));
    for (const each of document.querySelectorAll(".source")) {
      if (closed.has(each.querySelector(".origin").textContent)) each.open = false;
    }
    if (desk().dataset.done) say(desk().dataset.done);
    const moved = document.getElementById(desk().dataset.focus);
    moved?.classList.add("just-now");
    if (!button) return moved?.scrollIntoView({ block: "nearest" });
    // The eye and the keyboard go with the sentence: the same button of it, or the next Put in.
    const same = moved?.querySelector(`[name="act"][value="${button.value}"]`);
    const stay = button.name === "place" ? nextPut(button.id) : null;
    const to = desk().querySelector(".notice--refused") ?? stay ?? same ?? moved?.querySelector("button") ?? document.getElementById("undo");
    to?.focus({ preventScroll: button.name === "place" });
    if (button.name === "place") moved?.scrollIntoView({ block: "nearest" });
  }

  function nextPut(id) {
    const all = [...desk().querySelectorAll('[name="place"][id]')];
    const here = all.findIndex((each) => each.id === id);
    return all.slice(here + 1).find((each) => !each.closest(".slip--used")) ?? all[here];
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("#desk [data-desk]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });

  // --- keys ----------------------------------------------------------------------------------------
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.(".nudge") || event.altKey || event.ctrlKey || event.metaKey) return;
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!way) return;
    event.preventDefault();
    event.target.closest("form").querySelector(`[value="${way}"]`).click();
  });

  // --- dragging --------------------------------------------------------------------------------------
  let lifted = null;
  const over = (element) => {
    for (const each of document.querySelectorAll(".is-over")) each.classList.remove("is-over", "is-over--after");
    element?.classList.add("is-over");
  };
  document.addEventListener("dragstart", (event) => {
    const card = event.target.closest?.("#desk [draggable=true]");
    if (!card || !desk().hasAttribute("data-editable")) return;
    lifted = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.querySelector("p:not(.origins)").textContent.trim());
    setTimeout(() => { document.body.classList.add("is-dragging"); card.classList.add("is-lifted"); });
  });
  document.addEventListener("dragover", (event) => {
    if (!lifted) return;
    const card = event.target.closest?.(".told[data-at]");
    const place = card ?? event.target.closest?.("[data-spot]");
    if (!place) return over(null);
    event.preventDefault();
    over(place);
    if (card) card.classList.toggle("is-over--after", isBelow(card, event));
  });
  document.addEventListener("drop", (event) => {
    if (!lifted) return;
    const card = event.target.closest?.(".told[data-at]");
    const place = card ?? event.target.closest?.("[data-spot]");
    if (!place || !desk().contains(place)) return;
    event.preventDefault();
    const after = card && isBelow(card, event);
    const to = !card ? place.dataset.spot : `${card.dataset.paragraph}.${Number(card.dataset.index) + (after ? 1 : 0)}`;
    const form = document.getElementById("dragged");
    form.elements.place.value = lifted.dataset.place ?? "";
    form.elements.at.value = lifted.dataset.at ?? "";
    form.elements.to.value = to;
    send(form, null);
  });
  document.addEventListener("dragend", () => {
    over(null);
    lifted?.classList.remove("is-lifted");
    lifted = null;
    document.body.classList.remove("is-dragging");
  });
  const isBelow = (card, event) => {
    const box = card.getBoundingClientRect();
    return event.clientY > box.top + box.height / 2;
  };

  // --- what others do meanwhile ------------------------------------------------------------------------
  // Not while somebody types or drags: their change is then refused with their words handed back.
  setInterval(async () => {
    const busy = sending || lifted || document.hidden || document.activeElement?.matches("#desk textarea, #desk select, #desk input");
    if (busy || desk().querySelector(".told__more[open], .desk__say[open]")) return;
    const step = desk().dataset.step;
    try {
      const answer = await fetch(`${desk().dataset.url}?since=${step}`, { headers: { "HX-Request": "true" } });
      if (answer.status !== 200 || answer.redirected || sending || desk().dataset.step !== step) return;
      const focused = document.activeElement?.id;
      show(await answer.text(), null);
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    } catch { /* no connection now: asked again in a moment */ }
  }, 4000);
})();
