// The one form in which an act may be written down (RFC 8785, narrowed: ASCII keys, whole numbers).
// JSON that could be spelt in another way could be read in another way, so it is refused.

import { NotVerified, textOf } from "./encoding.js";

export function canonicalText(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      throw new NotVerified("A number in the entry is not whole, or too large.");
    }
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  const members = Object.keys(value).sort();
  if (members.some((name) => !/^[\x00-\x7f]*$/.test(name))) {
    throw new NotVerified("A name in the entry is not plain ASCII.");
  }
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonicalText(value[name])}`).join(",")}}`;
}

export function readCanonical(bytes) {
  const text = textOf(bytes);
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new NotVerified("The entry is not JSON.");
  }
  if (canonicalText(value) !== text) {
    throw new NotVerified("The entry is not in the one form in which entries are written (RFC 8785).");
  }
  return value;
}
