"""Asking about posts: who was nominated, who stands, who may nominate whom.

posts_listed(conference)              every post, with its nominations, in three queries
post_of(conference, reference)        one post, or Post.DoesNotExist
candidates(post)                      those who stand, in the order of the paper
standing(post)                        how many stand for how many places, and what follows
right_to_nominate(post, member)       for which branches, or as a delegate, or from the desk
people_to_nominate(right, post, words)  whom that person may find by name
asked_of(member)                      the nominations that a member can answer, or stands by
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from conferences.enums import Consent, PaperOrder, PostState, WhoNominates
from conferences.models import Conference, Credential, Nomination, Post
from conferences.nominations import Standing, by_lot, by_surname
from members.enums import BodyKind, Office
from members.models import Body, Member
from members.permissions import COUNTS_THE_VOTES, offices_for
from members.selectors import appointments_in_force

SHORTEST_SEARCH = 2
MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Right:
    """How somebody may nominate for a post: any of these ways, or none of them."""

    branches: tuple[Body, ...] = ()
    credential: Credential | None = None
    at_desk: bool = False

    def at(self, post: Post) -> "Right":
        """Leave the ways in which nominations for a post are made."""
        if post.nominated_by == WhoNominates.BRANCHES:
            return Right(branches=self.branches, at_desk=self.at_desk)
        return Right(credential=self.credential, at_desk=self.at_desk)

    def __bool__(self) -> bool:
        """Say whether there is any way."""
        return bool(self.branches or self.credential or self.at_desk)


def posts_listed(conference: Conference) -> QuerySet[Post]:
    """Give the posts of a conference with their nominations and votes."""
    nominations = Nomination.objects.select_related("nominee__branch", "branch")
    found = conference.posts.select_related("conference", "ballot", "later_asked_by")
    return found.prefetch_related(Prefetch("nominations", queryset=nominations))


def post_of(conference: Conference, reference: str) -> Post:
    """Find a post by its reference, in capitals or not."""
    return posts_listed(conference).get(reference__iexact=reference)


def candidates(post: Post) -> list[Nomination]:
    """Give those who stand, in the order of the paper: as it is, or as it would be now."""
    found = list(post.nominations.all())
    on_paper = [one for one in found if one.paper_number]
    if on_paper:
        return sorted(on_paper, key=lambda one: one.paper_number or 0)
    stand = [one for one in found if one.stands]
    names = [one.nominee.name for one in stand]
    drawn = post.order == PaperOrder.LOT
    order = by_lot(names, post.order_seed) if drawn else by_surname(names)
    return [stand[place] for place in order]


def standing(post: Post) -> Standing:
    """Say how many stand for how many places."""
    stand = [one for one in post.nominations.all() if one.stands]
    return Standing(
        seats=post.seats,
        candidates=tuple(frozenset(one.eligible_for) for one in stand),
        ron=post.ron,
        reserved=post.kept,
    )


def objection_to(member: Member, office: Office, body: Body) -> str:
    """Say why somebody may not come to count votes in a body: they stand in an election there."""
    if office not in COUNTS_THE_VOTES:
        return ""
    stands = member.nominations.filter(
        post__conference__body=body, post__decided_at=None, withdrawn_at=None
    ).exclude(consent=Consent.DECLINED)
    post = stands.exclude(is_valid=False).values_list("post__title", flat=True).first()
    if post is None:
        return ""
    return f"{member.name} is nominated for {post}, and whoever stands counts no votes."


def rights_of(member: Member, conference: Conference) -> Right:
    """Say in which ways a member may nominate at a conference, for one post or another.

    A branch speaks through its secretary and through the leader of its delegation.
    """
    held = appointments_in_force().filter(member=member)
    secretary = held.filter(office=Office.BRANCH_SECRETARY).values("body")
    seats = list(
        conference.credentials.filter(member=member, revoked_at=None).select_related("body")
    )
    leads = [seat.body_id for seat in seats if seat.is_leader]
    branches = Body.objects.filter(Q(pk__in=secretary) | Q(pk__in=leads), kind=BodyKind.BRANCH)
    desk = held.filter(body=conference.body_id, office__in=offices_for("nomination.make"))
    return Right(
        branches=tuple(branches),
        credential=next((seat for seat in seats if seat.may_vote), None),
        at_desk=desk.exists(),
    )


def right_to_nominate(post: Post, member: Member) -> Right:
    """Say in which ways a member may nominate for a post."""
    return rights_of(member, post.conference).at(post)


def people_to_nominate(right: Right, post: Post, words: str) -> Sequence[Member]:
    """Find people by name, or one by their whole membership number.

    A branch finds its own members and the delegates of conference, a delegate the delegates, and
    the desk everyone: nobody may page through the register.
    """
    if not right or len(words.strip()) < SHORTEST_SEARCH:
        return []
    named = Q()
    for word in words.split():
        named &= Q(name__icontains=word)
    found = Member.objects.filter(is_active=True, erased_at=None).select_related("branch")
    if not right.at_desk:
        seated = post.conference.credentials.values("member")
        found = found.filter(Q(pk__in=seated) | Q(branch__in=[body.pk for body in right.branches]))
    who = named | Q(membership_number=words.strip().upper())
    return list(found.filter(who).order_by("name")[:MOST_FOUND])


def posts_due_to_close(at: datetime) -> QuerySet[Post]:
    """Find the posts whose nominations are still open although their deadline has come."""
    due = Post.objects.filter(state=PostState.NOMINATIONS, nominations_close_at__lte=at)
    return due.select_related("conference")


def asked_of(member: Member) -> list[Nomination]:
    """Give the nominations a member can answer now, stands by, or is to hear were found invalid."""
    mine = Nomination.objects.filter(nominee=member, withdrawn_at=None).select_related(
        "post__conference", "post__ballot", "branch"
    )
    return [one for one in mine if one.is_current or one.is_ruled_out]
