// What every program of a sealed vote reckons with in a browser: the two groups, powers, and hashes
// (Belenios specification 2.0, sections 4.1, 4.2 and 5). Native BigInt and WebCrypto, nothing else.

// Something that is wrong with what was given, in words for whoever gave it.
class Fault extends Error {}

// Section 5. The constants stand here and are read from no document: whoever chose them could choose
// ones that leak. `q` is the order of the subgroup that the generator g makes modulo p.
const hexadecimal = (...lines) => BigInt(`0x${lines.join("")}`);
const RFC_3526_P = hexadecimal(
  "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22",
  "514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6",
  "f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3d",
  "c2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb",
  "9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e8603",
  "9b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510",
  "15728e5a8aacaa68ffffffffffffffff",
);
const GROUPS = {
  "BELENIOS-2048": {
    name: "BELENIOS-2048",
    p: hexadecimal(
      "a3ef2d011fefb1b6e39e568fccdffb0fb7dc7ef3a791b6862791811d21fc35f21e6d36856b428030",
      "421f514ed40bfd4c06e092a495af8d79a2f85e0fb11c0ede07dd973f9c53e50930c6e82ac36de1ae",
      "3fb8c3aabfff12ce27a5022ddd8912d107435012768a2cdd0a4091d8fa447f6c7ebc15a349fa318a",
      "6b4fe17d8d47e843a3e14dfa9b2162f4d7229abe93a188b46b006517d6f6747ebbb29c9ec3099b60",
      "7f18fb1a8bc858279aa8599411d998d3e3fada9e010840d082d8c31911acdd4a0e7992d0f18cc759",
      "cb5de0acf66a3882555bc810941e021b6a4ccfa04ee4008f878affa2375e2999b44f6cef17d70730",
      "1e59e0e6351e051ed9cec4157646e64f",
    ),
    q: hexadecimal("adb6066a73522565f4daa0f2579db7f2f0fa90c2168bc709e20263387d55c491"),
    g: hexadecimal(
      "1307c1ab5f295885d7caa3a78a42415e31fd1c5807b61fb1e781878a52230a51988b98c259597f9c",
      "5a9dfd001d26ba31d9d8976f01d95a1c8262ee68a0e92cea541e5219e0d0d094301b894236823fe1",
      "d4bc04e29f3748aefd4f10d5b1a356a8643e673fd9d215fc8fe5fb9cf9fdb8ea88fdb1a3381a697f",
      "df9c2458570b06d26aef1be365fdd90165f397c6b870df8c1b9e519edcee8bb0f74b7a1615a274ba",
      "60a7ea574a61f552d2dde0ce514e0927c4ff49b1964c4a913731ae4268d60d7f22127b6cbba44d45",
      "3ac8b72fd04e0991b7aeff04867d8724ac638f5f34100d2d47aa680d43771902743d663f42d853c0",
      "41e1c91fe3823f4bcf284308f1d7e653",
    ),
  },
  "RFC-3526-2048": {
    name: "RFC-3526-2048",
    p: RFC_3526_P,
    q: (RFC_3526_P - 1n) / 2n,
    g: 2n,
    padding: 8n,
    bits: 8n,
  },
};

// --- powers ----------------------------------------------------------------------------------------

// Powers of one base, looked up: a row of them for each so many bits of an exponent.
class Powers {
  constructor(base, { p, q }, bits = 4) {
    this.p = p;
    this.digits = bits / 4; // of the exponent in base 16, looked up at once
    this.rows = [];
    for (let left = q.toString(16).length; left > 0; left -= this.digits) {
      const row = [1n];
      for (let digit = 1; digit < 2 ** bits; digit += 1) row.push((row[digit - 1] * base) % p);
      this.rows.push(row);
      base = (row.at(-1) * base) % p;
    }
  }

  // Raises the base; the exponent is 0 or more, and not longer than the order.
  to(exponent) {
    const digits = exponent.toString(16);
    let total = 1n;
    for (let at = 0, end = digits.length; end > 0; at += 1, end -= this.digits) {
      const digit = parseInt(digits.slice(Math.max(end - this.digits, 0), end), 16);
      if (digit) total = (total * this.rows[at][digit]) % this.p;
    }
    return total;
  }
}

