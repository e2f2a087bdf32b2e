"""A round is opened; ideas are shared and rated; one may be hidden; one may become a motion.

Opening, hiding and taking up are acts, and in the log. Sharing and rating are in confidence: who
did is kept out of the log, which anybody may read and nothing can be taken out of.
"""

from datetime import datetime
from textwrap import shorten
from typing import Final

from django.db import transaction
from django.utils import timezone

from audit.refusal import Refusal
from conferences.models import Conference
from conferences.rules import acting
from members.enums import BodyKind
from members.models import Body, Member
from motions.ideas.selectors import MOST_EACH, Stage, is_asked, stage_of
from motions.lodging.drafting import Paper, motion_draft
from motions.models import Idea, IdeaRating, IdeaRound, Motion
from motions.models.idea import MOST_STARS
from motions.texts.checks import refuse_bad_words

LONGEST: Final = 400
LONGEST_HEADING: Final = 80


def round_open(
    *,
    conference: Conference,
    body: Body,
    actor: Member,
    question: str,
    opens_at: datetime,
    closes_at: datetime,
) -> IdeaRound:
    """Ask the members of a body a question until a time: the union's clerk, or a branch its own."""
    act, of = _act("idea_round.open", body)
    with acting(actor, conference, act, body=of) as log:
        question = _said(question, longest=200, what="question")
        if closes_at <= opens_at or closes_at <= timezone.now():
            raise Refusal("closes-too-early", "It closes after it opens, and not before now.")
        Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)
        last = conference.idea_rounds.order_by("number").last()
        asked = IdeaRound.objects.create(
            conference=conference,
            body=body,
            number=last.number + 1 if last else 1,
            question=question,
            opens_at=opens_at,
            closes_at=closes_at,
        )
        log.record(
            "idea_round.opened",
            subject=asked,
            personal={"question": question},
            body=body.log_name,
            opens_at=opens_at.isoformat(),
            closes_at=closes_at.isoformat(),
        )
    return asked


@transaction.atomic
def idea_share(*, asked: IdeaRound, member: Member, words: str) -> Idea:
    """Share an idea. Nobody else is shown whose it is."""
    _refuse_unless_open_to(asked, member)
    words = _said(words, longest=LONGEST, what="idea")
    IdeaRound.objects.select_for_update().get(pk=asked.pk)
    if asked.ideas.filter(member=member).count() >= MOST_EACH:
        raise Refusal("enough-ideas", f"You have shared {MOST_EACH} ideas: that is the most.")
    if asked.ideas.filter(words__iexact=words, hidden_at=None).exists():
        raise Refusal("shared-already", "Somebody has shared this very idea: rate it instead.")
    last = asked.ideas.order_by("number").last()
    return Idea.objects.create(
        round=asked,
        number=last.number + 1 if last else 1,
        member=member,
        words=words,
        shared_at=timezone.now(),
    )


def idea_rate(*, idea: Idea, member: Member, stars: int) -> IdeaRating:
    """Rate an idea from 1 to 5, or pass it over with 0. The last word counts."""
    _refuse_unless_open_to(idea.round, member)
    if not 0 <= stars <= MOST_STARS:
        raise Refusal("no-such-rating", f"Give 1 to {MOST_STARS} stars, or pass it over.")
    if idea.member_id == member.pk:
        raise Refusal("own-idea", "Others rate your ideas; you rate theirs.")
    if idea.hidden_at:
        raise Refusal("hidden", "That idea is not shown any more.")
    rating, _made = IdeaRating.objects.update_or_create(
        idea=idea, member=member, defaults={"stars": stars, "rated_at": timezone.now()}
    )
    return rating


def idea_hide(*, idea: Idea, actor: Member, reason: str) -> Idea:
    """Take an idea out of sight, with a reason for its writer: it attacks a person, say."""
    act, of = _act("idea.hide", idea.round.body)
    with acting(actor, idea.round.conference, act, body=of) as log:
        reason = _said(reason, longest=300, what="reason")
        held = Idea.objects.select_for_update(of=("self",)).select_related("round").get(pk=idea.pk)
        if held.hidden_at:
            raise Refusal("hidden", "That idea is hidden already.")
        held.hidden_at, held.hidden_reason = timezone.now(), reason
        held.save(update_fields=["hidden_at", "hidden_reason"])
        log.record("idea.hidden", subject=idea, personal={"reason": reason, "idea": held.words})
    return held


def idea_take_up(*, idea: Idea, branch: Body, actor: Member) -> Motion:
    """Begin a motion from an idea, as a draft of one's branch, once the round is over."""
    asked = idea.round
    if stage_of(asked) != Stage.OVER:
        raise Refusal("round-open", "It is taken up once the round is over and the ratings are in.")
    if idea.hidden_at:
        raise Refusal("hidden", "That idea is not shown any more.")
    paper = Paper(title=_title(idea.words), text=f"Conference notes this idea:\n{idea.words}")
    motion = motion_draft(conference=asked.conference, body=branch, paper=paper, actor=actor)
    Idea.objects.filter(pk=idea.pk, motion=None).update(motion=motion)
    return motion


def _act(act: str, body: Body) -> tuple[str, Body | None]:
    """Give whose act it is: the union's own officers', or a branch's for its own members."""
    return (act, None) if body.kind == BodyKind.UNION else (f"branch_{act}", body)


def _refuse_unless_open_to(asked: IdeaRound, member: Member) -> None:
    if not is_asked(member, asked.body):
        raise Refusal("not-asked", f"This round asks the members of {asked.body.name}.")
    match stage_of(asked):
        case Stage.COMING:
            raise Refusal("not-yet", "The round is not open yet.")
        case Stage.OVER:
            raise Refusal("round-over", "The round is over.")


def _said(words: str, *, longest: int, what: str) -> str:
    refuse_bad_words(words)
    words = " ".join(words.split())
    if not words:
        raise Refusal("no-words", f"Put the {what} in words.")
    if len(words) > longest:
        over = len(words) - longest
        raise Refusal("too-long", f"The {what} is {over} letters too long: {longest} at most.")
    return words


def _title(words: str) -> str:
    first = words.split(". ", maxsplit=1)[0].rstrip(".")
    return shorten(first, LONGEST_HEADING, placeholder="…") or first[:LONGEST_HEADING]
