// The booth: takes a voter's marks, has them sealed by the worker in sealing.js, and sends what is
// sealed. Marks, credential and random numbers stay in this page: they are written to no storage,
// no address and no console, and are wiped once the ballot is recorded. The only request that is
// made of them is the cast, whose body is the sealed ballot; where no answer to it came, the ballot's
// tracker is looked for on the page that anybody may look at. It imports nothing, so that its SHA-256
// says all of it.
"use strict";
(() => {
  const booth = document.getElementById("booth");
  const find = (selector) => booth.querySelector(selector);
  const all = (selector) => [...booth.querySelectorAll(selector)];
  const { cast: castAt, find: findAt, check: checkAt, sealing, integrity } = booth.dataset;

  const raw = booth.dataset.election;
  let credential = booth.dataset.credential;
  delete booth.dataset.credential;
  let phi; // the fingerprint of the election, which every ballot in it names
  // A sealed ballot that may be sent, and sent again: { ballot, tracker, mayHaveArrived }.
  let outgoing = null;

  const [asked] = JSON.parse(raw).questions;
  const isRanked = asked.type === "NonHomomorphic";
  const question = isRanked ? asked.value : asked;
  const most = isRanked ? Number(booth.dataset.most) || question.answers.length : question.max;
  const least = isRanked ? 0 : question.min;

  // --- saying ------------------------------------------------------------------------------------

  const said = document.getElementById("booth-said");
  const announce = (words) => {
    said.textContent = "";
    setTimeout(() => { said.textContent = words; }, 100); // a change is what is read out
  };

  function show(stage) {
    for (const each of all("[data-stage]")) each.hidden = each.dataset.stage !== stage;
    const head = find(`[data-stage="${stage}"] h2[tabindex]`);
    head.focus({ preventScroll: true });
    booth.scrollIntoView({ block: "start" });
  }

  function cannot(why, fault = "") {
    for (const each of all("[data-why]")) each.hidden = each.dataset.why !== why;
    find("[data-fault]").textContent = fault;
    show("cannot");
  }

  // For what waits to be sealed meanwhile, and has nothing to be sealed with: it waits for good.
  function stop(...why) {
    cannot(...why);
    return new Promise(() => {});
  }

  // While it works, the way on is shut and the bar shows how far it is.
  function work(words, share = null) {
    find("[data-marks]").disabled = Boolean(words);
    for (const each of all("[data-working]")) {
      each.hidden = !words;
      each.querySelector("[data-working-words]").textContent = words;
      if (share === null) each.querySelector("progress").removeAttribute("value");
      else each.querySelector("progress").value = share;
    }
    for (const each of all("button")) {
      if (words) each.setAttribute("aria-disabled", "true");
      else each.removeAttribute("aria-disabled");
    }
  }
  const isWorking = () => find("[data-marks]").disabled;

  const ordinal = (n) => {
    const teens = n % 100 >= 11 && n % 100 <= 13;
    return `${n}${teens ? "th" : { 1: "st", 2: "nd", 3: "rd" }[n % 10] ?? "th"}`;
  };

  // --- marks -------------------------------------------------------------------------------------

  // The numbers of answers, from 0: in order of preference where they are ranked.
  let marked = [];
  const blank = find("[data-blank]");
  const taps = all("[data-at]");
  const boxes = all("[name=mark]");
  const name = (at) => question.answers[at];
  const isBlank = () => Boolean(blank?.checked);

  function tap(at) {
    if (marked.includes(at)) {
      marked = marked.filter((each) => each !== at);
      announce(`${name(at)} is taken out. ${marked.length} ranked.`);
    } else if (marked.length >= most) {
      announce(`You have used all ${most}. Tap one to take it out first.`);
    } else {
      marked.push(at);
      announce(`${name(at)} is your ${ordinal(marked.length)} preference.`);
    }
    if (blank) blank.checked = false;
    tell();
  }

  function tick(box) {
    const at = Number(box.value);
    if (box.type === "radio") marked = [at];
    else if (!box.checked) marked = marked.filter((each) => each !== at);
    else if (marked.length < most) marked = [...marked, at].sort((a, b) => a - b);
    else {
      box.checked = false;
      announce(`The paper allows ${most}. Take one out first.`);
    }
    if (blank) blank.checked = false;
    tell();
  }

  function move(at, by) {
    const here = marked.indexOf(at);
    const there = here + by;
    if (!(there in marked)) return announce(`${name(at)} is ${by < 0 ? "first" : "last"} already.`);
    [marked[here], marked[there]] = [marked[there], marked[here]];
    tell();
    find(`[data-move="${at}:${by}"]`).focus();
    announce(`${name(at)} is your ${ordinal(there + 1)} preference.`);
  }

  function clear() {
    marked = [];
    if (blank) blank.checked = false;
    tell();
  }

  // What stands beside the button is read from the very document that is sealed.
  function words() {
    if (isBlank()) return "A blank paper. It counts as handed in, for nobody.";
    if (!marked.length) return "Nothing is marked yet.";
    if (isRanked) return marked.map((at, place) => `${place + 1}. ${name(at)}`).join(", ");
    return marked.map(name).join(", ");
  }

  function tell() {
    for (const box of boxes) box.checked = marked.includes(Number(box.value));
    for (const each of taps) {
      const place = marked.indexOf(Number(each.dataset.at)) + 1;
      each.setAttribute("aria-pressed", String(place > 0));
      each.querySelector(".slate__place").textContent = place || "";
      each.querySelector("[data-place-said]").textContent =
        place ? `: your ${ordinal(place)} preference` : "";
    }
    const listed = isRanked && marked.length > 0 && !isBlank();
    const shown = find("[data-words]");
    shown.textContent = words();
    shown.hidden = listed;
    shown.classList.toggle("booth-choice", !listed && (marked.length > 0 || isBlank()));
    find("[data-ranking]").hidden = !listed;
    find("[data-ranking]").replaceChildren(...(listed ? marked.map(line) : []));
    find("[data-clear]").hidden = !marked.length && !isBlank();
    const left = find("[data-left-out]");
    left.hidden = !(most > 1 && marked.length);
    left.textContent = isRanked
      ? `${marked.length} of ${most} ranked. Whoever is not here gets no preference from you.`
      : `${marked.length} of ${most} used.`;
    find("[data-refused]").hidden = true;
  }

  function element(tag, className, text, more = {}) {
    return Object.assign(document.createElement(tag), { className, textContent: text }, more);
  }

  function line(at, place) {
    const made = element("li", "ranking__line", "");
    const number = element("span", "ranking__place", place + 1);
    number.setAttribute("aria-hidden", "true");
    made.append(number, element("span", "ranking__name", name(at)));
    for (const [by, arrow, way, end] of [[-1, "↑", "up", 0], [1, "↓", "down", marked.length - 1]]) {
      const button = element("button", "ranking__move", arrow, { type: "button" });
      button.dataset.move = `${at}:${by}`;
      button.setAttribute("aria-label", `Move ${name(at)} ${way}`);
      if (place === end) button.setAttribute("aria-disabled", "true");
      button.addEventListener("click", () => isWorking() || move(at, by));
      made.append(button);
    }
    return made;
  }

  // The numbers that are sealed: for every answer its place where they are ranked; else 0 or 1, with
  // the blank bit before them where the question has one.
  function answers() {
    const order = isBlank() ? [] : marked;
    if (isRanked) return [question.answers.map((_, at) => order.indexOf(at) + 1)];
    const bits = question.answers.map((_, at) => Number(order.includes(at)));
    return [question.blank ? [Number(isBlank()), ...bits] : bits];
  }

  // --- sealing -----------------------------------------------------------------------------------

  let worker;
  const waiting = new Map();

  const PATIENCE = 20_000; // for an answer: on a line that is dead none comes, and no error either
  function patience() {
    const given = new AbortController();
    setTimeout(() => given.abort(), PATIENCE);
    return given.signal;
  }
  const PAUSES = [1_000, 3_000];
  const pause = (time) => new Promise((keep) => { setTimeout(keep, time); });

  // No browser pins the file of a worker by itself: so it is fetched against its hash first. Twice
  // more where that fails: a browser does not tell a file that was altered from a line that broke.
  async function program(pauses = PAUSES) {
    try {
      const answer = await fetch(sealing, { integrity, signal: patience() });
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      return await answer.text();
    } catch (fault) {
      if (!pauses.length) throw fault;
      await pause(pauses[0]);
      return program(pauses.slice(1));
    }
  }

  async function hire() {
    const source = new Blob([await program()], { type: "text/javascript" });
    worker = new Worker(URL.createObjectURL(source));
    worker.addEventListener("message", ({ data: { id, answer: got, fault, progress } }) => {
      if (progress !== undefined) return isWorking() && work("Encrypting your vote…", progress);
      const { keep, fail } = waiting.get(id);
      waiting.delete(id);
      if (fault === undefined) keep(got);
      else fail(new Error(fault));
    });
    worker.addEventListener("error", (event) => cannot("broken", event.message));
  }

  const ask = (act, given = {}) => new Promise((keep, fail) => {
    const id = crypto.randomUUID();
    waiting.set(id, { keep, fail });
    worker.postMessage({ id, act, ...given });
  });

  let ready; // the tables are made while the voter reads

  // What was sealed for another election, or another key, has another fingerprint: so it is shown
  // and kept as it was worked out here, from the very document that is sealed for.
  function fingerprint(made) {
    phi = made.phi;
    for (const each of all("[data-fingerprint]")) each.textContent = phi;
  }

  async function seal() {
    if (!isBlank() && marked.length < Math.max(least, 1)) {
      refuse(marked.length ? `Mark ${least} at least.` : "Mark your paper first.");
      return null;
    }
    work("Encrypting your vote…", 0);
    announce("Encrypting your vote.");
    await ready;
    return ask("seal", { answers: answers() });
  }

  // Runs a step of sealing; what goes wrong in it is a fault of this page or browser, and is told.
  const careful = (step) => async () => {
    if (isWorking()) return;
    try {
      await step();
    } catch (fault) {
      work("");
      cannot("broken", fault.message);
    }
  };

  // --- casting -----------------------------------------------------------------------------------

  const castNow = careful(async () => {
    if (!(await seal())) return;
    outgoing = await ask("give");
    await send();
  });

  async function send() {
    for (const each of all("[data-tracker]")) each.textContent = outgoing.tracker;
    if (navigator.onLine === false) return unsent();
    work("Sending your sealed ballot…");
    announce("Sending your sealed ballot.");
    const mayHaveArrived = outgoing.mayHaveArrived; // by an earlier try, without an answer
    let answer, told;
    try {
      answer = await fetch(castAt, {
        method: "POST",
        headers: {
          "Content-Type": "text/plain",
          "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content,
          Accept: "application/json",
        },
        body: outgoing.ballot,
        redirect: "manual",
        signal: patience(),
      });
      told = await answer.json().catch(() => null);
    } catch {
      answer = null; // nothing came back, or half of it
    }
    if (answer?.status === 503 && (tries += 1) < 6) return soon();
    tries = 0;
    work("");
    if (!answer || answer.status >= 500 || (answer.ok && !told)) {
      outgoing.mayHaveArrived = true;
      return unsent();
    }
    // A server that sealed another ballot in this one's place would confirm that other one.
    if (answer.ok && told.tracker !== outgoing.tracker) return cannot("exchanged");
    if (answer.ok) return recorded(told);
    let missing = "";
    if (mayHaveArrived) {
      const found = await lookedFor(outgoing.tracker).catch(() => "");
      if (found === "counts") return recorded({});
      if (!found) return unsent();
      if (found === "missing") missing = " Your ballot did not arrive: it is not among those received.";
    }
    outgoing = null;
    show("paper");
    if (told) refuse(told.message + missing, ["signed-out", "booth-not-entered"].includes(told.code));
    else refuse("Your ballot was not taken: you may have been signed out.", true);
  }

  function unsent() {
    work("");
    for (const each of all("[data-unsent]")) {
      each.hidden = (each.dataset.unsent === "maybe") !== Boolean(outgoing.mayHaveArrived);
    }
    show("unsent");
  }

  // Whether a ballot is in the archive, as the page of the archive says: counts, replaced or missing.
  async function lookedFor(tracker) {
    const address = `${findAt}?tracker=${encodeURIComponent(tracker)}`;
    const answer = await fetch(address, { signal: patience() });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("[data-found]").dataset.found;
  }

  // So many cast at once that the server puts this one off: it is sent again, at no fixed time.
  let tries = 0;
  async function soon() {
    work("Very many are casting at this moment. Yours is next…");
    await pause(1000 + Math.random() * 3000 * tries);
    return send();
  }

  const resend = careful(send);

  function refuse(message, entersAgain = false) {
    const notice = find("[data-refused]");
    notice.querySelector(".notice__title").textContent = message;
    notice.querySelector("[data-again]").hidden = !entersAgain;
    notice.hidden = false;
    notice.scrollIntoView({ block: "nearest" });
  }

  // Everything that could tell the vote is wiped: the worker goes, and with it its memory.
  function recorded({ receipt, height, head }) {
    const { tracker } = outgoing;
    worker.terminate();
    outgoing = credential = null;
    for (const each of all("[data-own], [data-own-file]")) each.value = "";
    for (const each of all("[data-credential-words]")) each.textContent = "";
    clear();
    const kept = ["Receipt of a sealed ballot", document.title.trim(), `Tracker: ${tracker}`];
    kept.push(`Fingerprint of the election: ${phi}`);
    if (height !== undefined) kept.push(`Height: ${height}`, `Head of the chain: ${head}`);
    if (receipt) kept.push(`Signed receipt: ${receipt}`);
    offer(find("[data-save-receipt]"), `receipt-${fileName(tracker)}.txt`, `${kept.join("\n")}\n`);
    find("[data-find-link]").href = `${findAt}?tracker=${encodeURIComponent(tracker)}`;
    find("[data-check-link]").href = `${checkAt}#${receipt}`;
    find("[data-receipt]").textContent = receipt ?? "";
    find("[data-proof]").hidden = !receipt;
    find("[data-unsigned]").hidden = height !== undefined;
    show("recorded");
    announce("Your vote is recorded.");
  }

  const fileName = (tracker) => tracker.replace(/[^A-Za-z0-9]/g, "").slice(0, 8);

  function offer(link, file, text) {
    URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = file;
  }

  // --- cast it, or open it -----------------------------------------------------------------------

  const decide = careful(async () => {
    const sealed = await seal();
    work("");
    if (!sealed) return;
    for (const each of all("[data-tracker]")) each.textContent = sealed.tracker;
    show("decide");
  });

  const castSealed = careful(async () => {
    outgoing = await ask("give");
    await send();
  });

  const open = careful(async () => {
    const opened = await ask("open");
    const [{ answers: numbers, randomness }] = opened.openings;
    find("[data-opened]").textContent = inWords(numbers);
    find("[data-numbers]").replaceChildren(...randomness.map((r) => element("li", "hash", r)));
    const file = `spoilt-ballot-${fileName(opened.tracker)}.json`;
    find("[data-save-name]").textContent = file;
    const document = { format: "tellers-spoilt-ballot-1", ...opened };
    offer(find("[data-save]"), file, `${JSON.stringify(document, null, 1)}\n`);
    show("spoilt");
  });

  // What the opened ballot was made of, told from its numbers and not from the marks.
  function inWords(numbers) {
    const places = question.blank ? numbers.slice(1) : numbers;
    const named = places
      .map((number, at) => [number, name(at)])
      .filter(([number]) => number > 0)
      .sort(([a], [b]) => a - b);
    if (!named.length) return "A blank paper";
    return named.map(([number, who]) => (isRanked ? `${number}. ${who}` : who)).join(", ");
  }

  // --- a ballot made elsewhere -------------------------------------------------------------------

  const castOwn = careful(async () => {
    const ballot = find("[data-own]").value.trim();
    const fault = find("[data-own-fault]");
    fault.hidden = true;
    await ready;
    let names = {};
    try {
      names = JSON.parse(ballot) ?? {};
    } catch {
      // what is no document names no election either
    }
    if (names.election_hash !== phi) {
      fault.textContent = names.election_hash
        ? "This ballot was made for another vote, or before this one was put as it stands."
        : "That is not a sealed ballot: it is one line that begins with {\"election_uuid\".";
      fault.hidden = false;
      return;
    }
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(ballot));
    const tracker = btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/=+$/, "");
    outgoing = { ballot, tracker };
    await send();
  });

  // --- the page ----------------------------------------------------------------------------------

  function count() {
    const left = Math.max(0, Math.ceil((Date.parse(find("[data-clock]").dataset.clock) - now()) / 1000));
    const two = (number) => String(number).padStart(2, "0");
    const clock = `${Math.floor(left / 60)}:${two(left % 60)}`;
    find("[data-clock-left]").textContent = left ? (left < 3600 ? `${clock} left` : "") : "The time is over, unless it was extended";
  }
  // What the server's clock said was so when the page began to come, which may be long ago.
  const came = performance.timeOrigin + (performance.getEntriesByType("navigation")[0]?.responseStart ?? 0);
  const offset = Date.parse(document.documentElement.dataset.serverNow) - came || 0;
  const now = () => Date.now() + offset;

  function listen() {
    const on = (selector, act) => find(selector)?.addEventListener("click", act);
    for (const each of taps) each.addEventListener("click", () => isWorking() || tap(Number(each.dataset.at)));
    for (const box of boxes) box.addEventListener("change", () => tick(box));
    blank?.addEventListener("change", () => {
      marked = [];
      tell();
    });
    on("[data-clear]", () => {
      clear();
      announce("Nothing is marked now.");
      (taps[0] ?? boxes[0]).focus();
    });
    on("[data-cast-button]", castNow);
    on("[data-check-button]", decide);
    on("[data-cast-sealed]", castSealed);
    on("[data-open]", open);
    on("[data-back]", () => show("paper"));
    on("[data-resend]", resend);
    on("[data-own-button]", castOwn);
    on("[data-credential-button]", () => {
      for (const each of all("[data-credential-words]")) each.textContent = credential;
      find("[data-credential-shown]").hidden = false;
    });
    find("[data-own-file]")?.addEventListener("change", async ({ target }) => {
      const [file] = target.files;
      if (file && file.size < 1_000_000) find("[data-own]").value = await file.text();
    });
    find("[data-again] a").href = find("[data-change]").href = location.pathname + location.search;
    addEventListener("online", () => outgoing && resend());
    addEventListener("beforeunload", (event) => outgoing && event.preventDefault());
    addEventListener("pageshow", (event) => event.persisted && location.reload()); // all was wiped
  }

  function start() {
    const isCapable = typeof BigInt === "function" && window.Worker && crypto.randomUUID;
    if (!window.isSecureContext || !crypto.subtle) return cannot("insecure");
    if (!isCapable) return cannot("old");
    listen();
    tell();
    count();
    setInterval(count, 1000);
    for (const each of all("[data-stage]")) each.hidden = each.dataset.stage !== "paper";
    ready = hire().then(
      () => ask("prepare", { election: raw, credential }).then(fingerprint,
        (fault) => stop("broken", fault.message)),
      () => stop("altered"),
    );
  }
  start();
})();
