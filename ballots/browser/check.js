// The long work of a trustee's page: every proof of every ballot, the products that shuffles are
// checked by, and the trustee's own part of a tally (Belenios specification 2.0, sections 4.11 to
// 4.15, 4.18 and 6). It runs as a worker, one of as many as the device has cores for. The page pins
// this file by its SHA-256, so it imports nothing, and it asks nobody for anything.

// --- an election -----------------------------------------------------------------------------------

function readQuestion(question) {
  if (question.type === "NonHomomorphic") return { isRanked: true };
  const { answers, blank, min, max } = question;
  const sums = [min, max].every(Number.isInteger) && min >= 0 && min <= max && max >= 1 && max <= answers.length;
  if (question.type !== undefined || !sums) throw new Fault("The election asks an unknown kind of question.");
  const allowed = Array.from({ length: max - min + 1 }, (_, at) => BigInt(min + at));
  return { places: answers.length + (blank ? 1 : 0), hasBlank: Boolean(blank), allowed };
}

/** Read the election, and make the tables that every ballot of it is checked with. */
async function prepared(raw) {
  const { group: name, public_key: key, questions, uuid } = parsed(raw, "The election");
  const group = Object.hasOwn(GROUPS, name) ? GROUPS[name] : null;
  if (!group) throw new Fault("The vote is sealed in a group that is not known here.");
  const y = element(key, group, "The key of the vote");
  if (y === 1n) throw new Fault("The key of the vote seals nothing.");
  return {
    group, y, uuid, phi: await fingerprint(raw), questions: questions.map(readQuestion),
    powersOfG: new Powers(group.g, group, 8), powersOfY: new Powers(y, group, 8),
  };
}

// --- a ballot --------------------------------------------------------------------------------------

function list(given, length, read) {
  if (!Array.isArray(given) || given.length !== length)
    throw new Fault("It has not the shape that the questions ask for.");
  return given.map(read);
}

function readCiphertext({ p }, sent) {
  const [alpha, beta] = [sent?.alpha, sent?.beta].map((each) => number(each, "A number of it"));
  if (alpha >= p || beta >= p) throw new Fault("A number of it is out of range.");
  return { alpha, beta, written: `${sent.alpha},${sent.beta}` };
}

const proofsIn = (group, given, length) => list(given, length, (each) => readProof(each, group, "It"));

/** Give what raises both elements of a ciphertext. */
const raised = ({ alpha, beta }, { p }) => ({ alpha: new Raised(alpha, p), beta: new Raised(beta, p) });

/** Say whether it is proven that one of these ciphertexts holds the amount beside it (4.12, 4.13). */
async function oneHolds({ group, powersOfG, powersOfY }, prefix, pairs, proofs) {
  const { p, q } = group;
  const said = [];
  let challenges = 0n;
  for (const [at, [{ alpha, beta }, amount]] of pairs.entries()) {
    const { challenge, response } = proofs[at];
    const shift = amount ? powersOfG.to(reduced(-amount * challenge, q)) : 1n;
    said.push((powersOfG.to(response) * alpha.to(challenge)) % p);
    said.push((((powersOfY.to(response) * beta.to(challenge)) % p) * shift) % p);
    challenges += challenge;
  }
  return (await challengeOf(group, prefix, said)) === challenges % q;
}

/** Multiply ciphertexts: what they hold is added. */
function together(sealed, { p }) {
  const alpha = sealed.reduce((product, each) => (product * each.alpha) % p, 1n);
  const beta = sealed.reduce((product, each) => (product * each.beta) % p, 1n);
  return { alpha, beta, written: `${alpha},${beta}` };
}

