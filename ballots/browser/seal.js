// What seals a ballot in its voter's own browser: the Belenios specification 2.0, nothing else.
//
// It runs as a worker and asks nobody for anything: it is given an election and a credential, and
// hands back a sealed ballot. The page pins this file by its SHA-256, so it imports nothing.
// BigInt sums take a time that depends on the numbers, and no script can do without: whoever can
// measure what this device computes could learn the vote, and could as well read the screen.

const sum = (numbers) => numbers.reduce((total, each) => total + each, 0n);
const decimals = (numbers) => numbers.map(String).join(",");

// Section 4.8: the exponent behind a credential, the election's uuid being the salt.
async function exponentOf(credential, { uuid, group: { q } }) {
  const password = await crypto.subtle.importKey(
    "raw", utf8(credential), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: utf8(uuid), iterations: 1000 };
  const bits = await crypto.subtle.deriveBits(how, password, 256);
  return hexadecimal(hexOf(new Uint8Array(bits))) % q;
}

// --- an election ---------------------------------------------------------------------------------

// Reads the election, and makes the tables that every ballot in it is sealed with.
async function prepare(raw) {
  const { group: name, public_key: key, questions, uuid } = JSON.parse(raw);
  const group = Object.hasOwn(GROUPS, name) ? GROUPS[name] : null;
  if (!group) throw new Error(`This election is in the group ${name}, which is not known here.`);
  const election = { raw, uuid, questions, group, y: BigInt(key), phi: await fingerprint(raw) };
  election.powersOfG = new Powers(group.g, group);
  election.powersOfY = new Powers(election.y, group);
  const isKey = election.y > 1n && election.y < group.p;
  if (!isKey || election.powersOfY.to(group.q) !== 1n) {
    throw new Error("The key of this election is not an element of its group.");
  }
  return election;
}

// --- proofs --------------------------------------------------------------------------------------

// Proves that one of several statements is true, and not which (4.12 and 4.13). Each says of a
// ciphertext made with r that it holds a certain number, and is `off` by what it really holds
// more: a true one is off by 0. As r is known, a made-up proof needs no power of the ciphertext:
// g^response alpha^challenge is g^u with response = u - r challenge, and u as random as it.
async function proveOneOf({ group, powersOfG, powersOfY }, prefix, statements) {
  const { p, q } = group;
  const truth = statements.findIndex(({ off }) => off === 0n);
  const proofs = [];
  const commitments = [];
  for (const [at, { off }] of statements.entries()) {
    const u = randomBelow(q);
    const challenge = at === truth ? 0n : randomBelow(q);
    const shift = powersOfG.to(reduced(off * challenge, q));
    proofs.push({ u, challenge });
    commitments.push(powersOfG.to(u), (powersOfY.to(u) * shift) % p);
  }
  const asked = await challengeOf(group, prefix, commitments);
  const others = sum(proofs.map(({ challenge }) => challenge));
  proofs[truth].challenge = reduced(asked - others, q);
  return proofs.map(({ u, challenge }, at) =>
    written({ challenge, response: reduced(u - statements[at].r * challenge, q) }));
}

// Proves that an exponent is known (4.11.2 and 4.14), bound to everything in the prefix.
async function proveKnown({ group, powersOfG }, prefix, exponent) {
  const { q } = group;
  const w = randomBelow(q);
  const challenge = await challengeOf(group, prefix, [powersOfG.to(w)]);
  return written({ challenge, response: reduced(w - exponent * challenge, q) });
}

// --- answers -------------------------------------------------------------------------------------

function encrypt({ group: { p, q }, powersOfG, powersOfY }, element) {
  const r = randomBelow(q);
  return { r, alpha: powersOfG.to(r), beta: (powersOfY.to(r) * element) % p };
}

