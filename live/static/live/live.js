// Keeps a page up to date: by the event stream, by asking again when the stream fails, and by
// saying so honestly when neither works. What a page may carry:
//   data-live="/live/?token=..."   the address of the stream, on any one element
//   data-live-event="now"          a fragment, replaced whole by the newest event of that name
//   data-live-status               a place that says whether this page is live
//   data-closes-at="2027-..Z"      a vote's clock, counted down by the server's time and read out;
//                                  a progress bar beside it in .countdown shrinks with it
//   data-ends-at="2027-..Z"        a speech's clock: 2:31, then "Time is up: 0:12 over". It gains
//                                  data-nearly in the last half minute and data-over after the
//                                  end: the amber and the red light, beside the words. With
//                                  data-aloud the end is read out; live:time-up is sent on it once
//   data-server-now on html        the server's time, for pages without a stream
// What it sends on the document: live:swapped after a swap (detail.event, and detail.asked, when the
// page asked for it, where it was not pushed), and live:recovered when the page could be reached
// again: the moment to ask for what is one's own. A script that needs it to warn of a press without
// an answer looks for data-live-state on html, and leaves the page as it is where there is none.
//   meta name="csrf-token"         the page's token, for forms in fragments that everyone is sent
"use strict";
(() => {
  const source = document.querySelector("[data-live]");
  const POLL = 15_000;
  const AGAIN = 3_000; // while nothing answers: whoever is back knows it within five seconds
  const SILENCE = 45_000; // the stream tells the time every 15 seconds; three misses are a cut
  const OPENING = 15_000; // a stream that has not answered by then is one that a network holds back
  const STATES = {
    live: "Live",
    online: "You are online again.",
    polling: "Connection slow: checking every 15 seconds",
    unanswered: "The conference does not answer. Trying again. Nothing you press now is sent.",
    offline: "You are offline. Nothing you press now is sent.",
  };
  const CUT = ["offline", "unanswered"];
  let stream, poll, again, silence, state;
  document.documentElement.dataset.liveState = "arriving";

  // --- the server's time ----------------------------------------------------------------------
  // Nobody's own clock is asked what time it is: phones are ten minutes wrong. The time since the
  // page began only ever falls behind the server's, by the way here and while the phone sleeps; so
  // of all that the server said, the latest is nearest. It gives way slowly, for clocks that run fast.
  const GIVES_WAY = 5;
  let ahead = -Infinity; // of performance.now(), in milliseconds

  function told(time, heard = performance.now()) {
    if (time) ahead = Math.max(time - heard, ahead - GIVES_WAY);
  }
  told(Date.parse(document.documentElement.dataset.serverNow),
    performance.getEntriesByType?.("navigation")[0]?.responseStart || undefined);
  const serverTime = () => (ahead === -Infinity ? Date.now() : performance.now() + ahead);

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
    if (CUT.includes(next)) announce(STATES[next]);
    else if (CUT.includes(before)) announce("You are connected again.");
    const isBack = before && before !== "live" && !CUT.includes(next);
    if (isBack) document.dispatchEvent(new CustomEvent("live:recovered", { bubbles: true }));
  }

  // --- swapping -------------------------------------------------------------------------------
  const fragment = (event) => document.querySelector(`[data-live-event="${CSS.escape(event)}"]`);

  // How each fragment was sent: clocks and htmx change it afterwards, which is not news.
  const sent = new WeakMap();
  for (const found of document.querySelectorAll("[data-live-event]")) sent.set(found, found.outerHTML);

  // A form is the same after a swap if it is for the same thing, and so is a field of it: a page may
  // have many forms with a field of one name. One whose hidden fields are what is said names itself.
  // What stood on the page when it was drawn (seen, open_until) is no purpose: it changes, and that stays.
  const purpose = (form) => form?.dataset.purpose ?? [form?.getAttribute("action"), ...[...(form?.elements ?? [])]
    .filter(({ type, name }) => type === "hidden" && !/^(csrfmiddlewaretoken|request_id|seen|open_until)$/.test(name))
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
    const focused = old.contains(document.activeElement) && old !== document.activeElement && document.activeElement;
    const stay = reading(old);
    return () => {
      if (focused) refocus(focused, fresh);
      stay?.();
    };
  }

  // Focus is never stolen, nor lost: it goes to what is the same, else to the fragment itself.
  function refocus(focused, fresh) {
    const same = [...fresh.querySelectorAll(focused.localName)].find((found) =>
      (focused.id && found.id === focused.id)
      || (focused.localName === "summary" && focused.parentElement.id && found.parentElement.id === focused.parentElement.id)
      || (focused.href && found.getAttribute("href") === focused.getAttribute("href"))
      || (focused.form && found.name === focused.name && found.value === focused.value && purpose(found.form) === purpose(focused.form)));
    if (!same) fresh.tabIndex = -1;
    (same ?? fresh).focus({ preventScroll: true });
  }

  // Nor is reading moved: what is marked data-hold, and being read, stays where it is on the screen.
  function reading(old) {
    const part = [...old.querySelectorAll("[data-hold][id]")].find((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      return old.getBoundingClientRect().top < 0 && top < innerHeight / 2 && bottom > 0;
    });
    if (!part) return undefined;
    const before = part.getBoundingClientRect().top;
    return () => {
      const after = document.getElementById(part.id)?.getBoundingClientRect().top;
      if (after !== undefined) scrollBy({ top: after - before, behavior: "instant" });
    };
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
    for (const [event, [fresh, asked]] of held) swap(event, fresh, asked);
    held.clear();
  });
  addEventListener("pointerdown", () => { isDown = true; }, true);
  for (const up of ["pointerup", "pointercancel", "blur"]) addEventListener(up, lifted, up !== "blur");

  function swap(event, fresh, asked) {
    const old = fragment(event);
    if (!old || !fresh) return;
    if (isDown) {
      held.set(event, [fresh, asked]);
      return;
    }
    const html = fresh.outerHTML;
    if (sent.get(old) === html) return;
    sent.set(fresh, html);
    sign(fresh);
    const settle = keep(old, fresh);
    old.replaceWith(fresh);
    window.htmx?.process(fresh);
    settle();
    hear();
    fresh.dispatchEvent(new CustomEvent("live:swapped", { bubbles: true, detail: { event, asked } }));
    count();
  }

  const parse = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content.firstElementChild;
  };

  // --- listening ------------------------------------------------------------------------------
  const heard = new Set();
  const pushed = new Map(); // event -> when its newest was pushed

  // A swap may bring fragments that the page did not have: the turnout comes with the vote.
  function hear() {
    for (const { dataset } of document.querySelectorAll("[data-live-event]")) {
      const event = dataset.liveEvent;
      if (!stream || heard.has(event)) continue;
      heard.add(event);
      stream.addEventListener(event, ({ data }) => {
        alive();
        const fresh = parse(data);
        for (const each of [fresh, ...fresh.querySelectorAll("[data-live-event]")]) {
          pushed.set(each.dataset.liveEvent, performance.now());
        }
        swap(event, fresh);
      });
    }
  }

  // While there is news the stream does not tell the time: either shows that it is whole.
  function alive() {
    clearTimeout(silence);
    silence = setTimeout(fall, SILENCE);
    clearTimeout(poll);
    poll = undefined;
    // Words that were under way when the line was cut may still arrive; they do not make it whole.
    show(navigator.onLine ? "live" : "offline");
  }

  function listen() {
    stream?.close();
    stream = new EventSource(source.dataset.live);
    stream.addEventListener("clock", ({ data }) => {
      told(Number(data));
      alive();
    });
    stream.addEventListener("open", alive);
    stream.addEventListener("old", () => { // its address has run out: the page has another
      stream.close();
      ask();
    });
    heard.clear();
    hear();
    stream.addEventListener("error", () => fall(stream.readyState === EventSource.CLOSED));
    clearTimeout(silence);
    silence = setTimeout(fall, OPENING);
  }

  // The stream has failed: ask for the page itself until the stream is back. X-Follow says that only
  // its live parts are wanted, for pages that have more.
  // The browser tries again by itself, but not once it was refused, as by a proxy without its hub.
  function fall(refused = true) {
    show(navigator.onLine ? "polling" : "offline");
    if (refused) {
      stream.close();
      clearTimeout(again);
      again = setTimeout(() => stream.readyState === EventSource.CLOSED && listen(), AGAIN * (0.5 + Math.random()));
    }
    poll ??= setTimeout(ask, POLL * (0.5 + Math.random()));
  }

  let answered = 0; // when the page that is shown was asked for

  // On a bad line an answer may take longer than the news: it never takes the place of what was
  // pushed, or asked for, after it was asked for itself.
  async function ask() {
    clearTimeout(poll);
    poll = undefined;
    const asked = performance.now();
    const isLate = (event) => asked < answered || asked < pushed.get(event);
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html", "X-Follow": "1" }, cache: "no-store", signal: AbortSignal.timeout(POLL) });
      if (!answer.ok) throw new Error(answer.status);
      const heard = performance.now();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      told(Date.parse(page.documentElement.dataset.serverNow), heard);
      for (const old of document.querySelectorAll("[data-live-event]")) {
        const event = old.dataset.liveEvent;
        const fresh = page.querySelector(`[data-live-event="${CSS.escape(event)}"]`);
        if (!isLate(event)) swap(event, fresh && document.importNode(fresh, true), asked);
      }
      answered = Math.max(answered, asked);
      const address = page.querySelector("[data-live]")?.dataset.live;
      if (!address) return location.reload(); // signed out, or the page has moved on
      source.dataset.live = address;
      if (state === "live" && stream.readyState === EventSource.OPEN) return;
      const wasCut = CUT.includes(state);
      show("polling");
      // A stream that went through a cut may look open and be dead.
      if (wasCut || stream.readyState === EventSource.CLOSED) listen();
    } catch {
      show(navigator.onLine ? "unanswered" : "offline");
    }
    const wait = CUT.includes(state) ? AGAIN * (0.5 + Math.random()) : POLL;
    if (state !== "live") poll ??= setTimeout(ask, wait);
  }

  // --- counting down --------------------------------------------------------------------------
  const spoken = new Map(); // closing time -> the last mark read out
  const openings = new Set(); // when the votes opened whose opening was read out
  const MARKS = [[0, "Voting is closed."], [10, "10 seconds left to vote."], [30, "30 seconds left to vote."]];

  const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  let lasting = null; // what was read out of an open vote, which is untrue once its clock has gone
  const write = (clock, words) => { if (clock.textContent !== words) clock.textContent = words; };

  function countVote(clock, now) {
    const closes = Date.parse(clock.dataset.closesAt);
    const left = Math.max(0, Math.ceil((closes - now) / 1000));
    if (!left && !source && !asked.has(closes)) {
      asked.add(closes);
      askWhenItCloses();
    }
    write(clock, left ? minutes(left) : "Closed");
    clock.toggleAttribute("data-urgent", left <= 10);
    const bar = clock.closest(".countdown")?.querySelector("progress");
    if (bar) bar.value = Math.min(left, bar.max);
    if (!spoken.has(closes)) {
      spoken.set(closes, left ? Infinity : 0);
      const opened = clock.dataset.openedAt;
      if (left > 30) announceOpen(closes, `${openings.has(opened) ? "There is more time to vote" : "Voting is open"}. ${minutes(left)} left.`);
      if (opened) openings.add(opened);
    }
    const mark = MARKS.find(([seconds]) => left <= seconds);
    if (mark && mark[0] < spoken.get(closes)) {
      spoken.set(closes, mark[0]);
      if (left) announceOpen(closes, mark[1]);
      else announce(mark[1]);
    }
  }

  // A page that does not follow asks once its time is up: nobody told it that the vote was extended.
  const asked = new Set(); // closing times
  async function askWhenItCloses() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store", signal: AbortSignal.timeout(POLL) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector(".countdown");
      if (fresh) document.querySelector(".countdown")?.replaceWith(document.importNode(fresh, true));
      count();
    } catch { /* the server refuses what comes too late, and says so */ }
  }

  function announceOpen(closes, words) {
    lasting = { closes, words };
    announce(words);
  }

  // Whoever reads the page through by ear finds the announcer too: it must not tell of a vote gone.
  function unsay(clocks) {
    if (!lasting || clocks.some((clock) => Date.parse(clock.dataset.closesAt) === lasting.closes)) return;
    if (announcer.textContent === lasting.words) announcer.textContent = "";
    lasting = null;
  }

  const ended = new Set(); // ends of speeches that were said

  function countSpeech(clock, now) {
    const left = Math.ceil((Date.parse(clock.dataset.endsAt) - now) / 1000);
    if (Number.isNaN(left)) return;
    write(clock, left > 0 ? minutes(left) : left < 0 ? `Time is up: ${minutes(-left)} over` : "Time is up");
    clock.toggleAttribute("data-nearly", left > 0 && left <= 30);
    clock.toggleAttribute("data-over", left <= 0);
    if (left > 0 || ended.has(clock.dataset.endsAt)) return;
    ended.add(clock.dataset.endsAt);
    if (left < -5) return; // it was over before this page came to it
    clock.dispatchEvent(new CustomEvent("live:time-up", { bubbles: true }));
    if (clock.hasAttribute("data-aloud")) announce("Time is up.");
  }

  let lastTick = { mine: Date.now(), since: performance.now() };

  // Whoever slept, or set their clock, may hold an old page: the server is asked how things stand.
  function wake() {
    const tick = { mine: Date.now(), since: performance.now() };
    const jumped = Math.abs(tick.mine - lastTick.mine - (tick.since - lastTick.since)) > 2_000;
    lastTick = tick;
    if (jumped && stream) ask();
  }

  function count() {
    const now = serverTime();
    const votes = [...document.querySelectorAll("[data-closes-at]")];
    for (const clock of votes) countVote(clock, now);
    unsay(votes);
    for (const clock of document.querySelectorAll("[data-ends-at]")) countSpeech(clock, now);
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
    const pressed = pressedOn(button);
    xhr.addEventListener("loadend", () => {
      if (xhr.status >= 200 && xhr.status < 300) forget(what);
      if (xhr.status && xhr.status < 500) return;
      warn(what, pressed);
    });
  }

  function pressedOn(button) {
    const name = (button?.querySelector(".choice__name") ?? button)?.textContent.trim() ?? "";
    return `${name} at ${new Date(serverTime()).toLocaleTimeString("en-GB")}`.trim();
  }

  function warn(what, pressed) {
    const notice = unsent.get(what)?.notice ?? newNotice();
    notice.lastElementChild.onclick = () => forget(what);
    unsent.set(what, { notice, pressed });
    placeAll();
  }
  document.addEventListener("htmx:beforeRequest", ({ target, detail: { xhr, requestConfig } }) =>
    watch(target.closest("form"), xhr, requestConfig.triggeringEvent?.submitter));
  // A page with a request of its own says the same: detail has the xhr and the button pressed.
  document.addEventListener("live:sending", ({ target, detail: { xhr, button } }) => watch(target, xhr, button));
  // A form that leaves the page would leave it for the browser's own page of a cut line, and what was
  // typed with it. Window hears it last: whoever sends it in another way has said so by then.
  addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || navigator.onLine || form.method !== "post") return;
    event.preventDefault();
    warn(purpose(form), pressedOn(submitter));
  });
  document.addEventListener("live:swapped", placeAll);
  // What was recorded has been asked for since, and is shown: there is nothing left to warn of.
  document.addEventListener("live:known", ({ detail: { action } }) => {
    for (const what of [...unsent.keys()]) if (what.split("&")[0] === action) forget(what);
  });

  // What is pushed may take away what another script keeps, such as the receipt of one's own vote:
  // nothing is listened to until every script of the page is there. One that did not come, as on a
  // line that broke, is fetched again until it does; meanwhile the page is one that is reloaded.
  const missing = [];
  addEventListener("error", ({ target }) => target.localName === "script" && missing.push(target.src), true);

  function fetchAgain(address) {
    const script = Object.assign(document.createElement("script"), { src: address });
    for (const end of ["load", "error"]) script.addEventListener(end, follow);
    document.head.append(script);
  }

  // So is a style: without it a page shows what is not for its reader, such as that they have no vote.
  // Scripts wait for styles, so one that is not there by now was lost.
  function styleAgain(lost) {
    const fresh = lost.cloneNode();
    fresh.addEventListener("error", () => setTimeout(styleAgain, AGAIN, fresh));
    lost.replaceWith(fresh);
  }
  function isLost({ sheet }) {
    try {
      return !sheet?.cssRules;
    } catch { // what did not come has no origin, and its rules are not ours to read
      return true;
    }
  }
  for (const link of document.querySelectorAll("link[rel=stylesheet]")) if (isLost(link)) setTimeout(styleAgain, AGAIN, link);

  function follow() {
    if (missing.length) {
      setTimeout(() => fetchAgain(missing.shift()), AGAIN * (0.5 + Math.random()));
      return;
    }
    listen();
    addEventListener("online", ask);
    // A tab that was asleep, or came back from the browser's memory, tells the truth at once.
    let hidden = 0;
    addEventListener("visibilitychange", () => {
      if (document.hidden) hidden = performance.now();
      else if (performance.now() - hidden > POLL) ask();
    });
    addEventListener("pageshow", ({ persisted }) => persisted && ask());
  }
  addEventListener("offline", () => show("offline"));
  if (source) addEventListener("DOMContentLoaded", follow);
  else addEventListener("online", () => show("online"));
  count();
  setInterval(() => { wake(); count(); }, 1000);
})();
