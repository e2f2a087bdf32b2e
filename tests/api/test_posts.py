"""Posts over the API: numbers for anyone, candidates for members once nominations are closed."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from conferences.services import statement_write
from tests.api.asking import get, problem
from tests.factories.elections import Field, make_field
from tests.pages.halls import make_hall

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]
POSTS = "conferences/NDC27/posts/"


@pytest.fixture
def field() -> Field:
    return make_field(make_hall())


def test_posts_are_listed_with_how_many_are_nominated(client: Client, field: Field) -> None:
    field.stands("Ann Umber")
    (post,) = get(client, POSTS)
    assert (post["reference"], post["seats"], post["rule"]) == ("E1", 3, "ers97")
    assert (post["nominated"], post["candidates"], post["outlook"]) == (1, None, "")
    field.close()
    post = get(client, f"{POSTS}E1/")
    assert post["candidates"] == 1
    assert post["outlook"] == "1 candidate for 3 places: elected unopposed, two places vacant."
    assert "Umber" not in str(post)
    assert get(client, f"{POSTS}e1/") == post


def test_candidates_are_for_members_and_come_all_at_once(client: Client, field: Field) -> None:
    for name in ("Bo Vale", "Ann Umber"):
        one = field.stands(name)
        statement_write(nomination=one, actor=one.nominee, text=f"I am {name}.")
    address = f"{POSTS}E1/candidates/"
    assert client.get(f"/api/v1/{address}").status_code in (401, 403)
    member = field.hall.as_(field.leader)
    assert get(member, address) == []
    field.close()
    assert [(one["name"], one["statement"]) for one in get(member, address)] == [
        ("Ann Umber", "I am Ann Umber."),
        ("Bo Vale", "I am Bo Vale."),
    ]


def test_a_post_that_the_guard_holds_back_is_not_found(client: Client) -> None:
    make_field(make_hall(), title="Observer of the Executive")
    assert get(client, POSTS) == []
    problem(client.get(f"/api/v1/{POSTS}E1/"), 404, "not-found")
    problem(client.get("/api/v1/conferences/NOWHERE/posts/"), 404, "not-found")


@pytest.mark.parametrize("posts", [1, 3])
def test_posts_are_listed_in_as_many_queries_for_one_as_for_three(
    client: Client, posts: int, field: Field, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, posts):
        make_field(field.hall, clerk=field.clerk, reference=f"E{number + 1}").stands(
            f"Ann {number}"
        )
    with django_assert_num_queries(3):  # the conference; its posts; their nominations
        assert len(get(client, POSTS)) == posts