// Powers of a base that is met once, and raised once or a few times (Yao's method): it is squared
// once for all of them, as far as the longest exponent goes; a power costs a quarter of that more.
class Raised {
  constructor(base, p) {
    this.p = p;
    this.sixteenths = [((base % p) + p) % p];
  }

  to(exponent) {
    const { p, sixteenths } = this;
    const digits = exponent.toString(16);
    while (sixteenths.length < digits.length) {
      let next = sixteenths.at(-1);
      for (let square = 0; square < 4; square += 1) next = (next * next) % p;
      sixteenths.push(next);
    }
    const heaps = new Array(16); // the bases that are raised to the same digit, multiplied
    for (let at = 0; at < digits.length; at += 1) {
      const digit = parseInt(digits[digits.length - 1 - at], 16);
      heaps[digit] = heaps[digit] === undefined ? sixteenths[at] : (heaps[digit] * sixteenths[at]) % p;
    }
    // Heap i to the i: the product of all the products of heaps i to 15.
    let [running, total] = [1n, 1n];
    for (let digit = 15; digit > 0; digit -= 1) {
      if (heaps[digit] !== undefined) running = (running * heaps[digit]) % p;
      if (running !== 1n) total = (total * running) % p;
    }
    return total;
  }
}

const power = (base, exponent, p) => new Raised(base, p).to(exponent);

// The Jacobi symbol, which is 1 for the squares modulo a prime: the elements of RFC-3526-2048.
function jacobi(number, modulus) {
  let [a, n, sign] = [number % modulus, modulus, 1];
  while (a) {
    const eighth = Number(n & 7n);
    for (let low = Number(a & 0xffffn); ; low = Number(a & 0xffffn)) {
      const twos = low ? 31 - Math.clz32(low & -low) : 16;
      a >>= BigInt(twos);
      if (twos % 2 && (eighth === 3 || eighth === 5)) sign = -sign;
      if (low) break;
    }
    if (Number(a & 3n) === 3 && eighth % 4 === 3) sign = -sign;
    [a, n] = [n % a, a];
  }
  return n === 1n ? sign : 0;
}

const reduced = (number, modulus) => ((number % modulus) + modulus) % modulus;

// An exponent at random, each as likely as the next: 128 bits more, then reduced.
function randomBelow(order) {
  const bytes = crypto.getRandomValues(new Uint8Array(order.toString(16).length / 2 + 17));
  return hexadecimal(hexOf(bytes)) % order;
}

// --- hashes ----------------------------------------------------------------------------------------

const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const utf8 = (text) => new TextEncoder().encode(text);
const sha256 = async (data) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", typeof data === "string" ? utf8(data) : data));

// What a proof is challenged with: everything that was said before it, hashed.
const challengeOf = async ({ q }, prefix, elements) =>
  hexadecimal(hexOf(await sha256(prefix + elements.join(",")))) % q;

// The name of a document, of an election or of a ballot: SHA-256 in base64 without padding.
const fingerprint = async (text) =>
  btoa(String.fromCharCode(...(await sha256(text)))).replace(/=+$/, "");

const written = (numbers) =>
  Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, String(number)]));

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

// What a trustee's own key does, in the trustee's own browser: the ceremony of t-of-n trustees, the
// check of what a ceremony left, and a trustee's part of the key (Belenios specification 2.0, sections
// 4.6 and 4.7). Nothing is fetched, sent or stored by this file. A key file is the one that
// `belenios-tool setup generate-trustee-key-threshold` writes: either program reads the other's.

const overKey = (group, key) => `pok|${group.name}|${key}|`;
const raisedG = (group) => new Raised(group.g, group.p);

const signed = async (key, message, group) => ({
  message,
  signature: await prove(key, [raisedG(group)], `sigmsg|${message}|`, group),
});

const isSigned = ({ message, signature }, verification, group) =>
  isProof(signature, [[raisedG(group), new Raised(verification, group.p)]], `sigmsg|${message}|`, group);

// AES-CCM, which WebCrypto lacks: its CTR mode, and the last block of its CBC mode as the tag ----
const TAG = 8;

