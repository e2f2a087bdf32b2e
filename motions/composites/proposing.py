"""The words of a composite are put to its branches: one version, hashed, each sentence sourced."""

from typing import Final

from django.utils import timezone

from audit.refusal import Refusal
from conferences.rules import acting
from members.models import Body, Member
from motions.composites.drafts import step_now, words_now
from motions.composites.provenance import Composition, Place, assembled
from motions.composites.selectors import branches_in, text_put, words_of
from motions.composites.steps import (
    held_group,
    is_of_own_branch,
    provenance_sha256,
    refuse_unless_in_the_making,
)
from motions.composites.telling import branches_told
from motions.composites.word_limit import words_allowed
from motions.enums import CompositeState
from motions.models import CompositeGroup, CompositeText
from motions.steps import sha256
from motions.texts.checks import refuse_bad_words

_BOTH: Final = "Mover and seconder of a composite are two of its branches."


def text_propose(
    *, group: CompositeGroup, actor: Member, step: int, mover: Body, seconder: Body
) -> CompositeText:
    """Put the words at the desk to every branch in the group, with mover and seconder named.

    Answers to an earlier version do not count for this one: a branch agrees to words it has seen.
    """
    with acting(actor, group.conference, "composite.propose_text") as log:
        group = held_group(group)
        refuse_unless_in_the_making(group)
        draft = step_now(group)
        if draft.number != step:
            raise Refusal(
                "changed-meanwhile",
                "The composite was changed while you looked at it. Read it once more, then put it "
                "to the branches.",
            )
        composition = words_now(draft)
        text = assembled(composition)
        _refuse_unless_sound(group, composition, text)
        branches = {each.pk for each in branches_in(group)}
        if mover == seconder or not {mover.pk, seconder.pk} <= branches:
            raise Refusal("mover-and-seconder", _BOTH)
        last = text_put(group)
        if last and (last.text, last.mover_id, last.seconder_id, last.content) == (
            text, mover.pk, seconder.pk, draft.content,
        ):  # fmt: skip
            raise Refusal("nothing-changed", "The branches have these very words before them.")
        now = timezone.now()
        group.texts.filter(dropped_at=None).update(dropped_at=now)
        made = CompositeText.objects.create(
            group=group,
            version=group.texts.count() + 1,
            content=draft.content,
            text=text,
            sha256=sha256(text),
            mover=mover,
            seconder=seconder,
        )
        group.state = CompositeState.PUT_TO_BRANCHES
        group.save(update_fields=["state"])
        log.record(
            "composite.text_proposed",
            subject=group,
            text_version=made.version,
            text_sha256=made.sha256,
            provenance_sha256=provenance_sha256(composition),
            mover=mover.log_name,
            seconder=seconder.log_name,
            own_branch=is_of_own_branch(actor, group),
        )
        branches_told(group, branches_in(group), but=actor)
    return made


def _refuse_unless_sound(group: CompositeGroup, composition: Composition, text: str) -> None:
    if not text.strip():
        raise Refusal("no-words", "There are no words yet to put to the branches.")
    known: set[Place] = {place for source in words_of(group) for place in source.sentences}
    strange = sorted(
        {place.source for said in composition.said for place in said.places if place not in known}
    )
    if strange:
        raise Refusal(
            "words-of-a-motion-that-left",
            f"There are still words of {', '.join(strange)} in it, which has left the group. Take "
            "them out, or put new words in their place.",
        )
    refuse_bad_words(text, limit=words_allowed(group.conference))
