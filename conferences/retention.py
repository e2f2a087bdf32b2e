"""What a conference keeps about people: who was present, who complained, who stood for what."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from audit.holding import belongings
from audit.retention import MONTHS, PUBLIC, Destroyed, Due, Rule, add, sweepers
from conferences.briefings import records
from conferences.delegates.records import RULE as QUERIES
from conferences.election_records import RULE as NOMINATIONS
from conferences.election_records import post_of
from conferences.models import (
    Attendance,
    Complaint,
    Conference,
    Credential,
    DeviceCheck,
    ScrutinyPack,
)
from conferences.speaking.records import RULE as SPEAKING

KEY: Final = "presence"
COMPLAINTS: Final = "complaints"
PACKS: Final = "scrutiny-packs"
_CONFERENCE: Final = "conference:"
_OF_A_CONFERENCE: Final = frozenset(
    {
        "agenda",
        "calendar",
        "amendment",
        "complaint",
        "credential",
        "floor",
        "incident",
        "minutes",
        "minutes-words",
        "motion",
        "nomination",
        "point-of-order",
        "post",
        "registration",
        "registration-query",
        "rehearsal",
        "rule-departure",
        "screen",
        "session",
        "speaker",
        "soc-report",
        "test-vote",
    }
)


class Presence:
    """Finds conferences that ended long ago, and destroys who came and went when."""

    def due(self, before: datetime) -> Iterator[Due]:
        kept = Conference.objects.filter(
            Q(credentials__attendance__isnull=False) | Q(credentials__device_check__isnull=False),
            ends_on__lt=before.date(),
        )
        for conference in kept.distinct():
            what = f"Who was present when: {conference.title}"
            complaints = _complained_of(conference)
            yield Due(KEY, conference.log_name, what[:200], conference.ends_on, complaints)

    def find(self, subject: str, before: datetime) -> Due | None:
        return next((due for due in self.due(before) if due.subject == subject), None)

    def destroy(self, due: Due) -> Destroyed:
        conference = Conference.objects.select_for_update().get(
            code=due.subject.removeprefix(_CONFERENCE)
        )
        spells, _ = Attendance.objects.filter(credential__conference=conference).delete()
        devices, _ = DeviceCheck.objects.filter(credential__conference=conference).delete()
        Credential.objects.filter(conference=conference).update(admitted_at=None)
        gone = {"spells of presence": spells, "devices tried": devices}
        return Destroyed({what: count for what, count in gone.items() if count})


class Complaints:
    """Finds complaints that were closed long ago, and takes the people out of them."""

    def due(self, before: datetime) -> Iterator[Due]:
        closed = Complaint.objects.exclude(complainant="").filter(closed_on__lt=before.date())
        for complaint in closed.select_related("conference"):
            assert complaint.closed_on is not None  # noqa: S101 - asked for above
            what = f"Who complained, and in what words: {complaint}, {complaint.conference}"
            yield Due(COMPLAINTS, complaint.log_name, what[:200], complaint.closed_on)

    def find(self, subject: str, before: datetime) -> Due | None:
        return next((due for due in self.due(before) if due.subject == subject), None)

    def destroy(self, due: Due) -> Destroyed:
        code, _, number = due.subject.partition(":")[2].rpartition("/")
        complaint = Complaint.objects.select_for_update(of=("self",)).get(
            conference__code=code, number=number
        )
        complaint.complainant = complaint.about = complaint.outcome = ""
        complaint.save(update_fields=["complainant", "about", "outcome"])
        return Destroyed({"complaints": 1})


class Packs:
    """Finds scrutiny packs made long ago, and destroys them: each says who voted."""

    def due(self, before: datetime) -> Iterator[Due]:
        made = ScrutinyPack.objects.filter(asked_at__lt=before).select_related("conference")
        for pack in made:
            what = f"A scrutiny pack of {pack.conference}"
            complaints = _complained_of(pack.conference)
            yield Due(PACKS, pack.log_name, what[:200], pack.asked_at.date(), complaints)

    def find(self, subject: str, before: datetime) -> Due | None:
        return next((due for due in self.due(before) if due.subject == subject), None)

    def destroy(self, due: Due) -> Destroyed:
        pack = ScrutinyPack.objects.select_for_update().get(pk=due.subject.partition(":")[2])
        file = pack.file
        pack.delete()
        transaction.on_commit(lambda: file.unlink(missing_ok=True))
        return Destroyed({"scrutiny packs": 1})


def _complained_of(conference: Conference) -> tuple[str, ...]:
    """Name what live complaints are about: who was present, and a pack, may decide any of them."""
    live = conference.complaints.filter(closed_on=None).select_related("vote", "conference")
    return tuple(sorted({complaint.concerns for complaint in live}))


def belongs_to(subject: str) -> Iterator[str]:
    """Name the conference of what is part of one, the body that confers, and a person's seats."""
    kind, _, name = subject.partition(":")
    if kind in _OF_A_CONFERENCE:
        code, _, number = name.partition("/")
        yield f"{_CONFERENCE}{code}"
        if kind == "complaint":
            for complaint in Complaint.objects.filter(conference__code=code, number=number):
                yield complaint.concerns
    elif kind == "scrutiny-pack":
        for pack in ScrutinyPack.objects.filter(pk=name).select_related("conference"):
            yield pack.conference.log_name
    elif kind == "conference":
        for code in Conference.objects.filter(code=name).values_list("body__code", flat=True):
            yield f"body:{code}"
    elif kind == "member":
        held = Credential.objects.filter(member__pseudonym=name).select_related("conference")
        for credential in held:
            yield credential.log_name


RULES: Final = (
    Rule(
        KEY,
        what="When a person came to conference and left it, and what device they tried",
        where="conferences: attendance, device checks",
        months=MONTHS,
        counted_from="the last day of the conference",
        why="complaints about a quorum or a roll",
        keeper=Presence(),
    ),
    Rule(
        COMPLAINTS,
        what="Who complained, about what in their words, and how it ended in ours",
        where="conferences: complaints",
        months=MONTHS,
        counted_from="the day the complaint was closed",
        why="an application to the Certification Officer, or a complaint about the complaint",
        keeper=Complaints(),
    ),
    Rule(
        PACKS,
        what="Scrutiny packs: who voted by pseudonym, and the roll under a pass-phrase",
        where="conferences: scrutiny packs; the folder `packs`",
        months=MONTHS,
        counted_from="the day the pack was asked for",
        why="whoever has to show one; another can be made from the records as long as they last",
        keeper=Packs(),
    ),
    NOMINATIONS,
    QUERIES,
    Rule(
        "seats",
        what="Who held which seat for which branch, who moved, seconded and stood for what",
        where=(
            "conferences: credentials, registrations, nominations; "
            "motions: motions, amendments, questions"
        ),
        months=None,
        counted_from="",
        why="the record of conference; the name goes with the register entry",
        source=PUBLIC,
    ),
)

add(*RULES, SPEAKING, *records.RULES)
sweepers.append(records.forget_what_is_over)
belongings.extend([belongs_to, post_of])
