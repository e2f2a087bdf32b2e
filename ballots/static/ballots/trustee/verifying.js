// What a trustee's browser checks before it decrypts anything: all of it, and with no word of the
// server's taken for it. What is opened then is the sum that was worked out here.

import { download, survey } from "./archive.js";
import { Fault, GROUPS, element, fingerprint, parsed, readTrustees } from "./sealing.js";
import { insistOnShuffle, piecesOf } from "./shuffles.js";
import { Workers, slices } from "./workers.js";

const AT_ONCE = 8; // ballots that a worker is given at a time
const OPENED_AT_ONCE = 4; // ciphertexts
const SERVER = 1; // its place among the trustees
const STOP = "Do not decrypt. Tell the returning officer and the scrutineer.";

/**
 * Fetch an archive and check it up to what is to be opened.
 *
 * `given` has the archive's address, the program of the workers, one's own key and place, and the
 * words for what the server answers; `log` gives the heads that the signed log has, `{ height, head,
 * words }`, and the floor below which nothing is opened. `told` hears of each step how far it is.
 */
export async function verify(given, log, { told, signal, hired }) {
  const blob = await download(given.archive, {
    signal, refused: given.refused, told: (...far) => told("archive", ...far),
  });
  const events = await survey(blob, (...far) => told("chain", ...far));
  told("log", 0, 1); // the step at which a fault is shown is the one that is under way
  const { heads, floor } = await log();
  insistOnHeads(events, heads);
  if (!floor)
    throw new Fault(`The signed log does not say how many have to vote before anything is opened. ${STOP}`);
  told("log", 1, 1);

  const textOf = ({ at, size }) => blob.slice(at, at + size).text();
  const election = await setUp(events[0], textOf);
  told("trustees", 0, 1);
  const { place, people } = await insistOnTrustees(election, given);
  told("trustees", 1, 1);

  const workers = await Workers.hire(given.worker, election.raw);
  hired(workers);
  const { cast, last, answers } = await checkedSum(workers, blob, events, election, told);
  told("sum", 0, 1);
  if (last.size < floor) throw new Fault(`Only ${last.size} voted: below ${floor}, nothing is decrypted.`);
  await insistOnTally(events, textOf, answers, last.size);
  told("sum", 1, 1);
  if (people && election.ranked.includes(true)) await insistOnMixer(events, textOf);
  const shuffles = await checkedShuffles(workers, events, textOf, election, answers, told);
  const { height, hash } = events.at(-1);
  return { ...election, workers, answers, place, cast, counted: last.size, shuffles, height, head: hash };
}

function insistOnHeads(events, heads) {
  const summed = events.find(({ type }) => type === "EncryptedTally");
  if (!summed) throw new Fault("This vote has not been added up yet.");
  // A server that leaves an entry out of what it shows would have nothing compared.
  if (!heads.some(({ height }) => height === 0) || !heads.some(({ height }) => height >= summed.height))
    throw new Fault("The signed log does not have the opening and the sum of this vote yet. Check again in a moment. If it stays so, do not decrypt, and tell the scrutineer.");
  for (const { height, head, words } of heads)
    if (events[height]?.hash !== head)
      throw new Fault(`The archive is not the one of the signed log: ${words} it had another head. ${STOP}`);
}

async function setUp({ documents }, textOf) {
  const [election, trustees, credentials, payload] = documents;
  const names = { election: election.hash, trustees: trustees.hash, credentials: credentials.hash };
  if ((await textOf(payload)) !== JSON.stringify(names))
    throw new Fault("The set-up of the vote names other documents than it has.");
  const raw = await textOf(election);
  const read = parsed(raw, "The election");
  const group = Object.hasOwn(GROUPS, read.group) ? GROUPS[read.group] : null;
  if (!group) throw new Fault("The vote is sealed in a group that is not known here.");
  const listed = parsed(await textOf(credentials), "The list of public credentials");
  const plain = listed.every((each) => /^[1-9][0-9]{1,700}$/.test(each)); // and none has a weight
  if (!plain || new Set(listed).size < listed.length)
    throw new Fault(`The list of who may vote names somebody twice, or in a way that is not known here. ${STOP}`);
  return {
    raw, group, listed: new Set(listed), trustees: await textOf(trustees),
    y: element(read.public_key, group, "The key of the vote"),
    phi: await fingerprint(raw),
    ranked: read.questions.map(({ type }) => type === "NonHomomorphic"),
  };
}

async function insistOnTrustees({ trustees, group, y }, { key, owner }) {
  const { keys, together } = await readTrustees(trustees, group);
  if (together !== y)
    throw new Fault(`The votes are sealed with another key than that of the trustees. ${STOP}`);
  const place = keys.findIndex((each) => String(each) === key) + 1;
  if (!place) throw new Fault("Your key is not among the trustees of this vote. Do not decrypt.");
  if (place !== owner) throw new Fault(`Your key stands at another place of this vote. ${STOP}`);
  return { place, people: keys.length - SERVER };
}

