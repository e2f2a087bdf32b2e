"""The issues of a conference as its list of papers shows them, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from audit.refusal import Refusal
from conferences.models import Conference
from motions.enums import FileState, PaperFormat, PaperKind
from motions.models import Paper, PaperFile
from motions.papers.content import ordinal
from motions.papers.naming import moment_words, series_of


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue with its files; `newer` is the number of the latest one, where this is not it."""

    paper: Paper
    files: Sequence[Any]
    newer: int

    @property
    def name(self) -> str:
        """Name it within its series: 2nd issue."""
        return f"{ordinal(self.paper.number)} issue"

    @property
    def at(self) -> str:
        """Say when it was issued."""
        return moment_words(self.paper.published_at)

    @property
    def is_current(self) -> bool:
        """Say whether it is the one in force."""
        return not self.newer and not self.paper.withdrawn_at

    @property
    def is_making(self) -> bool:
        """Say whether a file of it is still being made."""
        return any(each.is_under_way for each in self.files)

    @property
    def has_failed(self) -> bool:
        """Say whether a file of it could not be made."""
        return any(each.state == FileState.FAILED for each in self.files)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The issues of one series, the newest first."""

    key: str
    title: str
    issues: Sequence[Issue]


@dataclass(frozen=True, slots=True)
class Draft:
    """What may be issued: a paper, and how often it was."""

    series: str
    title: str
    said: str


def shelves(conference: Conference) -> list[Shelf]:
    """List every issue by series: agendas, then reports, then the order of business."""
    by_series: dict[str, list[Issue]] = {}
    latest: dict[str, int] = {}
    for paper in _issues(conference).order_by("series", "-number"):
        newest = latest.setdefault(paper.series, paper.number)
        newer = newest if newest != paper.number else 0
        by_series.setdefault(paper.series, []).append(_issue(paper, newer))
    rank = {kind.value: place for place, kind in enumerate(_SHELF_ORDER)}
    found = [Shelf(key, issues[0].paper.title, issues) for key, issues in by_series.items()]
    return sorted(
        found, key=lambda each: (rank[each.issues[0].paper.kind], len(each.key), each.key)
    )


def issue_of(conference: Conference, series: str, number: int) -> Issue:
    """Find one issue. Raises Paper.DoesNotExist."""
    paper = _issues(conference).get(series=series, number=number)
    last = conference.papers.filter(series=series).order_by("number").values_list("number").last()
    newer = last[0] if last and last[0] != number else 0
    return _issue(paper, newer)


def drafts(conference: Conference) -> list[Draft]:
    """List what may be issued."""
    issued: dict[str, int] = {}
    for series, number in conference.papers.values_list("series", "number"):
        issued[series] = max(number, issued.get(series, 0))
    known = [
        (series_of(kind), str(kind.label)) for kind in _SHELF_ORDER if kind != PaperKind.SOC_REPORT
    ]
    published = conference.soc_reports.filter(published_at__isnull=False)
    known += [
        (series_of(PaperKind.SOC_REPORT, number), f"Report {number} of the committee")
        for number in published.values_list("number", flat=True)
    ]
    return [
        Draft(series, title, f"last: {ordinal(issued[series])} issue" if series in issued else "")
        for series, title in known
    ]


def kind_of(series: str) -> tuple[PaperKind, int]:
    """Read the name of a series: its kind, and of a report its number."""
    for kind in PaperKind:
        name = series_of(kind)
        if kind == PaperKind.SOC_REPORT and series.startswith(f"{name}-"):
            digits = series.removeprefix(f"{name}-")
            if digits.isascii() and digits.isdecimal() and len(digits) < _MOST_DIGITS:
                return kind, int(digits)
        elif series == name and kind != PaperKind.SOC_REPORT:
            return kind, 0
    raise Refusal("no-such-paper", "There is no such paper.")


_MOST_DIGITS = 5
_SHELF_ORDER = (
    PaperKind.FINAL_AGENDA,
    PaperKind.ORDER_OF_BUSINESS,
    PaperKind.SOC_REPORT,
    PaperKind.PRELIMINARY_AGENDA,
)
"""What is looked for most comes first."""


def _issues(conference: Conference) -> Any:
    files = PaperFile.objects.defer("content")
    return (
        conference.papers.defer("content")
        .select_related("conference")
        .prefetch_related(Prefetch("files", files))
    )


def _issue(paper: Paper, newer: int) -> Issue:
    files: list[Any] = list(paper.files.all())  # each is given its address
    here = (paper.conference.code, paper.series, paper.number)
    for each in files:
        each.url = reverse("motions:issue_file", args=[*here, each.format.replace("_", "-")])
    return Issue(paper, files, newer)


def body_of(paper: Paper) -> str:
    """Give the HTML of an issue, or nothing while it is being made."""
    found = paper.files.filter(format=PaperFormat.HTML, state=FileState.READY)
    content = found.values_list("content", flat=True).first()
    return bytes(content).decode() if content else ""
