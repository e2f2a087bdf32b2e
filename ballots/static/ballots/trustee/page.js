// The trustee's page: the one next thing to do, done in the browser with the trustee's own file. The
// key is made here, saved by its owner, and read back from the file; what is sent is shown by the
// form that sends it, and the key is never in it. Without this script the page offers belenios-tool.

import { check } from "./archive.js";
import {
  Fault, GROUPS, certificate, confirm, newSeed, partOf, partialDecryption, readSeed, share,
} from "./sealing.js";
import { verifyProof } from "../../audit/check/tlog_proof.js";
import { readTrust } from "../../audit/check/trust.js";

const place = document.querySelector("[data-trustee]");
const given = JSON.parse(document.getElementById("trustee-data").textContent);
const words = JSON.parse(document.getElementById("trustee-words").textContent);
const group = GROUPS[given.group];
const form = place.querySelector("form[data-send]");
const find = (name) => place.querySelector(`[data-${name}]`);

function say(text, tone = "") {
  const told = find("told");
  told.textContent = text;
  told.className = `notice${tone && ` notice--${tone}`}`;
  told.hidden = !text;
}

function progress(done, all) {
  const bar = find("progress");
  bar.hidden = done >= all;
  bar.max = all;
  bar.value = done;
}

/** Do something that takes a while: say so, and say in words what went wrong. */
async function busy(text, act) {
  const buttons = [...find("browser").querySelectorAll("button, input")]; // not the form's: it is sent
  buttons.forEach((each) => { each.disabled = true; });
  place.setAttribute("aria-busy", "true");
  say(text);
  try {
    await new Promise((go) => setTimeout(go)); // so that what was said is seen before the work begins
    await act();
  } catch (fault) {
    say(fault instanceof Fault || fault.constructor.name === "NotVerified" ? fault.message : `${words.failed} ${fault.message}`, "error");
  } finally {
    place.removeAttribute("aria-busy");
    buttons.forEach((each) => { each.disabled = false; });
  }
}

const lines = (text) => text.split("\n").filter(Boolean);

async function keyFile(input) {
  const [file] = input.files;
  if (!file || file.size > 1000) throw new Fault(words.notAKey);
  return readSeed(await file.text());
}

/** Send a message by the form, as a file: a large one has no place in a field. */
function send(message) {
  const held = new DataTransfer();
  held.items.add(new File([message], given.file, { type: "application/json" }));
  form.elements.namedItem("file").files = held.files;
  form.elements.namedItem("message").value = "";
  form.elements.namedItem("way").value = "browser";
  form.submit();
}

// Make a key ---------------------------------------------------------------------------------------
function onMake() {
  let seed;
  find("make").addEventListener("click", () => busy(words.making, async () => {
    seed = newSeed();
    const link = find("save");
    link.href = URL.createObjectURL(new Blob([`${seed}\n`], { type: "text/plain" }));
    find("made").hidden = false;
    find("make").hidden = true;
    say(words.made);
    link.focus();
  }));
  find("save").addEventListener("click", () => { find("back").hidden = false; });
  find("key").addEventListener("change", (event) => busy(words.checking, async () => {
    if ((await keyFile(event.target)) !== seed) throw new Fault(words.anotherKey);
    say(words.sending);
    send(await certificate(seed, group));
  }));
}

// Share, and confirm -------------------------------------------------------------------------------
function onShare() {
  find("key").addEventListener("change", (event) => busy(words.sharing, async () => {
    const seed = await keyFile(event.target);
    send(await share(seed, lines(given.certificates), given.threshold, group));
  }));
}

function onConfirm() {
  find("key").addEventListener("change", (event) => busy(words.confirming, async () => {
    const seed = await keyFile(event.target);
    send(await confirm(seed, lines(given.certificates), given.threshold, given.input, group));
  }));
}

// Decrypt ------------------------------------------------------------------------------------------
/** Find what the signed log says of the archive: each entry's proof leads to a head that is signed. */
async function headsOfTheLog() {
  const fetched = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Fault(words.noLog);
    return new Uint8Array(await answer.arrayBuffer());
  };
  const text = new TextDecoder();
  const trust = await readTrust(text.decode(await fetched(given.log.trust)));
  const heads = [];
  for (const { leaf, proof, words: when } of given.log.entries) {
    const bytes = await fetched(leaf);
    await verifyProof(await fetched(proof), bytes, trust);
    const said = JSON.parse(text.decode(bytes));
    if (said.of !== given.subject) throw new Fault(words.otherEntry);
    heads.push({ height: said.height, head: said.head, words: when });
  }
  return heads;
}

function onDecrypt() {
  let found;
  find("check").addEventListener("click", () => busy(words.reading, async () => {
    const heads = await headsOfTheLog();
    const answer = await fetch(given.archive, { cache: "no-store" });
    if (!answer.ok) throw new Fault(words.noArchive);
    found = await check(answer.body, {
      heads,
      ours: given.key,
      floor: given.floor,
      told: (read) => { if (read % 100 === 0) progress(read, given.cast); },
    });
    progress(1, 1);
    if (found.owner !== given.owner) throw new Fault(words.otherSeat);
    for (const name of ["cast", "counted", "height", "head", "shuffles"])
      for (const where of place.querySelectorAll(`[data-found="${name}"]`)) where.textContent = found[name];
    if (!found.shuffles) place.querySelectorAll("[data-shuffled]").forEach((each) => each.remove());
    find("findings").hidden = false;
    find("check").hidden = true;
    say(words.checked, "success");
    find("findings").focus();
  }));
  find("key").addEventListener("change", (event) => busy(words.decrypting, async () => {
    const part = await partOf(await keyFile(event.target), given.part, given.key, group);
    send(await partialDecryption(part, found.tally, found.fingerprint, group, progress));
  }));
}

const STEPS = { key: onMake, share: onShare, confirm: onConfirm, decrypt: onDecrypt };
if (globalThis.crypto?.subtle && globalThis.DataTransfer) {
  STEPS[given.step]();
  find("browser").hidden = false;
} else {
  find("unable").hidden = false;
}
