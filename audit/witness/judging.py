"""The one judgement of a witness: whether a head only adds to the one it signed before."""

from audit.formats.add_checkpoint import AddCheckpoint
from audit.formats.checkpoint import Checkpoint
from audit.formats.errors import BadProof
from audit.formats.proofs import verify_consistency
from audit.witness.refusals import Forked, OtherSize, Shrunk, Unproven


def judge(asked: AddCheckpoint, offered: Checkpoint, remembered: Checkpoint | None) -> None:
    """Raise unless `offered`, which the log signed, may be signed after `remembered`.

    The order of the checks is that of C2SP tlog-witness, but that two heads of one size are looked
    at first: they are the proof that matters most, whatever size the question started from.
    """
    known = remembered.size if remembered else 0
    if remembered and offered.size == known and offered.root != remembered.root:
        raise Forked(f"The log has signed two different heads of {known:,} entries.")
    if asked.old > offered.size:
        raise Shrunk(
            f"This head is of {offered.size:,} entries, and comes after one of {asked.old:,}: "
            "it is an old head, or entries have been taken away."
        )
    if asked.old != known:
        raise OtherSize(known)
    if not remembered or not known:
        if asked.proof:
            raise Unproven("There is nothing to prove from an empty log, yet a proof is given.")
        return
    try:
        verify_consistency(known, offered.size, asked.proof, remembered.root, offered.root)
    except BadProof as error:
        raise Unproven(
            f"The proof does not show that the log of {offered.size:,} entries begins with the "
            f"{known:,} that this witness signed. {error}"
        ) from None
