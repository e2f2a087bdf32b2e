"""Reports of the committee: drawn up in private, published with number and time, then frozen.

A draft is the committee's own until it is published. From then on its words stand, hashed in the
log: a later report may put a paragraph in the place of an earlier one, and conference may refer
one back or adopt the report.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import ProtectedError
from django.utils import timezone

from audit.refusal import Refusal
from conferences.models import Conference
from conferences.rules import acting
from members.models import Member
from motions.committee.drafting import Drafted, drafted
from motions.committee.gathering import gathered
from motions.enums import ParagraphKind
from motions.models import Amendment, Motion, SocParagraph, SocReport
from motions.steps import hold_floor, sha256

LONGEST_PARAGRAPH = 6_000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it is to stand. `pk` is None for a new one."""

    pk: int | None
    kind: ParagraphKind
    text: str
    numbers: Sequence[str] = ()  # of the motions and amendments that it names
    instead_of: str = ""  # the number of an earlier one


def report_draft(*, conference: Conference, actor: Member, dated_on: date) -> SocReport:
    """Draw up the next report from what was decided since the last. One at a time."""
    with acting(actor, conference, "soc_report.draft") as log:
        hold_floor(conference)
        if draft := conference.soc_reports.filter(published_at__isnull=True).first():
            raise Refusal("draft-open", f"{draft} is being drawn up: publish it first.")
        report = SocReport.objects.create(
            conference=conference,
            number=conference.soc_reports.count() + 1,
            dated_on=dated_on,
            drawn_up_at=timezone.now(),
        )
        for place, each in enumerate(drafted(gathered(conference)), start=1):
            _enter(report, place, _from_draft(each))
        log.record("soc_report.drafted", subject=report, paragraphs=report.paragraphs.count())
    return report


def report_save(
    *, report: SocReport, actor: Member, paragraphs: Sequence[Paragraph], dated_on: date
) -> SocReport:
    """Keep a draft as it was written: these paragraphs in this order, and no others."""
    with acting(actor, report.conference, "soc_report.draft") as log:
        report = _held_draft(report)
        kept = {each.pk for each in paragraphs if each.pk}
        try:
            report.paragraphs.exclude(pk__in=kept).delete()
        except ProtectedError as held:
            raise Refusal(
                "paragraph-relied-on",
                "A paragraph lists a consequence or a group: take that off the order of business "
                "first.",
            ) from held
        known = {each.pk: each for each in report.paragraphs.all()}
        for place, each in enumerate(paragraphs, start=1):
            _enter(report, place, each, known.get(each.pk) if each.pk else None)
        report.dated_on = dated_on
        report.save(update_fields=["dated_on"])
        log.record(
            "soc_report.redrafted",
            subject=report,
            paragraphs=len(paragraphs),
            text_sha256=sha256(words_of(report)),
        )
    return report


def paragraph_add(*, report: SocReport, actor: Member, paragraph: Paragraph) -> SocParagraph:
    """Add one paragraph at the end of a draft."""
    with acting(actor, report.conference, "soc_report.draft") as log:
        report = _held_draft(report)
        added = _enter(report, report.paragraphs.count() + 1, paragraph)
        log.record("soc_report.redrafted", subject=report, paragraphs=report.paragraphs.count())
    return added


def report_discard(*, report: SocReport, actor: Member) -> None:
    """Throw a draft away. Nobody else has seen it."""
    with acting(actor, report.conference, "soc_report.draft") as log:
        report = _held_draft(report)
        try:
            report.paragraphs.all().delete()
            log.record("soc_report.discarded", subject=report)
            report.delete()
        except ProtectedError as held:
            raise Refusal(
                "paragraph-relied-on", "A consequence or a group rests on a paragraph of it."
            ) from held


def report_publish(*, report: SocReport, actor: Member) -> SocReport:
    """Publish a report with its number and the time. Its words are hashed, and stand."""
    with acting(actor, report.conference, "soc_report.publish") as log:
        hold_floor(report.conference)
        report = _held_draft(report)
        if not report.paragraphs.exists():
            raise Refusal("nothing-to-report", "A report has at least one paragraph.")
        report.published_at, report.published_by = timezone.now(), actor
        report.sha256 = sha256(words_of(report))
        report.save(update_fields=["published_at", "published_by", "sha256"])
        log.record(
            "soc_report.published",
            subject=report,
            paragraphs=report.paragraphs.count(),
            text_sha256=report.sha256,
        )
    return report


def words_of(report: SocReport) -> str:
    """Give the exact words that are hashed: its name and day, then each paragraph by its number."""
    paragraphs = report.paragraphs.all()
    head = f"{report}, {report.dated_on.isoformat()}"
    return "\n\n".join([head, *(f"{each.ref} {each.text}" for each in paragraphs)])


def _held_draft(report: SocReport) -> SocReport:
    held = SocReport.objects.select_for_update(of=("self",)).select_related("conference")
    found = held.filter(pk=report.pk).first()
    if found is None:
        raise Refusal("discarded", "This draft has been thrown away.")
    if found.published_at:
        raise Refusal("published", f"{found} is published: its words stand.")
    return found


def _from_draft(each: Drafted) -> Paragraph:
    return Paragraph(None, ParagraphKind(each.kind), each.text, each.numbers, each.instead_of)


def _enter(
    report: SocReport, place: int, given: Paragraph, paragraph: SocParagraph | None = None
) -> SocParagraph:
    text = given.text.strip()
    if not text:
        raise Refusal("no-words", f"Paragraph {report.number}.{place} has no words.")
    if len(text) > LONGEST_PARAGRAPH:
        raise Refusal(
            "too-long",
            f"Paragraph {report.number}.{place} is {len(text):,} characters long; at most "
            f"{LONGEST_PARAGRAPH:,} are allowed. Make two of it.",
        )
    paragraph = paragraph or SocParagraph(report=report)
    paragraph.ref, paragraph.place = f"{report.number}.{place}", place
    paragraph.kind, paragraph.text = given.kind, text
    paragraph.instead_of = _earlier(report, given.instead_of)
    paragraph.save()
    motions, amendments = numbered(report.conference, given.numbers)
    paragraph.motions.set(motions)
    paragraph.amendments.set(amendments)
    return paragraph


def _earlier(report: SocReport, ref: str) -> SocParagraph | None:
    if not ref:
        return None
    published = SocParagraph.objects.filter(
        report__conference=report.conference, report__published_at__isnull=False
    )
    found = published.filter(ref=ref).first()
    if found is None:
        raise Refusal("no-such-paragraph", f"There is no published paragraph {ref}.")
    return found


def numbered(
    conference: Conference, numbers: Iterable[str]
) -> tuple[list[Motion], list[Amendment]]:
    """Find the motions and amendments with these numbers, or say which there are not."""
    wanted = list(dict.fromkeys(filter(None, numbers)))
    motions = list(conference.motions.filter(number__in=wanted))
    amendments = list(conference.amendments.filter(number__in=wanted))
    known = {each.number for each in motions} | {each.number for each in amendments}
    if unknown := [each for each in wanted if each not in known]:
        raise Refusal(
            "no-such-number",
            f"There is no motion or amendment numbered {', '.join(unknown[:5])[:80]}.",
        )
    return motions, amendments
