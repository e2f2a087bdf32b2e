// Public keys (Ed25519): of a log, of a witness, of whoever signs receipts. The browser itself does
// the arithmetic; what is ours is to refuse keys that are mistyped or that would prove nothing.

import {
  NotVerified, base64Bytes, base64urlBytes, base64urlText, bytesOf, joined, sameBytes, sha256,
} from "./encoding.js";

export const LOG = 1;
export const WITNESS = 4;

const KEY_BYTES = 32;

// A signature under a key of small order fits many messages. All such keys, the sign bit aside.
const SMALL_ORDER = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]);

export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function isKeyName(name) {
  return name !== "" && !/[+\p{C}\p{Z}]/u.test(name);
}

export function checkedKey(bytes) {
  if (bytes.length !== KEY_BYTES) throw new NotVerified(`An Ed25519 key is ${KEY_BYTES} bytes.`);
  const unsigned = bytes.slice();
  unsigned[KEY_BYTES - 1] &= 0x7f;
  if (SMALL_ORDER.has(hex(unsigned))) {
    throw new NotVerified("This key is of small order: its signatures would prove nothing.");
  }
  return bytes;
}

// Reads `name+id+key`, the way logs and witnesses write their keys (C2SP signed-note).
export async function readKeyLine(line, type = LOG) {
  const [, name, id, encoded] = /^([^+]*)\+([0-9a-f]{8})\+(.+)$/s.exec(line) ?? [];
  if (!name || !isKeyName(name)) {
    throw new NotVerified("A key is written name+id+key: eight hex digits, then base64.");
  }
  const body = base64Bytes(encoded);
  if (body[0] !== type) {
    const kinds = { [LOG]: "a log's key", [WITNESS]: "a witness's key" };
    throw new NotVerified(`The key of ${name} is of type ${body[0]}; ${kinds[type]} is of type ${type}.`);
  }
  const key = { name, id, type, bytes: checkedKey(body.slice(1)) };
  const hashed = await sha256(joined(bytesOf(`${name}\n`), body));
  if (hex(hashed.slice(0, 4)) !== id) {
    throw new NotVerified(`The id of ${name}'s key does not belong to it: is there a typing error?`);
  }
  return key;
}

// Reads the key of receipts, or of an officer: `k4.public.…`, or a key line.
export async function readTokenKey(text) {
  if (!text.startsWith("k4.public.")) return readKeyLine(text);
  return { name: text, bytes: checkedKey(base64urlBytes(text.slice("k4.public.".length))) };
}

// Gives a key as tokens name it, so that it can be compared by eye.
export function written(key) {
  return `k4.public.${base64urlText(key.bytes)}`;
}

export async function verifies(key, message, signature) {
  try {
    const usable = await crypto.subtle.importKey("raw", key.bytes, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", usable, signature, message);
  } catch {
    return false; // bytes that are no point of the curve
  }
}

// Tells whether this browser can check Ed25519 signatures, by the first test of RFC 8032.
export async function browserCan() {
  if (!globalThis.crypto?.subtle) return false;
  const key = { bytes: base64Bytes("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=") };
  const signature = base64Bytes(
    "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw==",
  );
  const wrong = signature.map((byte, at) => (at ? byte : byte ^ 1));
  const nothing = new Uint8Array();
  return (await verifies(key, nothing, signature)) && !(await verifies(key, nothing, wrong));
}

export function isSameKey(one, other) {
  return sameBytes(one.bytes, other.bytes);
}
