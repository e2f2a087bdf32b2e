"""The words at the desk: saved after every change, each change undone, nobody's work lost.

A change is no act: nothing is decided by it, and the log would fill with commas. It is kept all the
same, step by step. Every change says which step it was made on; if somebody else has made one
since, it is refused and the words it would have put in are handed back.
"""

from typing import Final

from django.db import IntegrityError, transaction

from audit.refusal import Refusal
from conferences.rules import office_held, refused
from members.models import Member
from members.permissions import offices_for
from motions.composites.editing import Change, Edit
from motions.composites.provenance import Composition
from motions.composites.steps import refuse_unless_in_the_making
from motions.models import CompositeDraft, CompositeGroup

MOST_SENTENCES: Final = 400
MOST_CHARACTERS: Final = 60_000
WHO_MAY: Final = "composite.propose_text"


def step_now(group: CompositeGroup) -> CompositeDraft:
    """Give the words at the desk as they are; before anybody has begun, none, as step 0."""
    last = group.drafts.select_related("by").order_by("-number").first()
    if last:
        return last
    return CompositeDraft(group=group, number=0, content=[], done="Nothing yet.")


def words_now(step: CompositeDraft) -> Composition:
    """Read the words of a step."""
    return Composition.from_document(step.content)


def draft_change(
    *, group: CompositeGroup, actor: Member, step: int, edit: Edit
) -> tuple[CompositeDraft, Change]:
    """Make one change at the desk, on the step that the person saw."""
    _refuse_unless_entitled(group, actor)
    now = _step_seen(group, step)
    change = edit(words_now(now))
    _refuse_if_too_much(change.composition)
    content = change.composition.to_document()
    if content == now.content:
        return now, change
    return _kept(group, actor, now, content, change.done, before=now.number), change


def draft_undo(*, group: CompositeGroup, actor: Member, step: int) -> CompositeDraft:
    """Undo the last change; pressed again, the one before it."""
    _refuse_unless_entitled(group, actor)
    now = _step_seen(group, step)
    if now.before is None:
        raise Refusal("nothing-to-undo", "There is nothing to undo.")
    before = group.drafts.filter(number=now.before).first()
    content = before.content if before else []
    done = f"Undone: {now.done.removeprefix('Undone: ')}"
    return _kept(group, actor, now, content, done, before=before.before if before else None)


def _kept(
    group: CompositeGroup,
    actor: Member,
    now: CompositeDraft,
    content: list[dict[str, object]],
    done: str,
    *,
    before: int | None,
) -> CompositeDraft:
    try:
        with transaction.atomic():
            return CompositeDraft.objects.create(
                group=group,
                number=now.number + 1,
                before=before,
                content=content,
                done=done[:200],
                by=actor,
            )
    except IntegrityError:
        raise _changed_meanwhile(step_now(group)) from None


def _step_seen(group: CompositeGroup, step: int) -> CompositeDraft:
    refuse_unless_in_the_making(group)
    now = step_now(group)
    if now.number != step:
        raise _changed_meanwhile(now)
    return now


def _changed_meanwhile(now: CompositeDraft) -> Refusal:
    who = now.by.name if now.by else "Somebody else"
    return Refusal(
        "changed-meanwhile",
        f"{who} changed the composite while you did: {now.done} Nothing of theirs is lost. "
        "Look at it as it is now, and make your change again.",
    )


def _refuse_unless_entitled(group: CompositeGroup, actor: Member) -> None:
    if office_held(actor, group.conference, *offices_for(WHO_MAY)) is None:
        raise refused(WHO_MAY, group.conference)


def _refuse_if_too_much(composition: Composition) -> None:
    said = list(composition.said)
    long = sum(len(each.words) for each in said)
    if len(said) > MOST_SENTENCES or long > MOST_CHARACTERS:
        raise Refusal(
            "text-too-long",
            f"A composite has at most {MOST_SENTENCES} sentences and {MOST_CHARACTERS:,} "
            "characters.",
        )
