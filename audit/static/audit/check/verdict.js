// What all of it comes to: every check that the given things allow, each told in a sentence.

import { NotVerified } from "./encoding.js";
import { checkAttestation } from "./attestation.js";
import { readCanonical } from "./canonical.js";
import { readTokenKey, written } from "./keys.js";
import { matchEntry, readReceipt, tokenIn } from "./receipt.js";
import { verifyProof } from "./tlog_proof.js";
import { readTrust } from "./trust.js";

export const HOLDS = "holds";
export const FAILS = "fails";
export const OPEN = "open"; // could not be checked with what was given

const number = new Intl.NumberFormat("en-GB");
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "medium" });

// Takes texts (`receipt`, `receiptKey`, `trust`, `officerKey`) and bytes (`proof`, `leaf`).
// Gives the findings in order; never throws for anything that was given.
export async function examine(given) {
  const findings = [];
  const finding = (state, title, words) => findings.push({ state, title, words });
  const attempt = async (title, check) => {
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof NotVerified)) throw error;
      finding(FAILS, title, error.message);
      return undefined;
    }
  };

  const claims = given.receipt.trim() && (await examineReceipt(given, finding, attempt));
  const evidence = given.proof || given.leaf ? await examineEntry(given, finding, attempt) : null;
  if (claims && evidence) {
    await attempt("The entry is not this receipt's", async () => {
      await matchEntry(claims, given.leaf, evidence.said);
      finding(HOLDS, "The vote of this receipt is in the log", `It is entry ${number.format(evidence.index)}.`);
    });
  } else if (claims && !given.proof && !given.leaf) {
    finding(
      OPEN,
      "Whether the vote is in the log was not checked",
      `Give the two files of entry ${claims.jti} as well: its page in the log offers them.`,
    );
  }
  if (given.receipt.trim() === "" && !given.proof && !given.leaf) {
    finding(OPEN, "There is nothing to check yet", "Give a receipt, or the two files of an entry.");
  }
  return { state: overall(findings), findings };
}

function overall(findings) {
  const states = new Set(findings.map(({ state }) => state));
  if (states.has(FAILS)) return FAILS;
  return states.has(OPEN) || !states.has(HOLDS) ? OPEN : HOLDS;
}

async function examineReceipt(given, finding, attempt) {
  if (!given.receiptKey.trim()) {
    finding(OPEN, "The receipt was not checked", "Give the key that signs receipts.");
    return undefined;
  }
  return attempt("The receipt does not hold", async () => {
    const { key, claims } = await withOneOf(given.receiptKey, (one) =>
      readReceipt(tokenIn(given.receipt), one),
    );
    finding(
      HOLDS,
      "The receipt was signed with the key you gave",
      `It says that a vote was recorded on ${when(claims.iat)}. Its code is ${claims.code}. ` +
        `The key is ${written(key)}.`,
    );
    return claims;
  });
}

// Keys are changed from time to time: a receipt holds if one of those that are given made it.
async function withOneOf(lines, read) {
  let refused;
  for (const line of lines.split("\n").map((one) => one.trim()).filter(Boolean)) {
    const key = await readTokenKey(line);
    try {
      return { key, claims: await read(key) };
    } catch (error) {
      if (!(error instanceof NotVerified)) throw error;
      refused = error;
    }
  }
  throw refused;
}

async function examineEntry(given, finding, attempt) {
  if (!given.proof || !given.leaf) {
    const missing = given.proof ? "entry itself (.leaf)" : "proof (.tlog-proof)";
    finding(OPEN, "The entry was not checked", `Give the ${missing} too: the two belong together.`);
    return undefined;
  }
  if (!given.trust.trim()) {
    finding(OPEN, "The entry was not checked", "Give the key of the log, or a file trust.json.");
    return undefined;
  }
  return attempt("The entry is not shown to be in the log", async () => {
    const trust = await readTrust(given.trust);
    const { index, head, witnessed } = await verifyProof(given.proof, given.leaf, trust);
    const said = readCanonical(given.leaf);
    finding(
      HOLDS,
      `Entry ${number.format(index)} is in the log, unchanged`,
      `It leads to the root ${head.rootText}, which ${head.origin} signed for ` +
        `${number.format(head.size)} entries. It says: ${said.t}, of ${said.of}, at ${said.at}.`,
    );
    witnessesFound(trust, witnessed, finding);
    await attempt("The officer's signature does not hold", () =>
      officerFound(given, said, head.origin, finding),
    );
    return { index, head, said };
  });
}

function witnessesFound(trust, witnessed, finding) {
  if (!trust.witnesses.length) return;
  const seen = witnessed.map(({ name, time }) => `${name} on ${when(time * 1000)}`).join("; ");
  const words = `${witnessed.length} of ${trust.witnesses.length} witnesses signed this head; ${trust.k} are asked for.`;
  const isEnough = witnessed.length >= trust.k;
  finding(
    isEnough ? HOLDS : FAILS,
    isEnough ? "Enough witnesses signed the same head" : "Too few witnesses signed the head",
    seen ? `${words} ${seen}.` : words,
  );
}

async function officerFound(given, said, origin, finding) {
  if (typeof said.attestation !== "string") return;
  if (!given.officerKey.trim()) {
    finding(
      OPEN,
      "The officer's own signature was not checked",
      "Give the officer's key, which stands in the log where the officer enrolled it.",
    );
    return;
  }
  const key = await readTokenKey(given.officerKey.trim());
  await checkAttestation(said, key, origin);
  finding(HOLDS, "The officer signed this act in person", `The key is ${written(key)}.`);
}

function when(time) {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? "a day that it does not say" : day.format(at);
}
