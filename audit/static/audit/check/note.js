// Signed notes and the tree heads in them (C2SP signed-note, tlog-checkpoint, tlog-cosignature).
// A signature by a key we do not know is ignored; one by a key we know that does not fit rejects the
// whole note, as does having none by a key we know.

import { NotVerified, base64Bytes, base64Text, bytesOf, decimal, sameBytes, sha256, textOf } from "./encoding.js";
import { hex, isKeyName, verifies } from "./keys.js";

export const MAX_NOTE_BYTES = 1_000_000;
export const MAX_SIGNATURES = 100;

const DASH = "\u2014 ";

// Takes a note apart into its text and the signatures under it, believing none of them.
export function readNote(bytes) {
  if (bytes.length > MAX_NOTE_BYTES) throw new NotVerified("The signed head is too long.");
  const whole = textOf(bytes);
  if (!whole.endsWith("\n") || /[\x00-\x09\x0b-\x1f]/.test(whole)) {
    throw new NotVerified("A signed head is lines of text without control characters, each ended.");
  }
  const blank = whole.lastIndexOf("\n\n");
  if (blank < 0) throw new NotVerified("The signed head has no blank line before its signatures.");
  const lines = whole.slice(blank + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) throw new NotVerified("The signed head has too many signatures.");
  return { text: whole.slice(0, blank + 1), signatures: lines.map(readSignature) };
}

function readSignature(line) {
  const [, name, encoded] = /^([^ ]*) ([^ ]+)$/.exec(line.slice(DASH.length)) ?? [];
  if (!line.startsWith(DASH) || !name || !isKeyName(name)) {
    throw new NotVerified("A line under the head is not a signature line.");
  }
  const bytes = base64Bytes(encoded);
  if (bytes.length <= 4) throw new NotVerified(`The signature of ${name} is empty.`);
  return { name, id: hex(bytes.slice(0, 4)), data: bytes.slice(4) };
}

export async function openNote(bytes, keys) {
  const { text, signatures } = readNote(bytes);
  let verified = false;
  for (const [signature, key] of known(signatures, keys)) {
    if (!(await verifies(key, bytesOf(text), signature.data))) throw doesNotFit(signature);
    verified = true;
  }
  if (!verified) {
    const names = [...new Set(keys.map((key) => key.name))].join(", ") || "nobody";
    throw new NotVerified(`The head is not signed by ${names}, whose key you gave.`);
  }
  return text;
}

// Gives which of these witnesses signed the head, and when each last did.
export async function cosigned(bytes, witnesses) {
  const { text, signatures } = readNote(bytes);
  const times = new Map();
  for (const [signature, witness] of known(signatures, witnesses)) {
    const time = bigEndian(signature.data.slice(0, 8));
    const message = bytesOf(`cosignature/v1\ntime ${time}\n${text}`);
    if (!(await verifies(witness, message, signature.data.slice(8)))) throw doesNotFit(signature);
    times.set(witness, Math.max(Number(time), times.get(witness) ?? 0));
  }
  return [...times].map(([witness, time]) => ({ name: witness.name, time }));
}

function known(signatures, keys) {
  return signatures.flatMap((signature) => {
    const key = keys.findLast((one) => one.name === signature.name && one.id === signature.id);
    return key ? [[signature, key]] : [];
  });
}

function bigEndian(bytes) {
  return BigInt(`0x${hex(bytes) || "0"}`);
}

function doesNotFit(signature) {
  return new NotVerified(`The signature of ${signature.name} does not fit the head above it.`);
}

// Reads the three lines of a head: origin, size and root.
export async function readHead(text) {
  const lines = text.slice(0, -1).split("\n");
  if (!text.endsWith("\n") || lines.length !== 3 || !lines[0]) {
    throw new NotVerified("A tree head is exactly three lines: origin, size and root.");
  }
  const [origin, size, root] = [lines[0], decimal(lines[1]), base64Bytes(lines[2])];
  if (root.length !== 32) throw new NotVerified("The head's root is not 32 bytes.");
  if (size === 0 && !sameBytes(root, await sha256(new Uint8Array()))) {
    throw new NotVerified("The head claims an empty log with the root of another.");
  }
  return { origin, size, root, rootText: base64Text(root) };
}

// Gives the head in a note if one of these keys, all of one log, signed it for that log.
export async function openHead(bytes, keys) {
  const head = await readHead(await openNote(bytes, keys));
  if (keys.some((key) => key.name !== head.origin)) {
    throw new NotVerified(`The head is for ${head.origin}, not for ${keys[0].name}.`);
  }
  return head;
}
