"""Minutes drafted from plain values: nothing here asks a database."""

import io
from datetime import UTC, datetime

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motions.minutes.drafting import as_text, draft
from motions.minutes.lines import (
    ClerkWords,
    LogLine,
    Paragraph,
    Point,
    Record,
    Speech,
    VoteTaken,
)
from motions.minutes.paper import CLERK, Sheet, minutes_paper, plain

AT = datetime(2027, 6, 15, 10, 0, tzinfo=UTC)
SHEET = Sheet("Conference 2027", "The Union", AT, "Draft minutes.")
MOTION, BALLOT, SPEAKER, POINT = "motion:C/M6", "ballot:1", "speaker:C/1", "point-of-order:C/1"
UPHELD = {True: "Upheld", False: "Not upheld", None: "Taken as said"}

RECORD = Record(
    title="Conference 2027",
    union="The Union",
    called={
        "session:C/1": "Session 1",
        "agenda:C/1.2": "Pay",
        "agenda:C/1.9": "Any other business",
        MOTION: "Motion 6: Heat",
        "question:1": "That the question be now put",
        "amendment:C/M6.1": "Amendment 6.1 to Motion 6: Heat",
    },
    people={"credential:C/B1": "Ann Umber, Brent", "credential:C/B2": "Cy Vane, Deal"},
    speeches={SPEAKER: Speech("Cy Vane, Deal", "against", "speaker", 192)},
    points={
        POINT: Point("Point of order", "Ann Umber, Brent", "Is this relevant?", "It is.", UPHELD)
    },
    votes={
        BALLOT: VoteTaken(
            "That Motion 6 be carried",
            "Card vote",
            "Simple majority",
            {"for": 8_200, "against": 4_100, "abstain": 12},
            "8,200 of 12,300 votes cast are for it.",
            roll=56,
            void_reason="The page did not load.",
        )
    },
    texts={MOTION: "Conference resolves:\n1. one."},
    lost={"session:C/1": ["Any other business"]},
    procedural=frozenset({"question:1"}),
    clerk=[ClerkWords(3, "e2", "Standing ovation.")],
)


def line(kind: str, subject: str, key: str = "e", **facts: object) -> LogLine:
    return LogLine(key, AT, kind, subject, facts)


OPENED = line("session.opened", "session:C/1", "e1", present=412, branches=80, quorate=True)


def said(*lines: LogLine) -> list[str]:
    return [each.words for each in draft([OPENED, *lines], RECORD)][2:]


def test_opening_says_who_was_there() -> None:
    assert [each.words for each in draft([OPENED], RECORD)] == [
        "Session 1, Tuesday 15 June 2027",
        (
            "The session was opened at 10:00. Present: 412 delegates of 80 branches. "
            "Conference was quorate."
        ),
    ]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (line("motion.called", MOTION), ["Motion 6: Heat"]),
        (
            line("motion.moved", MOTION, mover="credential:C/B1", formally=True),
            ["Moved formally by Ann Umber, Brent."],
        ),
        (
            line("motion.seconded", MOTION, seconder="credential:C/B2"),
            ["Seconded by Cy Vane, Deal."],
        ),
        (line("motion.seconded", MOTION, seconder=None), []),  # none was needed
        (line("speaker.began", SPEAKER), ["Cy Vane, Deal spoke against, 3:12."]),
        (
            line("point_of_order.raised", POINT),
            ["Point of order raised by Ann Umber, Brent: “Is this relevant?”"],
        ),
        (
            line("point_of_order.ruled", POINT, upheld=False),
            ["The chair ruled. The point was not upheld. It is."],
        ),
        (
            line("ballot.opened", BALLOT, roll=56, present=56),
            [
                (
                    "A vote was opened by card vote: That Motion 6 be carried. "
                    "56 voters on the roll; 56 delegates present."
                )
            ],
        ),
        (
            line("ballot.declared", BALLOT),
            [
                (
                    "Card vote, simple majority: for 8,200, against 4,100, abstentions 12. "
                    "8,200 of 12,300 votes cast are for it."
                )
            ],
        ),
        (
            line("ballot.voided", BALLOT, unable=7),
            [
                (
                    "The vote was ordered void, as the returning officer recommended: 7 of 56 "
                    "could not vote. The page did not load. Its figures are not shown."
                )
            ],
        ),
        (
            line("motion.declared", MOTION, now="CARRIED"),
            ["Motion 6: Heat was carried.", "Resolved:", "Conference resolves:", "1. one."],
        ),
        (line("motion.declared", MOTION, now="LOST"), ["Motion 6: Heat was lost."]),
        (
            line("question.put", "question:1", moved_by="credential:C/B2"),
            ["The question was put, moved by Cy Vane, Deal: That the question be now put."],
        ),
        (
            line("question.decided", "question:1", outcome="carried"),
            ["That the question be now put. This was carried."],
        ),
        (line("question.decided", "question:2", outcome="carried"), []),  # the motion's own says it
        (
            line("motion.guillotined", MOTION, goes_to="executive"),
            ["Motion 6: Heat was not reached. It goes to the executive."],
        ),
        (
            line("motion.adjourned", MOTION, until="2027-06-16T14:30:00+01:00"),
            ["The debate on Motion 6: Heat was adjourned to 14:30 on 2027-06-16."],
        ),
        (
            line("agenda_item.moved", "agenda:C/1.2", was="14:20", starts_at="15:00"),
            ["Pay was moved from 14:20 to 15:00."],
        ),
        (
            line("session.closed", "session:C/1"),
            ["The session closed at 10:00.", "Not reached: Any other business."],
        ),
        (line("record.seen", MOTION), []),  # the log holds more than minutes should
    ],
)
def test_entry_is_minuted(entry: LogLine, words: list[str]) -> None:
    assert said(entry) == words


