// What a person carries away signed: PASETO v4.public, read strictly. A token is good for one purpose
// only: the purpose is signed with it (the implicit assertion) without standing in it.

import { NotVerified, base64urlBytes, bytesOf, joined, textOf } from "./encoding.js";
import { verifies } from "./keys.js";

const MAX_CHARS = 8192;
const SIGNATURE_BYTES = 64;
const HEADER = "v4.public.";

// Gives what a token claims if this key signed it for this purpose.
export async function readToken(token, key, purpose) {
  const parts = /^v4\.public\.([A-Za-z0-9_-]+)(?:\.([A-Za-z0-9_-]+))?$/.exec(token);
  if (!parts || token.length > MAX_CHARS || token.endsWith("\n")) {
    throw new NotVerified("This is not a v4.public token, written in its one correct way.");
  }
  const body = base64urlBytes(parts[1]);
  const footer = parts[2] ? base64urlBytes(parts[2]) : new Uint8Array();
  if (body.length < SIGNATURE_BYTES) throw new NotVerified("This token is cut short.");
  const payload = body.slice(0, -SIGNATURE_BYTES);
  const message = authenticated(bytesOf(HEADER), payload, footer, bytesOf(purpose));
  if (!(await verifies(key, message, body.slice(-SIGNATURE_BYTES)))) {
    throw new NotVerified("This was not signed with that key for this purpose.");
  }
  return claimsIn(payload);
}

function claimsIn(payload) {
  let claims;
  try {
    claims = JSON.parse(textOf(payload));
  } catch {
    throw new NotVerified("This is signed, but it does not hold claims.");
  }
  if (claims === null || typeof claims !== "object" || Array.isArray(claims)) {
    throw new NotVerified("This is signed, but it does not hold claims.");
  }
  if ("exp" in claims && !(Date.parse(claims.exp) > Date.now())) {
    throw new NotVerified("This was signed, but its time has run out.");
  }
  return claims;
}

// PASETO's pre-authentication encoding: how many parts, then each behind its length.
function authenticated(...parts) {
  const pieces = parts.flatMap((part) => [littleEndian(part.length), part]);
  return joined(littleEndian(parts.length), ...pieces);
}

function littleEndian(number) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setUint32(0, number, true);
  return bytes;
}
