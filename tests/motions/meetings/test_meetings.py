"""A meeting decides motions: its own, and one of conference's where a rule lets it."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from audit.models import Entry
from audit.refusal import Refusal
from ballots.models import RollEntry
from conferences.meetings.joining import meeting_join
from conferences.models import Conference
from conferences.services import session_close, session_open
from members.enums import BodyKind, Office
from members.models import Member
from motions.debate import moving, questions, taking_back, voting
from motions.debate.desk import desk_act
from motions.enums import QuestionKind
from motions.meetings.entering import meeting_motion_enter, meeting_motion_take
from motions.models import Motion
from motions.states import MotionState
from tests.factories.ballots import cast_by
from tests.factories.conferences import Sitting, refused
from tests.factories.members import make_body, make_officer, signed_in
from tests.factories.trials_of_meetings import make_meeting

RULE = "Rule 8.3"


@pytest.fixture
def council(sitting: Sitting) -> tuple[Conference, Member, list[Member]]:
    """A committee that sits beside conference, with its chair and two members present."""
    body = make_body(kind=BodyKind.COMMITTEE, parent=sitting.conference.body)
    chair = make_officer(Office.CHAIR, body)
    others = [make_officer(Office.EXECUTIVE, body) for _ in range(2)]
    meeting = make_meeting(body, within=sitting.conference, rule=RULE)
    for each in (chair, *others):
        meeting_join(meeting=meeting, actor=each)
    session_open(session=meeting.sessions.get(), actor=chair)
    return meeting, chair, others


def decide(motion: Motion, chair: Member, *choices: str) -> Motion:
    mover, seconder, *_ = motion.conference.credentials.order_by("number")
    moving.motion_call(motion=motion, actor=chair)
    moving.motion_move(motion=motion, mover=mover, actor=chair)
    moving.motion_second(motion=motion, seconder=seconder, actor=chair)
    question = questions.motion_put(motion=motion, actor=chair)
    ballot = voting.question_open_vote(question=question, actor=chair)
    for line, choice in zip(RollEntry.objects.filter(ballot=ballot), choices, strict=True):
        cast_by(line.voter, ballot, choice)
    voting.question_close(question=question, actor=chair)
    voting.question_declare(question=question, actor=chair)
    motion.refresh_from_db()
    return motion


def test_meeting_debates_and_decides_a_motion_moved_there(
    council: tuple[Conference, Member, list[Member]],
) -> None:
    meeting, chair, _others = council
    answer = signed_in(chair).post(
        f"/c/{meeting.code}/put-a-motion/",
        {"title": "Cycle racks", "text": "We ask for racks."},
        follow=True,
    )
    assert "Motion 1: Cycle racks is on the agenda." in answer.content.decode()
    motion = decide(meeting.motions.get(), chair, "for", "for", "against")
    assert motion.standing == MotionState.CARRIED


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        (("for", "for", "against"), "carried"),
        (("against", "against", "for"), "lost"),
        (("for", "against", "abstain"), "not carried, the votes being equal"),
    ],
)
def test_delegated_decision_is_entered_against_the_motion_of_conference(
    sitting: Sitting,
    council: tuple[Conference, Member, list[Member]],
    choices: tuple[str, ...],
    says: str,
) -> None:
    meeting, chair, _others = council
    motion = sitting.motion("M6")
    page = signed_in(chair).get(f"/c/{meeting.code}/put-a-motion/").content.decode()
    assert motion.heading in page
    taken = meeting_motion_take(meeting=meeting, actor=chair, motion=motion)
    assert taken.substantive.sha256 == motion.substantive.sha256
    decide(taken, chair, *choices)
    motion.refresh_from_db()
    assert motion.standing == MotionState.DECIDED_BY_DELEGATED_BODY
    assert motion.ruling_reason.endswith(says)
    assert RULE in motion.ruling_reason
    assert Entry.objects.filter(kind="motion.delegated").count() == 1


def test_taking_refused_without_the_power_twice_and_once_conference_has_called_it(
    sitting: Sitting, council: tuple[Conference, Member, list[Member]]
) -> None:
    meeting, chair, _others = council
    motion = sitting.motion("M6")
    meeting_motion_take(meeting=meeting, actor=chair, motion=motion)
    with refused("taken-already"):
        meeting_motion_take(meeting=meeting, actor=chair, motion=motion)
    called = sitting.motion("M9")
    moving.motion_call(motion=called, actor=sitting.chair)
    with refused("not-waiting"):
        meeting_motion_take(meeting=meeting, actor=chair, motion=called)
    powerless = make_meeting(meeting.body, within=sitting.conference)
    with refused("no-power"):
        meeting_motion_take(meeting=powerless, actor=chair, motion=sitting.motion("M5"))


def test_what_conference_took_meanwhile_is_its_own_decision(
    sitting: Sitting, council: tuple[Conference, Member, list[Member]]
) -> None:
    meeting, chair, _others = council
    motion = sitting.motion("M6")
    taken = meeting_motion_take(meeting=meeting, actor=chair, motion=motion)
    moving.motion_call(motion=motion, actor=sitting.chair)
    assert decide(taken, chair, "for", "for", "for").standing == MotionState.CARRIED
    motion.refresh_from_db()
    assert motion.standing == MotionState.CALLED


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        ("", "Words", "no-words"),
        ("Racks", " ", "no-words"),
        ("x" * 201, "Words", "title-too-long"),
    ],
)
def test_entering_refused_without_words(
    council: tuple[Conference, Member, list[Member]], title: str, text: str, code: str
) -> None:
    meeting, chair, _others = council
    with refused(code):
        meeting_motion_enter(meeting=meeting, actor=chair, title=title, text=text)


def test_entering_refused_at_a_conference_and_to_who_keeps_no_agenda(
    sitting: Sitting, council: tuple[Conference, Member, list[Member]]
) -> None:
    meeting, chair, (member, _other) = council
    with refused("conference"):
        meeting_motion_enter(
            meeting=sitting.conference, actor=sitting.chair, title="Racks", text="Racks."
        )
    with refused("not-your-office"):
        meeting_motion_enter(meeting=meeting, actor=member, title="Racks", text="Racks.")
    assert signed_in(member).get(f"/c/{meeting.code}/put-a-motion/").status_code == 403
    assert (
        signed_in(sitting.chair).get(f"/c/{sitting.conference.code}/put-a-motion/").status_code
        == 404
    )
    page = signed_in(chair).post(f"/c/{meeting.code}/put-a-motion/", {"title": "Racks", "text": ""})
    assert page.status_code == 422
    assert 'value="Racks"' in page.content.decode()


def test_meeting_is_not_called_a_conference_on_what_its_members_look_at(
    council: tuple[Conference, Member, list[Member]],
) -> None:
    meeting, chair, others = council
    seen: list[str] = []

    def look() -> None:
        for who, page in ((others[0], "now"), (chair, "now"), (chair, "chair")):
            html = signed_in(who).get(f"/c/{meeting.code}/{page}/", follow=True).content.decode()
            main = html[html.index("<main") : html.index("</main>")]
            words = " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())
            seen.extend(re.findall(r"[^.]*\b[Cc]onference\b[^.]*", words))

    look()
    signed_in(chair).post(
        f"/c/{meeting.code}/put-a-motion/", {"title": "Cycle racks", "text": "We ask for racks."}
    )
    motion = meeting.motions.get()
    mover, seconder, *_ = meeting.credentials.order_by("number")
    moving.motion_call(motion=motion, actor=chair)
    look()
    moving.motion_move(motion=motion, mover=mover, actor=chair)
    moving.motion_second(motion=motion, seconder=seconder, actor=chair)
    look()
    question = questions.motion_put(motion=motion, actor=chair)
    ballot = voting.question_open_vote(question=question, actor=chair)
    look()
    for line in RollEntry.objects.filter(ballot=ballot):
        cast_by(line.voter, ballot, "for")
    voting.question_close(question=question, actor=chair)
    look()
    voting.question_declare(question=question, actor=chair)
    look()
    assert not seen


def test_meeting_is_a_meeting_in_its_refusals_its_questions_and_its_minutes(
    council: tuple[Conference, Member, list[Member]],
) -> None:
    meeting, chair, _others = council
    for title in ("Cycle racks", "Lamps"):
        signed_in(chair).post(
            f"/c/{meeting.code}/put-a-motion/", {"title": title, "text": "We ask for it."}
        )
    racks, lamps = meeting.motions.order_by("lodged_order")
    mover, seconder, third = meeting.credentials.order_by("number")
    said: list[str] = []

    def refusal(act: Callable[[], object]) -> None:
        with pytest.raises(Refusal) as no:
            act()
        said.append(no.value.message)

    refusal(lambda: desk_act(conference=meeting, actor=chair, key="put_motion"))
    refusal(lambda: desk_act(conference=meeting, actor=chair, key="open_vote"))
    moving.motion_call(motion=racks, actor=chair)
    refusal(lambda: moving.motion_call(motion=lamps, actor=chair))
    refusal(lambda: session_close(session=meeting.sessions.get(), actor=chair))
    moving.motion_move(motion=racks, mover=mover, actor=chair)
    moving.motion_second(motion=racks, seconder=seconder, actor=chair)
    shelving = questions.procedural_put(
        conference=meeting,
        kind=QuestionKind.NEXT_BUSINESS,
        actor=chair,
        moved_by=third,
        motion=racks,
    )
    refusal(lambda: moving.motion_shelve(motion=racks, actor=chair))
    taking_back.question_take_back(question=shelving, actor=chair)
    doubting = questions.procedural_put(
        conference=meeting, kind=QuestionKind.NO_CONFIDENCE, actor=chair, moved_by=third
    )
    refusal(lambda: voting.question_open_vote(question=doubting, actor=chair))
    said += [shelving.wording, doubting.wording]
    words = " ".join(said)
    assert "That the meeting pass to next business" in words
    assert "That the meeting has no confidence in the chair" in words
    assert "onference" not in words


def test_minutes_of_a_meeting_speak_of_the_meeting(
    council: tuple[Conference, Member, list[Member]],
) -> None:
    meeting, chair, _others = council
    for title in ("Cycle racks", "Lamps"):
        signed_in(chair).post(
            f"/c/{meeting.code}/put-a-motion/", {"title": title, "text": "We ask for it."}
        )
    mover, seconder, *_ = meeting.credentials.order_by("number")
    for motion, end in zip(
        meeting.motions.order_by("lodged_order"),
        (moving.motion_shelve, moving.motion_withdraw_with_leave),
        strict=True,
    ):
        moving.motion_call(motion=motion, actor=chair)
        moving.motion_move(motion=motion, mover=mover, actor=chair)
        moving.motion_second(motion=motion, seconder=seconder, actor=chair)
        end(motion=motion, actor=chair)
    page = unescape(signed_in(chair).get(f"/c/{meeting.code}/minutes/").text)
    assert "The meeting passed to the next business: Motion 1" in page
    assert "was withdrawn with the leave of the meeting." in page
