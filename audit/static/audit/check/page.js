// The page itself: takes what is pasted, chosen or dropped, and tells what it comes to. Nothing is
// sent anywhere: a receipt in the address stands after the #, which browsers keep to themselves.

import { browserCan } from "./keys.js";
import { bytesOf } from "./encoding.js";
import { FAILS, HOLDS, OPEN, examine } from "./verdict.js";

const SAID = {
  [HOLDS]: ["Verified", "Everything that you gave was checked, and it holds."],
  [FAILS]: ["Not verified", "Something does not hold. Do not rely on it, and tell your scrutineer."],
  [OPEN]: ["Not everything was checked", "Nothing was found wrong, but something is missing."],
};
const MARKS = { [HOLDS]: "Holds", [FAILS]: "Fails", [OPEN]: "Not checked" };
const MAX_FILE_BYTES = 1_000_000;

const form = document.getElementById("check");
const result = document.getElementById("result");
const files = new Map(); // "proof" and "leaf": exact bytes, which a text field might not keep

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function show(state, findings) {
  const [title, words] = SAID[state];
  const list = element("ol", "findings");
  for (const { state: found, title: said, words: why } of findings) {
    const item = element("li", `finding finding--${found}`);
    item.append(element("span", "finding__mark", MARKS[found]), element("strong", "", said));
    item.append(element("p", "small", why));
    list.append(item);
  }
  result.className = `verdict verdict--${state}`;
  result.replaceChildren(element("h2", "verdict__title", title), element("p", "", words), list);
  result.scrollIntoView({ block: "nearest" });
}

// A file is sorted by what it is, not by the field it was dropped on.
async function take(file) {
  if (file.size > MAX_FILE_BYTES) return `${file.name} is too large: nothing here is.`;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  if (text.startsWith("c2sp.org/tlog-proof@")) return keep("proof", bytes, text, file.name);
  if (/^\s*\{\s*"(log|witnesses|k)"/.test(text)) return fill("trust", text, file.name);
  if (text.startsWith("{")) return keep("leaf", bytes, text, file.name);
  if (/^v4\.public\.|#(receipt=)?v4\.public\./.test(text)) return fill("receipt", text.trim(), file.name);
  if (/^[^+\s]+\+[0-9a-f]{8}\+/.test(text)) return fill("trust", text.trim(), file.name);
  return `${file.name} is neither a receipt, a proof, an entry nor a key.`;
}

function keep(name, bytes, text, from) {
  fill(name, text, from);
  files.set(name, { bytes, shown: form.elements[name].value });
  return `${from}: taken.`;
}

function fill(name, text, from) {
  form.elements[name].value = text;
  return `${from}: taken.`;
}

// The bytes of a file as they came; of a pasted text, with the line feed that copying loses or adds.
function bytesIn(name) {
  const { value } = form.elements[name];
  if (!value.trim()) return null;
  const kept = files.get(name);
  if (kept?.shown === value) return kept.bytes;
  const text = value.replace(/\s+$/, "");
  return bytesOf(name === "proof" ? `${text}\n` : text);
}

async function takeAll(list) {
  const said = await Promise.all(Array.from(list, take));
  document.getElementById("taken").textContent = said.join(" ");
}

async function check() {
  const value = (name) => form.elements[name].value;
  const { state, findings } = await examine({
    receipt: value("receipt"),
    receiptKey: value("receiptKey"),
    trust: value("trust"),
    officerKey: value("officerKey"),
    proof: bytesIn("proof"),
    leaf: bytesIn("leaf"),
  });
  show(state, findings);
}

// What stands after the # of the address: a receipt, or the number of an entry of this site's log.
async function takeAddress() {
  const after = location.hash.slice(1);
  if (/^(receipt=)?v4\.public\./.test(after)) {
    form.elements.receipt.value = after.replace(/^receipt=/, "");
    history.replaceState(null, "", location.pathname);
  }
  const [, entry] = /^entry=([0-9]+)$/.exec(after) ?? [];
  const { evidence } = form.dataset;
  if (!entry || !evidence) return;
  const names = [`${entry}.tlog-proof`, `${entry}.leaf`];
  const answers = await Promise.all(names.map((name) => fetch(evidence + name)));
  const found = await Promise.all(
    answers.map(async (answer, at) => (answer.ok ? new File([await answer.blob()], names[at]) : null)),
  );
  if (found.every(Boolean)) await takeAll(found);
  else document.getElementById("taken").textContent = `This site has no files for entry ${entry}.`;
}

async function start() {
  document.getElementById("idle").hidden = true;
  if (!(await browserCan())) {
    document.getElementById("cannot").hidden = false;
    return;
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
  form.addEventListener("reset", () => {
    files.clear();
    result.className = "";
    result.replaceChildren();
    document.getElementById("taken").textContent = "";
  });
  form.elements.files.addEventListener("change", async ({ target }) => {
    await takeAll(target.files);
    target.value = ""; // so that the same file, changed, can be chosen again
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    takeAll(event.dataTransfer.files);
  });
  document.getElementById("site-keys")?.addEventListener("click", ({ currentTarget }) => {
    form.elements.trust.value = currentTarget.dataset.trust;
    form.elements.receiptKey.value = currentTarget.dataset.receipts;
  });
  await takeAddress();
}

start();
