// What a trustee's own key does, in the trustee's own browser: the ceremony of t-of-n trustees, and
// the partial decryption (Belenios specification 2.0, sections 4.6 and 4.18). Native BigInt and
// WebCrypto; nothing is fetched, sent or stored by this file. A key file is the one that
// `belenios-tool setup generate-trustee-key-threshold` writes: either program reads the other's.
export class Fault extends Error {}

const hex = (digits) => BigInt("0x" + digits.replaceAll(/\s/g, ""));
const group = (name, p, q, g) => ({ name, p, q, g });
const rfc3526 = hex(`
  ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22
  514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6
  f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3d
  c2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb
  9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e8603
  9b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510
  15728e5a8aacaa68ffffffffffffffff`);
// The constants of section 5 stand here and are read from no file: whoever chose them could cheat.
export const GROUPS = Object.fromEntries([
  group(
    "BELENIOS-2048",
    hex(`
      a3ef2d011fefb1b6e39e568fccdffb0fb7dc7ef3a791b6862791811d21fc35f21e6d36856b428030
      421f514ed40bfd4c06e092a495af8d79a2f85e0fb11c0ede07dd973f9c53e50930c6e82ac36de1ae
      3fb8c3aabfff12ce27a5022ddd8912d107435012768a2cdd0a4091d8fa447f6c7ebc15a349fa318a
      6b4fe17d8d47e843a3e14dfa9b2162f4d7229abe93a188b46b006517d6f6747ebbb29c9ec3099b60
      7f18fb1a8bc858279aa8599411d998d3e3fada9e010840d082d8c31911acdd4a0e7992d0f18cc759
      cb5de0acf66a3882555bc810941e021b6a4ccfa04ee4008f878affa2375e2999b44f6cef17d70730
      1e59e0e6351e051ed9cec4157646e64f`),
    hex("adb6066a73522565f4daa0f2579db7f2f0fa90c2168bc709e20263387d55c491"),
    hex(`
      1307c1ab5f295885d7caa3a78a42415e31fd1c5807b61fb1e781878a52230a51988b98c259597f9c
      5a9dfd001d26ba31d9d8976f01d95a1c8262ee68a0e92cea541e5219e0d0d094301b894236823fe1
      d4bc04e29f3748aefd4f10d5b1a356a8643e673fd9d215fc8fe5fb9cf9fdb8ea88fdb1a3381a697f
      df9c2458570b06d26aef1be365fdd90165f397c6b870df8c1b9e519edcee8bb0f74b7a1615a274ba
      60a7ea574a61f552d2dde0ce514e0927c4ff49b1964c4a913731ae4268d60d7f22127b6cbba44d45
      3ac8b72fd04e0991b7aeff04867d8724ac638f5f34100d2d47aa680d43771902743d663f42d853c0
      41e1c91fe3823f4bcf284308f1d7e653`),
  ),
  group("RFC-3526-2048", rfc3526, (rfc3526 - 1n) / 2n, 2n),
].map((each) => [each.name, each]));

// Arithmetic ------------------------------------------------------------------------------------
const modulo = (x, m) => ((x % m) + m) % m;

export function power(base, exponent, p) {
  const odd = [modulo(base, p)]; // 16 small powers, then four bits of the exponent at a time
  for (let i = 1; i < 16; i++) odd.push((odd[i - 1] * odd[0]) % p);
  let total = 1n;
  for (const digit of exponent.toString(16)) {
    for (let i = 0; i < 4; i++) total = (total * total) % p;
    const place = parseInt(digit, 16);
    if (place) total = (total * odd[place - 1]) % p;
  }
  return total;
}

const inverse = (x, group) => power(x, group.q - 1n, group.p); // x to the q is 1 in the subgroup
const isElement = (x, group) => x > 0n && x < group.p && power(x, group.q, group.p) === 1n;

function randomExponent(group) {
  const bytes = new Uint8Array(group.q.toString(16).length / 2 + 17); // 128 bits and more beyond
  crypto.getRandomValues(bytes);
  return hex([...bytes].map((each) => each.toString(16).padStart(2, "0")).join("")) % group.q;
}