/** Check every ballot; give how many were cast, who voted, and the sums or papers of what counts. */
async function checkedSum(workers, blob, events, { listed, ranked, group: { p } }, told) {
  const cast = events.filter(({ type }) => type === "Ballot").map(({ height, documents: [ballot] }) => {
    if (!listed.has(ballot.credential))
      throw new Fault(`The ballot at event ${height} was cast under a credential that is not on the list. ${STOP}`);
    return { height, ...ballot };
  });
  const last = new Map(cast.map(({ credential, height }) => [credential, height]));
  const answers = ranked.map(() => null);
  function* pieces() {
    for (const [from, to] of slices(cast.length, AT_ONCE))
      yield { blob, ballots: cast.slice(from, to).map((each) => ({ ...each, counts: last.get(each.credential) === each.height })) };
  }
  let done = 0;
  told("ballots", 0, cast.length);
  await workers.each("ballots", pieces(), (found, { ballots }) => {
    found.forEach((part, at) => {
      const so = answers[at];
      if (so && ranked[at]) so.push(...part);
      else answers[at] = so ? so.map(([a, b], place) => [(a * part[place][0]) % p, (b * part[place][1]) % p]) : part;
    });
    told("ballots", (done += ballots.length), cast.length);
  });
  answers.forEach((each, at) => ranked[at] && each?.sort(byNumber));
  return { cast: cast.length, last, answers };
}

const byNumber = (one, other) => {
  const at = one[0] === other[0] ? 1 : 0;
  return one[at] < other[at] ? -1 : Number(one[at] > other[at]);
};

async function insistOnTally(events, textOf, answers, count) {
  const { documents: [ciphertexts, sized] } = events.find(({ type }) => type === "EncryptedTally");
  const due = answers.map((each) => each.map(([alpha, beta]) => ({ alpha: String(alpha), beta: String(beta) })));
  if ((await textOf(ciphertexts)) !== JSON.stringify(due))
    throw new Fault(`The sealed sum is not made from the ballots. ${STOP}`);
  const numbers = { num_tallied: count, total_weight: count, encrypted_tally: ciphertexts.hash };
  if ((await textOf(sized)) !== JSON.stringify(numbers))
    throw new Fault(`The sealed sum says another number of ballots than there are. ${STOP}`);
}

/** Refuse papers that the server alone has shuffled: whoever made every shuffle can undo them all. */
async function insistOnMixer(events, textOf) {
  for (const { type, documents: [, owned] } of events)
    if (type === "Shuffle" && parsed(await textOf(owned), "The owner of a shuffle").owner !== SERVER) return;
  throw new Fault(`No trustee has shuffled the papers: the server could tell whose each of them is. ${STOP}`);
}

/** Check every shuffle; put the papers as they left it in the place of those before. */
async function checkedShuffles(workers, events, textOf, election, answers, told) {
  const made = events.filter(({ type }) => type === "Shuffle");
  const places = election.ranked.flatMap((isRanked, at) => (isRanked ? [at] : []));
  if (places.length && !events.some(({ type }) => type === "EndShuffles"))
    throw new Fault("The papers are not all shuffled yet.");
  if (made.length && !places.length) throw new Fault(`There are no papers to shuffle in this vote. ${STOP}`);
  const all = made.length * places.reduce((sum, at) => sum + piecesOf(answers[at].length), 0);
  let done = 0;
  for (const { documents: [document] } of made) {
    const { ciphertexts, proofs } = parsed(await textOf(document), "A shuffle");
    for (const [n, at] of places.entries())
      answers[at] = await insistOnShuffle(
        workers, election, answers[at], { ciphertexts: ciphertexts[n], proof: proofs[n] },
        () => told("shuffles", (done += 1), all),
      );
  }
  return made.length;
}

/** Take one's own layer off what was checked: the message that opens one's part, once. */
export async function opened({ workers, answers }, part, told) {
  const flat = answers.flat();
  const parts = new Array(flat.length);
  function* pieces() {
    for (const [from, to] of slices(flat.length, OPENED_AT_ONCE))
      yield { part, from, alphas: flat.slice(from, to).map(([alpha]) => alpha) };
  }
  let done = 0;
  await workers.each("decrypt", pieces(), (found, { from }) => {
    found.forEach((each, at) => { parts[from + at] = each; });
    told((done += found.length), flat.length);
  });
  let at = 0;
  const shaped = answers.map((answer) => answer.map(() => parts[at++]));
  return JSON.stringify({
    decryption_factors: shaped.map((row) => row.map(({ factor }) => factor)),
    decryption_proofs: shaped.map((row) => row.map(({ proof }) => proof)),
  });
}
