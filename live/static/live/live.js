// Keeps a page up to date: by the event stream, by asking again when the stream fails, and by
// saying so honestly when neither works. What a page may carry:
//   data-live="/live/?token=..."   the address of the stream, on any one element
//   data-live-event="now"          a fragment, replaced whole by the newest event of that name
//   data-live-status               a place that says whether this page is live
//   data-closes-at="2027-..Z"      a clock, counted down by the server's time and read out;
//                                  a progress bar beside it in .countdown shrinks with it
//   data-server-now on html        the server's time, for pages without a stream
//   meta name="csrf-token"         the page's token, for forms in fragments that everyone is sent
"use strict";
(() => {
  const source = document.querySelector("[data-live]");
  const POLL = 15_000;
  const SILENCE = 45_000; // the stream tells the time every 15 seconds; three misses are a cut
  const STATES = {
    live: "Live",
    online: "You are online again.",
    polling: "Connection slow: checking every 15 seconds",
    offline: "You are offline. Nothing you press now is sent.",
  };
  let stream, poll, silence, state;
  // How far the server's clock is ahead of this one, in milliseconds: by the page, then by the stream.
  let clockOffset = Date.parse(document.documentElement.dataset.serverNow) - Date.now() || 0;

  // --- saying ---------------------------------------------------------------------------------
  const announcer = document.createElement("p");
  announcer.className = "visually-hidden";
  announcer.setAttribute("role", "status");
  document.body.append(announcer);

  const announce = (words) => {
    announcer.textContent = "";
    setTimeout(() => { announcer.textContent = words; }, 100); // a change is what is read out
  };

  function show(next) {
    if (state === next) return;
    const before = state;
    state = document.documentElement.dataset.liveState = next;
    for (const place of document.querySelectorAll("[data-live-status]")) place.textContent = STATES[next];
    if (next === "offline" || before === "offline") announce(STATES[next]);
  }

  // --- swapping -------------------------------------------------------------------------------
  const fragment = (event) => document.querySelector(`[data-live-event="${CSS.escape(event)}"]`);

  // How each fragment was sent: clocks and htmx change it afterwards, which is not news.
  const sent = new WeakMap();
  for (const found of document.querySelectorAll("[data-live-event]")) sent.set(found, found.outerHTML);

  // A form is the same after a swap if it is for the same thing, and so is a field of it: a page may
  // have many forms with a field of one name. One whose hidden fields are what is said names itself.
  const purpose = (form) => form?.dataset.purpose ?? [form?.getAttribute("action"), ...[...(form?.elements ?? [])]
    .filter(({ type, name }) => type === "hidden" && !/^(csrfmiddlewaretoken|request_id)$/.test(name))
    .map(({ name, value }) => `${name}=${value}`)].join("&");

  function nameOf(field) {
    const answer = /^(radio|checkbox)$/.test(field.type) ? field.value : "";
    return [purpose(field.form), field.name, answer].join("&");
  }

  // What a person has typed or ticked, and where they are, outlives a swap.
  function keep(old, fresh) {
    const fields = "input:not([type=hidden]), select, textarea";
    const renewed = new Map([...fresh.querySelectorAll(fields)].map((field) => [nameOf(field), field]));
    for (const field of old.querySelectorAll(fields)) {
      const same = renewed.get(nameOf(field));
      if (!same) continue;
      if (/^(radio|checkbox)$/.test(field.type)) same.checked = field.checked;
      else same.value = field.value;
    }
    for (const open of old.querySelectorAll("details[id][open]")) {
      fresh.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute("open", "");
    }
    const focused = old.contains(document.activeElement) && document.activeElement.id;
    return () => focused && document.getElementById(focused)?.focus({ preventScroll: true });
  }

  // A fragment that everyone is sent cannot hold a token; the page's own goes into its forms.
  function sign(fresh) {
    const token = document.querySelector("meta[name=csrf-token]")?.content;
    if (!token) return;
    for (const form of fresh.querySelectorAll("form[method=post i]:not(:has([name=csrfmiddlewaretoken]))")) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken", value: token });
      form.prepend(field);
    }
  }

  // A button that is swapped under a finger hears no click. So nothing is swapped while one is down.
  let isDown = false;
  const held = new Map(); // event -> the newest fragment that came meanwhile
  const lifted = () => setTimeout(() => { // once the click has been heard
    isDown = false;
    for (const [event, fresh] of held) swap(event, fresh);
    held.clear();
  });
  addEventListener("pointerdown", () => { isDown = true; }, true);
  for (const up of ["pointerup", "pointercancel", "blur"]) addEventListener(up, lifted, up !== "blur");

  function swap(event, fresh) {
    const old = fragment(event);
    if (!old || !fresh) return;
    if (isDown) {
      held.set(event, fresh);
      return;
    }
    const html = fresh.outerHTML;
    if (sent.get(old) === html) return;
    sent.set(fresh, html);
    sign(fresh);
    const refocus = keep(old, fresh);
    old.replaceWith(fresh);
    window.htmx?.process(fresh);
    refocus();
    hear();
    fresh.dispatchEvent(new CustomEvent("live:swapped", { bubbles: true, detail: { event } }));
    count();
  }

  const parse = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content.firstElementChild;
  };

  // --- listening ------------------------------------------------------------------------------
  const heard = new Set();

  // A swap may bring fragments that the page did not have: the turnout comes with the vote.
  function hear() {
    for (const { dataset } of document.querySelectorAll("[data-live-event]")) {
      const event = dataset.liveEvent;
      if (!stream || heard.has(event)) continue;
      heard.add(event);
      stream.addEventListener(event, ({ data }) => swap(event, parse(data)));
    }
  }

  function listen() {
    stream?.close();
    stream = new EventSource(source.dataset.live);
    stream.addEventListener("clock", ({ data }) => {
      clockOffset = Number(data) - Date.now();
      clearTimeout(silence);
      silence = setTimeout(fall, SILENCE);
      clearTimeout(poll);
      poll = undefined;
      // Words that were under way when the line was cut may still arrive; they do not make it whole.
      show(navigator.onLine ? "live" : "offline");
    });
    heard.clear();
    hear();
    // The browser tries again by itself unless the hub has refused, as it does an old page.
    stream.addEventListener("error", () => fall(stream.readyState === EventSource.CLOSED));
  }

  // The stream has failed: ask for the page itself until the stream is back.
  function fall(refused = true) {
    show(navigator.onLine ? "polling" : "offline");
    if (refused) stream.close();
    poll ??= setTimeout(ask, POLL * (0.5 + Math.random()));
  }

  async function ask() {
    poll = undefined;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const old of document.querySelectorAll("[data-live-event]")) {
        const event = old.dataset.liveEvent;
        const fresh = page.querySelector(`[data-live-event="${CSS.escape(event)}"]`);
        swap(event, fresh && document.importNode(fresh, true));
      }
      const address = page.querySelector("[data-live]")?.dataset.live;
      if (!address) return location.reload(); // signed out, or the page has moved on
      source.dataset.live = address;
      show("polling");
      if (stream.readyState === EventSource.CLOSED) listen();
    } catch {
      show("offline");
    }
    if (state !== "live") poll ??= setTimeout(ask, POLL);
  }

  // --- counting down --------------------------------------------------------------------------
  const spoken = new Map(); // closing time -> the last mark read out
  const MARKS = [[0, "Voting is closed."], [10, "10 seconds left to vote."], [30, "30 seconds left to vote."]];

  function count() {
    for (const clock of document.querySelectorAll("[data-closes-at]")) {
      const closes = Date.parse(clock.dataset.closesAt);
      const left = Math.max(0, Math.ceil((closes - Date.now() - clockOffset) / 1000));
      const words = left ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "Closed";
      if (clock.textContent !== words) clock.textContent = words;
      clock.toggleAttribute("data-urgent", left <= 10);
      const bar = clock.closest(".countdown")?.querySelector("progress");
      if (bar) bar.value = Math.min(left, bar.max);
      if (!spoken.has(closes)) {
        spoken.set(closes, left ? Infinity : 0);
        if (left > 30) announce(`Voting is open. ${words} left.`);
      }
      const mark = MARKS.find(([seconds]) => left <= seconds);
      if (mark && mark[0] < spoken.get(closes)) {
        spoken.set(closes, mark[0]);
        announce(mark[1]);
      }
    }
  }

  // --- not sent -------------------------------------------------------------------------------
  // A press that no answer came to says so beside its form, through every swap, until a press there
  // is answered or the words are dismissed. Nobody may believe that a vote was recorded if it was not.
  const unsent = new Map(); // purpose of the form -> { notice, pressed }

  const newNotice = () => parse(`<div class="notice notice--warning" role="alert" data-not-sent><p></p>
    <button type="button" class="button button--quiet">Dismiss</button></div>`);

  function forget(what) {
    unsent.get(what)?.notice.remove();
    unsent.delete(what);
  }

  function place({ notice, pressed }, what) {
    const form = [...document.forms].find((found) => purpose(found) === what);
    const words = form
      ? `Not sent yet: ${pressed}. No answer came. Check your connection and press again: it counts once.`
      : `Not sent, as far as this page knows: ${pressed}. No answer came. Count only on what a receipt shows.`;
    const said = notice.firstElementChild;
    if (said.textContent !== words) said.textContent = words;
    if (notice.isConnected && (!form || notice.previousElementSibling === form)) return;
    if (form) form.after(notice);
    else (document.querySelector("main") ?? document.body).prepend(notice);
  }

  const placeAll = () => unsent.forEach(place);

  // The request is watched and not its form, which a swap may have taken off the page meanwhile.
  function watch(form, xhr, button) {
    if (!form) return;
    const what = purpose(form);
    const name = (button?.querySelector(".choice__name") ?? button)?.textContent.trim() ?? "";
    const pressed = `${name} at ${new Date(Date.now() + clockOffset).toLocaleTimeString("en-GB")}`.trim();
    xhr.addEventListener("loadend", () => {
      if (xhr.status >= 200 && xhr.status < 300) forget(what);
      if (xhr.status && xhr.status < 500) return;
      const notice = unsent.get(what)?.notice ?? newNotice();
      notice.lastElementChild.onclick = () => forget(what);
      unsent.set(what, { notice, pressed });
      placeAll();
    });
  }
  document.addEventListener("htmx:beforeRequest", ({ target, detail: { xhr, requestConfig } }) =>
    watch(target.closest("form"), xhr, requestConfig.triggeringEvent?.submitter));
  // A page with a request of its own says the same: detail has the xhr and the button pressed.
  document.addEventListener("live:sending", ({ target, detail: { xhr, button } }) => watch(target, xhr, button));
  document.addEventListener("live:swapped", placeAll);

  addEventListener("offline", () => show("offline"));
  addEventListener("online", () => {
    clearTimeout(poll);
    if (source) ask();
    else show("online");
  });
  count();
  setInterval(count, 1000);
  if (source) listen();
})();