export function number(text, what) {
  if (typeof text !== "string" || !/^(0|[1-9][0-9]{0,700})$/.test(text))
    throw new Fault(`${what} is not written as a whole number.`);
  return BigInt(text);
}

export function element(text, group, what) {
  const x = number(text, what);
  if (!isElement(x, group)) throw new Fault(`${what} is not in the group that votes are sealed in.`);
  return x;
}

// Hashes and proofs -----------------------------------------------------------------------------
const utf8 = new TextEncoder();
export const digest = async (data) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", typeof data === "string" ? utf8.encode(data) : data));
export const hexOf = (bytes) => [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
const hashed = async (text, group) => hex(hexOf(await digest(text))) % group.q;
export const base64 = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("=", "");

/** Prove that one knows x, where the challenge is drawn over what `said` makes of the commitments. */
async function prove(x, bases, said, group) {
  const w = randomExponent(group);
  const commitments = bases.map((base) => power(base, w, group.p));
  const challenge = await hashed(said(commitments), group);
  const response = modulo(w - x * challenge, group.q);
  return { challenge: String(challenge), response: String(response) };
}

async function isProof(proof, pairs, said, group) {
  const challenge = number(proof?.challenge, "A challenge");
  const response = number(proof?.response, "A response");
  if (challenge >= group.q || response >= group.q) return false;
  const commitments = pairs.map(
    ([base, raised]) =>
      (power(base, response, group.p) * power(raised, challenge, group.p)) % group.p,
  );
  return (await hashed(said(commitments), group)) === challenge;
}

const overMessage = (message) => ([a]) => `sigmsg|${message}|${a}`;
const overKey = (group, key) => ([a]) => `pok|${group.name}|${key}|${a}`;
const overFactor = (fingerprint, key) => ([a, b]) => `decrypt|${fingerprint}|${key}|${a},${b}`;

const signed = async (key, message, group) => ({
  message,
  signature: await prove(key, [group.g], overMessage(message), group),
});

const isSigned = (sent, verification, group) =>
  isProof(sent.signature, [[group.g, verification]], overMessage(sent.message), group);

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
  const r = randomExponent(group), s = randomExponent(group);
  const alpha = power(group.g, r, group.p), shared = power(group.g, s, group.p);
  const beta = (power(to, r, group.p) * shared) % group.p;
  const key = await digest(`key|${shared}`), iv = await digest(`iv|${alpha}`);
  const plain = utf8.encode(text);
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
  const key = await digest(`key|${shared}`), iv = await digest(`iv|${a}`);
  const bytes = Uint8Array.from(data.match(/../g), (each) => parseInt(each, 16));
  const [tag, plain] = await counted(key, iv, bytes.slice(-TAG), bytes.slice(0, -TAG));
  if (hexOf(await ccmTag(key, iv, plain)) !== hexOf(tag))
    throw new Fault("A message was not written for this key. Is this your key file of this board?");
  return new TextDecoder().decode(plain);
}

// Keys and channels (4.6.1 to 4.6.3) -----------------------------------------------------------
const LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

export function newSeed() {
  const seed = [];
  while (seed.length < 22) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < 4 * LETTERS.length) seed.push(LETTERS[byte % LETTERS.length]);
  }
  return seed.join("");
}

export function readSeed(text) {
  const seed = text.trim();
  if (seed.length !== 22 || [...seed].some((each) => !LETTERS.includes(each)))
    throw new Fault("This is not a trustee’s key file. It holds one line of 22 letters and digits.");
  return seed;
}

export async function keysOf(seed, group) {
  const [sign, open] = await Promise.all([hashed(`sk|${seed}`, group), hashed(`dk|${seed}`, group)]);
  return { sign, open, verification: power(group.g, sign, group.p), encryption: power(group.g, open, group.p) };
}

