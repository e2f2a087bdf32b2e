"""After conference: certified, in the policy book, acted on, reported, superseded."""

import pytest
from pytest_django import DjangoAssertNumQueries

from audit.store.write_guard import recorded_writes
from ballots.enums import Majority
from members.enums import Office
from motions.debate.desk import desk_act
from motions.enums import ActionState, QuestionKind
from motions.models import Motion
from motions.policy import actions, book, certifying
from motions.policy.superseding import motion_supersede
from motions.states import MotionState
from tests.factories.conferences import Sitting, refused
from tests.factories.members import signed_in
from tests.factories.policy import carried_later

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy(sitting: Sitting) -> Motion:
    """Give a motion that was carried, certified and entered."""
    motion = sitting.motion("M6")
    with recorded_writes():
        motion.state = MotionState.CARRIED
        motion.save()
    certifying.motion_certify(motion=motion, actor=sitting.officers[Office.SOC_CHAIR])
    return certifying.motion_adopt_policy(motion=motion, actor=sitting.clerk)


def test_action_is_entered_and_reported_on(policy: Motion, sitting: Sitting) -> None:
    action = actions.action_enter(
        motion=policy,
        actor=sitting.clerk,
        what="Write the checklist",
        responsible="Safety Committee",
    )
    actions.action_report(
        action=action, actor=sitting.clerk, text="A draft is out.", state=ActionState.UNDER_WAY
    )
    actions.action_report(
        action=action, actor=sitting.clerk, text="Published.", state=ActionState.DONE
    )

    action.refresh_from_db()
    assert (action.number, action.state) == (1, ActionState.DONE)
    assert [each.text for each in action.reports.all()] == ["A draft is out.", "Published."]


def test_action_refused_on_a_motion_that_is_no_resolution(sitting: Sitting) -> None:
    with refused("not-in-force"):
        actions.action_enter(
            motion=sitting.motion("M9"), actor=sitting.clerk, what="Act", responsible="NEC"
        )


@pytest.mark.parametrize(
    ("what", "code"), [(" ", "no-words"), ("a\u202eb", "text-not-plain"), ("x\0", "text-not-plain")]
)
def test_action_refused_without_plain_words(
    policy: Motion, sitting: Sitting, what: str, code: str
) -> None:
    with refused(code):
        actions.action_enter(motion=policy, actor=sitting.clerk, what=what, responsible="NEC")


def test_policy_is_superseded_by_a_later_conference(policy: Motion, sitting: Sitting) -> None:
    later = carried_later(sitting)
    assert list(book.later_than(policy)) == [later]

    now = motion_supersede(motion=policy, by=later, actor=sitting.clerk, reason="Wider words.")

    assert now.standing == MotionState.SUPERSEDED
    assert list(book.policy_in_force()) == []
    assert list(book.policy_in_force(superseded=True)) == [policy]


def test_supersede_refused_by_the_same_conference(policy: Motion, sitting: Sitting) -> None:
    other = sitting.motion("M9")
    with recorded_writes():
        other.state = MotionState.CARRIED
        other.save()
    with refused("not-later"):
        motion_supersede(motion=policy, by=other, actor=sitting.clerk, reason="Better.")


def test_supersede_refused_by_a_motion_not_carried(policy: Motion, sitting: Sitting) -> None:
    with refused("not-in-force"):
        motion_supersede(
            motion=policy, by=sitting.motion("M9"), actor=sitting.clerk, reason="Better."
        )


def test_book_is_searched_by_words_of_the_text_as_it_is_now(policy: Motion) -> None:
    assert list(book.policy_in_force("checklist LONE")) == [policy]
    assert list(book.policy_in_force("checklist zebra")) == []
    assert list(book.policy_in_force("\0")) == [policy]
    assert list(book.policy_in_force(section=policy.section, year=2027)) == [policy]
    assert list(book.policy_in_force(year=2026)) == []


def test_book_takes_a_fixed_number_of_queries(
    policy: Motion, sitting: Sitting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(sitting.clerk)
    client.get("/policy/")
    with recorded_writes():
        sitting.conference.motions.update(state=MotionState.POLICY)
    with django_assert_num_queries(7):
        assert client.get("/policy/").status_code == 200


def test_resolution_is_followed_up_on_its_pages(policy: Motion, sitting: Sitting) -> None:
    address = "/c/NDC27/resolutions/M6/"
    clerk = signed_in(sitting.clerk)
    assert "in the policy book" in clerk.get("/c/NDC27/resolutions/").text
    wrong = clerk.post(f"{address}actions/", {"what": "Write it", "responsible": ""})
    assert wrong.status_code == 422
    assert "Write it" in wrong.text
    asked = {"what": "Write it", "responsible": "Safety Committee"}
    assert clerk.post(f"{address}actions/", asked).status_code == 302
    said = {"text": "Begun.\r\nWell.", "state": "under_way"}
    assert clerk.post(f"{address}actions/1/", said).status_code == 302

    anyone = signed_in(sitting.credential("B11-1").member)
    page = anyone.get(address)
    assert "Begun.<br>Well." in page.text
    assert "Report this" not in page.text
    assert anyone.post(f"{address}actions/", asked).status_code == 409
    assert anyone.get("/c/NDC27/resolutions/").status_code == 403
    assert anyone.get("/c/NDC27/resolutions/M9/").status_code == 404


def test_words_are_certified_and_entered_on_the_page(sitting: Sitting) -> None:
    with recorded_writes():
        sitting.conference.motions.filter(number="M6").update(state=MotionState.CARRIED)
    address = "/c/NDC27/resolutions/M6/certify/"
    clerk, soc_chair = signed_in(sitting.clerk), signed_in(sitting.officers[Office.SOC_CHAIR])
    assert clerk.post(address, {"act": "adopt"}).status_code == 409
    assert soc_chair.post(address, {"act": "certify"}).status_code == 302
    assert clerk.post(address, {"act": "adopt"}).status_code == 302
    assert sitting.motion("M6").standing == MotionState.POLICY


def test_policy_is_rescinded_by_two_thirds_of_conference(policy: Motion, sitting: Sitting) -> None:
    def put(resolution: Motion | None) -> None:
        desk_act(
            conference=sitting.conference,
            actor=sitting.chair,
            key="procedural",
            kind=QuestionKind.RESCIND,
            resolution=resolution,
        )

    with refused("no-resolution"):
        put(None)
    with refused("not-in-force"):
        put(sitting.motion("M9"))
    put(policy)
    question = sitting.question()
    assert question.majority == Majority.TWO_THIRDS_CAST

    sitting.decide(question, *["for"] * 8, *["against"] * 4)

    policy.refresh_from_db()
    assert policy.standing == MotionState.SUPERSEDED
