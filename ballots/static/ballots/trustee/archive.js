// Reading a vote's archive as a trustee must before decrypting anything (Belenios specification 2.0,
// sections 3.5, 4.4 and 4.16). It comes in as a stream, record after record, so that a large one
// needs no more memory than its tally does. What is checked here is listed in `check`; the proofs
// inside each ballot are for a verifier, and the page says so.

import { Fault, GROUPS, base64, digest, hexOf, number, parsed } from "./sealing.js";

const BLOCK = 512;
const text = new TextDecoder("utf-8", { fatal: true });

/** Give the records of an archive, one after the other: { name, body, raw }. */
export async function* records(stream) {
  const reader = stream.getReader();
  let held = new Uint8Array(0);
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
    if (parts.length > 1) parts.reduce((at, part) => (joined.set(part, at), at + part.length), 0);
    held = joined.subarray(Math.min(length, have));
    return joined.subarray(0, length);
  }
  for (;;) {
    const header = await take(BLOCK);
    if (!header.length) return;
    const field = (from, to) => text.decode(header.subarray(from, to)).replace(/[\0 ].*$/s, "");
    const size = parseInt(field(124, 136), 8);
    if (!Number.isSafeInteger(size) || size < 0) throw new Fault("A record of the archive has no size.");
    const bytes = (await take(size + ((BLOCK - (size % BLOCK)) % BLOCK))).slice(0, size);
    yield { name: field(0, 100), raw: bytes, body: text.decode(bytes) };
  }
}

/**
 * Read an archive up to its end and hold it against what the signed log says of it.
 *
 * `heads` are the heads that the log has, `{ height, head, words }`; `ours` is the verification key
 * of one's own part; `told` hears how many ballots were read. Gives what is to be decrypted, and
 * what was found, in words.
 */
export async function check(stream, { heads, ours, floor, told }) {
  const kept = new Map(); // payloads by hash, until their event has been read
  const state = { height: -1, head: "", heads: new Map(), ballots: new Map(), cast: 0 };
  let first = true;
  for await (const record of records(stream)) {
    if (first) {
      if (record.name !== "BELENIOS") throw new Fault("This is not an archive of a sealed vote.");
      first = false;
      continue;
    }
    const hash = hexOf(await digest(record.raw));
    if (record.name === `${hash}.data.json`) kept.set(hash, record);
    else if (record.name === `${hash}.event.json`) await onEvent(state, record.body, hash, kept, told);
    else throw new Fault("A record of the archive is not what its name says: it was altered.");
  }
  return findings(state, { heads, ours, floor });
}

async function onEvent(state, body, hash, kept, told) {
  const event = parsed(body, "An event of the archive");
  const follows = state.height < 0 ? event.parent === undefined : event.parent === state.head;
  if (!follows || event.height !== state.height + 1)
    throw new Fault(`The chain of the archive is broken at event ${state.height + 1}.`);
  [state.height, state.head] = [event.height, hash];
  state.heads.set(event.height, hash);
  const payload = event.payload === undefined ? null : take(kept, event.payload);
  const stage = STAGES[event.type];
  if (!stage || !stage.after.includes(state.last ?? "")) throw new Fault(`A ${event.type} stands where none may be.`);
  await stage.read?.(state, payload, kept, told);
  state.last = event.type;
}

function take(kept, hash) {
  const record = kept.get(hash);
  if (!record) throw new Fault("An event of the archive names something that is not there.");
  return record;
}

const STAGES = {
  Setup: { after: [""], read: onSetup },
  Ballot: { after: ["Setup", "Ballot"], read: onBallot },
  EndBallots: { after: ["Setup", "Ballot"] },
  EncryptedTally: { after: ["EndBallots"], read: onTally },
  Shuffle: { after: ["EncryptedTally", "Shuffle"], read: onShuffle },
  EndShuffles: { after: ["Shuffle"] },
  PartialDecryption: { after: ["EncryptedTally", "EndShuffles", "PartialDecryption"] },
  Result: { after: ["PartialDecryption"] },
};

async function onSetup(state, payload, kept) {
  const { election, trustees, credentials } = parsed(payload.body, "The set-up");
  const raw = take(kept, election);
  state.election = parsed(raw.body, "The election");
  state.group = GROUPS[state.election.group];
  if (!state.group) throw new Fault("The vote is sealed in a group that is not known here.");
  state.fingerprint = base64(await digest(raw.raw));
  state.trustees = parsed(take(kept, trustees).body, "The list of trustees");
  state.credentials = new Set(parsed(take(kept, credentials).body, "The list of public credentials"));
  kept.clear();
}