export function parsed(text, what) {
  try {
    const read = JSON.parse(text);
    if (read && typeof read === "object") return read;
  } catch { /* said below */ }
  throw new Fault(`${what} cannot be read.`);
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
export async function certificate(seed, group) {
  const keys = await keysOf(seed, group);
  const { verification, encryption } = keys;
  const message = JSON.stringify({ verification: String(verification), encryption: String(encryption) });
  return JSON.stringify(await signed(keys.sign, message, group));
}

/** Share: a polynomial of one's own, its values sealed for each of the others (4.6.4). */
export async function share(seed, certificates, threshold, group) {
  const keys = await keysOf(seed, group);
  const people = await readCertificates(certificates, group);
  await placeOf(keys, people);
  const coefficients = Array.from({ length: threshold }, () => randomExponent(group));
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

/** Confirm: check what everybody shared with one, and add it up to one's part of the key (4.6.5-6). */
export async function confirm(seed, certificates, threshold, input, group) {
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
    if (!(await isSigned(coefexps[at], person.verification, group)))
      throw new Fault(`${who} has not signed what they published.`);
    const published = parsed(coefexps[at].message, who).coefexps;
    if (published?.length !== threshold)
      throw new Fault(`${who} shared for another number of trustees than was agreed.`);
    const shown = published.map((each) => element(each, group, `What trustee ${at + 1} published`));
    if (at === own) insistOnOwn(kept.polynomial, shown, group);
    const opened = parsed(await receive(keys, person.verification, secrets[at], group), who);
    // belenios-tool 2.0 sends the value of its polynomial as it is, not reduced by the order.
    const secret = number(opened.secret, `What trustee ${at + 1} shared`) % group.q;
    const expected = shown.reduceRight(
      (sum, each) => (power(sum, BigInt(own + 1), group.p) * each) % group.p, 1n,
    );
    if (power(group.g, secret, group.p) !== expected)
      throw new Fault(`${who} shared something else with you than they published. Tell the returning officer.`);
    total = (total + secret) % group.q;
  }
  const key = power(group.g, total, group.p);
  const pok = await prove(total, [group.g], overKey(group, key), group);
  const part = await send(keys, keys.encryption, JSON.stringify({ decryption_key: String(total) }), group);
  return JSON.stringify({ private_key: part, public_key: { pok, public_key: String(key) } });
}

function insistOnOwn(coefficients, shown, group) {
  const same = coefficients?.length === shown.length && coefficients.every(
    (each, at) => power(group.g, number(each, "Your own part"), group.p) === shown[at],
  );
  if (!same) throw new Fault("What was published in your name is not what you shared.");
}

// Partial decryption (4.18) ---------------------------------------------------------------------
/** Open one's part of the board's key, which the server keeps sealed for its owner alone. */
export async function partOf(seed, sealed, verificationKey, group) {
  const keys = await keysOf(seed, group);
  const text = await receive(keys, keys.verification, sealed, group);
  const part = number(parsed(text, "Your part of the key").decryption_key, "Your part of the key") % group.q;
  if (String(power(group.g, part, group.p)) !== verificationKey)
    throw new Fault("This key file is not the one of this board. Choose the file that you saved for it.");
  return part;
}

/** Take off one's own layer: a factor and its proof for each ciphertext; `told` hears how far. */
export async function partialDecryption(part, tally, fingerprint, group, told) {
  const key = power(group.g, part, group.p);
  const decryption_factors = [], decryption_proofs = [];
  const all = tally.reduce((sum, each) => sum + each.length, 0);
  let done = 0;
  for (const question of tally) {
    const factors = [], proofs = [];
    for (const { alpha } of question) {
      const base = element(alpha, group, "A ciphertext of the tally");
      factors.push(String(power(base, part, group.p)));
      proofs.push(await prove(part, [group.g, base], overFactor(fingerprint, key), group));
      told(++done, all);
      if (done % 4 === 0) await new Promise((go) => setTimeout(go)); // the page stays awake
    }
    decryption_factors.push(factors);
    decryption_proofs.push(proofs);
  }
  return JSON.stringify({ decryption_factors, decryption_proofs });
}
