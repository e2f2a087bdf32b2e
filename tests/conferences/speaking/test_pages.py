"""The pages of the debate: a delegate's panel and page, the chair's buttons, and the table."""

import pytest

from conferences.models import PointOfOrder, Speaker
from conferences.services import check_out
from conferences.speaking.reading import rostrum_of, speaking_now
from members.enums import Office
from motions.debate.questions import motion_put
from motions.models import CardDemand, ProcedureAsked, Question
from tests.factories.members import make_officer
from tests.pages.halls import Hall, make_hall

pytestmark = pytest.mark.django_db

SPEAKING, ROSTRUM, PROCEDURE = "/c/NDC27/speaking/", "/c/NDC27/rostrum/", "/c/NDC27/procedure/"


@pytest.fixture
def hall(db: None) -> Hall:
    hall = make_hall()
    hall.press("call")
    hall.press("move", mover=hall.credentials[0])
    hall.press("second", seconder=hall.credentials[-1])
    return hall


def other(hall: Hall) -> Speaker:
    """Have one who neither moved nor seconded ask to speak against."""
    browser = hall.as_(hall.credentials[1].member)
    answer = browser.post(SPEAKING, {"act": "ask", "side": "against", "is_first_time": "yes"})
    assert answer.status_code == 302
    return Speaker.objects.get(credential=hall.credentials[1])


def test_a_delegate_asks_on_now_and_takes_it_back(hall: Hall) -> None:
    speaker = other(hall)
    browser = hall.as_(hall.credentials[1].member)
    now = browser.get("/c/NDC27/now/").content.decode()
    assert "You have asked to speak: against" in now
    browser.post(SPEAKING, {"act": "withdraw", "number": speaker.pk})
    assert "Speak against" in browser.get("/c/NDC27/now/").content.decode()


def test_what_was_typed_is_given_back_with_the_refusal(hall: Hall) -> None:
    browser = hall.as_(hall.credentials[1].member)
    answer = browser.post(SPEAKING, {"act": "raise", "kind": "order", "words": "x" * 400})
    assert answer.status_code == 422
    assert "x" * 400 in answer.content.decode()
    check_out(credential=hall.credentials[1], actor=hall.chair)
    answer = browser.post(SPEAKING, {"act": "raise", "kind": "order", "words": "Too hot"})
    assert answer.status_code == 409
    assert "Too hot" in answer.content.decode()


@pytest.mark.parametrize(
    "posted",
    [
        {"act": "nothing"},
        {"act": "withdraw", "number": "9" * 30},
        {"act": "withdraw", "number": "7"},
        {"act": "withdraw_point", "number": "x"},
    ],
)
def test_a_press_on_what_is_not_there_is_answered_404(hall: Hall, posted: dict[str, str]) -> None:
    browser = hall.as_(hall.credentials[1].member)
    assert browser.post(SPEAKING, posted).status_code == 404


def test_another_delegates_turn_is_not_mine_to_take_back(hall: Hall) -> None:
    speaker = other(hall)
    browser = hall.as_(hall.credentials[2].member)
    answer = browser.post(SPEAKING, {"act": "withdraw", "number": speaker.pk})
    assert answer.status_code == 404
    speaker.refresh_from_db()
    assert speaker.withdrawn_at is None


def test_the_chair_runs_the_debate_by_buttons(hall: Hall) -> None:
    chair = hall.as_(hall.chair)
    speaker = other(hall)
    page = chair.get("/c/NDC27/chair/").content.decode()
    assert f"Call {speaker.credential.member.name}" in page
    chair.post(ROSTRUM, {"act": "part", "number": "mover"})
    mover = speaking_now(hall.conference)
    assert mover
    assert mover.credential == hall.credentials[0]
    assert mover.seconds == hall.conference.orders.speaking_times.mover
    for act in ("call", "begin", "more"):
        assert chair.post(ROSTRUM, {"act": act, "number": speaker.pk}).status_code == 302
    now = speaking_now(hall.conference)
    assert now == speaker
    assert now.seconds == 240
    chair.post(ROSTRUM, {"act": "end", "number": speaker.pk})
    parts = [part.speaking_as for part in rostrum_of(hall.conference).parts]
    assert parts == ["reply"]
    again = {"act": "enter", "credential": speaker.credential.number.lower(), "side": "to"}
    chair.post(ROSTRUM, again | {"speaking_as": "speaker"})
    called = rostrum_of(hall.conference).called
    assert called
    assert called.credential == speaker.credential


