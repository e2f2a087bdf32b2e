"""Issuing a paper: what it says is frozen, hashed and numbered, with what it changes in the last.

An issue can be withdrawn; it then stays to be read, and says so.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from django.utils import timezone

from audit.formats.canonical import canonical
from audit.refusal import Refusal
from conferences.models import Conference
from conferences.rules import acting
from members.models import Member
from motions.enums import PaperKind
from motions.models import Paper, SocReport
from motions.papers.agendas import final_agenda, preliminary_agenda
from motions.papers.business import order_of_business, soc_report
from motions.papers.changes import compared
from motions.papers.content import Content, Section
from motions.papers.freezing import frozen
from motions.papers.making import files_make_soon
from motions.papers.naming import moment_words, series_of
from motions.steps import hold_floor

LONGEST_REASON: Final = 300
_BUILDERS: Final[Mapping[PaperKind, Callable[[Conference], Content]]] = {
    PaperKind.PRELIMINARY_AGENDA: preliminary_agenda,
    PaperKind.FINAL_AGENDA: final_agenda,
    PaperKind.ORDER_OF_BUSINESS: order_of_business,
}


def paper_draft(conference: Conference, kind: PaperKind, report: int = 0) -> Content:
    """Give what a paper would say if it were issued now, marked against its last issue.

    `report` is the number of a report of the committee. Raises Refusal "no-such-report".
    """
    if kind == PaperKind.SOC_REPORT:
        content = soc_report(_report(conference, report))
    else:
        content = _BUILDERS[kind](conference)
    last = _last(conference, series_of(kind, report))
    return compared(frozen(last) if last else None, content)


def paper_issue(
    *, conference: Conference, kind: PaperKind, actor: Member | None, report: int = 0
) -> Paper:
    """Issue a paper as it now stands: frozen, numbered, timed and hashed.

    Its files are made at once, or by a worker where there is much to set.
    """
    with acting(actor, conference, "paper.issue") as log:
        hold_floor(conference)
        if kind == PaperKind.SOC_REPORT:
            published = _report(conference, report).published_at
            if published is None:
                raise Refusal("not-published", f"Report {report} has not been published yet.")
        draft = paper_draft(conference, kind, report)
        if not any(draft.entries):
            raise Refusal("nothing-to-print", f"There is nothing in the {draft.title.lower()} yet.")
        series = series_of(kind, report)
        last = _last(conference, series)
        if last and not last.withdrawn_at and not draft.changed and _same(frozen(last), draft):
            raise Refusal("nothing-changed", f"Nothing has changed since {last}.")
        now = timezone.now()
        number = last.number + 1 if last else 1
        content = replace(draft, number=number, issued=moment_words(now))
        written = canonical(content.to_document())
        paper = Paper.objects.create(
            conference=conference,
            kind=kind,
            series=series,
            number=number,
            title=content.title,
            content=written.decode(),
            sha256=hashlib.sha256(written).hexdigest(),
            changed=content.changed,
            published_at=now,
            published_by=actor,
        )
        log.record(
            "paper.issued",
            subject=paper,
            paper=kind.value,
            number=number,
            content_sha256=paper.sha256,
            changed=paper.changed,
        )
        files_make_soon(paper, content)
    return paper


def paper_withdraw(*, paper: Paper, actor: Member, because: str) -> Paper:
    """Withdraw an issue. It stays to be read, with the reason at its head."""
    with acting(actor, paper.conference, "paper.withdraw") as log:
        found = Paper.objects.select_for_update(of=("self",)).select_related("conference")
        paper = found.get(pk=paper.pk)
        reason = " ".join(because.split())
        if paper.withdrawn_at:
            raise Refusal("withdrawn", f"{paper} has been withdrawn already.")
        if not reason:
            raise Refusal("no-reason", "Say why it is withdrawn: readers are told.")
        if len(reason) > LONGEST_REASON:
            raise Refusal("too-long", f"The reason has {LONGEST_REASON} characters at most.")
        paper.withdrawn_at, paper.withdrawn_by = timezone.now(), actor
        paper.withdrawn_because = reason
        paper.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
        log.record("paper.withdrawn", subject=paper, reason=reason)
    return paper


def _same(old: Content, new: Content) -> bool:
    """Say whether nothing differs that the marks do not show: headings, tables, the frame."""
    return replace(old, number=0, issued="", since="", gone=(), sections=_bare(old)) == replace(
        new, since="", gone=(), sections=_bare(new)
    )


def _bare(content: Content) -> tuple[Section, ...]:
    return tuple(
        replace(each, entries=tuple(replace(one, mark=None) for one in each.entries))
        for each in content.sections
    )


def _last(conference: Conference, series: str) -> Paper | None:
    return conference.papers.filter(series=series).order_by("number").last()


def _report(conference: Conference, number: int) -> SocReport:
    found = conference.soc_reports.filter(number=number).select_related("conference__body").first()
    if found is None:
        raise Refusal("no-such-report", f"There is no report {number} of the committee.")
    return found
