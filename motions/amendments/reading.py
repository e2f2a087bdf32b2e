"""What a motion would read with an amendment made, and why an amendment can no longer be made."""

from audit.refusal import Refusal
from motions.amendment_life import MADE
from motions.models import Amendment
from motions.wording import amended_instruction, apply_amendment


def would_read(amendment: Amendment) -> str:
    """Give the motion as it would read with this amendment made in the words as they now stand.

    An amendment to an amendment is made in that one, and that one in the motion. Refused where the
    words to be changed are not there.
    """
    text = amendment.motion.substantive.text
    parent = amendment.to_amendment
    if parent is None:
        return apply_amendment(text, amendment.words)
    return apply_amendment(text, amended_instruction(parent.words, amendment.words))


def obstacle(amendment: Amendment) -> Refusal | None:
    """Say why an amendment cannot be made in the motion as it stands, or give None.

    Either its words are gone, or a later part has been amended: after that an earlier part cannot
    be (guide 3.3).
    """
    made = [
        each
        for each in amendment.motion.amendments.all()
        if each.state in MADE
        and each.to_amendment_id == amendment.to_amendment_id
        and each.place > amendment.place
    ]
    if made:
        return Refusal(
            "earlier-part",
            f"{made[-1].heading} has changed a later part already, and {amendment.heading} is to "
            "an earlier one.",
            rule="Amendments are taken in the order of the text",
        )
    try:
        would_read(amendment)
    except Refusal as why:
        return why
    return None