def test_nothing_is_minuted_before_a_session_opens_or_after_it_closes() -> None:
    moved = line("motion.moved", MOTION, mover="credential:C/B1")
    closed = line("session.closed", "session:C/1")
    assert draft([moved], RECORD) == []
    assert "Moved by" not in as_text(draft([OPENED, closed, moved], RECORD))


def test_words_of_the_clerk_stand_after_their_entry_and_are_marked() -> None:
    moved = line("motion.moved", MOTION, "e2", mover="credential:C/B1")
    drafted = draft([OPENED, moved, line("motion.called", MOTION)], RECORD)
    at = [each.words for each in drafted].index("Standing ovation.")
    assert drafted[at - 1].entry == "e2"
    assert drafted[at].by_clerk == 3


def reopened(
    paragraphs: list[Paragraph], links: dict[str, tuple[str, str]]
) -> list[tuple[str, str]]:
    paper = docx.Document(io.BytesIO(minutes_paper(SHEET, paragraphs, links)))
    return [(each.style.name, each.text) for each in paper.paragraphs]  # type: ignore[union-attr]


def test_document_has_headings_and_leads_to_the_log() -> None:
    links = {"e1": ("41", "https://tellers.example/log/41/")}
    found = reopened(draft([OPENED, line("agenda_item.taken", "agenda:C/1.2")], RECORD), links)
    assert ("Heading 1", "Session 1, Tuesday 15 June 2027") in found
    assert ("Heading 2", "10:00  Pay") in found
    assert any(words.endswith("Conference was quorate. [log 41]") for _style, words in found)
    paper = docx.Document(io.BytesIO(minutes_paper(SHEET, draft([OPENED], RECORD), links)))
    (link,) = [link for each in paper.paragraphs for link in each.hyperlinks]
    assert link.address == "https://tellers.example/log/41/"
    assert paper.core_properties.language == "en-GB"


@settings(max_examples=40)
@given(st.text(), st.text(), st.text())
def test_the_very_words_come_back_from_the_document(said: str, quoted: str, noted: str) -> None:
    found = reopened(
        [
            Paragraph(said, "e1", AT),
            Paragraph(quoted, "e1", quoted=True),
            Paragraph(noted, "e1", by_clerk=1),
        ],
        {},
    )[-3:]
    assert found == [
        ("Normal", f"10:00\t{plain(said)}"),
        ("Quote", plain(quoted)),
        ("Intense Quote", f"{CLERK}{plain(noted)}"),
    ]
    kept = [each for each in said if each.isprintable()]
    assert [each for each in plain(said) if each.isprintable()] == kept  # nothing readable is lost


def test_speech_under_way_has_no_length() -> None:
    record = Record("C", "U", speeches={SPEAKER: Speech("Cy Vane, Deal", "for", "mover", None)})
    begun = [OPENED, line("speaker.began", SPEAKER)]
    assert as_text(draft(begun, record)).endswith("Cy Vane, Deal moved in a speech.")
