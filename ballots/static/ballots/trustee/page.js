// The trustee's page: the one next thing to do, done in the browser with the trustee's own file. The
// key is made here, saved by its owner, and read back from the file; what is sent is shown by the
// form that sends it, and the key is never in it. Without this script the page offers belenios-tool.

import { onDecrypt } from "./opening.js";
import { Fault, GROUPS, certificate, confirm, newSeed, readSeed, share } from "./sealing.js";

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

/** Do something that takes a while: say so, and say in words what went wrong. */
async function busy(text, act) {
  const buttons = [...find("browser").querySelectorAll("button:not([data-stop]), input")]; // not the form's: it is sent
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

const STEPS = { key: onMake, share: onShare, confirm: onConfirm, decrypt: () => onDecrypt({ place, given, words, find, say, busy, keyFile, send }) };
if (globalThis.crypto?.subtle && globalThis.DataTransfer && globalThis.Worker) {
  STEPS[given.step]();
  find("browser").hidden = false;
} else {
  find("unable").hidden = false;
}