function onBallot(state, payload, kept, told) {
  const ballot = parsed(payload.body, "A ballot");
  if (ballot.election_hash !== state.fingerprint) throw new Fault("A ballot is of another vote.");
  if (!state.credentials.has(ballot.credential))
    throw new Fault("A ballot was cast under a credential that is not on the list.");
  const { p } = state.group;
  const sealed = ballot.answers.map((answer) => [answer.choices].flat().map(({ alpha, beta }) => {
    const pair = [number(alpha, "A ballot"), number(beta, "A ballot")];
    if (pair.some((each) => each === 0n || each >= p)) throw new Fault("A ballot is out of range.");
    return pair;
  }));
  state.ballots.set(ballot.credential, sealed); // the last under a credential counts
  state.cast += 1;
  kept.clear();
  told(state.cast);
}

function onTally(state, payload, kept) {
  const sized = parsed(payload.body, "The sealed tally");
  state.tallied = sized.num_tallied;
  state.tallyAt = state.height;
  state.tally = parsed(take(kept, sized.encrypted_tally).body, "The sealed tally");
  if (JSON.stringify(state.tally) !== JSON.stringify(recomputed(state)))
    throw new Fault("The sealed tally is not made from the ballots. Do not decrypt. Tell the returning officer and the scrutineer.");
  if (Number(sized.num_tallied) !== state.ballots.size || Number(sized.total_weight) !== state.ballots.size)
    throw new Fault("The sealed tally says another number of ballots than there are.");
  kept.clear();
}

function onShuffle(state, payload, kept) {
  const { payload: shuffle } = parsed(payload.body, "A shuffle");
  const { ciphertexts } = parsed(take(kept, shuffle).body, "A shuffle");
  const ranked = state.election.questions.flatMap((each, at) => (each.type ? [at] : []));
  if (ciphertexts.some((each, at) => each.length !== state.tally[ranked[at]].length))
    throw new Fault("A shuffle has another number of ballots than went in.");
  ranked.forEach((at, place) => { state.tally[at] = ciphertexts[place]; });
  state.shuffles = (state.shuffles ?? 0) + 1;
  kept.clear();
}

function recomputed({ election, ballots, group: { p } }) {
  const all = [...ballots.values()];
  const shown = ([alpha, beta]) => ({ alpha: String(alpha), beta: String(beta) });
  const inOrder = (one, other) => {
    const [a, b] = one[0] === other[0] ? [one[1], other[1]] : [one[0], other[0]];
    return a < b ? -1 : a > b ? 1 : 0;
  };
  return election.questions.map((question, at) => {
    if (question.type) return all.map((ballot) => ballot[at][0]).sort(inOrder).map(shown);
    const choices = question.answers.length + (question.blank ? 1 : 0);
    return Array.from({ length: choices }, (_, place) => shown(all.reduce(
      ([a, b], ballot) => [(a * ballot[at][place][0]) % p, (b * ballot[at][place][1]) % p], [1n, 1n],
    )));
  });
}

function findings(state, { heads, ours, floor }) {
  if (!state.tally) throw new Fault("This vote has not been tallied yet.");
  // A server that leaves an entry out of what it shows would have nothing compared.
  if (!heads.some(({ height }) => height === 0) || !heads.some(({ height }) => height >= state.tallyAt))
    throw new Fault("The signed log does not have the opening and the sum of this vote yet. Load the page again in a moment. If it stays so, do not decrypt, and tell the scrutineer.");
  for (const { height, head, words } of heads)
    if (state.heads.get(height) !== head)
      throw new Fault(`The archive is not the one of the signed log: ${words} it had another head. Do not decrypt.`);
  const keys = state.trustees.flatMap(([kind, each]) => (kind === "Single" ? [each] : each.verification_keys));
  const at = keys.findIndex((each) => each.public_key === ours);
  if (at < 0) throw new Fault("Your key is not among the trustees of this vote. Do not decrypt.");
  if (state.ballots.size < floor)
    throw new Fault(`Only ${state.ballots.size} voted: below ${floor}, nothing is decrypted.`);
  const { fingerprint, group, tally, height, head, shuffles = 0 } = state;
  return { fingerprint, group, tally, height, head, shuffles, owner: at + 1, cast: state.cast, counted: state.ballots.size };
}
