"""What the log's pages may say of motions: numbers and titles, and the whole of their lives."""

import re
from collections.abc import Collection, Iterator, Mapping

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.browsing import desks, subjects
from audit.browsing.desks import Link
from audit.browsing.readers import Reader
from audit.browsing.subjects import Named, Subjects
from ballots.models import Ballot
from conferences.enums import MeetingKind
from conferences.models import Conference
from members.enums import Office
from members.models import Member
from motions.models import Amendment, CompositeGroup, Motion, Paper, Question, SocReport

_KIND = "conference__kind"
_MOTION = re.compile(r"^motion\s+(?=\d)", re.IGNORECASE)


def make_known() -> None:
    """Tell the log's room of this one's subjects."""
    subjects.kinds["motion"] = Subjects(_motions, _motions_found)
    subjects.kinds["amendment"] = Subjects(_amendments, _amendments_found)
    subjects.kinds["question"] = Subjects(_questions)
    subjects.kinds["soc-report"] = Subjects(_reports)
    subjects.kinds["soc-paragraph"] = Subjects(_paragraphs)
    subjects.kinds["soc-meeting"] = Subjects(_soc_meetings)
    subjects.kinds["composite"] = Subjects(_composites)
    subjects.kinds["paper"] = Subjects(_issues)
    subjects.kinds["motion-import"] = Subjects(_imports)
    subjects.kinds["debate-group"] = Subjects(_groups)
    subjects.kinds["priority"] = Subjects(_priorities)
    subjects.kinds["mandate"] = Subjects(_mandates)
    subjects.kinds["policy-action"] = Subjects(_actions)
    subjects.events.update(
        {
            "mandate.given": "Mandate of a branch entered",
            "motions.imported": "Motions entered from a file",
            "motions.import_undone": "Motions from a file taken out again",
            "soc_report.drafted": "Report of the Standing Orders Committee drawn up",
            "soc_report.redrafted": "Draft of a report changed",
            "soc_report.discarded": "Draft of a report thrown away",
            "soc_meeting.entered": "Meeting of the Standing Orders Committee entered",
            "soc_meeting.changed": "Meeting of the Standing Orders Committee put right",
            "interest.declared": "Interest declared",
            "reference_back.asked": "Reference back asked for",
            "reference_back.withdrawn": "Reference back no longer asked for",
            "soc_paragraph.referred_back": "Paragraph of a report referred back",
            "soc_report.published": "Report of the Standing Orders Committee published",
            "soc_report.adopted": "Report of the Standing Orders Committee adopted",
            "motion.redrafted": "Draft of a motion written again",
            "motion.discarded": "Draft of a motion thrown away",
            "motion.sent_back": "Motion sent back to its draft",
            "motion.reply_asked": "Answer to the committee asked for",
            "motion.withdrawal_asked": "Withdrawal of a motion asked for",
            "motion.left_as_is": "Answer or withdrawal not signed",
            "motion.ruled_not_in_order": "Motion ruled out of order",
        }
    )
    subjects.tellers["motion"].append(_life)
    subjects.tellers["question"].append(_votes)
    desks.links.append(_packs)


def _motions(names: Collection[str]) -> Mapping[str, Named]:
    found = Motion.objects.filter(_either(names, "conference__code"))
    rows = found.values_list("conference__code", "reference", "number", "title", _KIND)
    return {
        f"{code}/{reference}": Named(
            # What a meeting of a branch has before it is told to its own members.
            f"{number}, {title}" if kind == MeetingKind.CONFERENCE else number,
            reverse("motions:motion", args=[code, number]),
        )
        if number
        else Named(reference)  # a branch's own paper, as yet
        for code, reference, number, title, kind in rows
    }


def _motions_found(words: str) -> Iterator[str]:
    """Find by number, also as people say it ("motion 12"), or by words of the title."""
    number = _MOTION.sub("M", words)
    which = Q(number__iexact=number) | Q(title__icontains=words)
    found = Motion.objects.filter(which, **{_KIND: MeetingKind.CONFERENCE}).exclude(number="")
    for code, reference in found.values_list("conference__code", "reference")[:20]:
        yield f"{code}/{reference}"


def _amendments(names: Collection[str]) -> Mapping[str, Named]:
    found = Amendment.objects.filter(_either(names, "conference__code"))
    rows = found.values_list("conference__code", "reference", "number", "motion__number")
    return {
        f"{code}/{reference}": Named(number, reverse("motions:motion", args=[code, motion]))
        if number
        else Named(reference)
        for code, reference, number, motion in rows
    }


def _amendments_found(words: str) -> Iterator[str]:
    number = re.sub(r"^amendment\s+", "", words, flags=re.IGNORECASE)
    found = Amendment.objects.filter(number__iexact=number)
    for code, reference in found.values_list("conference__code", "reference")[:20]:
        yield f"{code}/{reference}"


def _questions(ids: Collection[str]) -> Mapping[str, Named]:
    found = Question.objects.filter(pk__in=subjects.ids(ids))
    return {
        str(pk): Named(
            wording
            if kind == MeetingKind.CONFERENCE
            else _("question at meeting %(code)s") % {"code": code}
        )
        for pk, wording, kind, code in found.values_list("pk", "wording", _KIND, "conference__code")
    }


def _groups(names: Collection[str]) -> Mapping[str, Named]:
    return {
        name: Named(f"Grouped debate {number}", reverse("motions:motions", args=[code]))
        for name, code, number in _by_conference(names)
    }


def _imports(names: Collection[str]) -> Mapping[str, Named]:
    return {
        name: Named(f"Import of motions {number}", reverse("motions:imports", args=[code]))
        for name, code, number in _by_conference(names)
    }