function counterBlock(iv, length) {
  let size = 2; // bytes that the length of the text takes; the rest of the block is the nonce's
  while (length >= 2 ** (8 * size)) size += 1;
  const block = new Uint8Array(16);
  block[0] = size - 1;
  block.set(iv.slice(0, 15 - size), 1);
  return [block, size];
}

async function ccmTag(key, iv, plain) {
  const [block, size] = counterBlock(iv, plain.length);
  const padded = new Uint8Array(16 + Math.ceil(plain.length / 16) * 16);
  padded.set(block);
  padded[0] |= ((TAG - 2) / 2) << 3;
  for (let i = 0, rest = plain.length; i < size; i++, rest = Math.floor(rest / 256))
    padded[15 - i] = rest % 256;
  padded.set(plain, 16);
  const cbc = await crypto.subtle.importKey("raw", key, "AES-CBC", false, ["encrypt"]);
  const chained = await crypto.subtle.encrypt({ name: "AES-CBC", iv: new Uint8Array(16) }, cbc, padded);
  return new Uint8Array(chained).slice(padded.length - 16, padded.length - 16 + TAG);
}

/** Encrypt or decrypt: in counter mode it is one and the same. The tag comes first, then the text. */
async function counted(key, iv, tag, text) {
  const [block] = counterBlock(iv, text.length);
  const joined = new Uint8Array(16 + text.length);
  joined.set(tag);
  joined.set(text, 16);
  const ctr = await crypto.subtle.importKey("raw", key, "AES-CTR", false, ["encrypt"]);
  const out = await crypto.subtle.encrypt({ name: "AES-CTR", counter: block, length: 16 }, ctr, joined);
  return [new Uint8Array(out).slice(0, TAG), new Uint8Array(out).slice(16)];
}

async function encrypt(to, text, group) {
  const r = randomBelow(group.q), s = randomBelow(group.q);
  const alpha = power(group.g, r, group.p), shared = power(group.g, s, group.p);
  const beta = (power(to, r, group.p) * shared) % group.p;
  const key = await sha256(`key|${shared}`), iv = await sha256(`iv|${alpha}`);
  const plain = utf8(text);
  const [tag, data] = await counted(key, iv, await ccmTag(key, iv, plain), plain);
  return JSON.stringify({ alpha: String(alpha), beta: String(beta), data: hexOf(data) + hexOf(tag) });
}

async function decrypt(own, sent, group) {
  const { alpha, beta, data } = parsed(sent, "A message between trustees");
  const a = element(alpha, group, "A message between trustees");
  const b = element(beta, group, "A message between trustees");
  if (typeof data !== "string" || !/^([0-9a-f]{2}){9,}$/.test(data))
    throw new Fault("A message between trustees is damaged.");
  const shared = (b * inverse(power(a, own, group.p), group)) % group.p;
  const key = await sha256(`key|${shared}`), iv = await sha256(`iv|${a}`);
  const bytes = Uint8Array.from(data.match(/../g), (each) => parseInt(each, 16));
  const [tag, plain] = await counted(key, iv, bytes.slice(-TAG), bytes.slice(0, -TAG));
  if (hexOf(await ccmTag(key, iv, plain)) !== hexOf(tag))
    throw new Fault("A message was not written for this key. Is this your key file of this board?");
  return new TextDecoder().decode(plain);
}

// Keys and channels (4.6.1 to 4.6.3) -----------------------------------------------------------
const LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

function newSeed() {
  const seed = [];
  while (seed.length < 22) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < 4 * LETTERS.length) seed.push(LETTERS[byte % LETTERS.length]);
  }
  return seed.join("");
}

function readSeed(text) {
  const seed = text.trim();
  if (seed.length !== 22 || [...seed].some((each) => !LETTERS.includes(each)))
    throw new Fault("This is not a trustee’s key file. It holds one line of 22 letters and digits.");
  return seed;
}

async function keysOf(seed, group) {
  const [sign, open] = await Promise.all(["sk", "dk"].map((use) => challengeOf(group, `${use}|${seed}`, [])));
  return { sign, open, verification: power(group.g, sign, group.p), encryption: power(group.g, open, group.p) };
}

async function send(keys, to, message, group) {
  const enclosed = JSON.stringify({ recipient: String(to), message });
  return encrypt(to, JSON.stringify(await signed(keys.sign, enclosed, group)), group);
}