/** Insist on an answer that is added up while sealed (4.11.1): each place 0 or 1, the sum allowed. */
async function insistOnAnswer(election, { places, hasBlank, allowed }, answer, s0) {
  const { group } = election;
  const choices = list(answer?.choices, places, (each) => readCiphertext(group, each));
  const individual = list(answer.individual_proofs, places, (each) => proofsIn(group, each, 2));
  const overall = proofsIn(group, answer.overall_proof, allowed.length + (hasBlank ? 1 : 0));
  const blank = hasBlank ? proofsIn(group, answer.blank_proof, 2) : null;
  const firsts = [];
  for (const [at, choice] of choices.entries()) {
    const pair = raised(choice, group);
    const inGroup = (x, base) =>
      isOfSquares(group) ? isElement(x, group) : x > 0n && base.to(group.q) === 1n;
    if (!inGroup(choice.alpha, pair.alpha) || !inGroup(choice.beta, pair.beta))
      throw new Fault("A number of it is not in the group that votes are sealed in.");
    const prefix = `prove|${s0}|${choice.written}|`;
    if (!(await oneHolds(election, prefix, [[pair, 0n], [pair, 1n]], individual[at])))
      throw new Fault("It is not proven that each place holds 0 or 1.");
    firsts.push(pair);
  }
  const s = `${s0}|${choices.map((each) => each.written).join(",")}`;
  const total = together(hasBlank ? choices.slice(1) : choices, group);
  const sum = raised(total, group);
  const sums = allowed.map((amount) => [sum, amount]);
  const held = hasBlank
    ? (await oneHolds(election, `bproof0|${s}|`, [[firsts[0], 0n], [sum, 0n]], blank)) &&
      (await oneHolds(election, `bproof1|${s}|`, [[firsts[0], 1n], ...sums], overall))
    : await oneHolds(election, `prove|${s}|${total.written}|`, sums, overall);
  if (!held) throw new Fault("It is not proven that as many are chosen as may be.");
  const proof = ({ challenge, response }) => ({ challenge, response });
  return {
    choices,
    document: {
      choices: answer.choices.map(({ alpha, beta }) => ({ alpha, beta })),
      individual_proofs: answer.individual_proofs.map((each) => each.map(proof)),
      overall_proof: answer.overall_proof.map(proof),
      ...(hasBlank && { blank_proof: answer.blank_proof.map(proof) }),
    },
  };
}

/** Insist on a ranked paper (4.11.2): in the group, and its voter's own. */
async function insistOnPaper({ group, y, powersOfG }, answer, s0) {
  const { p } = group;
  const sealed = readCiphertext(group, answer?.choices);
  if (!isElement(sealed.alpha, group) || !isElement(sealed.beta, group))
    throw new Fault("A number of it is not in the group that votes are sealed in.");
  const prefix = `raweg|${s0}|${y},${sealed.written}|`;
  if (!(await isProof(answer.proof, [[powersOfG, new Raised(sealed.alpha, p)]], prefix, group, "It")))
    throw new Fault("It is not proven to be its voter’s own paper.");
  const [{ alpha, beta }, { challenge, response }] = [answer.choices, answer.proof];
  return { choices: [sealed], document: { choices: { alpha, beta }, proof: { challenge, response } } };
}

/** Insist that a ballot can be counted (4.14, 4.15); give the ciphertexts of each question. */
async function insistOnBallot(election, raw, listed) {
  const { group, uuid, phi, questions, powersOfG } = election;
  const ballot = parsed(raw, "It");
  if (ballot.election_hash !== phi) throw new Fault("It is of another vote.");
  if (ballot.credential !== listed) throw new Fault("It names its credential in two ways.");
  const key = number(ballot.credential, "Its credential");
  const base = new Raised(key, group.p);
  const isKey = isOfSquares(group) ? isElement(key, group) : key > 0n && key < group.p && base.to(group.q) === 1n;
  if (!isKey) throw new Fault("Its credential is not in the group that votes are sealed in.");
  const s0 = `${phi}|${ballot.credential}`;
  const answers = [];
  for (const [at, answer] of list(ballot.answers, questions.length, (each) => each).entries()) {
    const question = questions[at];
    answers.push(question.isRanked
      ? await insistOnPaper(election, answer, s0)
      : await insistOnAnswer(election, question, answer, s0));
  }
  // What was read is written again, and has to be what was signed, and what was cast: nothing more
  // may stand in it, and nothing twice or in another spelling.
  const unsigned = {
    election_uuid: uuid, election_hash: phi, credential: ballot.credential,
    answers: answers.map(({ document }) => document),
  };
  const hash = await fingerprint(JSON.stringify(unsigned));
  const { challenge, response } = ballot.signature?.proof ?? {};
  if (JSON.stringify({ ...unsigned, signature: { hash, proof: { challenge, response } } }) !== raw)
    throw new Fault("It is not written as the specification writes it, or was altered after it was signed.");
  if (!(await isProof(ballot.signature.proof, [[powersOfG, base]], `sig|${hash}|`, group, "Its signature")))
    throw new Fault("It is not signed with its credential.");
  return answers.map(({ choices }) => choices);
}

