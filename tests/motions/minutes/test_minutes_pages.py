"""The minutes of a meeting that sits: read from the log, added to by the clerk, and agreed."""

import io
import re

import docx
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from audit.selectors import leaves
from audit.store.sequencer import sequence_all
from ballots.enums import Choice
from conferences.enums import PointKind, SpeakingSide
from conferences.services import session_close
from conferences.speaking.points import point_raise, point_rule
from conferences.speaking.queue import speaker_ask
from conferences.speaking.speech import speaker_begin, speaker_call, speaker_end
from motions.debate import questions
from motions.minutes.drafting import as_text
from motions.minutes.gathering import minutes_of
from motions.minutes.keeping import hash_of, minutes_agree
from tests.factories.conferences import Sitting, refused
from tests.factories.members import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/c/NDC27/minutes/"


@pytest.fixture
def debated(sitting: Sitting) -> Sitting:
    """A motion is moved, spoken to, interrupted by a point of order, and carried."""
    motion, chair = sitting.into_debate("M6"), sitting.chair
    present = sitting.conference.credentials.filter(admitted_at__isnull=False, may_vote=True)
    has_spoken = {motion.mover_id, motion.seconder_id}
    speaker = next(each for each in present if each.pk not in has_spoken)
    asked = speaker_ask(credential=speaker, side=SpeakingSide.AGAINST, actor=speaker.member)
    speaker_call(speaker=asked, actor=chair)
    speaker_begin(speaker=asked, actor=chair)
    speaker_end(speaker=asked, actor=chair)
    point = point_raise(
        credential=speaker,
        kind=PointKind.ORDER,
        words="Is this in order?",
        actor=speaker.member,
    )
    point_rule(point=point, upheld=False, actor=chair, ruling="It is in order")
    sitting.decide(questions.motion_put(motion=motion, actor=chair), *[Choice.FOR] * 12)
    return sitting


def test_minutes_tell_the_whole_of_a_debate(
    debated: Sitting, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(45):
        words = [each.words for each in minutes_of(debated.conference)]
    speaker = debated.conference.points_of_order.get().credential
    named = f"{speaker.member.name}, {speaker.body.name}"
    heading = debated.motion("M6").heading
    told = [
        "Session 1, ",
        "Present: 12 delegates of 7 branches. Conference was quorate.",
        heading,
        "Moved by ",
        "Seconded by ",
        f"{named} spoke against, 0:00.",
        f"Point of order raised by {named}: “Is this in order?”",
        "The chair ruled. The point was not upheld. It is in order.",
        "A vote was opened by show of hands",
        "Show of hands, ",
        f"{heading} was carried.",
        "Resolved:",
    ]
    for each in told:  # in this order, and none of it left out
        while words and not words[0].startswith(each):
            words.pop(0)
        assert words, each
        if each == "Show of hands, ":
            assert ": for 12, against 0, abstentions 0. " in words[0], words[0]


def test_paragraphs_lead_to_the_log_and_the_document_says_the_same(debated: Sitting) -> None:
    sequence_all()
    page = Client().get(PAGE).content.decode()
    assert re.search(r'href="/log/\d+/">log \d+</a>', page)
    data = Client().get("/c/NDC27/exchange/minutes.docx").content
    paper = [each.text for each in docx.Document(io.BytesIO(data)).paragraphs]
    for each in minutes_of(debated.conference):
        assert any(each.words in line for line in paper), each.words


def test_clerk_adds_words_that_are_marked_and_can_be_struck_out(debated: Sitting) -> None:
    clerk = signed_in(debated.clerk)
    entry = next(each for each in minutes_of(debated.conference) if each.words == "Resolved:").entry
    form = clerk.get(f"{PAGE}?after={entry}").content.decode()
    assert "Words of the clerk" in form
    said = "<b>Standing</b> ovation"
    assert clerk.post(f"{PAGE}words/", {"after": entry, "words": said}).status_code == 302
    shown = Client().get(PAGE).content.decode()
    assert "Note by the clerk:</strong> &lt;b&gt;Standing&lt;/b&gt; ovation" in shown
    note = debated.conference.minutes_words.get()
    assert clerk.post(f"{PAGE}words/{note.pk}/strike/").status_code == 302
    assert "ovation" not in Client().get(PAGE).content.decode()
    assert clerk.post(f"{PAGE}words/{note.pk}/strike/").status_code == 409
    assert [leaf["t"] for leaf in leaves("minutes.added", "minutes.struck")] == [
        "minutes.added",
        "minutes.struck",
    ]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"after": "no-id", "words": "So"}, 422),
        ({"after": "4f7d8f3e-0000-4000-8000-000000000000", "words": "So"}, 409),
        ({"after": "", "words": "x" * 3_000}, 422),
        ({}, 422),
    ],
)
def test_words_are_given_back_when_they_cannot_stand(
    sitting: Sitting, sent: dict[str, str], status: int
) -> None:
    assert signed_in(sitting.clerk).post(f"{PAGE}words/", sent).status_code == status
    assert signed_in(sitting.chair).post(f"{PAGE}words/", sent).status_code == 403


def test_minutes_are_agreed_word_by_word_and_their_hash_is_in_the_log(debated: Sitting) -> None:
    conference, chair = debated.conference, debated.chair
    read = hash_of(as_text(minutes_of(conference)))
    with refused("still-sitting"):
        minutes_agree(conference=conference, actor=chair, sha256=read, at_meeting="Executive")
    session_close(session=conference.sessions.get(number=1), actor=chair)
    with refused("changed-since"):
        minutes_agree(conference=conference, actor=chair, sha256=read, at_meeting="Executive")
    page = signed_in(chair).get(PAGE).content.decode()
    shown = re.search(r'name="sha256" value="([0-9a-f]{64})"', page)
    assert shown
    sent = {"sha256": shown[1], "at_meeting": "Executive, 4 July"}
    assert signed_in(chair).post(f"{PAGE}agree/", sent).status_code == 302
    (leaf,) = leaves("minutes.agreed")
    assert leaf["sha256"] == shown[1]
    agreed = conference.agreed_minutes.get()
    assert hash_of(agreed.text) == agreed.sha256
    assert "Minutes agreed by Executive, 4 July" in Client().get(PAGE).content.decode()
    assert signed_in(chair).post(f"{PAGE}agree/", sent | {"at_meeting": " "}).status_code == 422


def test_words_of_a_point_are_in_no_minutes_before_the_chair_has_ruled(sitting: Sitting) -> None:
    words, credential = "A libel on the general secretary", sitting.credential("B05-1")
    sitting.into_debate("M9")
    point = point_raise(
        credential=credential, kind=PointKind.ORDER, words=words, actor=credential.member
    )
    assert words not in as_text(minutes_of(sitting.conference))
    point_rule(point=point, upheld=False, actor=sitting.chair)
    assert words in as_text(minutes_of(sitting.conference))
