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
