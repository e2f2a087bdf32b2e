"""What every act on a composite shares: the locks, and what may be done at each stage."""

import hashlib

from audit.formats.canonical import canonical
from audit.refusal import Refusal
from members.models import Body, Member
from motions.composites.provenance import Composition
from motions.composites.selectors import IN_THE_MAKING, branches_in, group_by_letter
from motions.models import CompositeGroup
from motions.steps import hold_floor


def held_group(group: CompositeGroup) -> CompositeGroup:
    """Read a group afresh, locked until the act is done. The floor is held first."""
    hold_floor(group.conference)
    CompositeGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    return group_by_letter(group.conference, group.letter)


def refuse_unless_in_the_making(group: CompositeGroup) -> None:
    """Only a composite that is neither agreed nor given up is worked on."""
    if group.state not in IN_THE_MAKING:
        raise Refusal(
            "not-in-the-making",
            f"Composite {group.letter} is {group.get_state_display().lower()}: its words and its "
            "group can no longer be changed.",
            rule="Motion lifecycle: compositing",
        )


def refuse_unless_in_group(group: CompositeGroup, branch: Body) -> None:
    """Only a branch with a motion in the group answers for it."""
    if branch.pk not in {each.pk for each in branches_in(group)}:
        raise Refusal(
            "not-in-the-group", f"{branch.name} has no motion in composite {group.letter}."
        )


def is_of_own_branch(actor: Member, group: CompositeGroup) -> bool:
    """Say whether somebody of the committee acts on a group with a motion of their own branch.

    Grouping decides nothing about a motion: its branch does, by agreeing or not. So nobody has to
    stand aside, and the log says so where it was the case.
    """
    return actor.branch_id in {each.pk for each in branches_in(group)}


def provenance_sha256(composition: Composition) -> str:
    """Hash where every sentence is from, in canonical form."""
    return hashlib.sha256(canonical(composition.to_document())).hexdigest()
