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
