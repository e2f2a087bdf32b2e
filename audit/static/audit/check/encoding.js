// Bytes, base64 and numbers, read strictly: every value has one spelling, and only one. A signed
// text with two spellings could be altered unseen, so what is decoded is encoded again and compared.

export class NotVerified extends Error {}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function bytesOf(text) {
  return new TextEncoder().encode(text);
}

export function textOf(bytes) {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new NotVerified("This is not UTF-8 text.");
  }
}

export function base64Text(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

export function base64Bytes(text) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4) {
    throw new NotVerified("This is not standard base64.");
  }
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  if (base64Text(bytes) !== text) throw new NotVerified("This base64 has spare bits.");
  return bytes;
}

export function base64urlText(bytes) {
  return base64Text(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// Without padding (RFC 4648, section 5).
export function base64urlBytes(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) {
    throw new NotVerified("This is not base64url without padding.");
  }
  const padded = text.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat(-text.length & 3);
  return base64Bytes(padded);
}

// A number that JavaScript holds exactly: below 2^53, without sign, spaces or leading zeros.
export function decimal(text) {
  const number = Number(text);
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text) || !Number.isSafeInteger(number)) {
    throw new NotVerified("This is not a plain decimal number below 2^53.");
  }
  return number;
}

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function sameBytes(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}
