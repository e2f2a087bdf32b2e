"""Posts: set up past the guard, nominations closed, and those decided that need no vote.

Sources: guide 2.9 (the guard), 3.8 (two people change a closing time), R24.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from audit.refusal import Refusal
from ballots.counting.contest import Reserved
from ballots.guard import EFFECTIVE_ON, Attestation, Verdict, assess
from ballots.services.insisting import SHORTEST_REASON
from conferences.candidates import candidates, standing
from conferences.enums import PaperOrder, PostState, WhoNominates
from conferences.models import Conference, Nomination, Post
from conferences.nominations import Outlook, Standing
from conferences.rules import acting
from conferences.services.numbering import in_words
from conferences.voting_rules import faults
from members.models import Member

OF_OFFICES = frozenset({"NON_S46_OFFICE", "BRANCH_OFFICE"})
LONGEST_STATEMENT = 1_000  # words


def post_create(
    *,
    conference: Conference,
    actor: Member | None,
    reference: str,
    title: str,
    duties: str,
    seats: int,
    rule: str,
    ron: bool,
    class_code: str,
    attestation: Attestation,
    guard_basis: str,
    nominations_open_at: datetime,
    nominations_close_at: datetime,
    nominated_by: str = WhoNominates.BRANCHES,
    reserved: Sequence[Reserved] = (),
    statement_words: int = 150,
    order: str = PaperOrder.SURNAME,
    order_seed: str = "",
    is_secret: bool = False,
) -> Post:
    """Set up a post, if the statutory guard allows it: an election under s.46 is refused at once.

    Where the guard asks for a second person, nobody is nominated until they have approved it. The
    seed of a paper's order by lot is fixed here, before anybody knows who will stand. Of one that
    `is_secret` papers are encrypted in each voter's own browser.
    """
    with acting(actor, conference, "post.create") as log:
        assessment = assess(class_code, attestation, title=title, question=duties)
        if assessment.verdict is Verdict.BLOCK or class_code not in OF_OFFICES:
            raise Refusal(
                f"guard-{assessment.code or 'not-an-office'}",
                " ".join(assessment.reasons)
                or f"{assessment.ballot_class.what}: it is not an election to a post.",
                rule=assessment.ballot_class.law,
                record="post.refused",
                subject=conference.log_name,
                facts={
                    "class_code": assessment.ballot_class.code,
                    "verdict": str(assessment.verdict),
                    "table_of": EFFECTIVE_ON.isoformat(),
                },
                personal={"title": title[:200]},
            )
        if not title.strip() or not duties.strip():
            raise Refusal("post-unnamed", "Name the post, and say in a sentence what it is for.")
        if conference.posts.filter(reference__iexact=reference.strip()).exists():
            raise Refusal("reference-taken", f"There is a post {reference} already.")
        _insist_on_places(seats, reserved)
        if wrong := faults(rule, seats=seats, ron=ron, reserved=bool(reserved)):
            raise Refusal("rule-does-not-fit", " ".join(wrong))
        if len(guard_basis.strip()) < SHORTEST_REASON:
            raise Refusal(
                "basis-missing", "Say in words why the post is none that section 46 covers."
            )
        _insist_on_times(nominations_open_at, nominations_close_at, from_file=actor is None)
        if not 1 <= statement_words <= LONGEST_STATEMENT:
            raise Refusal("statement-length", "A statement may have from 1 to 1,000 words.")
        reviewed = assessment.verdict is Verdict.REVIEW
        drawn = order == PaperOrder.LOT
        post = Post.objects.create(
            conference=conference,
            reference=reference.strip(),
            title=title.strip(),
            duties=duties.strip(),
            seats=seats,
            rule=rule,
            ron=ron,
            is_secret=is_secret,
            reserved=[{"tag": each.tag, "seats": each.seats} for each in reserved],
            class_code=class_code,
            attestation=attestation.as_record(),
            assessment={
                "verdict": str(assessment.verdict),
                "reasons": list(assessment.reasons),
                "table_of": EFFECTIVE_ON.isoformat(),
            },
            guard_basis=guard_basis.strip(),
            nominated_by=nominated_by,
            nominations_open_at=nominations_open_at,
            nominations_close_at=nominations_close_at,
            statement_words=statement_words,
            order=order,
            order_seed=(order_seed.strip() or secrets.token_hex(16)) if drawn else "",
            state=PostState.UNDER_REVIEW if reviewed else PostState.NOMINATIONS,
            created_by=actor,
        )
        log.record(
            "post.created",
            subject=post,
            seats=seats,
            rule=rule,
            ron=ron,
            secret=is_secret,
            reserved=post.reserved,
            class_code=class_code,
            verdict=str(assessment.verdict),
            answers=post.attestation,
            table_of=EFFECTIVE_ON.isoformat(),
            nominated_by=str(nominated_by),
            nominations_open_at=_said(nominations_open_at),
            nominations_close_at=_said(nominations_close_at),
            statement_words=statement_words,
            order=str(order),
            order_seed=post.order_seed,
            personal={
                "title": post.title,
                "duties": post.duties,
                "guard_basis": post.guard_basis,
            },
        )
    return post


def post_review(*, post: Post, actor: Member, approve: bool, reason: str) -> Post:
    """Approve or refuse a post that the guard held back: a second person, in writing."""
    with acting(actor, post.conference, "post.review") as log:
        post = held(post)
        if post.state != PostState.UNDER_REVIEW:
            raise Refusal("not-under-review", "This post does not wait for a second person.")
        if post.created_by_id == actor.pk:
            raise Refusal(
                "own-review",
                "A second person must review this: not the one who set it up.",
                rule="guide 2.9, rule 3",
                record="post.refused",
                subject=post.log_name,
            )
        post.review_reason, post.reviewed_by = in_words(reason), actor
        post.state = PostState.NOMINATIONS if approve else PostState.REFUSED
        post.save(update_fields=["state", "reviewed_by", "review_reason"])
        log.record(
            "post.approved" if approve else "post.rejected",
            subject=post,
            attested=True,
            personal={"reason": post.review_reason},
        )
    return post


def post_ask_later_close(*, post: Post, actor: Member, until: datetime, reason: str) -> Post:
    """Ask that nominations close later. It takes a second person to do it (guide 3.8)."""
    with acting(actor, post.conference, "post.ask_later_close") as log:
        post = held(post)
        insist_not_nominated(post, actor)
        _insist_on_time_left(post)
        if until <= post.nominations_close_at:
            raise Refusal(
                "never-sooner", "Nominations can close later than announced, never sooner."
            )
        post.later_close_at, post.later_asked_by = until, actor
        post.later_reason = in_words(reason)
        post.save(update_fields=["later_close_at", "later_asked_by", "later_reason"])
        log.record(
            "post.later_close_asked",
            subject=post,
            until=_said(until),
            personal={"reason": post.later_reason},
        )
    return post


def post_confirm_later_close(*, post: Post, actor: Member, confirm: bool = True) -> Post:
    """Close nominations later, as somebody else has asked; or let it be."""
    with acting(actor, post.conference, "post.confirm_later_close") as log:
        post = held(post)
        insist_not_nominated(post, actor)
        if post.later_close_at is None:
            raise Refusal("nothing-asked", "Nobody has asked for more time.")
        before, until = post.nominations_close_at, post.later_close_at
        if confirm:
            _insist_on_time_left(post)
            if post.later_asked_by_id == actor.pk:
                raise Refusal(
                    "own-request",
                    "A second person must confirm this: not the one who asked for it.",
                    rule="guide 3.8, two-person rules",
                    record="act.refused",
                    subject=post.log_name,
                )
            post.nominations_close_at = until
        post.later_close_at = post.later_asked_by = None
        post.save()
        log.record(
            "post.close_extended" if confirm else "post.later_close_declined",
            subject=post,
            attested=True,
            before=_said(before),
            until=_said(until),
        )
    return post


def nominations_close(*, post: Post, actor: Member | None) -> Post:
    """Close nominations at the deadline, and say what comes of them. `actor=None` is the clock."""
    with acting(actor, post.conference, "post.close_nominations") as log:
        post = held(post)
        if post.state != PostState.NOMINATIONS:
            raise Refusal("not-open", "Nominations for this post are not open.")
        if not post.is_over:
            until = timezone.localtime(post.nominations_close_at).strftime("%-d %B, %H:%M")
            raise Refusal("still-open", f"Nominations stay open until {until}.", rule="guide R25")
        post.state, post.closed_at = PostState.CLOSED, timezone.now()
        post.later_close_at = post.later_asked_by = None
        post.save()
        stands = standing(post)
        log.record(
            "post.nominations_closed",
            subject=post,
            nominations=post.nominations.count(),
            late=sum(one.is_late for one in post.nominations.all()),
            **_outcome(stands),
        )
    return post


def post_declare_unopposed(*, post: Post, actor: Member) -> Post:
    """Declare who is elected where nobody stands against them, and which places stay vacant."""
    with acting(actor, post.conference, "post.declare_unopposed") as log:
        post = held(post)
        insist_not_nominated(post, actor)
        if post.state != PostState.CLOSED:
            raise Refusal("not-closed", "Nominations have to be closed first.")
        stands = standing(post)
        if stands.outlook not in (Outlook.UNOPPOSED, Outlook.NOBODY):
            raise Refusal("needs-a-vote", stands.sentence)
        for number, one in enumerate(candidates(post), start=1):
            one.paper_number = number
            one.save(update_fields=["paper_number"])
        post.state, post.decided_at = PostState.UNOPPOSED, timezone.now()
        post.save(update_fields=["state", "decided_at"])
        elected = {f"elected {one.paper_number}": one.nominee.name for one in candidates(post)}
        log.record(
            "post.declared_unopposed",
            subject=post,
            attested=True,
            personal=elected,
            **_outcome(stands),
        )
    return post


def insist_not_nominated(post: Post, actor: Member | None) -> None:
    """Refuse whoever is nominated for a post to do anything about it in office (guide 3.8).

    Somebody who was named without being asked declines, or withdraws, and is free to act again.
    """
    mine = Nomination.objects.filter(post=post, nominee=actor).select_related("post")
    if actor and any(one.is_current for one in mine):
        raise Refusal(
            "candidate",
            "You are nominated for this post, so somebody else has to do this.",
            rule="guide 3.8",
            record="act.refused",
            subject=post.log_name,
        )


def held(post: Post) -> Post:
    """Take the post's row for an act, with its conference."""
    found = Post.objects.select_related("conference").select_for_update(of=("self",))
    return found.get(pk=post.pk)


def _outcome(stands: Standing) -> dict[str, Any]:
    return {
        "outlook": str(stands.outlook),
        "candidates": len(stands.candidates),
        "seats": stands.seats,
        "vacancies": stands.vacancies,
    }


def _insist_on_places(seats: int, reserved: Sequence[Reserved]) -> None:
    try:
        Standing(seats, (), reserved=tuple(reserved))
    except ValueError as error:
        raise Refusal("places-impossible", str(error)) from None
    if len({each.tag for each in reserved}) < len(reserved):
        raise Refusal("places-impossible", "Name each group for which places are kept once.")


def _insist_on_times(opens: datetime, closes: datetime, *, from_file: bool) -> None:
    if closes <= opens:
        raise Refusal("closes-before-it-opens", "Nominations close after they open.")
    if closes <= timezone.now() and not from_file:
        raise Refusal("closes-in-the-past", "Nominations cannot close in the past.")


def _insist_on_time_left(post: Post) -> None:
    if post.state != PostState.NOMINATIONS or post.is_over:
        raise Refusal(
            "deadline-passed", "The deadline has passed: it can be moved only before it comes."
        )


def _said(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
