// Whose signatures count: key lines of the log, one on a line, or a file trust.json that names the
// log's keys, its witnesses and how many of them must have signed.

import { NotVerified } from "./encoding.js";
import { LOG, WITNESS, isSameKey, readKeyLine } from "./keys.js";

export async function readTrust(text) {
  const stated = text.trim().startsWith("{") ? readJson(text) : { log: lines(text) };
  const log = await readKeys("log", [stated.log].flat(), LOG);
  const witnesses = await readKeys("witnesses", stated.witnesses ?? [], WITNESS);
  const { k = 0 } = stated;
  if (!log.length) throw new NotVerified("There is no key of the log.");
  if (log.some((key) => key.name !== log[0].name)) {
    throw new NotVerified("The log's keys bear different names: they are keys of different logs.");
  }
  noRepeats("key of the log", log, (one, other) => isSameKey(one, other));
  noRepeats("witness", witnesses, (one, other) => one.name === other.name || isSameKey(one, other));
  const own = witnesses.find((witness) => log.some((key) => isSameKey(key, witness)));
  if (own) throw new NotVerified(`The key of ${own.name} is the log's own: a log cannot witness itself.`);
  if (!Number.isSafeInteger(k) || k < 0 || k > witnesses.length) {
    throw new NotVerified(`${k} of ${witnesses.length} witnesses can never sign.`);
  }
  return { log, witnesses, k };
}

function lines(text) {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}

function readJson(text) {
  let stated;
  try {
    stated = JSON.parse(text);
  } catch {
    throw new NotVerified("The file of keys is not JSON.");
  }
  const strange = Object.keys(stated).filter((name) => !["log", "witnesses", "k"].includes(name));
  if (strange.length) throw new NotVerified(`The file of keys says ${strange[0]}, which has no meaning.`);
  if ("k" in stated !== "witnesses" in stated) {
    throw new NotVerified("Witnesses and k, how many of them must sign, go together.");
  }
  return stated;
}

function readKeys(name, stated, type) {
  if (!Array.isArray(stated) || stated.some((line) => typeof line !== "string")) {
    throw new NotVerified(`In the file of keys, ${name} must be a list of key lines.`);
  }
  return Promise.all(stated.map((line) => readKeyLine(line, type)));
}

function noRepeats(what, keys, isSame) {
  const again = keys.find((key, at) => keys.findIndex((other) => isSame(other, key)) < at);
  if (again) throw new NotVerified(`The ${what} ${again.name} stands there twice.`);
}
