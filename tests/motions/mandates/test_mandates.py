import pytest
from django.urls import reverse

from audit.models import Entry
from audit.refusal import Refusal
from members.enums import Office
from members.models import Member
from motions.mandates.giving import FREE, Instruction, mandates_give
from motions.mandates.reading import mandates_told
from motions.models import Mandate
from tests.factories.members import make_member, make_officer, signed_in
from tests.pages.halls import Hall, make_hall

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return make_hall(branches=2, delegates=1, motions=2)


@pytest.fixture
def secretary(hall: Hall) -> Member:
    return make_officer(Office.BRANCH_SECRETARY, hall.branches[0], "Branch Secretary")


def give(hall: Hall, secretary: Member, choice: str = "for", words: str = "") -> list[Mandate]:
    return mandates_give(
        conference=hall.conference,
        body=hall.branches[0],
        actor=secretary,
        given={hall.motion: Instruction(choice, words)},
    )


def address(hall: Hall) -> str:
    return reverse("motions:mandates", args=[hall.conference.code, hall.branches[0].code])


def test_mandate_is_told_to_the_branch_and_to_no_other(hall: Hall, secretary: Member) -> None:
    give(hall, secretary, words="if the amendment is carried")
    ours, others = (mandates_told(each) for each in hall.credentials)
    assert [(each.subject, each.label, each.words) for each in ours] == [
        (hall.motion.log_name, "For", "if the amendment is carried")
    ]
    assert not others


def test_log_holds_no_choice_of_a_mandate(hall: Hall, secretary: Member) -> None:
    give(hall, secretary, "against", "whatever the chair says")
    leaf = bytes(Entry.objects.get(kind="mandate.given").leaf).decode()
    assert "against" not in leaf
    assert "whatever" not in leaf


def test_mandate_given_again_takes_the_place_of_the_first(hall: Hall, secretary: Member) -> None:
    give(hall, secretary, "against")
    give(hall, secretary, FREE)
    assert Mandate.objects.get().choice == FREE


def test_mandate_is_refused_when_nothing_changes(hall: Hall, secretary: Member) -> None:
    give(hall, secretary)
    with pytest.raises(Refusal) as refusal:
        give(hall, secretary)
    assert refusal.value.code == "nothing-new"


def test_mandate_is_refused_once_the_motion_is_decided(hall: Hall, secretary: Member) -> None:
    hall.decide_the_motion()
    hall.motion.refresh_from_db()
    with pytest.raises(Refusal) as refusal:
        give(hall, secretary)
    assert refusal.value.code == "decided"


def test_mandate_is_refused_for_a_choice_that_is_none(hall: Hall, secretary: Member) -> None:
    with pytest.raises(Refusal) as refusal:
        give(hall, secretary, "maybe")
    assert refusal.value.code == "no-such-choice"


def test_officer_enters_the_mandates_of_the_branch_on_one_page(
    hall: Hall, secretary: Member
) -> None:
    client = signed_in(secretary)
    answer = client.post(
        address(hall), {"M1-choice": "abstain", "M2-choice": "", "M2-words": ""}, follow=True
    )
    assert "1 mandate entered" in answer.text
    assert Mandate.objects.get().choice == "abstain"


def test_words_too_long_for_a_mandate_are_given_back(hall: Hall, secretary: Member) -> None:
    answer = signed_in(secretary).post(address(hall), {"M1-choice": "for", "M1-words": "x" * 301})
    assert answer.status_code == 422
    assert "x" * 301 in answer.text


@pytest.mark.parametrize("motions", [1, 3])
def test_page_of_mandates_asks_as_often_for_one_motion_as_for_three(
    motions: int, db: None, django_assert_max_num_queries: object
) -> None:
    hall = make_hall(branches=1, delegates=1, motions=motions)
    secretary = make_officer(Office.BRANCH_SECRETARY, hall.branches[0], "Branch Secretary")
    client = signed_in(secretary)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        client.get(address(hall))


def test_nobody_else_opens_a_branch_s_page_of_mandates(hall: Hall) -> None:
    assert signed_in(make_member("Visitor")).get(address(hall)).status_code == 403
    assert hall.as_(hall.chair).get(address(hall)).status_code == 403


def test_mandate_stands_beside_the_vote_of_the_branch_s_delegate_alone(
    hall: Hall, secretary: Member
) -> None:
    give(hall, secretary, "against")
    hall.put_the_motion()
    hall.press("open_vote")
    ours = hall.as_(hall.credentials[0].member).get("/c/NDC27/now/").text
    others = hall.as_(hall.credentials[1].member).get("/c/NDC27/now/").text
    assert "Your branch's mandate on Motion 1" in ours
    assert "mandate" not in others.lower()