/** Check some ballots, and add up those that count: a product for each place, or the papers. */
async function checkBallots(election, blob, ballots) {
  const { group, questions } = election;
  const counted = [];
  for (const { height, at, size, credential, counts } of ballots) {
    try {
      const sealed = await insistOnBallot(election, await blob.slice(at, at + size).text(), credential);
      if (counts) counted.push(sealed);
    } catch (fault) {
      throw fault instanceof Fault ? new Fault(`The ballot at event ${height} does not hold. ${fault.message}`) : fault;
    }
  }
  const pair = ({ alpha, beta }) => [alpha, beta];
  return questions.map(({ isRanked, places }, at) => {
    const answers = counted.map((each) => each[at]);
    if (isRanked) return answers.map(([paper]) => pair(paper));
    return Array.from({ length: places }, (_, place) =>
      pair(together(answers.map((each) => each[place]), group)));
  });
}

// --- products of many powers -----------------------------------------------------------------------

// Each exponent is cut into digits; bases with the same digit are multiplied first, and each such
// heap is raised once for all that are in it (Pippenger's method).
function productOfPowers(bases, exponents, { p }) {
  const count = bases.length;
  const widths = Array.from({ length: 11 }, (_, at) => at + 2);
  const cost = (width) => (count + 2 ** (width + 1)) / width;
  const width = widths.reduce((best, each) => (cost(each) < cost(best) ? each : best));
  const bits = 4 * Math.max(...exponents.map((each) => each.toString(16).length), 1);
  let total = 1n;
  for (let place = Math.floor((bits - 1) / width) * width; place >= 0; place -= width) {
    if (total !== 1n) for (let square = 0; square < width; square += 1) total = (total * total) % p;
    const heaps = new Array(2 ** width);
    for (let at = 0; at < count; at += 1) {
      const digit = Number(BigInt.asUintN(width, exponents[at] >> BigInt(place)));
      if (digit) heaps[digit] = heaps[digit] === undefined ? bases[at] : (heaps[digit] * bases[at]) % p;
    }
    let running = 1n;
    for (let digit = heaps.length - 1; digit > 0; digit -= 1) {
      if (heaps[digit] !== undefined) running = (running * heaps[digit]) % p;
      if (running !== 1n) total = (total * running) % p;
    }
  }
  return total;
}

// --- the worker ------------------------------------------------------------------------------------

let election;
const acts = {
  async prepare({ raw }) {
    election = await prepared(raw);
  },
  ballots: ({ blob, ballots }) => checkBallots(election, blob, ballots),
  /** Say whether all of some numbers are in the group. */
  elements: ({ numbers }) => numbers.every((each) => isElement(each, election.group)),
  /** Multiply columns of numbers, each raised to the exponents of its row. */
  products: ({ columns, exponents }) =>
    columns.map((column) => productOfPowers(column, exponents, election.group)),
  /** Take one's own layer off some ciphertexts: a factor and its proof for each (4.18). */
  async decrypt({ part, alphas }) {
    const { group, phi, powersOfG } = election;
    const key = powersOfG.to(part);
    const parts = [];
    for (const alpha of alphas) {
      const base = new Raised(alpha, group.p);
      const proof = await prove(part, [powersOfG, base], `decrypt|${phi}|${key}|`, group);
      parts.push({ factor: String(base.to(part)), proof });
    }
    return parts;
  },
};
let before = Promise.resolve();
self.onmessage = ({ data: { id, act, ...given } }) => {
  before = before.then(() => acts[act](given)).then(
    (answer) => self.postMessage({ id, answer }),
    (fault) => self.postMessage({ id, fault: fault.message, isFault: fault instanceof Fault }),
  );
};
