// An officer's own signature on an act: made with the officer's key, over this very entry of this
// very log, so that a person's hand can be told from the server's seal.

import { NotVerified, base64urlText, bytesOf, sha256 } from "./encoding.js";
import { canonicalText } from "./canonical.js";
import { readToken } from "./token.js";

export async function checkAttestation(said, key, origin) {
  const { attestation, ...act } = said;
  const claims = await readToken(attestation, key, `${origin}\nofficer-act\n${said.id}`);
  const hashed = base64urlText(await sha256(bytesOf(canonicalText(act))));
  if (Object.keys(claims).join() !== "leaf" || claims.leaf !== hashed) {
    throw new NotVerified("What the officer signed is not what this entry says.");
  }
}
