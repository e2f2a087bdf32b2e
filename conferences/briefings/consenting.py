"""Giving a consent, and taking it back. Each is a row more, with the words that were shown."""

from collections.abc import Collection
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from audit.recording import OpenEntry, entry
from conferences.briefings.consents import FOR_GUESTS, FOR_MEMBERS, WORDINGS, Purpose, Wording
from conferences.models import Briefing, Consent, Guest
from members.models import Member

ON_THE_PAGE: Final = "page of the briefing"
BY_LINK: Final = "link in a message"
ON_MY_PAGE: Final = "page of the member"
ERASED: Final = "erased at the guest's word"


def who(person: Member | Guest) -> dict[str, Any]:
    """Name the column in which a person stands."""
    return {"guest": person} if isinstance(person, Guest) else {"member": person}


def purposes_for(person: Member | Guest | None) -> tuple[Purpose, ...]:
    """Give what a member, or a guest, is asked about."""
    return FOR_MEMBERS if isinstance(person, Member) else FOR_GUESTS


def last_of_each() -> QuerySet[Consent]:
    """Find the last row of each person and purpose: that is what holds now."""
    later = Consent.objects.filter(id__gt=OuterRef("id"), purpose=OuterRef("purpose"))
    return Consent.objects.filter(
        ~Exists(later.filter(member=OuterRef("member"))),
        ~Exists(later.filter(guest=OuterRef("guest"))),
    )


def consents_in_force(person: Member | Guest) -> list[Consent]:
    """Give the consents of a person that hold now."""
    held: dict[str, Consent] = {}
    for each in Consent.objects.filter(**who(person)).order_by("id"):
        held[each.purpose] = each
    return [each for each in held.values() if each.is_given]


def consents_write(
    log: OpenEntry,
    person: Member | Guest,
    purposes: Collection[str],
    *,
    briefing: Briefing | None = None,
    how: str = ON_THE_PAGE,
    wordings: dict[str, Wording] | None = None,
) -> list[Purpose]:
    """Write down, within an open act, that a person ticked these boxes just now.

    A purpose that this person is not asked about is passed over, and so is one that holds already.
    What the purposes are stands in the log as a digest: that somebody thinks of becoming a rep is
    theirs to tell.
    """
    held = {each.purpose for each in consents_in_force(person)}
    new = [each for each in purposes_for(person) if each in purposes and each not in held]
    if not new:
        return []
    shown = {each: (wordings or {}).get(each) or WORDINGS[each][-1] for each in new}
    Consent.objects.bulk_create(
        _row(person, each, shown[each], briefing=briefing, how=how, is_given=True) for each in new
    )
    log.record(
        "consent.given",
        subject=person,
        how=how,
        briefing=briefing.log_name if briefing else None,
        personal={f"purpose {number}": each for number, each in enumerate(new, 1)},
    )
    return new


def consent_withdraw(
    *, person: Member | Guest, how: str, purpose: str | None = None
) -> list[Consent]:
    """Take back one consent, or all of them. Nothing is asked, and nothing else changes by it."""
    if not any(purpose in (None, each.purpose) for each in consents_in_force(person)):
        return []
    with entry(actor=person) as log:
        return consents_end(log, person, how=how, purpose=purpose)


def consents_end(
    log: OpenEntry, person: Member | Guest, *, how: str, purpose: str | None = None
) -> list[Consent]:
    """Take back one consent, or all, within an open act."""
    ended = [one for one in consents_in_force(person) if purpose in (None, one.purpose)]
    for each in ended:
        shown = Wording(each.wording, each.words)
        row = _row(
            person, Purpose(each.purpose), shown, briefing=each.briefing, how=how, is_given=False
        )
        row.save(force_insert=True)
    if ended:
        log.record(
            "consent.withdrawn",
            subject=person,
            how=how,
            personal={f"purpose {number}": one.purpose for number, one in enumerate(ended, 1)},
        )
    return ended


def _row(
    person: Member | Guest,
    purpose: Purpose,
    shown: Wording,
    *,
    briefing: Briefing | None,
    how: str,
    is_given: bool,
) -> Consent:
    return Consent(
        **who(person),
        briefing=briefing,
        purpose=purpose,
        is_given=is_given,
        wording=shown.version,
        wording_sha256=shown.sha256,
        how=how,
        at=timezone.now(),
    )
