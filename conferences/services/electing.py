"""From the candidates to their ballot: put to the vote, opened to the delegates, withdrawals.

The statutory guard speaks once more when the ballot is made, as it does for every ballot. From then
on the ballots room conducts it, seals its papers and counts them.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final
from unicodedata import bidirectional

from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from ballots.election_paper import Nominee
from ballots.enums import BallotState
from ballots.guard import Attestation
from ballots.models import Ballot
from ballots.papers import as_read
from ballots.secret.choosing import group_for, sealing_for
from ballots.secret.making import Sealing
from ballots.services import (
    RollLine,
    ballot_open,
    candidate_withdraw,
    election_create,
)
from conferences.candidates import candidates, standing
from conferences.enums import PostState
from conferences.models import Nomination, Post
from conferences.nominations import Outlook
from conferences.rules import acting, office_held
from conferences.selectors import quorum_now
from conferences.services.numbering import in_words
from conferences.services.posts import held, insist_not_nominated
from members.models import Member
from members.permissions import offices_for

_RON_READS: Final = ("re open nominations", "reopen nominations", "ron")
_TURNS: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def post_put_to_vote(*, post: Post, actor: Member, is_secret: bool | None = None) -> Ballot:
    """Put a post to the vote: the paper is made, in the order in which the candidates are shown.

    With Re-open nominations on the paper that is done even where nobody is opposed: conference
    confirms them, or opens nominations again. A post whose vote was voided can be put again. A
    secret one, as the post says unless it is said here, is opened by the trustees of the
    conference, where there are some for its kind of paper, and otherwise by the server alone.
    """
    with acting(actor, post.conference, "post.put_to_vote") as log:
        post = held(post)
        insist_not_nominated(post, actor)
        before = post.ballot
        is_secret = post.is_secret if is_secret is None else is_secret
        if post.state != PostState.CLOSED and not (before and before.state == BallotState.VOIDED):
            raise Refusal("not-closed", "Nominations have to be closed first, and no vote held.")
        post.nominations.update(paper_number=None)  # of a paper that was voided
        stands = standing(post)
        if stands.outlook in (Outlook.UNOPPOSED, Outlook.NOBODY):
            raise Refusal("needs-no-vote", f"{stands.sentence} No vote is held.")
        on_paper = candidates(post)
        ballot = election_create(
            actor=actor,
            body=post.conference.body,
            title=post.title,
            question=_question(post, stands.outlook),
            class_code=post.class_code,
            attestation=Attestation.from_record(post.attestation),
            rule=post.rule,
            seats=post.seats,
            candidates=_nominees(on_paper),
            ron=post.ron,
            reserved=post.kept,
            asked_for=post.log_name,
            enabling_rule=post.conference.orders.enabling_rule,
            steps_up=post.conference.orders.elections_step_up,
            replaces=before,
            sealing=_sealing(post, len(on_paper)) if is_secret else None,
        )
        for number, one in enumerate(on_paper, start=1):
            one.paper_number = number
            one.save(update_fields=["paper_number"])
        post.ballot, post.state = ballot, PostState.VOTE
        post.save(update_fields=["ballot", "state"])
        log.record(
            "post.put_to_vote",
            subject=post,
            attested=True,
            ballot=ballot.log_name,
            candidates=len(on_paper),
            order=post.order,
            order_seed=post.order_seed,
        )
    return ballot


def post_vote_open(*, post: Post, actor: Member, window_seconds: int) -> Ballot:
    """Open the vote to every delegate who may vote, one paper each.

    Whoever is not in the hall just now is on the roll too: an election stays open beside the
    business of conference, and closes long after a delegate who is late has come.
    """
    with acting(actor, post.conference, "post.open_vote") as log:
        post = held(post)
        if post.ballot is None:
            raise Refusal("not-put", "This post has not been put to the vote.")
        least = post.conference.orders.windows.minimum
        if window_seconds < least:
            raise Refusal(
                "window-too-short",
                f"A vote stays open for {least} seconds at least.",
                rule="Standing orders: voting",
            )
        voters = post.conference.credentials.filter(may_vote=True)
        quorum = quorum_now(post.conference)
        ballot = ballot_open(
            ballot=post.ballot,
            actor=actor,
            roll=[
                RollLine(voter=each.member, body=each.body, weight=1, admitted=each.log_name)
                for each in voters.select_related("conference", "member", "body")
            ],
            window_seconds=window_seconds,
            present=quorum.present.delegates,
            entitled=quorum.entitled,
        )
        log.record(
            "post.vote_opened",
            subject=post,
            ballot=ballot.log_name,
            window_seconds=window_seconds,
        )
    return ballot


def nomination_withdraw(*, nomination: Nomination, actor: Member, reason: str = "") -> Nomination:
    """Withdraw: freely before the vote opens, as the person nominated.

    Once it is open the returning officer enters it, with the reason, and the count passes over the
    candidate. The officer may enter one before that too, where it came in writing.
    """
    own = nomination.nominee_id == actor.pk
    conference = nomination.post.conference
    office = None if own else office_held(actor, conference, *offices_for("nomination.withdraw"))
    with entry(actor=actor, office=office or "") as log:
        post = held(nomination.post)
        nomination = post.nominations.select_for_update().get(pk=nomination.pk)
        if office:
            insist_not_nominated(post, actor)
        opened = post.ballot is not None and post.ballot.opened_at is not None
        if (own and opened) or not (own or office):
            raise Refusal(
                "not-yours-to-withdraw",
                "The vote is open: tell the returning officer, who enters that you withdraw."
                if own
                else "Only the person nominated, or the returning officer for them, withdraws.",
                record="act.refused",
                subject=nomination.log_name,
            )
        if nomination.withdrawn_at or post.decided_at:
            raise Refusal("over-already", f"This nomination is over: {nomination.standing}.")
        said = in_words(reason) if office else reason.strip()
        nomination.withdrawn_at, nomination.withdrawn_reason = timezone.now(), said
        nomination.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        if post.ballot and nomination.paper_number:
            candidate_withdraw(
                ballot=post.ballot,
                actor=actor,
                number=nomination.paper_number,
                reason=said or "At their own wish.",
            )
        log.record(
            "nomination.withdrawn",
            subject=nomination,
            after_opening=opened,
            own=own,
            personal={"reason": said},
        )
    return nomination


def _sealing(post: Post, people: int) -> Sealing:
    confirms = post.ron and post.seats == people == 1
    group = group_for(post.rule, confirms=confirms)
    body = post.conference.body
    return sealing_for(body, asked_for=post.conference.log_name, group=group)


def _nominees(on_paper: Sequence[Nomination]) -> list[Nominee]:
    """Name the candidates as the paper does: two who read alike with what tells them apart."""
    names = [_without_tricks(one.nominee.name) for one in on_paper]
    read = Counter([*map(as_read, names), *_RON_READS])
    homes = [one.branch or one.nominee.branch for one in on_paper]
    abouts = [home.name if home else "" for home in homes]
    found = []
    for one, name, about in zip(on_paper, names, abouts, strict=True):
        apart = f" ({about}, nomination {one.number})" if read[as_read(name)] > 1 else ""
        found.append(
            Nominee(
                name=f"{name}{apart}",
                about=about,
                tags=tuple(one.eligible_for),
                statement=one.statement,
                person=str(one.nominee_id),
            )
        )
    return found


def _without_tricks(name: str) -> str:
    """Leave out of a name what turns the direction of the words around it."""
    return " ".join("".join(s for s in name if bidirectional(s) not in _TURNS).split())


def _question(post: Post, outlook: Outlook) -> str:
    """Ask in words that read well with any title, of a post or of a delegation."""
    places = "1 place" if post.seats == 1 else f"{post.seats} places"
    if outlook is Outlook.CONFIRM:
        return f"Election: {post.title}. {places}: confirm those nominated, or re-open nominations?"
    return f"Election: {post.title}. {places}."
