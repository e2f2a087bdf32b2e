// Checking a shuffle of ranked papers: none added, none left out, none changed (Belenios
// specification 2.0, sections 4.17 and 6, table 5). Products of powers are left to workers.

import { Fault, hexOf, hexadecimal, inverse, number, power, reduced, sha256 } from "./sealing.js";
import { slices } from "./workers.js";

const AT_ONCE = 512;
const BATCH_BYTES = 16; // of the weights by which all links of a proof are asked at once

const NOT = "A shuffle of the papers is not proven: papers may have been exchanged. Do not decrypt. Tell the returning officer and the scrutineer.";

const listed = (numbers) => numbers.map((each) => `${each},`).join("");
const product = (numbers, modulus) => numbers.reduce((total, each) => (total * each) % modulus, 1n);
const drawn = async (said, { q }) => hexadecimal(hexOf(await sha256(said))) % q;

function read(given, length, below) {
  if (!Array.isArray(given) || given.length !== length) throw new Fault(NOT);
  return given.map((each) => {
    const read = number(each, "A number of a shuffle");
    if (read >= below) throw new Fault(NOT);
    return read;
  });
}

function readProof(sent, size, { p, q }) {
  const [said, answered, committed, chain] = sent;
  const [t1, t2, t3] = read(said.slice(0, 3), 3, p);
  const [beta, alpha] = read(said[3], 2, p);
  const [s1, s2, s3, s4] = read(answered.slice(0, 4), 4, q);
  return {
    t: { t1, t2, t3, alpha, beta, links: read(said[4], size, p) },
    s: { s1, s2, s3, s4, links: read(answered[4], size, q), permuted: read(answered[5], size, q) },
    committed: read(committed, size, p),
    chain: read(chain, size, p),
  };
}

/** Give the generators that nobody knows a relation between: that of the chain, and one a paper. */
async function generators(size, { p, q }) {
  const one = async (n) =>
    power(hexadecimal(hexOf(await sha256(`ggen|${n}`))), (p - 1n) / q, p);
  return { h: await one(-1), bases: await Promise.all(Array.from({ length: size }, (_, n) => one(n))) };
}

/** Multiply columns, each raised to the same exponents, piece by piece. */
async function productsOf(workers, columns, exponents, { p }, told) {
  const totals = columns.map(() => 1n);
  function* pieces() {
    for (const [from, to] of slices(exponents.length, AT_ONCE))
      yield { columns: columns.map((each) => each.slice(from, to)), exponents: exponents.slice(from, to) };
  }
  await workers.each("products", pieces(), (found) => {
    found.forEach((each, at) => { totals[at] = (totals[at] * each) % p; });
    told();
  });
  return totals;
}

async function areElements(workers, numbers) {
  let all = true;
  function* pieces() {
    for (const [from, to] of slices(numbers.length, AT_ONCE)) yield { numbers: numbers.slice(from, to) };
  }
  await workers.each("elements", pieces(), (found) => { all &&= found; });
  return all;
}

/**
 * Insist that one question's papers are those before in another order; give them as they are now.
 *
 * `before` is a list of [alpha, beta]; `sent` are the papers after, and the proof.
 */
export async function insistOnShuffle(workers, { group, y, phi }, before, { ciphertexts, proof: given }, told) {
  const [{ p, q, g }, size] = [group, before.length];
  const alphas = read(ciphertexts.map((each) => each.alpha), size, p);
  const betas = read(ciphertexts.map((each) => each.beta), size, p);
  const proof = readProof(given, size, group);
  const { t, s, committed, chain } = proof;
  const firsts = [t.t1, t.t2, t.t3, t.alpha, t.beta];
  if (!(await areElements(workers, [...firsts, ...alphas, ...betas, ...committed, ...chain, ...t.links])))
    throw new Fault(NOT);

  const after = alphas.map((alpha, at) => [alpha, betas[at]]);
  const begun = listed(before.flat()) + listed(after.flat()) + listed(committed);
  const seed = hexOf(await sha256(`shuffle-challenges|${phi}|${begun}`));
  const u = [];
  for (let n = 0; n < size; n += 1) u.push(await drawn(seed + hexOf(await sha256(String(n))), group));
  const spoken = listed([t.t1, t.t2, t.t3, t.beta, t.alpha]) + listed(t.links) + begun + listed(chain);
  const c = await drawn(`shuffle-challenge|${phi}|${spoken}${y}`, group);

  const { h, bases } = await generators(size, group);
  const [ofCommitted, ofAlphas, ofBetas] = await productsOf(
    workers, [committed, before.map(([alpha]) => alpha), before.map(([, beta]) => beta)], u, group, told);
  const [ofBases, afterAlphas, afterBetas] = await productsOf(
    workers, [bases, alphas, betas], s.permuted, group, told);
  const shift = product(committed, p) * inverse(product(bases, p), group);
  const last = (size ? chain.at(-1) : h) * inverse(power(h, product(u, q), p), group);
  const to = (base, exponent) => power(base, exponent, p);
  const same = (said, answered, asked) => (said * to(answered, c)) % p === asked % p;
  const holds =
    same(t.t1, shift, to(g, s.s1)) &&
    same(t.t2, last, to(g, s.s2)) &&
    same(t.t3, ofCommitted, to(g, s.s3) * ofBases) &&
    same(t.alpha, ofAlphas, to(g, reduced(-s.s4, q)) * afterAlphas) &&
    same(t.beta, ofBetas, to(y, reduced(-s.s4, q)) * afterBetas) &&
    (await linksHold(workers, group, h, c, proof, told));
  if (!holds) throw new Fault(NOT);
  return after;
}

/**
 * Ask all links of the chain at once, each raised to a number that is drawn here: one that is false
 * passes with a chance of 2^-128 (Bellare, Garay and Rabin, 1998), all being elements of the group.
 */
async function linksHold(workers, group, h, c, { t, s, chain }, told) {
  const { p, q, g } = group;
  const weights = t.links.map(() => hexadecimal(hexOf(crypto.getRandomValues(new Uint8Array(BATCH_BYTES)))));
  const own = [0n, ...weights.map((weight) => -c * weight)];
  const next = [...weights.map((weight, at) => weight * s.permuted[at]), 0n];
  const exponents = own.map((each, at) => reduced(each + next[at], q));
  const [left] = await productsOf(workers, [t.links], weights, group, told);
  const [right] = await productsOf(workers, [[h, ...chain]], exponents, group, told);
  const all = weights.reduce((sum, weight, at) => sum + weight * s.links[at], 0n);
  return left === (right * power(g, reduced(all, q), p)) % p;
}

/** Say how many pieces the check of a shuffle takes. */
export const piecesOf = (size) => 3 * Math.ceil(size / AT_ONCE) + Math.ceil((size + 1) / AT_ONCE);
