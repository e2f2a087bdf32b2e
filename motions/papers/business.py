"""The order of business as content, and a report of the Standing Orders Committee."""

import re
from collections.abc import Iterator
from itertools import groupby

from django.db.models import Prefetch
from django.utils import timezone

from conferences.models import AgendaItem, Conference
from motions.enums import PaperKind
from motions.models import Amendment, Motion, SocParagraph, SocReport
from motions.papers import gathering
from motions.papers.content import Content, Entry, Section, kept, listed
from motions.papers.gathering import Gathered, facts, in_order_of_text
from motions.papers.naming import blank, day_words, spelt_out, time_words


def order_of_business(conference: Conference) -> Content:
    """Each session with its items by time, and under each item the motions taken in it."""
    found = gathering.gathered(conference)
    by_item: dict[object, list[Motion]] = {}
    for motion in found.motions:
        by_item.setdefault(motion.agenda_item_id, []).append(motion)
    times = [
        f"{each.section} ends at {timezone.localtime(each.ends_at):%H:%M on %A}"
        for each in found.section_times
    ]
    words = f"{'; '.join(times)}, whatever has been reached." if times else ""
    sections = []
    for session, items in groupby(found.items, key=lambda item: item.session):
        entries = tuple(
            entry for item in items for entry in _item(item, by_item.get(item.pk, []), found)
        )
        heading = f"Session {session.number}: {day_words(session.held_on)}"
        sections.append(Section(f"session-{session.number}", heading, kept(words), entries))
        words = ""
    return blank(conference, PaperKind.ORDER_OF_BUSINESS, sections)


def _item(item: AgendaItem, motions: list[Motion], found: Gathered) -> Iterator[Entry]:
    words = kept(spelt_out(item.title))
    yield Entry(
        f"s{item.session.number}-{item.position}", "item", words, 0, (("At", time_words(item)),)
    )
    for motion in motions:
        amendments = [gathering.lower_first(each.heading) for each in in_order_of_text(motion)]
        yield Entry(
            motion.number,
            "motion",
            kept(motion.heading),
            1,
            facts(
                ("Moved by", str(motion.lodged_by)),
                ("Amendments", listed(amendments) if amendments else ""),
                ("Debated", gathering.grouping(motion)),
                ("Decided by", gathering.vote_words(motion)),
                ("The executive", gathering.position_words(motion, shown=found.shows_positions)),
            ),
            "",
            tuple(found.falls.get(motion.pk, ())),
        )


def soc_report(report: SocReport) -> Content:
    """One report of the committee: its numbered paragraphs, and the motions that each names."""
    paragraphs = (
        report.paragraphs.select_related("instead_of")
        .prefetch_related(
            Prefetch("motions", Motion.objects.order_by("lodged_order")),
            Prefetch("amendments", Amendment.objects.order_by("motion__lodged_order", "place")),
        )
        .order_by("place", "id")
    )
    conference = report.conference
    heading = f"Report {report.number} of the Standing Orders Committee"
    adopted = (
        f" Adopted by conference on {day_words(timezone.localtime(report.adopted_at).date())}."
        if report.adopted_at
        else ""
    )
    section = Section(
        "report",
        "The committee reports",
        f"Dated {day_words(report.dated_on)}.{adopted}",
        tuple(_paragraph(each) for each in paragraphs),
    )
    return blank(conference, PaperKind.SOC_REPORT, [section], heading)


def _paragraph(paragraph: SocParagraph) -> Entry:
    named: list[Motion | Amendment] = [*paragraph.motions.all(), *paragraph.amendments.all()]
    said = set(re.findall(r"[\w.]*\w", paragraph.text))
    unsaid = [each.number for each in named if each.number not in said]
    earlier = paragraph.instead_of
    return Entry(
        f"p{paragraph.ref}",
        "paragraph",
        f"{paragraph.ref} {paragraph.get_kind_display()}",
        0,
        facts(
            ("About", listed(unsaid) if unsaid else ""),
            ("In place of", f"Paragraph {earlier.ref}" if earlier else ""),
            ("Referred back", "Yes, by conference" if paragraph.referred_back_at else ""),
        ),
        kept(paragraph.text),
    )
