// The evidence for one entry in one file (C2SP tlog-proof@v1): where the entry stands, the hashes
// that lead to the root, and the signed head with that root.

import { NotVerified, base64Bytes, decimal, textOf } from "./encoding.js";
import { leafHash, verifyInclusion } from "./merkle.js";
import { MAX_NOTE_BYTES, cosigned, openHead } from "./note.js";

const MAX_HASHES = 63;
const LINE_FEED = 10;

// Reads the file strictly; what it claims is not yet checked.
export function readProof(bytes) {
  if (bytes.length > MAX_NOTE_BYTES) throw new NotVerified("The proof is too long.");
  const blank = bytes.findIndex((byte, at) => byte === LINE_FEED && bytes[at + 1] === LINE_FEED);
  if (blank < 0) throw new NotVerified("The proof has no blank line before its signed head.");
  const [title, ...lines] = textOf(bytes.slice(0, blank)).split("\n");
  if (title !== "c2sp.org/tlog-proof@v1") {
    throw new NotVerified("This is not a proof file: it does not begin with c2sp.org/tlog-proof@v1.");
  }
  if (lines[0]?.startsWith("extra ") && !base64Bytes(lines.shift().slice("extra ".length)).length) {
    throw new NotVerified("The proof's line for extra data has none, and should not be there.");
  }
  if (!lines[0]?.startsWith("index ")) {
    throw new NotVerified("The proof does not say at which index the entry stands.");
  }
  const index = decimal(lines.shift().slice("index ".length));
  const hashes = lines.map(base64Bytes);
  if (hashes.length > MAX_HASHES || hashes.some((hash) => hash.length !== 32)) {
    throw new NotVerified(`A proof is at most ${MAX_HASHES} hashes of 32 bytes.`);
  }
  return { index, hashes, note: bytes.slice(blank + 2) };
}

// Gives the head of the log that holds this entry, and the witnesses who signed that head.
export async function verifyProof(proof, leaf, trust) {
  const { index, hashes, note } = readProof(proof);
  const head = await openHead(note, trust.log);
  const witnessed = await cosigned(note, trust.witnesses);
  await verifyInclusion(await leafHash(leaf), index, head.size, hashes, head.root);
  return { index, head, witnessed };
}
