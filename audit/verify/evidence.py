"""The evidence that an export carries for others: proofs of single entries, links between heads.

    proofs/<index>.tlog-proof, proofs/<index>.leaf     that this entry is in the log
    consistency/<a>-<b>                                that the log of b begins with the log of a
    stamps/<9 digits>.ckpt, stamps/<9 digits>.tsr      that this head existed at a time (RFC 3161)

Whoever has the whole log needs none of it. But each goes out into the world by itself, so each must
hold by itself, by the same keys and the same number of witnesses, and its head must be one with
which the stored entries agree. Who stamped a head, and when, is for `openssl ts` to say: here a
stamp must only be of the head that lies beside it.
"""

import hashlib
import re

from audit.formats.add_checkpoint import AddCheckpoint
from audit.formats.errors import BadProof, NotVerified, Unwitnessed
from audit.formats.proofs import verify_consistency
from audit.formats.tlog_proof import TlogProof
from audit.verify.exported import ExportedLog
from audit.verify.findings import Findings
from audit.verify.heads import SignedHeads

_NUMBER = "(0|[1-9][0-9]*)"
_PROOF = re.compile(rf"proofs/{_NUMBER}\.(tlog-proof|leaf)")
_LINK = re.compile(rf"consistency/{_NUMBER}-{_NUMBER}")
_STAMP = re.compile(r"stamps/([0-9]{9,18})\.(ckpt|tsr)")


def check_proofs(log: ExportedLog, heads: SignedHeads, findings: Findings) -> int:
    """Check the evidence for single entries; give how many entries it is for."""
    held = 0
    unwitnessed: list[str] = []
    names = log.names("proofs")
    known = set(names)
    for path in names:
        match = _PROOF.fullmatch(path)
        if not match:
            findings.add(f"{path}: is no evidence of anything.")
        elif match[2] == "tlog-proof":
            try:
                _check_proof(log, heads, path, int(match[1]))
            except Unwitnessed as error:
                unwitnessed.append(f"{path}: {error}")
            except NotVerified as error:
                findings.add(f"{path}: {error}")
            else:
                held += 1
        elif f"proofs/{match[1]}.tlog-proof" not in known:
            findings.add(f"{path}: is offered as an entry, without its proof.")
    if unwitnessed:  # told once: a head that lacks witnesses lacks them in each of its proofs
        others = len(unwitnessed) - 1
        more = f" So it is with {others:,} more in proofs/." if others else ""
        findings.add(unwitnessed[0] + more)
    return held


def _check_proof(log: ExportedLog, heads: SignedHeads, path: str, index: int) -> None:
    proof = TlogProof.parse(log.proof(path))
    if proof.index != index:
        raise BadProof(f"It is a proof for entry {proof.index}.")
    heads.add(proof.note, path)
    proof.verify(log.leaf(f"proofs/{index}.leaf"), heads.trust)


def check_links(log: ExportedLog, heads: SignedHeads, findings: Findings) -> int:
    """Check the evidence that each head only added to an earlier one; give how many are linked."""
    held = 0
    for path in log.names("consistency"):
        match = _LINK.fullmatch(path)
        try:
            if not match:
                raise BadProof("It is no evidence of anything.")
            _check_link(log, heads, path, int(match[1]), int(match[2]))
        except NotVerified as error:
            findings.add(f"{path}: {error}")
        else:
            held += 1
    return held


def _check_link(log: ExportedLog, heads: SignedHeads, path: str, earlier: int, later: int) -> None:
    link = AddCheckpoint.parse(log.link(path))
    head = heads.add(link.note, path)
    if (link.old, head.size) != (earlier, later):
        raise BadProof(f"It links a log of {link.old:,} to one of {head.size:,}.")
    if earlier == 0 and not link.proof:
        return  # every log begins with none
    root = heads.root(earlier)
    if root is None:
        raise BadProof(f"There is no signed head of {earlier:,} entries for it to start from.")
    verify_consistency(earlier, later, link.proof, root, head.root)


def check_stamps(log: ExportedLog, heads: SignedHeads, findings: Findings) -> int:
    """Check that each stamp of time is of the head beside it; give how many are."""
    held = 0
    for path in log.names("stamps"):
        match = _STAMP.fullmatch(path)
        try:
            if not match:
                raise BadProof("It is no evidence of anything.")
            _check_stamp(log, heads, path, match[1])
            held += match[2] == "tsr"
        except NotVerified as error:
            findings.add(f"{path}: {error}")
    return held


def _check_stamp(log: ExportedLog, heads: SignedHeads, path: str, size: str) -> None:
    stamped = f"stamps/{size}.ckpt"
    note = log.note(stamped)
    if path == stamped:
        if (head := heads.add(note, path)).size != int(size):
            raise BadProof(f"It is the head of a log of {head.size:,} entries.")
    elif hashlib.sha256(note).digest() not in log.stamp(path):
        raise BadProof(f"It is not a stamp of the head in {stamped}.")