async function receive(keys, from, sent, group) {
  const letter = parsed(await decrypt(keys.open, sent, group), "A message between trustees");
  if (!(await isSigned(letter, from, group)))
    throw new Fault("A message between trustees is not signed by the trustee it is said to be from.");
  const { recipient, message } = parsed(letter.message, "A message between trustees");
  if (recipient !== String(keys.encryption))
    throw new Fault("A message between trustees was written for somebody else.");
  return message;
}

async function readCertificates(texts, group) {
  const people = [];
  for (const [at, text] of texts.entries()) {
    const sent = parsed(text, `The certificate of trustee ${at + 1}`);
    const { verification, encryption } = parsed(sent.message, `The certificate of trustee ${at + 1}`);
    const person = {
      verification: element(verification, group, `The key of trustee ${at + 1}`),
      encryption: element(encryption, group, `The key of trustee ${at + 1}`),
    };
    if (!(await isSigned(sent, person.verification, group)))
      throw new Fault(`The certificate of trustee ${at + 1} is not signed with its own key.`);
    people.push(person);
  }
  return people;
}

/** Give one's place among the certificates, from 0; refuse where one's own key is not there. */
async function placeOf(keys, people) {
  const at = people.findIndex(
    (each) => each.verification === keys.verification && each.encryption === keys.encryption,
  );
  if (at < 0) throw new Fault("This key file is not the one of this board. Choose the file that you saved for it.");
  return at;
}

// The ceremony ----------------------------------------------------------------------------------
async function certificate(seed, group) {
  const keys = await keysOf(seed, group);
  const { verification, encryption } = keys;
  const message = JSON.stringify({ verification: String(verification), encryption: String(encryption) });
  return JSON.stringify(await signed(keys.sign, message, group));
}

/** Share: a polynomial of one's own, its values sealed for each of the others (4.6.4). */
async function share(seed, certificates, threshold, group) {
  const keys = await keysOf(seed, group);
  const people = await readCertificates(certificates, group);
  await placeOf(keys, people);
  const coefficients = Array.from({ length: threshold }, () => randomBelow(group.q));
  const valueAt = (x) => coefficients.reduceRight((sum, each) => (sum * x + each) % group.q, 0n);
  const secrets = [];
  for (const [at, person] of people.entries()) {
    const secret = JSON.stringify({ secret: String(valueAt(BigInt(at + 1))) });
    secrets.push(await send(keys, person.encryption, secret, group));
  }
  const kept = JSON.stringify({ polynomial: coefficients.map(String) });
  const shown = coefficients.map((each) => String(power(group.g, each, group.p)));
  return JSON.stringify({
    polynomial: await send(keys, keys.encryption, kept, group),
    secrets,
    coefexps: await signed(keys.sign, JSON.stringify({ coefexps: shown }), group),
  });
}

/** Read what a trustee published of their polynomial: g to each coefficient, signed (4.6.4). */
async function readCommitments(sent, { verification }, threshold, at, group) {
  if (!sent || !(await isSigned(sent, verification, group)))
    throw new Fault(`Trustee ${at} has not signed what they published.`);
  const published = parsed(sent.message, `Trustee ${at}`).coefexps;
  if (published?.length !== threshold)
    throw new Fault(`Trustee ${at} shared for another number of trustees than was agreed.`);
  return published.map((each) => element(each, group, `What trustee ${at} published`));
}

/** Give g to the value of a polynomial at a trustee's number, from what was published of it. */
const shareOf = (shown, at, { p }) =>
  shown.reduceRight((sum, each) => (power(sum, BigInt(at), p) * each) % p, 1n);

