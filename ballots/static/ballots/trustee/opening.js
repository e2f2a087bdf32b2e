// A trustee opens their part: everything is checked first, step by step before their eyes, and only
// then does the page ask for their key file. What is opened is the sum that was worked out here.

import { verifyProof } from "../../audit/check/tlog_proof.js";
import { readTrust } from "../../audit/check/trust.js";
import { Fault, partOf } from "./sealing.js";
import { opened, verify } from "./verifying.js";

const LONG = 5 * 60; // seconds after which another way is pointed out
const SETTLED = 3; // seconds after which the pace is believed

/** Find what the signed log says of the archive: each entry's proof leads to a head that is signed. */
async function readLog(given, words) {
  const fetched = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Fault(words.noLog);
    return new Uint8Array(await answer.arrayBuffer());
  };
  const text = new TextDecoder();
  const trust = await readTrust(text.decode(await fetched(given.log.trust)));
  const heads = [];
  let floor = 0; // of the log alone: what the page says besides can only raise it
  for (const { leaf, proof, words: when } of given.log.entries) {
    const bytes = await fetched(leaf);
    await verifyProof(await fetched(proof), bytes, trust);
    const said = JSON.parse(text.decode(bytes));
    if (said.of !== given.subject) throw new Fault(words.otherEntry);
    if (said.floor) floor = Math.max(floor, said.floor);
    if (said.head) heads.push({ height: said.height, head: said.head, words: when });
  }
  return { heads, floor: floor && Math.max(floor, given.floor) };
}

/** Show of each step whether it waits, is under way, or is done, and how far it is. */
function steps(place, words) {
  const filled = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  const whole = new Intl.NumberFormat(document.documentElement.lang || "en-GB");
  const all = [...place.querySelectorAll("[data-step]")];
  const of = (name) => all.find((each) => each.dataset.step === name);
  let began = 0;

  /** Say how long the ballots will still take, once their pace is known. */
  function left(done, due) {
    const seconds = (performance.now() - began) / 1000;
    if (!done || seconds < SETTLED) return "";
    const more = Math.round((seconds / done) * (due - done));
    place.querySelector("[data-long]").hidden = more < LONG && seconds < LONG;
    if (more < 90) return filled(words.secondsLeft, { left: whole.format(more) });
    return filled(words.minutesLeft, { left: whole.format(Math.ceil(more / 60)) });
  }

  return {
    reset() {
      all.forEach((each) => {
        each.dataset.state = "waiting";
        each.querySelector("[data-far]").textContent = "";
      });
      place.querySelector("[data-long]").hidden = true;
    },
    told(name, done, due) {
      if (!done && name === "ballots") began = performance.now();
      const step = of(name);
      if (!step) return;
      const before = all.slice(0, all.indexOf(step));
      before.forEach((each) => { each.dataset.state = "done"; });
      step.dataset.state = done >= due ? "done" : "now";
      const far = { done: whole.format(done), all: whole.format(due) };
      const bytes = (size) => new Intl.NumberFormat(whole.resolvedOptions().locale, { maximumFractionDigits: 1 }).format(size / 1e6);
      const said = {
        archive: () => filled(words.megabytes, { done: bytes(done), all: bytes(due) }),
        ballots: () => [filled(words.ballotsChecked, far), done < due && left(done, due)].filter(Boolean).join("; "),
        shuffles: () => filled(words.piecesChecked, far),
      }[name];
      if (said) step.querySelector("[data-far]").textContent = said();
      const bar = place.querySelector("[data-progress]");
      bar.hidden = done >= due;
      [bar.max, bar.value] = [due || 1, done];
    },
    failed() {
      const at = all.find((each) => each.dataset.state !== "done");
      if (at) at.dataset.state = "wrong";
      place.querySelector("[data-progress]").hidden = true;
    },
  };
}

export function onDecrypt({ place, given, words, find, say, busy, keyFile, send }) {
  const shown = steps(place, words);
  let [found, stop] = [null, null];

  async function checked() {
    const [stopping, hired] = [new AbortController(), []];
    const dismiss = () => hired.forEach((each) => each.dismiss());
    const stopped = new Promise((_, fail) => {
      stop = () => { stopping.abort(); fail(new Fault(words.stopped)); };
    });
    shown.reset();
    find("stop").hidden = false;
    find("steps").hidden = false;
    try {
      const verified = verify({ ...given, refused: words.noArchive }, () => readLog(given, words), {
        told: shown.told, signal: stopping.signal, hired: (workers) => hired.push(workers),
      });
      verified.catch(() => {}); // one that was stopped has nobody left to tell
      return await Promise.race([verified, stopped]);
    } catch (fault) {
      shown.failed();
      dismiss();
      throw fault;
    } finally {
      find("stop").hidden = true;
      place.querySelector("[data-long]").hidden = true;
    }
  }

  find("stop").addEventListener("click", () => stop?.());
  find("check").addEventListener("click", () => busy(words.reading, async () => {
    found = await checked();
    const whole = new Intl.NumberFormat(document.documentElement.lang || "en-GB");
    for (const name of ["cast", "counted", "height", "shuffles"])
      for (const where of place.querySelectorAll(`[data-found="${name}"]`)) where.textContent = whole.format(found[name]);
    find("found-head").textContent = `${found.height}:${found.head}`;
    find("findings").hidden = false;
    find("check").closest("p").hidden = true;
    say(words.checked, "success");
    find("findings").focus();
  }));
  find("key").addEventListener("change", (event) => busy(words.decrypting, async () => {
    const part = await partOf(await keyFile(event.target), given.part, given.key, found.group);
    const bar = find("progress");
    bar.hidden = false;
    send(await opened(found, part, (done, all) => { [bar.max, bar.value] = [all, done]; }));
  }));
}
