"""Posts for tests, made by the same services as in life.

field = make_field(hall)              # a post for three places, nominations open for two days
ann = field.nominate("Ann Umber")     # by the first branch
field.stands("Ann Umber")             # nominated, and consents
field.close()                         # once the deadline has come
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from ballots.guard import Attestation
from conferences import services
from conferences.enums import WhoNominates
from conferences.models import Nomination, Post
from members.enums import Office
from members.models import Body, Member
from tests.factories.members import make_member, make_officer
from tests.pages.halls import Hall


@dataclass
class Field:
    """A post in a hall, with those who set it up and who nominate."""

    hall: Hall
    clerk: Member
    reference: str

    @property
    def post(self) -> Post:
        """The post as it is now."""
        return Post.objects.select_related("conference", "ballot").get(
            conference=self.hall.conference, reference=self.reference
        )

    @property
    def officer(self) -> Member:
        return self.hall.returning_officer

    @property
    def leader(self) -> Member:
        """The lead delegate of the first branch, who sends its nominations."""
        return self.hall.delegate

    @property
    def branch(self) -> Body:
        return self.hall.branches[0]

    def nominate(self, who: str | Member, **facts: Any) -> Nomination:
        nominee = make_member(who, branch=self.branch) if isinstance(who, str) else who
        by_branch = self.post.nominated_by == WhoNominates.BRANCHES
        return services.nomination_make(
            **{
                "post": self.post,
                "nominee": nominee,
                "actor": self.leader,
                "branch": self.branch if by_branch else None,
                **facts,
            }
        )

    def stands(self, who: str | Member, *eligible_for: str) -> Nomination:
        nomination = self.nominate(who)
        return services.nomination_consent(
            nomination=nomination, actor=nomination.nominee, eligible_for=eligible_for
        )

    def after_the_deadline(self) -> time_machine.travel:
        return time_machine.travel(self.post.nominations_close_at + timedelta(seconds=1))

    def close(self) -> Post:
        with self.after_the_deadline():
            return services.nominations_close(post=self.post, actor=None)


def make_field(hall: Hall, *, clerk: Member | None = None, **facts: Any) -> Field:
    now = timezone.now()
    clerk = clerk or make_officer(Office.CLERK, hall.conference.body, "Hester Quillfeather")
    post = services.post_create(
        **{
            "conference": hall.conference,
            "actor": clerk,
            "reference": "E1",
            "title": "Standing Orders Committee 2027-28",
            "duties": "Settles the order of business and what is in order.",
            "seats": 3,
            "rule": "ers97",
            "ron": False,
            "class_code": "NON_S46_OFFICE",
            "attestation": Attestation.all_no(),
            "guard_basis": "Its members neither sit on the executive nor attend it.",
            "nominations_open_at": now - timedelta(hours=1),
            "nominations_close_at": now + timedelta(days=2),
            **facts,
        }
    )
    return Field(hall, clerk, post.reference)
