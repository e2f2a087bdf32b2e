"""What may be done at the desk of an election, by whom, and when: what its page is made from.

Every act is shown only while it is due, says what follows from it, and ends in a service that
refuses it all the same to anyone else and at any other time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ballots.enums import BallotState
from ballots.services import ballot_review
from conferences import election_forms as forms
from conferences import services
from conferences.candidates import standing
from conferences.enums import PostState
from conferences.models import Nomination, Post
from conferences.nominations import Outlook
from members.enums import Office
from members.models import Member
from members.permissions import MAY

SEES_NOMINATIONS = MAY["post.create"]
AT_DESK = SEES_NOMINATIONS | MAY["post.review"] | MAY["post.open_vote"]


@dataclass(frozen=True, slots=True)
class DeskAct:
    """Something that may be done to a post or to a nomination, while `is_due`."""

    key: str
    label: str | Promise
    hint: str | Promise
    offices: frozenset[Office]
    do: Callable[..., object]
    is_due: Callable[[Any], bool]
    form: type[Any] = forms.NothingForm
    grave: bool = False


def _ballot_in(*states: BallotState) -> Callable[[Post], bool]:
    return lambda post: post.ballot is not None and post.ballot.state in states


def _needs_vote(post: Post) -> bool:
    return standing(post).outlook in (Outlook.CONTESTED, Outlook.CONFIRM)


def _open_vote(*, post: Post, actor: Member, minutes: int) -> object:
    return services.post_vote_open(post=post, actor=actor, window_seconds=60 * minutes)


def _review_vote(*, approve: bool) -> Callable[..., object]:
    def review(*, post: Post, actor: Member, reason: str) -> object:
        assert post.ballot is not None  # noqa: S101 - it is due only where there is one
        return ballot_review(ballot=post.ballot, actor=actor, approve=approve, reason=reason)

    return review


def _with(act: Callable[..., object], **fixed: Any) -> Callable[..., object]:
    return lambda **given: act(**given, **fixed)


POST_ACTS: Sequence[DeskAct] = (
    DeskAct(
        "approve",
        _("Approve the post"),
        _("You are the second person. Nominations can then begin."),
        MAY["post.review"],
        _with(services.post_review, approve=True),
        lambda post: post.state == PostState.UNDER_REVIEW,
        forms.ReasonedForm,
    ),
    DeskAct(
        "refuse",
        _("Refuse the post"),
        _("It will not be elected here."),
        MAY["post.review"],
        _with(services.post_review, approve=False),
        lambda post: post.state == PostState.UNDER_REVIEW,
        forms.ReasonedForm,
        grave=True,
    ),
    DeskAct(
        "confirm-later",
        _("Confirm the later deadline"),
        _("Only somebody other than the one who asked."),
        MAY["post.confirm_later_close"],
        services.post_confirm_later_close,
        lambda post: post.later_close_at is not None and post.takes_nominations,
    ),
    DeskAct(
        "drop-later",
        _("Leave the deadline as it is"),
        _("The request lapses."),
        MAY["post.confirm_later_close"],
        _with(services.post_confirm_later_close, confirm=False),
        lambda post: post.later_close_at is not None,
    ),
    DeskAct(
        "ask-later",
        _("Ask for a later deadline"),
        _("A second person confirms it. A deadline is only ever moved later."),
        MAY["post.ask_later_close"],
        services.post_ask_later_close,
        lambda post: (
            post.state == PostState.NOMINATIONS and not post.is_over and not post.later_close_at
        ),
        forms.LaterForm,
    ),
    DeskAct(
        "close",
        _("Close nominations"),
        _("The deadline has passed. All candidates are then shown to everyone at once."),
        MAY["post.close_nominations"],
        services.nominations_close,
        lambda post: post.state == PostState.NOMINATIONS and post.is_over,
    ),
    DeskAct(
        "declare",
        _("Declare the result without a vote"),
        _("It is final: those who stand are elected, and what is left is vacant."),
        MAY["post.declare_unopposed"],
        services.post_declare_unopposed,
        lambda post: post.state == PostState.CLOSED and not _needs_vote(post),
    ),
    DeskAct(
        "put",
        _("Put it to the vote"),
        _("The paper is made as shown, and who stands is fixed. The vote opens after that."),
        MAY["post.put_to_vote"],
        services.post_put_to_vote,
        lambda post: (
            (post.state == PostState.CLOSED or _ballot_in(BallotState.VOIDED)(post))
            and _needs_vote(post)
        ),
    ),
    DeskAct(
        "approve-vote",
        _("Approve the vote"),
        _("You are the second person: words on the paper ask for one."),
        MAY["ballot.approve"],
        _review_vote(approve=True),
        _ballot_in(BallotState.UNDER_REVIEW),
        forms.ReasonedForm,
    ),
    DeskAct(
        "open",
        _("Open the vote"),
        _("To every delegate who may vote, one paper each, in the hall or not."),
        MAY["post.open_vote"],
        _open_vote,
        _ballot_in(BallotState.READY),
        forms.OpenVoteForm,
    ),
)


def _before_the_paper(nomination: Nomination) -> bool:
    return nomination.post.state in (PostState.NOMINATIONS, PostState.CLOSED)


NOMINATION_ACTS: Sequence[DeskAct] = (
    DeskAct(
        "invalid",
        _("Find it invalid"),
        "",
        MAY["nomination.rule_on"],
        _with(services.nomination_rule_on, valid=False),
        lambda one: _before_the_paper(one) and one.is_valid is not False and not one.withdrawn_at,
        forms.ReasonedForm,
        grave=True,
    ),
    DeskAct(
        "valid",
        _("Find it valid after all"),
        "",
        MAY["nomination.rule_on"],
        _with(services.nomination_rule_on, valid=True),
        lambda one: _before_the_paper(one) and one.is_valid is False and not one.is_late,
        forms.ReasonedForm,
    ),
    DeskAct(
        "withdraw",
        _("Enter that they withdraw"),
        "",
        MAY["nomination.withdraw"],
        services.nomination_withdraw,
        lambda one: (
            not one.withdrawn_at
            and one.is_live
            and one.post.state != PostState.UNOPPOSED
            and not _ballot_in(BallotState.DECLARED, BallotState.VOIDED)(one.post)
        ),
        forms.ReasonedForm,
        grave=True,
    ),
)


def acts_on_post(post: Post, offices: frozenset[Office]) -> list[DeskAct]:
    """Give what the holder of these offices may do to a post now."""
    return [act for act in POST_ACTS if act.offices & offices and act.is_due(post)]


def acts_on_nomination(nomination: Nomination, offices: frozenset[Office]) -> list[DeskAct]:
    """Give what the holder of these offices may do to a nomination now."""
    return [act for act in NOMINATION_ACTS if act.offices & offices and act.is_due(nomination)]