// A question that is added up while sealed (4.11.1): `bits` are 0 or 1 for every answer, with the
// blank bit before them where the question has one.
async function answerOf(election, question, bits, s0, step) {
  const sealed = [];
  const individual = [];
  for (const bit of bits) {
    const m = BigInt(bit);
    const { r, alpha, beta } = encrypt(election, election.powersOfG.to(m));
    sealed.push({ m, r, alpha, beta });
    const prefix = `prove|${s0}|${alpha},${beta}|`;
    individual.push(await proveOneOf(election, prefix, [0n, 1n].map((n) => ({ r, off: m - n }))));
    step();
  }
  const s = `${s0}|${decimals(sealed.flatMap(({ alpha, beta }) => [alpha, beta]))}`;
  const answer = {
    choices: sealed.map(({ alpha, beta }) => written({ alpha, beta })),
    individual_proofs: individual,
  };
  const { r: randomness, m: total, alpha, beta } = together(question.blank ? sealed.slice(1) : sealed, election);
  const allowed = [];
  for (let n = question.min; n <= question.max; n += 1) {
    allowed.push({ r: randomness, off: total - BigInt(n) });
  }
  if (question.blank) {
    const [{ r, m }] = sealed;
    answer.overall_proof = await proveOneOf(election, `bproof1|${s}|`, [{ r, off: m - 1n }, ...allowed]);
    answer.blank_proof = await proveOneOf(
      election, `bproof0|${s}|`, [{ r, off: m }, { r: randomness, off: total }]);
  } else {
    answer.overall_proof = await proveOneOf(election, `prove|${s}|${alpha},${beta}|`, allowed);
  }
  return { answer, randomness: sealed.map(({ r }) => r) };
}

// Ciphertexts multiplied: what they hold is added.
function together(sealed, { group: { p, q } }) {
  return {
    m: sum(sealed.map(({ m }) => m)),
    r: reduced(sum(sealed.map(({ r }) => r)), q),
    alpha: sealed.reduce((product, { alpha }) => (product * alpha) % p, 1n),
    beta: sealed.reduce((product, { beta }) => (product * beta) % p, 1n),
  };
}

// A ranked question (4.11.2): for every answer its place, 1 for the first, 0 for none, all of it
// written into one element of the group.
async function rankedAnswerOf(election, places, s0, step) {
  const { group: { p, padding, bits }, y } = election;
  let element = places.reduce((number, place) => (number << bits) + BigInt(place), 0n) << padding;
  while (jacobi(element, p) !== 1) element += 1n;
  const { r, alpha, beta } = encrypt(election, element);
  step();
  const prefix = `raweg|${s0}|${y},${alpha},${beta}|`;
  const proof = await proveKnown(election, prefix, r);
  return { answer: { choices: written({ alpha, beta }), proof }, randomness: [r] };
}

// --- a ballot ------------------------------------------------------------------------------------

// Seals the answers to every question (4.15). What comes back besides the ballot and its tracker
// would open it: it is shown for a ballot that is checked, and of one that is cast nothing is kept.
async function seal(election, credential, answers, step) {
  const { group, powersOfG, questions, phi, uuid } = election;
  const secret = await exponentOf(credential, election);
  const shown = String(powersOfG.to(secret));
  const openings = [];
  const sealed = [];
  for (const [at, question] of questions.entries()) {
    const isRanked = question.type === "NonHomomorphic";
    if (question.type && (!isRanked || !group.bits)) throw new Error("An unknown kind of question.");
    const made = isRanked
      ? await rankedAnswerOf(election, answers[at], `${phi}|${shown}`, step)
      : await answerOf(election, question, answers[at], `${phi}|${shown}`, step);
    sealed.push(made.answer);
    openings.push({ answers: answers[at], randomness: made.randomness.map(String) });
  }
  const ballot = { election_uuid: uuid, election_hash: phi, credential: shown, answers: sealed };
  const hash = await fingerprint(JSON.stringify(ballot));
  ballot.signature = { hash, proof: await proveKnown(election, `sig|${hash}|`, secret) };
  const raw = JSON.stringify(ballot);
  return { ballot: raw, tracker: await fingerprint(raw), openings };
}

// --- the worker ------------------------------------------------------------------------------------

// A sealed ballot stays in here until it is decided what it is for: to be cast, and then nothing
// that opens it is ever given out; or to be checked, and then it is given out opened, as spoilt.
let election, credential, held;
const acts = {
  async prepare(given) {
    election = await prepare(given.election);
    credential = given.credential;
    return { phi: election.phi };
  },
  async seal({ answers }) {
    const steps = answers.flat().length;
    let done = 0;
    const step = () => self.postMessage({ progress: (done += 1) / steps });
    held = await seal(election, credential, answers, step);
    return { tracker: held.tracker };
  },
  give() {
    const { ballot, tracker } = held;
    held = null;
    return { ballot, tracker };
  },
  open() {
    const { ballot, tracker, openings } = held;
    held = null;
    return { election: election.raw, ballot, tracker, openings };
  },
};
let before = Promise.resolve();
self.onmessage = ({ data: { id, act, ...given } }) => {
  before = before.then(() => acts[act](given)).then(
    (answer) => self.postMessage({ id, answer }),
    (fault) => self.postMessage({ id, fault: fault.message }),
  );
};
