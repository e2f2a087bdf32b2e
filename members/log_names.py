"""What the log's pages may say of bodies, people and offices, and to whom.

A person stands in the log by pseudonym, and is called nothing else there, whoever reads.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Final

from audit.browsing import desks, readers, subjects
from audit.browsing.readers import Reader
from audit.browsing.subjects import Named, Subjects
from members.enums import Office
from members.models import Appointment, Body, Member
from members.selectors import offices_of

READS: Final = (Office.SCRUTINEER, Office.RETURNING_OFFICER, Office.AUDITOR)
"""The offices that read more of the log than anyone may, the one that sees most first."""

OPENS: Final = (Office.SCRUTINEER, Office.RETURNING_OFFICER)
"""Those that may be shown what stands behind a digest; an auditor reads by pseudonym (3.8)."""


def make_known() -> None:
    """Tell the log's room of this one's subjects, offices and readers."""
    subjects.kinds["body"] = Subjects(_bodies, _bodies_found)
    subjects.kinds["appointment"] = Subjects(_appointments)
    subjects.tellers["member"].append(_life)
    subjects.offices.update({office.value: str(office.label) for office in Office})
    readers.offices_of.append(offices_that_read)
    desks.person_finders.append(_pseudonym)


def offices_that_read(member: Member) -> Iterator[Reader]:
    """Give each office in which somebody reads the log today, the one that sees most first.

    The log is the whole union's, so a branch's officers read it as anyone does.
    """
    held = list(offices_of(member).filter(office__in=READS, body__parent=None))
    for one in sorted(held, key=lambda one: READS.index(Office(one.office))):
        office = Office(one.office)
        last = one.ends_on - timedelta(days=1) if one.ends_on else None
        yield Reader(office.value, str(office.label), one.body.name, last, office in OPENS, member)


def _bodies(codes: Collection[str]) -> Mapping[str, Named]:
    found = Body.objects.filter(code__in=codes).values_list("code", "name")
    return {code: Named(name) for code, name in found}


def _bodies_found(words: str) -> Iterable[str]:
    return Body.objects.filter(name__icontains=words).values_list("code", flat=True)[:20]


def _appointments(names: Collection[str]) -> Mapping[str, Named]:
    """Name an office and its body; whose it is stands in the entry by pseudonym."""
    parts = {name: name.split("/") for name in names}
    bodies = _bodies({part[0] for part in parts.values()})
    return {
        name: Named(f"{subjects.offices.get(part[1], part[1])}, {bodies[part[0]].title}")
        for name, part in parts.items()
        if len(part) > 1 and part[0] in bodies
    }


def _life(pseudonym: str) -> Iterator[str]:
    """Name the appointments of a person."""
    held = Appointment.objects.filter(member__pseudonym=pseudonym)
    for one in held.select_related("body", "member"):
        yield one.log_name


def _pseudonym(words: str) -> str:
    found = Member.objects.filter(membership_number=words.upper()).values_list("pseudonym")
    return next((pseudonym for (pseudonym,) in found), "")
