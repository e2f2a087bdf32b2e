// The tree over the log (RFC 6962): a leaf is SHA-256(0x00, data), a node SHA-256(0x01, left, right),
// and an odd node is carried up unchanged. Proofs are checked as RFC 9162 describes.

import { NotVerified, joined, sameBytes, sha256 } from "./encoding.js";

const HASH_BYTES = 32;
const half = (number) => Math.floor(number / 2); // shifts would cut off at 2^31

export function leafHash(data) {
  return sha256(joined([0], data));
}

export function nodeHash(left, right) {
  return sha256(joined([1], left, right));
}

// Refuses unless the leaf hash stands at `index` in the tree of `size` leaves with that root.
export async function verifyInclusion(leaf, index, size, proof, root) {
  checkLengths([leaf, ...proof]);
  if (!Number.isSafeInteger(index) || index < 0 || !(index < size)) {
    throw new NotVerified(`There is no entry ${index} in a log of ${size}.`);
  }
  let computed = leaf;
  for (const [sibling, isLeft] of climb(index, size - 1, proof)) {
    computed = isLeft ? await nodeHash(sibling, computed) : await nodeHash(computed, sibling);
  }
  same(computed, root, "The entry does not lead to the root that was signed.");
}

// Refuses unless the tree of `later` leaves only added to the tree of `earlier` leaves.
export async function verifyConsistency(earlier, later, proof, earlierRoot, laterRoot) {
  checkLengths(proof);
  const areSizes = [earlier, later].every(Number.isSafeInteger);
  if (!(areSizes && earlier > 0 && earlier <= later)) {
    throw new NotVerified(`A log of ${earlier} cannot be shown to be the start of one of ${later}.`);
  }
  if (earlier === later) {
    if (proof.length) throw new NotVerified("Two heads of one size need no proof.");
    same(earlierRoot, laterRoot, "Two heads of one size have different roots.");
    return;
  }
  let [place, last] = [earlier - 1, later - 1];
  while (place % 2) [place, last] = [half(place), half(last)];
  const path = [...proof];
  if (place && !path.length) throw new NotVerified("The consistency proof is too short.");
  const first = place ? path.shift() : earlierRoot;
  let [older, newer] = [first, first];
  for (const [sibling, isLeft] of climb(place, last, path)) {
    if (isLeft) {
      older = await nodeHash(sibling, older);
      newer = await nodeHash(sibling, newer);
    } else {
      newer = await nodeHash(newer, sibling);
    }
  }
  same(older, earlierRoot, "The proof does not lead to the earlier root.");
  same(newer, laterRoot, "The proof does not lead to the later root.");
}

// Goes up the tree, telling of each sibling whether it stands to the left.
function* climb(start, end, path) {
  let [place, last] = [start, end];
  for (const sibling of path) {
    if (!last) throw new NotVerified("The proof is too long.");
    const isLeft = place % 2 === 1 || place === last;
    while (isLeft && place && place % 2 === 0) [place, last] = [half(place), half(last)];
    yield [sibling, isLeft];
    [place, last] = [half(place), half(last)];
  }
  if (last) throw new NotVerified("The proof is too short.");
}

function checkLengths(hashes) {
  if (hashes.some((one) => one.length !== HASH_BYTES)) {
    throw new NotVerified(`Every hash in a proof must be ${HASH_BYTES} bytes.`);
  }
}

function same(computed, expected, complaint) {
  if (!sameBytes(computed, expected)) throw new NotVerified(complaint);
}