def _priorities(names: Collection[str]) -> Mapping[str, Named]:
    return {
        name: Named(f"Priority ballot {number}", reverse("motions:priority", args=[code]))
        for name, code, number in _by_conference(names)
    }


def _actions(names: Collection[str]) -> Mapping[str, Named]:
    """Name what a resolution asked for by its number and the resolution's: NDC27/M6.1."""
    numbers = {name: name.rpartition(".")[::2] for name in names}
    resolutions = _motions([motion for motion, _number in numbers.values()])
    return {
        name: Named(
            _("Action %(number)s on %(resolution)s")
            % {"number": number, "resolution": resolutions[motion].title},
            resolutions[motion].url,
        )
        for name, (motion, number) in numbers.items()
        if motion in resolutions
    }


def _mandates(names: Collection[str]) -> Mapping[str, Named]:
    """Say whose mandate on what, and nothing of what it says: NDC27/M4/B01."""
    parts = {name: name.rpartition("/")[::2] for name in names}
    motions = _motions([motion for motion, _code in parts.values()])
    return {
        name: Named(
            _("Mandate of %(branch)s on %(motion)s")
            % {"branch": branch, "motion": motions[motion].title},
            motions[motion].url,
        )
        for name, (motion, branch) in parts.items()
        if motion in motions
    }


def _by_conference(names: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Part names like NDC27/2, of conferences that there are."""
    parted = {name: name.partition("/")[::2] for name in names if "/" in name}
    codes = {code for code, _number in parted.values()}
    known = set(Conference.objects.filter(code__in=codes).values_list("code", flat=True))
    for name, (code, number) in parted.items():
        if code in known:
            yield name, code, number


def _composites(names: Collection[str]) -> Mapping[str, Named]:
    found = CompositeGroup.objects.filter(
        conference__code__in={name.partition("/")[0] for name in names}
    ).values_list("conference__code", "letter", "title")
    return {
        f"{code}/{letter}": Named(
            f"Composite {letter}, {title}", reverse("motions:composite", args=[code, letter])
        )
        for code, letter, title in found
        if f"{code}/{letter}" in names
    }


def _reports(names: Collection[str]) -> Mapping[str, Named]:
    told = _published(names)
    return {
        name: Named(
            _("SOC report %(number)s") % {"number": name.partition("/")[2]}, told.get(name, "")
        )
        for name in names
    }


def _paragraphs(names: Collection[str]) -> Mapping[str, Named]:
    """Name paragraphs by their number, 1.3; the part before the dot is the report's."""
    told = _published([name.partition(".")[0] for name in names])
    return {
        name: Named(
            _("SOC paragraph %(ref)s") % {"ref": name.partition("/")[2]},
            told.get(name.partition(".")[0], ""),
        )
        for name in names
    }


def _soc_meetings(names: Collection[str]) -> Mapping[str, Named]:
    return {
        name: Named(_("SOC meeting %(number)s") % {"number": name.partition("/")[2]})
        for name in names
    }


def _published(names: Collection[str]) -> dict[str, str]:
    """Give the way to each of these reports that is published."""
    codes = {name.partition("/")[0] for name in names}
    found = SocReport.objects.filter(conference__code__in=codes, published_at__isnull=False)
    return {
        f"{code}/{number}": reverse("motions:report", args=[code, number])
        for code, number in found.values_list("conference__code", "number")
    }


def _issues(names: Collection[str]) -> Mapping[str, Named]:
    """Name issues of papers: NDC27/final-agenda-2."""
    which = Q(pk__in=[])
    for name in names:
        code, _slash, rest = name.partition("/")
        series, _dash, number = rest.rpartition("-")
        if number.isascii() and number.isdecimal() and len(number) < 5:  # noqa: PLR2004
            which |= Q(conference__code=code, series=series, number=number)
    found = Paper.objects.filter(which).select_related("conference").defer("content")
    return {
        each.log_name.partition(":")[2]: Named(
            str(each),
            reverse("motions:issue", args=[each.conference.code, each.series, each.number]),
        )
        for each in found
    }


def _life(name: str) -> Iterator[str]:
    """Name a motion's amendments, the questions put on it and on them, and every vote on those."""
    code, _slash, reference = name.partition("/")
    for motion in Motion.objects.filter(conference__code=code, reference=reference):
        lodged = motion.amendments.exclude(number="")  # a draft is its branch's own
        amendments = list(lodged.select_related("conference"))
        yield from (each.log_name for each in amendments)
        put = Question.objects.filter(Q(motion=motion) | Q(amendment__in=amendments))
        questions = [each.log_name for each in put]
        yield from questions
        asked = Ballot.objects.filter(asked_for__in=questions)
        yield from (f"ballot:{pk}" for pk in asked.values_list("pk", flat=True))


def _packs(_member: Member, reader: Reader) -> Iterator[Link]:
    """Lead those who ask for scrutiny packs to the packs of each conference."""
    if reader.office in {Office.RETURNING_OFFICER, Office.SCRUTINEER}:
        for conference in Conference.objects.order_by("-starts_on")[:5]:
            yield Link(
                _("Scrutiny packs of %(conference)s") % {"conference": conference.title},
                reverse("motions:packs", args=[conference.code]),
                _("Everything about its votes in one archive, to be opened without us"),
            )


def _votes(question_id: str) -> Iterator[str]:
    asked = Ballot.objects.filter(asked_for=f"question:{question_id}")
    yield from (f"ballot:{pk}" for pk in asked.values_list("pk", flat=True))


def _either(names: Collection[str], code_field: str) -> Q:
    which = Q(pk__in=[])
    for name in names:
        code, _slash, reference = name.partition("/")
        which |= Q(**{code_field: code, "reference": reference})
    return which
