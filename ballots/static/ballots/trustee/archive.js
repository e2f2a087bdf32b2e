// Reading a vote's archive (Belenios specification 2.0, section 4.4): every record is what its name
// says, every event names the one before, and has the documents that belong to it and no others.

import { Fault, hexOf, parsed, sha256 } from "./sealing.js";

const BLOCK = 512;
const text = new TextDecoder("utf-8", { fatal: true });
const A_PIECE = 8 * 1024 * 1024; // bytes that are kept as they came, before the browser may store them

const FOLLOWS = {
  "": ["Setup"],
  Setup: ["Ballot", "EndBallots"],
  Ballot: ["Ballot", "EndBallots"],
  EndBallots: ["EncryptedTally"],
  EncryptedTally: ["Shuffle", "PartialDecryption"],
  Shuffle: ["Shuffle", "EndShuffles"],
  EndShuffles: ["PartialDecryption"],
  PartialDecryption: ["PartialDecryption", "Result"],
};
const DOCUMENTS = {
  Setup: 4, Ballot: 1, EndBallots: 0, EncryptedTally: 2, Shuffle: 2, EndShuffles: 0, PartialDecryption: 2, Result: 1,
};

/** Fetch an archive, and give it as one blob: what is checked is what is opened, byte for byte. */
export async function download(address, { signal, told, refused }) {
  const answer = await fetch(address, { cache: "no-store", signal });
  if (!answer.ok) throw new Fault(refused);
  const all = Number(answer.headers.get("Content-Length"));
  let [blob, held, size, done] = [new Blob(), [], 0, 0];
  for (const reader = answer.body.getReader(); ;) {
    const { value, done: ended } = await reader.read();
    if (value) {
      held.push(value);
      size += value.length;
      done += value.length;
      told(done, all);
    }
    if (ended || size > A_PIECE) [blob, held, size] = [new Blob([blob, ...held]), [], 0];
    if (ended) return blob;
  }
}

/** Give the records of an archive, one after the other: its name, its bytes, and where they stand. */
async function* records(blob) {
  const reader = blob.stream().getReader();
  let [held, at] = [new Uint8Array(0), 0];
  async function take(length) {
    const parts = [held];
    let have = held.length;
    while (have < length) {
      const { value, done } = await reader.read();
      if (done) break;
      parts.push(value);
      have += value.length;
    }
    if (have < length && have > 0) throw new Fault("The archive ends in the middle of a record.");
    const joined = parts.length > 1 ? new Uint8Array(have) : held;
    if (parts.length > 1) parts.reduce((to, part) => (joined.set(part, to), to + part.length), 0);
    held = joined.subarray(Math.min(length, have));
    at += length;
    return joined.subarray(0, length);
  }
  for (;;) {
    const header = await take(BLOCK);
    if (!header.length) return;
    const field = (from, to) => text.decode(header.subarray(from, to)).replace(/[\0 ].*$/s, "");
    const size = parseInt(field(124, 136), 8);
    if (!Number.isSafeInteger(size) || size < 0) throw new Fault("A record of the archive has no size.");
    const begins = at;
    const bytes = (await take(size + ((BLOCK - (size % BLOCK)) % BLOCK))).slice(0, size);
    yield { name: field(0, 100), at: begins, size, bytes };
  }
}

/**
 * Read an archive from end to end: the chain alone, no proof.
 *
 * Gives its events, `{ type, height, hash, documents }`, each document with its hash and where it
 * stands; of a ballot the credential that it names.
 */
export async function survey(blob, told) {
  const [events, cast] = [[], new Set()];
  let before = [];
  let isFirst = true;
  for await (const { name, at, size, bytes } of records(blob)) {
    if (isFirst) {
      if (name !== "BELENIOS") throw new Fault("This is not an archive of a sealed vote.");
      isFirst = false;
      continue;
    }
    const hash = hexOf(await sha256(bytes));
    if (name === `${hash}.data.json`) {
      before.push({ hash, at, size, credential: credentialIn(bytes) });
      if (before.length > 4) throw new Fault("The archive has documents that belong to no event.");
    } else if (name === `${hash}.event.json`) {
      const event = follows(events.at(-1), { ...parsed(text.decode(bytes), "An event of the archive"), hash });
      belong(event, before, cast);
      events.push({ type: event.type, height: event.height, hash, documents: before });
      before = [];
      told(at + size, blob.size);
    } else throw new Fault("A record of the archive is not what its name says: it was altered.");
  }
  if (before.length) throw new Fault("The archive ends with a document that belongs to no event.");
  return events;
}

function follows(last, event) {
  const due = last ? { parent: last.hash, height: last.height + 1 } : { parent: undefined, height: 0 };
  if (event.parent !== due.parent || event.height !== due.height)
    throw new Fault(`The chain of the archive is broken at event ${due.height}.`);
  if (!FOLLOWS[last?.type ?? ""]?.includes(event.type))
    throw new Fault(`At event ${due.height} stands a ${event.type}, where none may be.`);
  return event;
}

function belong(event, documents, cast) {
  if (documents.length !== DOCUMENTS[event.type] || event.payload !== documents.at(-1)?.hash)
    throw new Fault(`Event ${event.height} has not the documents that belong to it.`);
  if (event.type !== "Ballot") return;
  if (cast.has(event.payload)) throw new Fault(`At event ${event.height} an old ballot was posted again.`);
  cast.add(event.payload);
}

/** Find the credential that a ballot names, without reading it: its proofs are checked after. */
function credentialIn(bytes) {
  const begins = new TextDecoder("latin1").decode(bytes.subarray(0, 2000));
  return /"credential":"([0-9]{1,700})"/.exec(begins)?.[1];
}