def test_the_chair_rules_by_buttons(hall: Hall) -> None:
    browser = hall.as_(hall.credentials[1].member)
    browser.post(SPEAKING, {"act": "raise", "kind": "information", "words": "It was 2019"})
    chair = hall.as_(hall.chair)
    assert "It was 2019" in chair.get("/c/NDC27/chair/").content.decode()
    chair.post(ROSTRUM, {"act": "rule", "number": 1, "upheld": "yes", "ruling": "So it was."})
    assert PointOfOrder.objects.get().ruling_in_words == "Allowed. So it was."
    assert "Allowed. So it was." in browser.get("/c/NDC27/now/").content.decode()


def test_the_chairs_buttons_are_for_the_desk(hall: Hall) -> None:
    speaker = other(hall)
    browser = hall.as_(hall.credentials[1].member)
    assert browser.post(ROSTRUM, {"act": "call", "number": speaker.pk}).status_code == 403
    chair = hall.as_(hall.chair)
    assert chair.post(ROSTRUM, {"act": "nothing"}).status_code == 404
    assert chair.post(ROSTRUM, {"act": "call", "number": 10**8}).status_code == 404
    nobody = {"act": "enter", "credential": "Z99-9", "side": "to", "speaking_as": "speaker"}
    answer = chair.post(ROSTRUM, nobody, follow=True)
    assert "There is no credential Z99-9" in answer.content.decode()


def test_one_asks_beforehand_on_the_motions_page(db: None) -> None:
    hall = make_hall()
    browser = hall.as_(hall.credentials[1].member)
    page = f"/c/NDC27/motions/{hall.motion.number}/"
    assert "Speak against" in browser.get(page).content.decode()
    asked = {"act": "ask", "side": "for", "subject": hall.motion.log_name}
    answer = browser.post(SPEAKING, asked | {"back": hall.motion.number})
    assert answer["Location"] == page
    assert "You have asked to speak: for" in browser.get(page).content.decode()
    assert "Speak against" not in hall.as_(None).get(page).content.decode()


def test_a_delegate_moves_procedure_and_demands_a_card_vote(hall: Hall) -> None:
    browser = hall.as_(hall.credentials[1].member)
    assert "Next business" in browser.get(PROCEDURE).content.decode()
    browser.post(PROCEDURE, {"act": "ask", "kind": "next_business"})
    asked = ProcedureAsked.objects.get()
    answer = browser.post(PROCEDURE, {"act": "ask", "kind": "next_business"})
    assert answer.status_code == 409
    chair = hall.as_(hall.chair)
    chair.post("/c/NDC27/procedure/decline/", {"number": asked.pk, "reason": "Too soon."})
    asked.refresh_from_db()
    assert asked.reason == "Too soon."
    motion_put(motion=hall.motion, actor=hall.chair)
    question = Question.objects.get()
    browser.post(PROCEDURE, {"act": "demand", "question": str(question.pk)})
    assert CardDemand.objects.get().credential == hall.credentials[1]
    assert "Card vote demanded by 1 of 5 branches" in browser.get(PROCEDURE).content.decode()


def test_the_chair_takes_what_was_asked_for(hall: Hall) -> None:
    browser = hall.as_(hall.credentials[1].member)
    browser.post(PROCEDURE, {"act": "ask", "kind": "next_business"})
    asked = ProcedureAsked.objects.get()
    hall.as_(hall.chair).post("/c/NDC27/chair/take/", {"number": asked.pk})
    assert Question.objects.get().kind == "next_business"


@pytest.mark.parametrize(
    "posted",
    [{"act": "demand", "question": "x"}, {"act": "ask", "kind": "dance"}, {"act": "x"}],
)
def test_a_procedure_that_is_not_there_is_answered_404(hall: Hall, posted: dict[str, str]) -> None:
    browser = hall.as_(hall.credentials[1].member)
    assert browser.post(PROCEDURE, posted).status_code == 404


def test_the_table_of_contributions_is_for_the_desks(hall: Hall) -> None:
    other(hall)
    hall.as_(hall.chair).post(ROSTRUM, {"act": "part", "number": "mover"})
    clerk = make_officer(Office.CLERK, hall.conference.body)
    table = hall.as_(clerk).get("/c/NDC27/speaking.csv").content.decode()
    assert hall.credentials[0].member.name in table
    assert hall.credentials[1].member.name not in table  # asked, and has not spoken
    assert hall.as_(hall.credentials[1].member).get("/c/NDC27/speaking.csv").status_code == 403
