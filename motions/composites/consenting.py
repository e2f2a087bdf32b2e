"""Each branch answers for its own motion: agree, decline, or, later, break the composite up.

One officer of the branch answers, and every answer is in the log under their own sign-in. Lodging a
motion takes two officers because nobody else would notice one acting alone; here the meeting is
minuted, all officers of the branch are told at once, and until the final agenda any of them can
break the composite up again. So the second key is not asked for (guide 3.2: "every submitting
branch").
"""

from django.utils import timezone

from audit.recording import OpenEntry
from audit.refusal import Refusal
from conferences.enums import Key
from conferences.key_dates import key_date
from conferences.models import Conference
from conferences.rules import acting
from members.models import Body, Member
from motions.composites.composing import break_up, compose, stand_alone
from motions.composites.selectors import (
    LEAST_MOTIONS,
    branches_in,
    motions_in,
    standing_of,
    text_put,
)
from motions.composites.steps import (
    held_group,
    refuse_unless_in_group,
    refuse_unless_in_the_making,
)
from motions.composites.telling import branches_told
from motions.enums import CompositeState
from motions.models import CompositeAnswer, CompositeGroup, CompositeText
from motions.states import Act, MotionState
from motions.texts.checks import refuse_bad_words


def composite_agree(
    *, group: CompositeGroup, actor: Member, branch: Body, version: int, sha256: str
) -> CompositeGroup:
    """Agree to a version of the words for a branch; with the last branch, the composite stands."""
    with acting(actor, group.conference, "composite.agree", body=branch) as log:
        group = held_group(group)
        refuse_unless_in_group(group, branch)
        text = _text_to_answer(group)
        if (text.version, text.sha256) != (version, sha256):
            raise Refusal(
                "other-words-now",
                "Other words are before you now than those you answered. Read them, then answer.",
            )
        _refuse_if_answered(text, branch)
        CompositeAnswer.objects.create(group=group, text=text, branch=branch, agrees=True, by=actor)
        log.record(
            "composite.agreed",
            subject=group,
            branch=branch.log_name,
            text_version=text.version,
            text_sha256=text.sha256,
        )
        group = held_group(group)
        if all(each.answer for each in standing_of(group)):
            compose(log, group, text)
            branches_told(group, branches_in(group), but=actor)
    return group


def composite_decline(
    *, group: CompositeGroup, actor: Member, branch: Body, reason: str
) -> CompositeGroup:
    """Decline for a branch: its motions stand alone again, and the others go on if they can.

    The group goes on with two motions or more, of two branches or more; else it is given up.
    """
    with acting(actor, group.conference, "composite.decline", body=branch) as log:
        group = held_group(group)
        refuse_unless_in_the_making(group)
        refuse_unless_in_group(group, branch)
        reason = _reason(reason)
        others = [each for each in branches_in(group) if each != branch]
        text = text_put(group)
        if text:
            _refuse_if_answered(text, branch)
        CompositeAnswer.objects.create(
            group=group, text=text, branch=branch, agrees=False, reason=reason, by=actor
        )
        log.record(
            "composite.declined",
            subject=group,
            branch=branch.log_name,
            text_version=text.version if text else 0,
            personal={"reason": reason},
        )
        now = timezone.now()
        group.texts.filter(dropped_at=None).update(dropped_at=now)
        _go_on_without(log, group, branch)
        branches_told(group, others, but=actor)
    return group


def composite_break_up(
    *, group: CompositeGroup, actor: Member, branch: Body, reason: str
) -> CompositeGroup:
    """Break up an agreed composite, before the final agenda: each motion has its own words again.

    The composite was a motion of its own on the agenda, so it ends as one does that its branch
    takes back: withdrawn, which the table allows from SCHEDULED and which nobody could take for a
    decision of conference. Its words and its story stay.
    """
    with acting(actor, group.conference, "composite.break_up", body=branch) as log:
        group = held_group(group)
        refuse_unless_in_group(group, branch)
        if group.state != CompositeState.AGREED or group.motion is None:
            raise Refusal("not-agreed", f"Composite {group.letter} does not stand.")
        if group.motion.standing != MotionState.SCHEDULED or not may_break_up(group.conference):
            raise Refusal(
                "final-agenda",
                "The final agenda is out: a composite can no longer be broken up. Conference may "
                "give leave to withdraw it.",
                rule="Motion lifecycle: composite_breaks_up",
            )
        reason = _reason(reason)
        others = [each for each in branches_in(group) if each != branch]
        log.record(
            "composite.broken_up",
            subject=group,
            branch=branch.log_name,
            personal={"reason": reason},
        )
        break_up(log, group)
        branches_told(group, others, but=actor)
    return group


def may_break_up(conference: Conference) -> bool:
    """Say whether the final agenda is still to come; undated, until a report is adopted."""
    final = key_date(conference, Key.FINAL_AGENDA)
    if final is not None:
        return timezone.now() < final
    return not conference.soc_reports.filter(adopted_at__isnull=False).exists()


def _go_on_without(log: OpenEntry, group: CompositeGroup, branch: Body) -> None:
    leaving = [each for each in motions_in(group) if each.lodged_by_id == branch.pk]
    staying = [each for each in motions_in(group) if each.lodged_by_id != branch.pk]
    now = timezone.now()
    goes_on = len(staying) >= LEAST_MOTIONS and len({each.lodged_by_id for each in staying}) > 1
    stand_alone(log, group, leaving if goes_on else [*leaving, *staying], Act.DECLINE, at=now)
    group.state = CompositeState.BEING_MADE if goes_on else CompositeState.GIVEN_UP
    if not goes_on:
        group.ended_at = now
        log.record("composite.given_up", subject=group)
    group.save(update_fields=["state", "ended_at"])


def _text_to_answer(group: CompositeGroup) -> CompositeText:
    refuse_unless_in_the_making(group)
    text = text_put(group)
    if text is None:
        raise Refusal(
            "no-words-yet",
            "No words have been put to the branches yet: there is nothing to answer.",
        )
    return text


def _refuse_if_answered(text: CompositeText, branch: Body) -> None:
    if text.answers.filter(branch=branch).exists():
        raise Refusal("answered-already", f"{branch.name} has answered these words already.")


def _reason(reason: str) -> str:
    reason = reason.strip().replace("\r\n", "\n")  # as a form sends them
    if not reason:
        raise Refusal("no-reason", "Say why, in words that the other branches can work with.")
    refuse_bad_words(reason)
    return reason
