// A voter's receipt: that a vote with this code was recorded. The code is the first 34 bits of the
// hash of the vote's entry, in letters none of which can be taken for another.

import { NotVerified, base64urlText } from "./encoding.js";
import { hex } from "./keys.js";
import { leafHash } from "./merkle.js";
import { readToken } from "./token.js";

export const PURPOSE = "ballot-receipt";

const LETTERS = "34679CDFGHJKMNPRTWXY";
const LENGTH = 8;

// Finds the token in what somebody pasted: the token itself, or a link that ends in it.
export function tokenIn(text) {
  return text.trim().replace(/^[^#]*#(receipt=)?/, "");
}

export async function readReceipt(token, key) {
  const claims = await readToken(token, key, PURPOSE);
  if (["jti", "ballot", "code", "leaf"].some((name) => typeof claims[name] !== "string")) {
    throw new NotVerified("This is signed, but it is not a receipt of a vote.");
  }
  return claims;
}

export async function receiptCode(leaf) {
  const hashed = BigInt(`0x${hex(await leafHash(leaf))}`);
  let number = (hashed * BigInt(LETTERS.length) ** BigInt(LENGTH)) >> 256n;
  let code = "";
  for (let at = 0; at < LENGTH; at += 1) {
    code = LETTERS[Number(number % BigInt(LETTERS.length))] + code;
    number /= BigInt(LETTERS.length);
  }
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

// Refuses unless this entry of the log is the vote that the receipt speaks of.
export async function matchEntry(claims, leaf, said) {
  const isEntry = claims.leaf === base64urlText(await leafHash(leaf)) && claims.jti === said.id;
  const isVote = ["vote.cast", "vote.sealed"].includes(said.t) && said.of === `ballot:${claims.ballot}`;
  const isHead = claims.head === undefined || (claims.head === said.head && claims.height === `${said.height}`);
  if (!isEntry || !isVote || !isHead || claims.code !== (await receiptCode(leaf))) {
    throw new NotVerified("The entry is not the one that this receipt is for.");
  }
}