/** Confirm: check what everybody shared with one, and add it up to one's part of the key (4.6.5-6). */
async function confirm(seed, certificates, threshold, input, group) {
  const keys = await keysOf(seed, group);
  const people = await readCertificates(certificates, group);
  const own = await placeOf(keys, people);
  const { polynomial, secrets, coefexps } = parsed(input, "What the others shared");
  if (secrets?.length !== people.length || coefexps?.length !== people.length)
    throw new Fault("What the others shared is not complete.");
  const kept = parsed(await receive(keys, keys.verification, polynomial, group), "Your own part");
  let total = 0n;
  for (const [at, person] of people.entries()) {
    const who = `Trustee ${at + 1}`;
    const shown = await readCommitments(coefexps[at], person, threshold, at + 1, group);
    if (at === own) insistOnOwn(kept.polynomial, shown, group);
    const opened = parsed(await receive(keys, person.verification, secrets[at], group), who);
    // belenios-tool 2.0 sends the value of its polynomial as it is, not reduced by the order.
    const secret = number(opened.secret, `What trustee ${at + 1} shared`) % group.q;
    if (power(group.g, secret, group.p) !== shareOf(shown, own + 1, group))
      throw new Fault(`${who} shared something else with you than they published. Tell the returning officer.`);
    total = (total + secret) % group.q;
  }
  const key = power(group.g, total, group.p);
  const pok = await prove(total, [raisedG(group)], overKey(group, key), group);
  const part = await send(keys, keys.encryption, JSON.stringify({ decryption_key: String(total) }), group);
  return JSON.stringify({ private_key: part, public_key: { pok, public_key: String(key) } });
}

function insistOnOwn(coefficients, shown, group) {
  const same = coefficients?.length === shown.length && coefficients.every(
    (each, at) => power(group.g, number(each, "Your own part"), group.p) === shown[at],
  );
  if (!same) throw new Fault("What was published in your name is not what you shared.");
}

// Those who open a vote (4.5 and 4.7) -----------------------------------------------------------------
async function readKey({ pok, public_key }, who, group) {
  const key = element(public_key, group, `The key of ${who}`);
  const pair = [raisedG(group), new Raised(key, group.p)];
  if (key === 1n || !(await isProof(pok, [pair], overKey(group, key), group)))
    throw new Fault(`The key of ${who} is not proven to be their own.`);
  return key;
}

/** Check a key that was made together: each part is the one that what all published makes. */
async function readTogether({ threshold, certs, coefexps, verification_keys }, group) {
  const people = await readCertificates(certs.map((each) => JSON.stringify(each)), group);
  if (coefexps.length !== people.length || verification_keys.length !== people.length)
    throw new Fault("The list of trustees is not complete.");
  if (!Number.isInteger(threshold) || threshold < 1 || threshold > people.length)
    throw new Fault("The list of trustees says no number of them that can open together.");
  const shown = [];
  for (const [at, person] of people.entries())
    shown.push(await readCommitments(coefexps[at], person, threshold, at + 1, group));
  const product = (of) => shown.reduce((total, each) => (total * of(each)) % group.p, 1n);
  const keys = [];
  for (const [at, sent] of verification_keys.entries()) {
    const key = await readKey(sent, `trustee ${at + 1}`, group);
    if (key !== product((each) => shareOf(each, at + 1, group)))
      throw new Fault(`The key of trustee ${at + 1} does not fit what all published.`);
    keys.push(key);
  }
  return { keys, together: product(([first]) => first) };
}

/** Check the list of those who open a vote; give their keys in their order, and the vote's own. */
async function readTrustees(text, group) {
  const all = { keys: [], together: 1n };
  for (const [kind, item] of parsed(text, "The list of trustees")) {
    const add = ({ keys, together }) => {
      all.keys.push(...keys);
      all.together = (all.together * together) % group.p;
    };
    if (kind === "Pedersen") add(await readTogether(item, group));
    else if (kind === "Single") {
      const key = await readKey(item, "the server", group);
      add({ keys: [key], together: key });
    } else throw new Fault("The list of trustees has somebody of an unknown kind.");
  }
  return all;
}

/** Open one's part of the board's key, which the server keeps sealed for its owner alone. */
async function partOf(seed, sealed, verificationKey, group) {
  const keys = await keysOf(seed, group);
  const text = await receive(keys, keys.verification, sealed, group);
  const part = number(parsed(text, "Your part of the key").decryption_key, "Your part of the key") % group.q;
  if (String(power(group.g, part, group.p)) !== verificationKey)
    throw new Fault("This key file is not the one of this board. Choose the file that you saved for it.");
  return part;
}

export { Fault, GROUPS, certificate, challengeOf, confirm, element, fingerprint, hexOf, hexadecimal, inverse, newSeed, number, parsed, partOf, power, readSeed, readTrustees, reduced, sha256, share, utf8 };
