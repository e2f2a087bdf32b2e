"""The three elections of the sample file, as they are once it is loaded."""

from typing import Any

import pytest

from conferences.candidates import candidates, posts_listed, standing
from conferences.enums import PostState
from conferences.models import Conference, Nomination, Post
from conferences.nominations import Outlook
from conferences.reading import UnreadableDocumentError
from motions.loading.loading import file_load
from tests.factories.conferences import as_file, make_conference, sample_document, small_document

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def elections() -> list[dict[str, Any]]:
    return sample_document()["elections"]  # type: ignore[no-any-return]


def load(elections: list[dict[str, Any]]) -> Conference:
    """Load the small conference with these elections, candidates from branches that it has."""
    homes = ("B05", "B06", "B08", "B11", "B12", "B13", "B16")

    def change(document: dict[str, Any]) -> None:
        document["elections"] = [
            row
            | {
                "candidates": [
                    each | {"branch": homes[place % len(homes)]}
                    for place, each in enumerate(row["candidates"])
                ]
            }
            for row in elections
        ]

    return make_conference(change)


def test_sample_elections_wait_to_be_put_to_the_vote(elections: list[dict[str, Any]]) -> None:
    first, second, third = posts_listed(load(elections))
    assert [post.state for post in (first, second, third)] == [PostState.CLOSED] * 3
    assert (first.rule, first.seats, first.ron, standing(first).outlook) == (
        "ers97",
        3,
        True,
        Outlook.CONTESTED,
    )
    assert (second.rule, second.seats, second.reserved) == (
        "plurality",
        4,
        [{"tag": "women", "seats": 2}],
    )
    assert (third.rule, standing(third).outlook) == ("plurality", Outlook.CONFIRM)
    assert third.guard_basis.startswith("The file")
    assert [one.nominee.name for one in candidates(first)] == [
        "Celeste Adeyemi-Ward",
        "Ottoline Braddock",
        "Fergus Nairnside",
        "Yusuf Rahmani-Cole",
        "Bronwen Tallis",
    ]
    women = [one for one in candidates(second) if one.eligible_for == ["women"]]
    assert len(women) == 4
    assert all(one.statement for one in candidates(first))


def test_candidates_of_the_file_who_have_a_seat_are_the_same_people(
    elections: list[dict[str, Any]],
) -> None:
    conference = load(elections)
    crake = Nomination.objects.get(nominee__name="Jaswinder Crake")
    assert conference.credentials.filter(member=crake.nominee).exists()


def test_nothing_is_loaded_of_a_file_whose_election_is_statutory() -> None:
    document = small_document()
    document["elections"] = [
        {"id": "E9", "title": "Treasurer", "seats": 1, "method": "av", "statutory": True}
    ]
    with pytest.raises(UnreadableDocumentError, match="statutory election cannot be held here"):
        file_load(content=as_file(document))
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"method": "first past the post"}, "must be one of"),
        ({"method": "av", "seats": 3}, "fills one place"),
        ({"reserved": "some for women"}, "at least so many"),
        ({"id": "E 1"}, "letters, digits and hyphens"),
        ({"candidates": [{"name": "A B", "branch": "B99"}]}, "must be one of"),
        ({"candidates": [{"name": "A B", "branch": "B05"}] * 2}, "comes 2 times"),
        ({"nominations_open": "2027-01-02T00:00:00+00:00"}, "nominations_close: is missing"),
    ],
)
def test_what_is_wrong_with_an_election_in_a_file_is_said(
    change: dict[str, Any], problem: str
) -> None:
    document = small_document()
    document["elections"] = [
        {"id": "E1", "title": "Trustees", "seats": 2, "method": "stv"} | change
    ]
    with pytest.raises(UnreadableDocumentError, match=problem):
        file_load(content=as_file(document))


def test_a_real_file_names_its_candidates_among_its_people() -> None:
    document = small_document()
    document["union"]["sample"] = False
    document["elections"] = [
        {
            "id": "E1",
            "title": "Trustees",
            "seats": 2,
            "method": "stv",
            "candidates": [{"name": "Nobody Known", "branch": "B05"}],
        }
    ]
    with pytest.raises(UnreadableDocumentError, match="Nobody Known, a candidate in E1, is not"):
        file_load(content=as_file(document))
