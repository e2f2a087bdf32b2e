"""Where words are from, on the page of a motion: of a composite, and of what was made into one."""

from collections.abc import Sequence
from dataclasses import dataclass

from motions.composites.selectors import composition_of, groups_of
from motions.composites.shown import ParagraphShown, SaidShown, Sheet, SourceShown, sheet_of
from motions.enums import MotionKind
from motions.models import CompositeGroup, CompositeSource, Motion


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """A composite with its sources; or a motion, and where its words live on."""

    group: CompositeGroup
    sheet: Sheet
    here: SourceShown | None
    """The motion itself, where it is a source."""
    lives_on: Sequence[tuple[ParagraphShown, SaidShown]]
    """The sentences of the composite that are from it."""


def made_from(motion: Motion) -> MadeFrom | None:
    """Say of a composite what it was made from, and of a source where its words are now."""
    if motion.kind == MotionKind.COMPOSITE:
        group = groups_of(motion.conference).filter(motion=motion).first()
    elif motion.composite_id:
        group = groups_of(motion.conference).filter(motion_id=motion.composite_id).first()
    else:
        return None
    if group is None:
        return None
    text = max(group.texts.all(), key=lambda each: each.version)
    sheet = sheet_of(group, composition_of(text))
    here = next((each for each in sheet.sources if _is_of(each.source, motion)), None)
    lives_on = [
        (paragraph, said)
        for paragraph in sheet.paragraphs
        for said in paragraph.said
        if here and any(origin.number == here.number for origin in said.origins)
    ]
    return MadeFrom(group, sheet, here, lives_on)


def _is_of(source: CompositeSource, motion: Motion) -> bool:
    return source.motion_id == motion.pk and source.amendment is None
