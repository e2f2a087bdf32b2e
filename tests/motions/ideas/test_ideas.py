"""A round of ideas on its pages: asked for, shared, rated, hidden, over, taken up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Entry
from audit.store.write_guard import recorded_writes
from members.enums import Office
from members.models import Body, Member
from motions.ideas import acts
from motions.ideas.records import KEPT, forget_whose_they_were
from motions.ideas.selectors import MOST_EACH, outcome, to_rate
from motions.models import Idea, IdeaRating, IdeaRound, Motion
from tests.factories.conferences import Sitting, refused
from tests.factories.members import make_body, make_member, make_officer, signed_in
from tests.factories.trials_of_ideas import make_round

WORDS = "Every workplace has a place to charge a bicycle. It costs little."


@pytest.fixture
def branch(sitting: Sitting) -> Body:
    return make_body(parent=sitting.conference.body)


@pytest.fixture
def asked(sitting: Sitting) -> IdeaRound:
    return make_round(sitting.conference)


def over(asked: IdeaRound, days: int = 1) -> IdeaRound:
    now = timezone.now()
    with recorded_writes():
        IdeaRound.objects.filter(pk=asked.pk).update(
            opens_at=now - timedelta(days=days + 14), closes_at=now - timedelta(days=days)
        )
    asked.refresh_from_db()
    return asked


def shared(asked: IdeaRound, member: Member, words: str = WORDS) -> Idea:
    return acts.idea_share(asked=asked, member=member, words=words)


def test_a_round_from_the_asking_to_a_draft_of_a_branch(sitting: Sitting, branch: Body) -> None:
    code, clerk = sitting.conference.code, sitting.clerk
    now = timezone.localtime()
    answer = signed_in(clerk).post(
        f"/c/{code}/ideas/new/",
        {
            "body": str(sitting.conference.body_id),
            "question": "What next?",
            "opens_at": now.strftime("%Y-%m-%dT%H:%M"),
            "closes_at": (now + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"),
        },
        follow=True,
    )
    assert answer.status_code == 200
    address = f"/c/{code}/ideas/1/"
    writer, reader = make_member("Ada Sharer", branch=branch), make_member(branch=branch)
    signed_in(writer).post(address, {"act": "share", "words": WORDS})
    page = signed_in(reader).get(address).content.decode()
    assert WORDS in page
    assert "Ada Sharer" not in page
    signed_in(reader).post(address, {"act": "rate", "idea": "1", "stars": "4"})
    assert IdeaRating.objects.get().stars == 4
    assert "You have rated 1 idea" in signed_in(reader).get(address).content.decode()

    over(IdeaRound.objects.get())
    secretary = make_officer(Office.BRANCH_SECRETARY, branch)
    page = signed_in(secretary).get(address).content.decode()
    assert "Fewer than 5 ratings" in page
    answer = signed_in(secretary).post(
        address, {"act": "take_up", "idea": "1", "branch": branch.code}, follow=True
    )
    assert answer.status_code == 200
    motion = Motion.objects.get(ideas__number=1)
    assert motion.title == "Every workplace has a place to charge a bicycle"
    assert WORDS in motion.substantive.text
    assert "A branch is drafting" in signed_in(writer).get(address).content.decode()


def test_who_shared_and_who_rated_is_not_in_the_log(asked: IdeaRound, branch: Body) -> None:
    writer, reader = make_member(branch=branch), make_member(branch=branch)
    before = Entry.objects.count()
    acts.idea_rate(idea=shared(asked, writer), member=reader, stars=5)
    assert Entry.objects.count() == before


def test_hidden_idea_is_seen_by_its_writer_alone_with_the_reason(
    sitting: Sitting, asked: IdeaRound, branch: Body
) -> None:
    writer, reader = make_member(branch=branch), make_member(branch=branch)
    idea = shared(asked, writer)
    address = f"/c/{sitting.conference.code}/ideas/{asked.number}/"
    given = {"act": "hide", "idea": "1", "reason": "It names a person"}
    assert signed_in(reader).post(address, given).status_code == 409
    signed_in(sitting.clerk).post(address, given)
    idea.refresh_from_db()
    assert idea.hidden_at
    assert "It names a person" in signed_in(writer).get(address).content.decode()
    assert WORDS not in signed_in(reader).get(address).content.decode()
    with refused("hidden"):
        acts.idea_rate(idea=idea, member=reader, stars=1)
    with refused("hidden"):
        acts.idea_hide(idea=idea, actor=sitting.clerk, reason="Again")
    over(asked)
    assert not outcome(asked)
    with refused("hidden"):
        acts.idea_take_up(
            idea=Idea.objects.select_related("round").get(), branch=branch, actor=writer
        )


def test_sharing_and_rating_refused(asked: IdeaRound, branch: Body) -> None:
    writer, reader = make_member(branch=branch), make_member(branch=branch)
    idea = shared(asked, writer)
    with refused("own-idea"):
        acts.idea_rate(idea=idea, member=writer, stars=5)
    with refused("no-such-rating"):
        acts.idea_rate(idea=idea, member=reader, stars=6)
    with refused("shared-already"):
        shared(asked, reader, WORDS.upper())
    with refused("no-words"):
        shared(asked, reader, "  \n ")
    with refused("too-long"):
        shared(asked, reader, "x" * 401)
    for number in range(MOST_EACH - 1):
        shared(asked, writer, f"Another {number}")
    with refused("enough-ideas"):
        shared(asked, writer, "One too many")
    with refused("round-open"):
        acts.idea_take_up(idea=idea, branch=branch, actor=writer)
    over(asked)
    with refused("round-over"):
        shared(asked, reader, "Too late")
    with refused("round-over"):
        acts.idea_rate(
            idea=Idea.objects.select_related("round__body").get(number=1), member=reader, stars=1
        )


def test_round_of_a_branch_asks_its_own_members_alone(sitting: Sitting, branch: Body) -> None:
    asked = make_round(sitting.conference, branch)
    stranger = make_member(branch=make_body())
    address = f"/c/{sitting.conference.code}/ideas/"
    with refused("not-asked"):
        shared(asked, stranger)
    assert signed_in(stranger).get(f"{address}{asked.number}/").status_code == 403
    assert asked.question not in signed_in(stranger).get(address).content.decode()
    assert asked.question in signed_in(make_member(branch=branch)).get(address).content.decode()


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"act": "share", "words": ""}, 422),
        ({"act": "share", "words": "\0"}, 400),
        ({"act": "rate", "idea": "1"}, 409),
        ({"act": "rate", "idea": "9" * 30, "stars": "1"}, 409),
        ({"act": "rate", "idea": "77", "stars": "1"}, 404),
        ({"act": "hide", "idea": "1", "reason": ""}, 409),
        ({"act": "take_up", "idea": "1", "branch": "B99"}, 409),
        ({"act": "dance"}, 422),
        ({}, 422),
    ],
)
def test_page_refuses_what_makes_no_sense(
    sitting: Sitting, asked: IdeaRound, branch: Body, given: dict[str, str], status: int
) -> None:
    member = signed_in(make_member(branch=branch))
    address = f"/c/{sitting.conference.code}/ideas/{asked.number}/"
    assert member.post(address, given).status_code == status


def test_writers_and_raters_are_forgotten_after_a_while(asked: IdeaRound, branch: Body) -> None:
    writer, reader = make_member(branch=branch), make_member(branch=branch)
    acts.idea_rate(idea=shared(asked, writer), member=reader, stars=3)
    over(asked, days=KEPT.days - 1)
    assert set(forget_whose_they_were().values()) == {0}
    over(asked, days=KEPT.days + 1)
    assert set(forget_whose_they_were().values()) == {1}
    assert Idea.objects.get().member is None
    assert outcome(asked)[0].standing.rated == 1


def test_rating_page_asks_the_database_as_often_for_many_ideas(
    asked: IdeaRound, branch: Body, django_assert_num_queries: object
) -> None:
    reader = make_member(branch=branch)
    for number in range(12):
        shared(asked, make_member(branch=branch), f"Idea of mine {number}")
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(to_rate(asked, reader)) == 3
