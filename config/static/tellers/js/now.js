// What is one person's own on a page whose middle is the same for everyone: what their vote carries,
// the vote just cast, which the next push must not wipe away, and the panels beside it.
//   form[data-send="id"]      is sent without leaving the page; its answer goes into #id
//   [data-own="name"]         a slot, filled from template[data-own-of="name"], which a page holds
//   [data-fetch="address"]    a panel with an id, asked for anew after a vote or by its a.refresh
//   .now[data-own-panels]     the address of all that is one's own: asked for after a cut, and when
//                             another subject comes before conference
// Without this script every form is a form, and every panel is on the page that comes back; and so it
// is without live.js, which would say of a press that no answer came to it.
"use strict";
(() => {
  if (!document.documentElement.dataset.liveState) return;
  const hall = document.querySelector(".now");
  const slot = () => document.getElementById("my-vote");
  const parse = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content;
  };

  // --- what my vote carries -----------------------------------------------------------------------

  function fill() {
    for (const place of document.querySelectorAll("[data-own]")) {
      const held = document.querySelector(`template[data-own-of="${CSS.escape(place.dataset.own)}"]`);
      if (held && !place.children.length && !place.textContent.trim()) place.append(held.content.cloneNode(true));
    }
  }

  // --- my vote ------------------------------------------------------------------------------------

  const remembered = new Map(); // ballot -> the receipt as it was shown
  const refused = new Map(); // ballot -> why the last press on it was refused

  function press(choice) {
    for (const button of document.querySelectorAll(".choice")) {
      const chosen = button.value === choice;
      button.setAttribute("aria-pressed", String(chosen));
      button.querySelector(".choice__said").textContent = chosen ? button.dataset.said : "";
    }
  }

  // What the page asked for before the last press was answered may tell of the vote before it.
  function remember(asked = Infinity) {
    const mine = slot();
    if (!mine) return;
    const { ballot } = mine.dataset;
    const kept = remembered.get(ballot);
    if (kept && asked < answeredAt) mine.replaceChildren();
    const receipt = mine.querySelector("[data-choice]");
    if (receipt) remembered.set(ballot, receipt.cloneNode(true));
    else if (kept && !mine.children.length) mine.append(kept.cloneNode(true));
    const why = refused.get(ballot);
    if (why && !mine.querySelector(".notice--refused")) mine.prepend(why.cloneNode(true));
    if (!document.querySelector(".choices")) mine.querySelector("[data-while-open]")?.remove();
    const shown = mine.querySelector("[data-choice]");
    if (shown) press(shown.dataset.choice);
  }

  // Whose booth I have entered: a push knows nobody, so it brings the paper with its door closed.
  const entered = document.querySelector("[data-in-booth]")?.dataset.inBooth;
  function enter() {
    const vote = document.getElementById("vote");
    if (vote?.dataset.form === "secret_ballot") return; // that is cast in the booth itself
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

  // --- sending ------------------------------------------------------------------------------------

  const PATIENCE = 15_000;
  let sending, waiting; // a press on its way, and the one pressed since
  let presses = 0; // what was asked before the last of them may tell of before it
  let answeredAt = 0; // when the last of them was answered
  let unanswered; // { address, choice, id }: sent again because no answer came, it keeps its number

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  function numbered(form, choice) {
    if (unanswered?.address !== form.action || unanswered.choice !== choice) {
      unanswered = { address: form.action, choice, id: newId() };
    }
    return unanswered.id;
  }

  // No button is disabled meanwhile: focus would be lost. The same press twice is one; another press
  // waits for the answer to the first, so that the last one counts, as the paper says.
  function send(form, button) {
    const choice = button?.value ?? "";
    if (sending) {
      if (sending.choice !== choice || sending.address !== form.action) waiting = { form, button };
      return;
    }
    const xhr = new XMLHttpRequest();
    const given = new FormData(form);
    if (button?.name) given.set(button.name, choice);
    if (form.elements.request_id) given.set("request_id", numbered(form, choice));
    sending = { choice, address: form.action };
    const pressed = { ballot: slot()?.dataset.ballot, question: document.getElementById("question")?.textContent };
    presses += 1;
    form.classList.add("is-sending");
    xhr.open("POST", form.action);
    xhr.timeout = PATIENCE;
    xhr.setRequestHeader("HX-Request", "true");
    form.dispatchEvent(new CustomEvent("live:sending", { bubbles: true, detail: { xhr, button } }));
    xhr.addEventListener("loadend", () => {
      sending = undefined;
      answeredAt = performance.now();
      for (const one of document.querySelectorAll(".is-sending")) one.classList.remove("is-sending");
      // A proxy may answer for a server that died over this press: whether it counted, nobody knows.
      if (xhr.status && xhr.status < 500) unanswered = undefined;
      answered(form, xhr, pressed);
      const next = waiting;
      waiting = undefined;
      if (next) send([...document.forms].find(({ action }) => action === next.form.action) ?? next.form, next.button);
    });
    xhr.send(new URLSearchParams(given));
  }

  function answered(form, xhr, { ballot, question }) {
    const elsewhere = xhr.getResponseHeader("HX-Redirect");
    if (elsewhere) return location.assign(elsewhere);
    // Nobody knows whether it counted; live.js says that no answer came, and the server is asked.
    if (!xhr.status || xhr.status >= 500) return askForMine(SOON);
    if (xhr.responseURL !== form.action) return location.reload(); // sent on, to sign in
    const fresh = parse(xhr.responseText);
    const why = fresh.querySelector(".notice--refused");
    // Neither what is asked for nor why it was refused: the form is too old to be answered.
    if (xhr.status !== 200 && !why) return location.reload();
    const isVote = form.dataset.send === "my-vote";
    const receipt = fresh.querySelector("[data-choice]");
    if (isVote && receipt) remembered.set(ballot, receipt.cloneNode(true));
    refused.delete(ballot);
    if (isVote && why) refused.set(ballot, quietly(why));
    const place = document.getElementById(form.dataset.send);
    if (!place || ballot !== slot()?.dataset.ballot) return isVote && tellOfEarlier(question, fresh);
    place.querySelector(".notice--refused")?.remove();
    if (xhr.status === 200) {
      place.replaceChildren(fresh);
      if (!isVote) told.set(place.id, { ballot, words: place.textContent });
      remember();
      if (isVote) document.body.dispatchEvent(new Event("vote:recorded"));
    } else {
      place.prepend(fresh); // above the receipt of the vote that stands: nothing on the page is lost
    }
  }

  // What is put in again was read out when it came.
  function quietly(notice) {
    const copy = notice.cloneNode(true);
    for (const name of ["role", "autofocus"]) copy.removeAttribute(name);
    return copy;
  }

  // An answer that comes when another vote is open belongs to none of the places on the page.
  function tellOfEarlier(question, fresh) {
    for (const over of fresh.querySelectorAll("[data-while-open]")) over.remove();
    const notice = parse(`<div class="notice stack--tight" role="status"><p class="notice__title"></p>
      <button type="button" class="button button--quiet button--small">Dismiss</button></div>`).firstElementChild;
    notice.firstElementChild.textContent = `An answer came late, to a vote that is over: ${question}`;
    notice.firstElementChild.after(fresh);
    notice.lastElementChild.onclick = () => notice.remove();
    (document.querySelector(".now__column") ?? document.querySelector("main")).prepend(notice);
  }

  // What one was told beside the paper, such as until when it is open, outlives the push that follows.
  const told = new Map(); // id of its place -> { ballot, words }
  function tellAgain() {
    for (const [id, { ballot, words }] of told) {
      const place = document.getElementById(id);
      if (place && !place.textContent && ballot === slot()?.dataset.ballot) place.textContent = words;
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset?.send) return;
    event.preventDefault();
    send(form, event.submitter);
  });

  // --- my panels ----------------------------------------------------------------------------------

  // A panel costs the server more than a vote. A hall that asked at once would stand in its own way,
  // so each page waits its turn: the more are here, the longer (script/bench hall does the same).
  const PER_PAGE = 50;
  const people = () => Number(hall?.dataset.people) || 1;
  const turn = () => Math.random() * PER_PAGE * people();

  // A panel in which somebody is, or has typed, is left alone.
  const inUse = (panel) => panel.contains(document.activeElement)
    || [...panel.querySelectorAll("textarea, input:not([type=hidden], [type=checkbox], [type=radio])")]
      .some(({ value, defaultValue }) => value !== defaultValue);

  function put(fresh, always = false) {
    const old = document.getElementById(fresh.id);
    if (!old || (!always && inUse(old))) return;
    const open = [...old.querySelectorAll("details[id][open]")].map(({ id }) => id);
    const within = old.contains(document.activeElement);
    old.replaceWith(fresh);
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (within) fresh.querySelector("a, button")?.focus({ preventScroll: true });
  }

  async function fetched(address) {
    const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) });
    if (answer.redirected) location.reload(); // to sign in
    if (answer.redirected || !answer.ok) throw new Error(answer.status);
    return parse(await answer.text());
  }

  async function refresh(panel) {
    try {
      for (const fresh of (await fetched(panel.dataset.fetch)).children) put(fresh, true);
    } catch { /* the page says by itself that it is cut off */ }
  }

  // What the server has recorded is the truth: it takes the place of what this page believed. It is
  // asked for until it comes, ever more rarely, for the line that lost a press may lose this too;
  // and while there is a press without an answer and no receipt, as the press may still be on its way.
  const SOON = 2_000;
  const RARELY = 60_000; // by those who vote at home; a hall of sixty knows within five seconds
  const rarely = () => (hall ? Math.max(3_000, PER_PAGE * people()) : RARELY);
  const own = document.querySelector("[data-own-panels]")?.dataset.ownPanels;
  let asking, due = Infinity;
  function askForMine(wait = 0, next = SOON) {
    if (!own || performance.now() + wait > due) return;
    due = performance.now() + wait;
    clearTimeout(asking);
    asking = setTimeout(async () => {
      due = Infinity;
      if (!await isMineKnown().catch(() => false)) {
        askForMine(next * (0.5 + Math.random()), Math.min(2 * next, rarely()));
      }
    }, wait);
  }

  async function isMineKnown() {
    const before = presses;
    const page = await fetched(own);
    if (hall) for (const panel of [...page.firstElementChild.children]) if (panel.id !== "my-vote") put(panel);
    const fresh = page.getElementById("my-vote");
    if (!hall && !fresh) location.reload(); // the vote is over
    const ballot = fresh?.dataset.ballot;
    if (!fresh || ballot !== slot()?.dataset.ballot) return true;
    if (sending || presses !== before) return false;
    const paper = document.querySelector(".choices");
    if (fresh.querySelector("[data-choice]")) {
      const isOfThis = unanswered?.address.includes(ballot); // whose paper the close may have taken away
      const action = isOfThis ? new URL(unanswered.address).pathname : paper?.getAttribute("action");
      if (isOfThis) unanswered = undefined;
      document.dispatchEvent(new CustomEvent("live:known", { detail: { action } }));
    } else {
      press("");
      if (!hall) return false; // what is typed beside the paper stays
    }
    remembered.delete(ballot);
    if (slot().innerHTML !== fresh.innerHTML) put(fresh, true);
    remember();
    return !paper || paper.action !== unanswered?.address;
  }

  // The same paper in another tab shows the vote, too.
  const tabs = new BroadcastChannel("my-vote");
  tabs.addEventListener("message", ({ data }) => data === slot()?.dataset.ballot && askForMine());
  document.body.addEventListener("vote:recorded", () => tabs.postMessage(slot().dataset.ballot));

  document.addEventListener("live:recovered", () => askForMine());
  document.body.addEventListener("vote:recorded", () => setTimeout(() => {
    for (const panel of document.querySelectorAll("[data-fetch]")) refresh(panel);
  }, turn()));
  document.addEventListener("click", (event) => {
    const panel = event.target.closest("a.refresh")?.closest("[data-fetch]");
    if (!panel) return;
    event.preventDefault();
    refresh(panel);
  });

  // Another subject: what one may ask for is another.
  const subjectNow = () => document.querySelector("[data-subject]")?.dataset.subject;
  let subject = subjectNow();
  function follow() {
    if (subject === subjectNow()) return;
    subject = subjectNow();
    if (document.querySelector(".card")) askForMine(turn());
  }

  // --- reading when a vote opens ------------------------------------------------------------------

  // Nobody's reading is moved for them: a way to the paper appears while it is out of sight.
  const way = document.querySelector(".to-the-vote");
  const sight = way && new IntersectionObserver(([paper]) => {
    way.hidden = paper.isIntersecting || Boolean(document.querySelector("#vote :is([data-choice], [data-mine] > *)"));
  });
  const title = document.title;
  let shown = slot()?.dataset.ballot;
  function watch() {
    const paper = document.getElementById("vote");
    const ballot = paper && slot()?.dataset.ballot;
    if (paper && ballot === shown) paper.classList.add("sheet--still"); // it is there already
    shown = ballot;
    document.title = paper ? `${document.querySelector("#vote .pill")?.textContent.trim()}: ${title}` : title;
    if (!way) return;
    sight.disconnect();
    if (paper) sight.observe(paper);
    else way.hidden = true;
  }

  document.addEventListener("live:swapped", ({ detail: { asked } }) => {
    fill();
    enter();
    remember(asked);
    tellAgain();
    mark();
    watch();
    follow();
  });
  fill();
  remember();
  mark();
  watch();
})();
