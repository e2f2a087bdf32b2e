"""Bringing the newest head to the witnesses that have an address, whatever they make of it.

Done beside everything else, in a thread of its own: a witness that is slow, dead or hostile delays
no act and no head, and other witnesses by a few seconds only, for whoever does not answer is left
alone for longer each time.
"""

import logging
import uuid
from dataclasses import dataclass, field
from http import HTTPStatus

from audit.formats.add_checkpoint import ADD_CHECKPOINT, SIZE_KIND, AddCheckpoint
from audit.formats.encoding import decimal
from audit.formats.errors import BadEncoding
from audit.models import Head, Witness
from audit.publishing import outbound
from audit.publishing.outbound import PATIENCE_SECONDS, Answer, Rest, Unreachable
from audit.publishing.witnessed import question_for
from audit.refusal import Refusal
from audit.selectors import newest_head
from audit.services.witnesses import ahead_in_words, cosignature_accept, witness_disagree

log = logging.getLogger(__name__)


@dataclass
class Messenger:
    """Goes round the witnesses, and remembers whom to leave alone for a while."""

    rests: dict[uuid.UUID, Rest] = field(default_factory=dict)

    def post(self) -> int:
        """Bring the newest head to every witness that has not signed it; tell how many have now."""
        head = newest_head()
        if head is None:
            return 0
        signed = 0
        waiting = Witness.objects.filter(retired_at=None).exclude(url="")
        for witness in waiting.exclude(cosignatures__head=head):
            rest = self.rests.setdefault(witness.pk, Rest())
            if not rest.is_over():
                continue
            try:
                bring(head, witness)
            except (Unreachable, Refusal) as trouble:
                log.warning("%s has not signed. %s", witness.name, trouble)
                rest.again()
            else:
                del self.rests[witness.pk]
                signed += 1
        return signed


def bring(head: Head, witness: Witness) -> None:
    """Bring one head to one witness and keep its answer.

    Asked from another size than it remembers, a witness says which (409): that is believed once.
    """
    answer = _asked(witness, question_for(witness, head))
    if _names_a_size(answer):
        answer = _asked(witness, question_for(witness, head, old=_size(answer, witness, head)))
    if _names_a_size(answer):
        raise Unreachable("It names one size after another.")
    if answer.status == HTTPStatus.OK:
        cosignature_accept(note=head.note.encode() + answer.body)
        return
    said = answer.body.decode(errors="replace").replace("\0", "").strip()
    if answer.status in {HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}:
        witness_disagree(witness=witness, head=head, words=said)
    raise Unreachable(f"It answered {answer.status}: {said[:200]}")


def _asked(witness: Witness, question: AddCheckpoint) -> Answer:
    url, body = witness.url + ADD_CHECKPOINT, question.to_bytes()
    return outbound.ask(url, body, "text/plain", patience=PATIENCE_SECONDS)


def _names_a_size(answer: Answer) -> bool:
    return answer.status == HTTPStatus.CONFLICT and answer.kind == SIZE_KIND


def _size(answer: Answer, witness: Witness, head: Head) -> int:
    """Read the size that a witness remembers; one that this log never had is a disagreement."""
    try:
        size = decimal(answer.body.decode("ascii", "replace").removesuffix("\n"))
    except BadEncoding:
        raise Unreachable("It answered with no size that can be read.") from None
    if size <= head.size:
        return size
    newest = newest_head()
    if newest is None or size > newest.size:
        words = ahead_in_words(size, head)
        witness_disagree(witness=witness, head=head, words=words, signed_size=size)
    raise Unreachable(f"It has signed {size:,} entries already.")
