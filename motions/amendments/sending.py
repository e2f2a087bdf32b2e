"""A branch sends an amendment in: two of its officers stand behind it, each signed in.

Source: guide 3.2 (the lines of the submitting branch), which amendments share with motions.
"""

from django.utils import timezone

from audit.refusal import Refusal
from conferences.key_dates import key_date, open_now
from conferences.keys import Key
from conferences.rules import acting
from members.models import Member
from motions.amendment_life import NOT_YET_LODGED, AmendmentAct, AmendmentState
from motions.amendments.falling import amendments_to_it_fall
from motions.amendments.open_to import refuse_unless_open
from motions.amendments.placing import amendments_place
from motions.amendments.steps import advance_amendment
from motions.lodging.approval import Certificate, approval_certify
from motions.lodging.sending import refuse_same_person
from motions.lodging.telling import RECEIPT, SECOND_OFFICER, branch_told, officers_told
from motions.models import Amendment
from motions.steps import held_amendment, hold_floor, sha256
from motions.texts.checks import refuse_bad_words
from motions.wording import counted_in

TAKES_A_PLACE = frozenset(AmendmentState) - {
    AmendmentState.DRAFT,
    AmendmentState.WITHDRAWN,
    AmendmentState.LATE,
}
"""What counts towards the number of amendments that a body may send."""


def amendment_submit(*, amendment: Amendment, actor: Member, certificate: Certificate) -> Amendment:
    """Send an amendment as the first of two officers, with the meeting that approved it.

    After the closing time too: its confirmation then keeps it as late.
    """
    conference = amendment.motion.conference
    with acting(actor, conference, "amendment.submit", body=amendment.lodged_by) as log:
        hold_floor(conference)
        amendment = held_amendment(amendment)
        refuse_unless_open(amendment.motion, amendment.to_amendment)
        _refuse_over_the_limits(amendment)
        amendment.submitted_by, amendment.submitted_at = actor, timezone.now()
        advance_amendment(log, amendment, AmendmentAct.SUBMIT, **certificate.facts)
        approval_certify(certificate, actor=actor, amendment=amendment)
        officers_told(
            conference, amendment.lodged_by, SECOND_OFFICER, but=actor, by=_closes(amendment)
        )
    return amendment


def amendment_confirm(*, amendment: Amendment, actor: Member, seen: str | None = None) -> Amendment:
    """Confirm an amendment as the second officer: in time, or late, by the server's clock.

    `seen` is the SHA-256 of the words that the officer was shown: other words are not confirmed.

    It is given its number, by receipt, and its place, by the text that it touches: the others are
    placed again around it. A late one is kept, and goes no further.
    """
    with acting(
        actor, amendment.motion.conference, "amendment.confirm", body=amendment.lodged_by
    ) as log:
        hold_floor(amendment.motion.conference)
        amendment = held_amendment(amendment)
        refuse_same_person(amendment.submitted_by, actor, amendment)
        if seen is not None and seen != sha256(amendment.instruction):
            raise Refusal(
                "words-moved", "The words have changed since you were shown them. Read them again."
            )
        refuse_unless_open(amendment.motion, amendment.to_amendment)
        on_time = open_now(amendment.motion.conference, None, Key.AMENDMENTS_CLOSE)
        amendment.confirmed_by, amendment.lodged_at = actor, timezone.now()
        amendment.number = _next_number(amendment)
        advance_amendment(
            log,
            amendment,
            AmendmentAct.CONFIRM,
            finding="on_time" if on_time else "late",
            number=amendment.number,
        )
        placed = amendments_place(amendment.motion)
        log.record(
            "amendments.placed",
            subject=amendment.motion,
            in_order=[each.reference for each in placed],
        )
        amendment.place = next(each.place for each in placed if each.pk == amendment.pk)
        _send_receipts(amendment, late=not on_time)
    return amendment


def amendment_send_back(*, amendment: Amendment, actor: Member) -> Amendment:
    """Give an amendment back as the second officer, for the branch to put in other words."""
    with acting(
        actor, amendment.motion.conference, "amendment.confirm", body=amendment.lodged_by
    ) as log:
        amendment = held_amendment(amendment)
        amendment.submitted_by = amendment.submitted_at = None
        advance_amendment(log, amendment, AmendmentAct.SEND_BACK)
        branch_told(amendment, but=actor)
    return amendment


def amendment_withdraw(*, amendment: Amendment, actor: Member) -> Amendment:
    """Withdraw an amendment as the body that amends, at any time before it is moved."""
    with acting(
        actor, amendment.motion.conference, "amendment.withdraw", body=amendment.lodged_by
    ) as log:
        hold_floor(amendment.motion.conference)
        amendment = held_amendment(amendment)
        advance_amendment(log, amendment, AmendmentAct.WITHDRAW)
        amendments_to_it_fall(log, amendment)
    return amendment


def _closes(amendment: Amendment) -> str:
    closes = key_date(amendment.motion.conference, Key.AMENDMENTS_CLOSE)
    return f"{timezone.localtime(closes):%-d %B %Y at %H:%M}" if closes else ""


def _send_receipts(amendment: Amendment, *, late: bool) -> None:
    """Give both officers the time by the server's clock, the number and the words' fingerprint."""
    received = amendment.lodged_at or timezone.now()
    officers_told(
        amendment.motion.conference,
        amendment.lodged_by,
        RECEIPT,
        only=[each for each in (amendment.submitted_by, amendment.confirmed_by) if each],
        at=f"{timezone.localtime(received):%-d %B %Y at %H:%M:%S}",
        number=amendment.number,
        sha256=sha256(amendment.instruction),
        late=int(late),
    )


def _refuse_over_the_limits(amendment: Amendment) -> None:
    orders = amendment.motion.conference.orders
    body = amendment.lodged_by
    if body.kind not in orders.senders and body != amendment.motion.conference.body:
        raise Refusal(
            "not-a-sender",
            f"{body.name} may not send amendments to this conference.",
            rule="Standing orders: who may send motions",
        )
    refuse_bad_words(amendment.instruction, limit=orders.amendment_words, count=counted_in)
    allowed = orders.amendments_per_body
    sent = amendment.motion.conference.amendments.filter(
        lodged_by=amendment.lodged_by, state__in=TAKES_A_PLACE
    ).exclude(pk=amendment.pk)
    if allowed and (number := sent.count()) >= allowed:
        raise Refusal(
            "too-many-amendments",
            f"{amendment.lodged_by.name} may send {allowed} amendments and has sent {number}.",
            rule="Standing orders: amendments",
        )


def _next_number(amendment: Amendment) -> str:
    """Give the next number by receipt: M1.3, or M1.3.1 where it alters an amendment."""
    altered = amendment.to_amendment
    over = altered.number if altered else amendment.motion.number
    others = (altered or amendment.motion).amendments.exclude(state__in=NOT_YET_LODGED)
    given = others.filter(number__startswith=f"{over}.", to_amendment=altered)
    last = [each.number.removeprefix(f"{over}.") for each in given]
    return f"{over}.{max((int(each) for each in last if each.isdecimal()), default=0) + 1}"
