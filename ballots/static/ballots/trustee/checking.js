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
})();
