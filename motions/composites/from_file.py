"""A composite that comes in with a conference file, agreed: its group, its answers, its sources.

Such a file says of which motions each paragraph was made, and no more. So each sentence is laid
beside the sentence of those motions that has most words in common with it
(motions.composites.provenance.nearest), and a paragraph of which the file says nothing is from
wherever its very words stand.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from audit.recording import OpenEntry
from conferences.enums import Key
from motions.composites.letters import letters, order_of
from motions.composites.provenance import (
    Composition,
    Place,
    Source,
    composed_of,
    is_within,
    nearest,
    words_in,
)
from motions.composites.selectors import group_by_letter, source_words
from motions.composites.sentences import Kind, lines_of
from motions.composites.steps import provenance_sha256
from motions.enums import CompositeState
from motions.models import (
    Amendment,
    CompositeAnswer,
    CompositeGroup,
    CompositeSource,
    CompositeText,
    Motion,
)

_LETTERED: Final = re.compile(r"C([A-Z]{1,3})")


def composite_from_file(
    log: OpenEntry,
    composite: Motion,
    *,
    sources: Sequence[Motion],
    amendments: Sequence[Amendment],
    provenance: Mapping[str, Sequence[str]],
) -> CompositeGroup:
    """Enter how a composite was made. Every branch with a motion in it is taken to have agreed."""
    conference = composite.conference
    lettered = _LETTERED.fullmatch(composite.number)
    number = order_of(lettered[1]) if lettered else conference.composite_groups.count() + 1
    day = conference.key_dates.filter(key=Key.COMPOSITING_MEETING).first()
    group = CompositeGroup.objects.create(
        conference=conference,
        number=number,
        letter=letters(number),
        title=composite.title,
        state=CompositeState.AGREED,
        meets_at=day.at if day else None,
        meets_on_day=bool(day and day.is_day),
        motion=composite,
    )
    for motion in sources:
        CompositeSource.objects.create(
            group=group, motion=motion, version=motion.substantive.version
        )
    for amendment in amendments:
        CompositeSource.objects.create(
            group=group, motion=amendment.motion, amendment=amendment, version=1
        )
    group = group_by_letter(conference, group.letter)
    words = [source_words(each) for each in group.sources.all()]
    text = composite.substantive
    composition = laid_beside(text.text, words, provenance)
    made = CompositeText.objects.create(
        group=group,
        version=1,
        content=composition.to_document(),
        text=text.text,
        sha256=text.sha256,
        mover=composite.lodged_by,
        seconder=composite.seconding_body or composite.lodged_by,
    )
    branches = {each.lodged_by_id: each.lodged_by for each in sources}
    CompositeAnswer.objects.bulk_create(
        CompositeAnswer(group=group, text=made, branch=branch, agrees=True)
        for branch in branches.values()
    )
    log.record(
        "composite.grouped",
        subject=group,
        motions=[each.log_name for each in sources],
        text_sha256=text.sha256,
        provenance_sha256=provenance_sha256(composition),
        from_file=True,
    )
    return group


def laid_beside(
    text: str, sources: Sequence[Source], provenance: Mapping[str, Sequence[str]]
) -> Composition:
    """Find for each sentence of a composite where it is from.

    `provenance` names the motions by paragraph: "para1" is the first that is no point, "1" the
    first point.
    """
    lines = [line for line in lines_of(text) if line.text.strip()]
    places: dict[tuple[int, int], Sequence[Place]] = {}
    plain = points = 0
    for at, line in enumerate(lines, start=1):
        plain, points = (plain + 1, points) if line.kind is Kind.PLAIN else (plain, points + 1)
        key = f"para{plain}" if line.kind is Kind.PLAIN else str(points)
        named = provenance.get(key)
        for n, sentence in enumerate(line.sentences, start=1):
            if named is None:
                places[at, n] = _standing_in(sentence, sources)
            else:
                places[at, n] = [
                    place
                    for source in sources
                    if source.number in named
                    for place in nearest(sentence, source)
                ]
    return composed_of(text, places)


def _standing_in(sentence: str, sources: Sequence[Source]) -> list[Place]:
    mine = words_in(sentence)
    return [
        place
        for source in sources
        for place, words in source.sentences.items()
        if mine and is_within(mine, words_in(words))
    ]
