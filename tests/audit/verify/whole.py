"""A small log with everything that an export can carry: witnesses, signatures, personal values."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from audit.formats.attestation import ATTESTATION, attest, key_id, written_key
from audit.formats.canonical import canonical, parse
from audit.formats.cosignature import WitnessSigningKey, cosign
from audit.formats.disclosure import salted_digest
from audit.formats.signing import SigningKey
from audit.formats.trust import Trust
from audit.publishing.export import export
from tests.audit.logs import KEY, ORIGIN, InventedLog, leaf

OFFICER = "p_sian"
PEN = SigningKey.generate(OFFICER)
BRANCH, SCRUTINEER = map(WitnessSigningKey.generate, ("branch.example", "scrutineer.example"))
TRUST = Trust((KEY.verifier,), (BRANCH.verifier, SCRUTINEER.verifier), 2)
TIME = 1_813_053_600

SALT = "c2FsdHNhbHRzYWx0c2Fs"
CHOICES = {2: "for", 3: "against", 4: "abstain"}
HEADS = (3, 7, 9)


def digest(index: int) -> str:
    """Give the digest of the choice that entry `index` records."""
    return salted_digest(SALT, "choice", CHOICES[index])


def disclosure(index: int, /, **changes: object) -> bytes:
    """Give a line of the file of disclosures."""
    line = {
        "entry": parse(leaf(index))["id"],
        "index": index,
        "name": "choice",
        "salt": SALT,
        "value": CHOICES[index],
    }
    return canonical(line | changes) + b"\n"


def signed(index: int, pen: SigningKey = PEN, /, **facts: object) -> bytes:
    """Give an entry that the officer signed."""
    bare: dict[str, Any] = parse(leaf(index, by=OFFICER, **facts))
    return canonical({**bare, ATTESTATION: attest(bare, pen, origin=ORIGIN)})


def erasure(index: int, **facts: object) -> bytes:
    """Give the entry that names what was erased, and the two people who answer for it."""
    said = {"t": "erasure.performed", "by": OFFICER, "asked_by": "p_rhys", ATTESTATION: None}
    return leaf(index, **(said | facts))


def entries() -> list[bytes]:
    """Give the entries: a key enrolled; a vote from opening to declaration; a value erased."""
    key, officer = PEN.verifier, f"member:{OFFICER}"
    return [
        signed(0, t="officer_key.enrolled", of=officer, key=written_key(key)),
        signed(1, t="ballot.opened", of="ballot:1", question="Coffi neu dê? ☕"),
        *(leaf(index, t="vote.cast", of="ballot:1", _sd=[digest(index)]) for index in CHOICES),
        signed(5, t="ballot.closed", of="ballot:1"),
        leaf(6, t="ballot.declared", of="ballot:1", by=OFFICER, attestation=None),
        erasure(7, of="member:p_x", erased=[[3, digest(3)]]),
        leaf(8, t="officer_key.retired", of=officer, by=OFFICER, key=key_id(key)),
    ]


class WitnessedLog(InventedLog):
    """A log whose newest head both witnesses have signed, and an earlier one the branch alone."""

    words: Mapping[int, Sequence[WitnessSigningKey]] = {7: [BRANCH], 9: [BRANCH, SCRUTINEER]}

    def note(self, size: int) -> str:
        note = super().note(size)
        text = note.partition("\n\n")[0] + "\n"
        lines = [cosign(text, witness, TIME + size) for witness in self.words.get(size, ())]
        return "".join([note, *lines])


def whole_export(folder: Path, *, said: list[bytes] | None = None) -> Path:
    """Write it all out, with three proofs, a link over two heads, and a stamp of time."""
    log = WitnessedLog(said or entries(), HEADS)
    export(log, folder, trust=TRUST, proofs=[0, 4, 8], links=[(3, 9)])
    stamped = log.note(3).encode()
    (folder / "stamps").mkdir()
    (folder / "stamps/000000003.ckpt").write_bytes(stamped)
    (folder / "stamps/000000003.tsr").write_bytes(b"of " + sha256(stamped).digest() + b" at ten")
    return folder
