"use strict";
(() => {
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
})();
