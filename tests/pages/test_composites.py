"""The pages of compositing, as they work without JavaScript and for each who may look."""

import pytest
from django.test import Client

from motions.composites.consenting import composite_agree
from motions.composites.dispositions import dispositions
from motions.composites.grouping import group_propose
from motions.composites.selectors import text_put
from motions.models import CompositeGroup
from motions.states import MotionState
from tests.factories.composites import Compositing, make_compositing
from tests.pages.halls import Hall

pytestmark = pytest.mark.django_db

LIST = "/c/NDC27/composites/"
PAGE = "/c/NDC27/composites/A/"
DESK = "/c/NDC27/composites/A/desk/"


@pytest.fixture
def scene(hall: Hall) -> Compositing:
    return make_compositing(hall)


@pytest.fixture
def grouped(scene: Compositing) -> Compositing:
    group_propose(
        conference=scene.hall.conference,
        actor=scene.clerk,
        motions=list(scene.motions),
        title="A maximum working temperature",
    )
    return scene


def press(client: Client, address: str, **fields: object) -> tuple[int, str]:
    answer = client.post(address, {"step": step(), **fields}, follow=True)
    return answer.status_code, answer.content.decode()


def step() -> int:
    last = CompositeGroup.objects.get(letter="A").drafts.order_by("-number").first()
    return last.number if last else 0


def put_to_branches(scene: Compositing) -> Client:
    clerk = scene.hall.as_(scene.clerk)
    press(clerk, DESK, all_of="M2")
    press(clerk, DESK, place="M3@1:1.2", to="1")
    first, second = scene.hall.branches
    status, page = press(clerk, DESK, act="propose", mover=first.pk, seconder=second.pk)
    assert status == 200, page
    return clerk


def test_committee_groups_two_motions_on_the_page(scene: Compositing) -> None:
    clerk = scene.hall.as_(scene.clerk)
    fields = {"title": "Heat", "motions": [motion.pk for motion in scene.motions], "act": "group"}
    assert "is proposed" in clerk.post(LIST, fields, follow=True).content.decode()
    again = clerk.post(LIST, fields | {"motions": [scene.motions[0].pk]})
    assert again.status_code == 409  # refused by name: it is in a group already
    assert "Heat" in again.content.decode()


def test_group_is_public_and_its_words_are_not_until_agreed(grouped: Compositing) -> None:
    put_to_branches(grouped)
    stranger = grouped.hall.as_(None)
    page = stranger.get(PAGE).content.decode()
    assert "A maximum working temperature" in page
    assert "decks are hot" not in page
    assert stranger.get(DESK).status_code == 302
    assert grouped.hall.as_(grouped.hall.delegate).get(DESK).status_code == 403
    officer = grouped.hall.as_(grouped.officers[1])
    assert "decks are hot" in officer.get(PAGE).content.decode()
    assert officer.get(DESK).status_code == 200
    assert press(officer, DESK, place="M3@1:1.1", to="1")[0] == 403


def test_desk_keeps_what_was_typed_when_somebody_else_was_first(grouped: Compositing) -> None:
    clerk = grouped.hall.as_(grouped.clerk)
    press(clerk, DESK, all_of="M2")
    late = clerk.post(DESK, {"step": 0, "act": "say", "words": "My <b>own words", "to": "1"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "My &lt;b&gt;own words" in page
    assert "Hester Quillfeather changed the composite" in page


@pytest.mark.parametrize(
    "fields",
    [
        {"act": "move", "at": "9.9", "to": "1"},
        {"act": "cut", "at": "1.1", "count": "99999999999999999999"},
        {"act": "reword", "at": "1.1", "words": "turned \u202e round"},
        {"act": "say", "to": "1", "words": "long " * 20_000},
        {"place": "M9@1:1.1", "to": "1"},
        {"place": "x" * 400, "to": "1"},
        {"act": "point", "paragraph": "77"},
        {"act": "undo", "step": "999999999"},
    ],
    ids=range(8),
)
def test_desk_refuses_in_words_what_makes_no_sense(
    grouped: Compositing, fields: dict[str, str]
) -> None:
    clerk = grouped.hall.as_(grouped.clerk)
    press(clerk, DESK, all_of="M2")
    status, page = press(clerk, DESK, **fields)
    assert status == 409
    assert 'role="alert"' in page


def test_branches_agree_and_the_composite_shows_where_its_words_are_from(
    grouped: Compositing,
) -> None:
    put_to_branches(grouped)
    group = CompositeGroup.objects.get(letter="A")
    text = text_put(group)
    assert text
    for officer, branch in zip(grouped.officers, grouped.hall.branches, strict=True):
        page = grouped.hall.as_(officer).get(PAGE).content.decode()
        assert f"Does {branch.name} agree?" in page
        composite_agree(
            group=group, actor=officer, branch=branch, version=text.version, sha256=text.sha256
        )
    stranger = grouped.hall.as_(None)
    page = stranger.get("/c/NDC27/motions/CA/").content.decode()
    assert "Where its words come from" in page
    source = stranger.get("/c/NDC27/motions/M3/").content.decode()
    assert "Where its words live on" in source
    assert "Not carried over" in source
    assert "Composite A" in stranger.get("/c/NDC27/dispositions/").content.decode()
    browser = grouped.hall.as_(grouped.officers[0])
    fields = {"act": "break_up", "branch": grouped.hall.branches[0].code, "reason": "Not ours"}
    assert "is broken up" in browser.post(PAGE, fields, follow=True).content.decode()
    grouped.motions[0].refresh_from_db()
    assert grouped.motions[0].standing == MotionState.IN_ORDER


def test_decline_asks_for_a_reason_and_takes_it_in_paragraphs(grouped: Compositing) -> None:
    officer = grouped.hall.as_(grouped.officers[0])
    fields = {"act": "decline", "branch": grouped.hall.branches[0].code, "reason": ""}
    assert officer.post(PAGE, fields).status_code == 422
    other = fields | {"branch": grouped.hall.branches[1].code, "reason": "For them"}
    assert officer.post(PAGE, other).status_code == 404
    long = officer.post(PAGE, fields | {"reason": "Too thin.\r\nAnd too late."}, follow=True)
    assert "has declined" in long.content.decode()


def test_dispositions_take_a_fixed_number_of_queries(
    grouped: Compositing, django_assert_num_queries
) -> None:
    with django_assert_num_queries(3):
        words = {row.number: row.words for row in dispositions(grouped.hall.conference)}
    assert words["M2"] == "Proposed for composite A"
    assert words["M1"] == "Stands"


def test_no_such_composite(scene: Compositing) -> None:
    assert scene.hall.as_(None).get("/c/NDC27/composites/ZZZZZ/").status_code == 404
