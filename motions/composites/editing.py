"""What may be done to a composite at the desk: each change is a function from words to words.

Spots, as a page names them; paragraphs and sentences count from 1:

    "2"         at the end of paragraph 2        "2.3"       before sentence 3 of paragraph 2
    "after-2"   in a new paragraph after it      "point-2"   in a new point after it
    "bullet-2"  in a new bullet after it         …-0         at the beginning
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from audit.refusal import Refusal
from motions.composites.provenance import Composition, Paragraph, Place, Said
from motions.composites.sentences import Kind

_SPOT: Final = re.compile(r"(?:(?P<new>after|point|bullet)-)?(\d{1,4})(?:\.(\d{1,4}))?")
_KINDS: Final = {"after": Kind.PLAIN, "point": Kind.POINT, "bullet": Kind.BULLET}


@dataclass(frozen=True, slots=True)
class Change:
    """The composite after a change, what was done in words, and where the eye should go."""

    composition: Composition
    done: str
    at: str = ""


def put(composition: Composition, place: Place, words: str, to: str) -> Change:
    """Take a sentence of a source over, as it is."""
    made, at = _placed(composition, Said(words, (place,)), to)
    return Change(made, f"Put in {_where(at)}.", at)


def say(composition: Composition, words: str, to: str) -> Change:
    """Put in new words, by agreement."""
    made, at = _placed(composition, Said(_worded(words)), to)
    return Change(made, f"New words put in {_where(at)}.", at)


def move(composition: Composition, at: str, to: str) -> Change:
    """Move a sentence to another place."""
    paragraph, sentence = _found(composition, at)
    said = composition.paragraphs[paragraph].said[sentence]
    gap = Said("")  # holds its place, so that spots mean what they meant on the page
    without = _with_said(composition, paragraph, _set(composition, paragraph, sentence, (gap,)))
    made, _ = _placed(without, said, to)
    return _settled(made, said, gap, "Moved to {}.")


def up(composition: Composition, at: str) -> Change:
    """Move a sentence one place towards the beginning, into the paragraph before if need be."""
    paragraph, sentence = _found(composition, at)
    if sentence:
        return move(composition, at, f"{paragraph + 1}.{sentence}")
    if not paragraph:
        return Change(composition, "It is the first already.", at)
    return move(composition, at, str(paragraph))


def down(composition: Composition, at: str) -> Change:
    """Move a sentence one place towards the end, into the paragraph after if need be."""
    paragraph, sentence = _found(composition, at)
    if sentence + 1 < len(composition.paragraphs[paragraph].said):
        return move(composition, at, f"{paragraph + 1}.{sentence + 3}")
    if paragraph + 1 == len(composition.paragraphs):
        return Change(composition, "It is the last already.", at)
    return move(composition, at, f"{paragraph + 2}.1")


def take_out(composition: Composition, at: str) -> Change:
    """Take a sentence out. Its source sentence is then among those not carried over."""
    paragraph, sentence = _found(composition, at)
    made = _with_said(composition, paragraph, _set(composition, paragraph, sentence, ()))
    return Change(_tidy(made), f"Taken out of {_where(at)}.", _near(made, paragraph, sentence))


def reword(composition: Composition, at: str, words: str) -> Change:
    """Change the words of a sentence; its sources stay beside it."""
    paragraph, sentence = _found(composition, at)
    said = replace(composition.paragraphs[paragraph].said[sentence], words=_worded(words))
    new = _set(composition, paragraph, sentence, (said,))
    return Change(_with_said(composition, paragraph, new), f"Reworded in {_where(at)}.", at)


def join(composition: Composition, at: str) -> Change:
    """Make one sentence of this and the one after it, with the sources of both."""
    paragraph, sentence = _found(composition, at)
    said = composition.paragraphs[paragraph].said
    if sentence + 1 == len(said):
        raise Refusal("nothing-to-join", "There is no sentence after it in its paragraph.")
    first, second = said[sentence : sentence + 2]
    places = tuple(dict.fromkeys((*first.places, *second.places)))
    one = Said(f"{first.words} {second.words}", places)
    made = _with_said(composition, paragraph, (*said[:sentence], one, *said[sentence + 2 :]))
    return Change(made, f"Joined with the next sentence in {_where(at)}.", at)


def cut(composition: Composition, at: str, words: int) -> Change:
    """Cut a sentence in two after so many words; both parts are from where it was from."""
    paragraph, sentence = _found(composition, at)
    said = composition.paragraphs[paragraph].said[sentence]
    parts = said.words.split()
    if not 0 < words < len(parts):
        raise Refusal("nothing-to-cut", f"It is cut after 1 to {len(parts) - 1} of its words.")
    halves = tuple(replace(said, words=" ".join(half)) for half in (parts[:words], parts[words:]))
    made = _with_said(composition, paragraph, _set(composition, paragraph, sentence, halves))
    return Change(made, f"Cut in two in {_where(at)}.", f"{paragraph + 1}.{sentence + 2}")


def split(composition: Composition, at: str, kind: Kind = Kind.PLAIN) -> Change:
    """Begin a new paragraph, or a point, with a sentence."""
    paragraph, sentence = _found(composition, at)
    old = composition.paragraphs[paragraph]
    if not sentence:
        return kind_of(composition, paragraph + 1, kind)
    parts = (
        replace(old, said=old.said[:sentence]),
        Paragraph(old.said[sentence:], kind),
    )
    made = _spliced(composition.paragraphs, paragraph, 1, parts)
    return Change(made, f"A new {_name(kind)} begins.", f"{paragraph + 2}.1")


def merge(composition: Composition, paragraph: int) -> Change:
    """Run a paragraph on to the one before it."""
    this = _paragraph(composition, paragraph)
    if paragraph == 1:
        raise Refusal("nothing-to-join", "There is no paragraph before it.")
    before = composition.paragraphs[paragraph - 2]
    one = replace(before, said=(*before.said, *this.said))
    made = _spliced(composition.paragraphs, paragraph - 2, 2, (one,))
    at = f"{paragraph - 1}.{len(before.said) + 1}"
    return Change(made, f"Run on to paragraph {paragraph - 1}.", at)


def kind_of(composition: Composition, paragraph: int, kind: Kind) -> Change:
    """Make a paragraph a point, a bullet, or a paragraph again."""
    this = replace(_paragraph(composition, paragraph), kind=kind)
    made = _spliced(composition.paragraphs, paragraph - 1, 1, (this,))
    return Change(made, f"Paragraph {paragraph} is now a {_name(kind)}.", f"{paragraph}.1")


def shift(composition: Composition, paragraph: int, by: int) -> Change:
    """Move a whole paragraph up (-1) or down (1)."""
    this, to = _paragraph(composition, paragraph), paragraph + by
    if not 1 <= to <= len(composition.paragraphs):
        end = "first" if by < 0 else "last"
        return Change(composition, f"It is the {end} paragraph already.", f"{paragraph}.1")
    rest = _spliced(composition.paragraphs, paragraph - 1, 1, ())
    made = _spliced(rest.paragraphs, to - 1, 0, (this,))
    return Change(made, f"Paragraph {paragraph} is now paragraph {to}.", f"{to}.1")


def from_source(
    composition: Composition, paragraphs: Sequence[tuple[Kind, Sequence[tuple[Place, str]]]]
) -> Change:
    """Take over everything of a source that is not in yet, at the end, in its own paragraphs."""
    used = {place for said in composition.said for place in said.places}
    more = tuple(
        Paragraph(tuple(Said(words, (place,)) for place, words in new), kind)
        for kind, sentences in paragraphs
        if (new := [(place, words) for place, words in sentences if place not in used])
    )
    if not more:
        raise Refusal("all-in-already", "Every sentence of it is in the composite already.")
    made = Composition((*composition.paragraphs, *more))
    return Change(made, "Everything left of it is put at the end.", f"{len(made.paragraphs)}.1")


def _placed(composition: Composition, said: Said, to: str) -> tuple[Composition, str]:
    """Put a sentence at a spot; give where it has come to stand."""
    spot = _SPOT.fullmatch(to)
    if spot is None:
        raise _nowhere()
    number = int(spot[2])
    if spot["new"]:
        if number > len(composition.paragraphs) or spot[3]:
            raise _nowhere()
        new = Paragraph((said,), _KINDS[spot["new"]])
        return _spliced(composition.paragraphs, number, 0, (new,)), f"{number + 1}.1"
    old = _paragraph(composition, number).said
    before = int(spot[3]) - 1 if spot[3] else len(old)
    if not 0 <= before <= len(old):
        raise _nowhere()
    made = _with_said(composition, number - 1, (*old[:before], said, *old[before:]))
    return made, f"{number}.{before + 1}"


def _settled(composition: Composition, said: Said, gap: Said, done: str) -> Change:
    """Close the gap that a moved sentence left, and say where it stands now."""
    paragraphs = tuple(
        replace(each, said=tuple(one for one in each.said if one is not gap))
        for each in composition.paragraphs
    )
    made = _tidy(Composition(paragraphs))
    at = next(
        f"{p}.{s}"
        for p, paragraph in enumerate(made.paragraphs, start=1)
        for s, one in enumerate(paragraph.said, start=1)
        if one is said
    )
    return Change(made, done.format(_where(at)), at)


def _tidy(composition: Composition) -> Composition:
    """Leave out paragraphs in which nothing is said."""
    return Composition(tuple(each for each in composition.paragraphs if each.said))


def _set(
    composition: Composition, paragraph: int, sentence: int, new: tuple[Said, ...]
) -> tuple[Said, ...]:
    said = composition.paragraphs[paragraph].said
    return (*said[:sentence], *new, *said[sentence + 1 :])


def _with_said(composition: Composition, at: int, said: tuple[Said, ...]) -> Composition:
    paragraph = replace(composition.paragraphs[at], said=said)
    return _spliced(composition.paragraphs, at, 1, (paragraph,))


def _spliced(
    paragraphs: tuple[Paragraph, ...], at: int, old: int, new: tuple[Paragraph, ...]
) -> Composition:
    return Composition((*paragraphs[:at], *new, *paragraphs[at + old :]))


def _found(composition: Composition, at: str) -> tuple[int, int]:
    spot = _SPOT.fullmatch(at)
    if spot is None or spot["new"] or not spot[3]:
        raise _gone()
    paragraph, sentence = int(spot[2]) - 1, int(spot[3]) - 1
    if not 0 <= paragraph < len(composition.paragraphs):
        raise _gone()
    if not 0 <= sentence < len(composition.paragraphs[paragraph].said):
        raise _gone()
    return paragraph, sentence


def _paragraph(composition: Composition, number: int) -> Paragraph:
    if not 1 <= number <= len(composition.paragraphs):
        raise _nowhere()
    return composition.paragraphs[number - 1]


def _near(composition: Composition, paragraph: int, sentence: int) -> str:
    """Give a sentence to look at where one was taken out."""
    left = len(composition.paragraphs[paragraph].said)
    if left:
        return f"{paragraph + 1}.{min(sentence + 1, left)}"
    return f"{max(paragraph, 1)}.1"


def _worded(words: str) -> str:
    tidy = " ".join(words.split())
    if not tidy:
        raise Refusal("no-words", "A sentence needs words. To leave it out, take it out.")
    return tidy


def _where(at: str) -> str:
    return f"paragraph {at.partition('.')[0]}"


def _name(kind: Kind) -> str:
    return {Kind.PLAIN: "paragraph", Kind.POINT: "point", Kind.BULLET: "bullet"}[kind]


def _gone() -> Refusal:
    return Refusal("no-such-sentence", "That sentence is no longer there.")


def _nowhere() -> Refusal:
    return Refusal("no-such-place", "There is no such place in the composite.")


Edit = Callable[[Composition], Change]
