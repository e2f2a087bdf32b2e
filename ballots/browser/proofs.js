// Reading numbers and elements strictly, and proofs of one exponent (Belenios specification 2.0,
// sections 4.2, 4.5 and 4.18): what the trustees' page and its workers have in common.

function parsed(text, what) {
  try {
    const read = JSON.parse(text);
    if (read && typeof read === "object") return read;
  } catch { /* said below */ }
  throw new Fault(`${what} cannot be read.`);
}

function number(text, what) {
  if (typeof text !== "string" || !/^(0|[1-9][0-9]{0,700})$/.test(text))
    throw new Fault(`${what} is not written as a whole number.`);
  return BigInt(text);
}

const isOfSquares = ({ p, q }) => p === 2n * q + 1n;

// Where p is 2q + 1 the subgroup is that of the squares, which are told without a power (Euler).
function isElement(x, group) {
  if (x <= 0n || x >= group.p) return false;
  return isOfSquares(group) ? jacobi(x, group.p) === 1 : power(x, group.q, group.p) === 1n;
}

function element(text, group, what) {
  const x = number(text, what);
  if (!isElement(x, group)) throw new Fault(`${what} is not in the group that votes are sealed in.`);
  return x;
}

const inverse = (x, { p, q }) => power(x, q - 1n, p); // x to the q is 1 in the subgroup

/** Read a proof: `{ challenge, response }`, both below the order. */
function readProof(proof, { q }, what) {
  const read = {
    challenge: number(proof?.challenge, `${what}, its challenge,`),
    response: number(proof?.response, `${what}, its response,`),
  };
  if (read.challenge >= q || read.response >= q) throw new Fault(`${what} has a proof out of range.`);
  return read;
}

/** Prove that one knows x: the challenge is drawn over `prefix` and what is committed to. */
async function prove(x, bases, prefix, group) {
  const w = randomBelow(group.q);
  const commitments = bases.map((base) => base.to(w));
  const challenge = await challengeOf(group, prefix, commitments);
  return written({ challenge, response: reduced(w - x * challenge, group.q) });
}

/** Say whether one x is proven to be known such that each base to the x is what stands beside it. */
async function isProof(proof, pairs, prefix, group, what = "A proof") {
  const { challenge, response } = readProof(proof, group, what);
  const commitments = pairs.map(([base, raised]) => (base.to(response) * raised.to(challenge)) % group.p);
  return (await challengeOf(group, prefix, commitments)) === challenge;
}
