"""A composite as its readers see it: every sentence with where it is from, every motion's share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motions.composites.provenance import (
    Composition,
    Manner,
    Place,
    Said,
    Share,
    Source,
    assembled,
    manner,
    share,
)
from motions.composites.selectors import source_words, sources_in
from motions.composites.sentences import Kind
from motions.composites.word_limit import words_allowed
from motions.models import CompositeGroup, CompositeSource
from motions.wording import counted_words

SHADES = 6
MANNERS: Mapping[Manner, str | Promise] = {
    Manner.VERBATIM: _("word for word"),
    Manner.PART: _("in part"),
    Manner.JOINED: _("joined"),
    Manner.REWORDED: _("reworded"),
    Manner.NEW: _("new, by agreement"),
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a sentence is from: the motion, the paragraph and sentence of it, and its words."""

    number: str
    at: str
    words: str
    shade: int


@dataclass(frozen=True, slots=True)
class SaidShown:
    """A sentence of the composite, with what was done to it and what it was made from."""

    at: str
    words: str
    manner: Manner
    origins: Sequence[Origin]

    @property
    def name(self) -> str:
        """Name the sentence in an address on the page."""
        return self.at.replace(".", "-")

    @property
    def manner_words(self) -> str | Promise:
        """Say what was done to the words."""
        return MANNERS[self.manner]

    @property
    def is_whole(self) -> bool:
        """Say whether it is as its branch wrote it."""
        return self.manner is Manner.VERBATIM


@dataclass(frozen=True, slots=True)
class ParagraphShown:
    """A paragraph of the composite: its number among them, and its mark if it is a point."""

    number: int
    kind: Kind
    mark: str
    said: Sequence[SaidShown]


@dataclass(frozen=True, slots=True)
class SentenceShown:
    """A sentence of a source, and the paragraphs of the composite that it is in."""

    place: Place
    at: str
    words: str
    used_in: Sequence[str]


@dataclass(frozen=True, slots=True)
class SourceShown:
    """A motion of the group beside the composite: its words, and how much of them is in."""

    source: CompositeSource
    number: str
    shade: int
    share: Share
    paragraphs: Sequence[tuple[Kind, Sequence[SentenceShown]]]

    @property
    def not_carried_over(self) -> list[SentenceShown]:
        """List its sentences that are not in the composite."""
        lost = set(self.share.not_carried_over)
        return [each for _kind, said in self.paragraphs for each in said if each.place in lost]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The composite and its sources, side by side."""

    paragraphs: Sequence[ParagraphShown]
    sources: Sequence[SourceShown]
    text: str
    words: int
    limit: int | None

    @property
    def over(self) -> int:
        """Count the words over the limit."""
        return max(0, self.words - self.limit) if self.limit else 0

    @property
    def spots(self) -> list[tuple[str, str | Promise]]:
        """Give every place to which a sentence can be put, in words."""
        spots: list[tuple[str, str | Promise]] = []
        for each in self.paragraphs:
            what = _("the end of %(paragraph)s") % {"paragraph": _named(each)}
            spots.append((str(each.number), what))
        last = len(self.paragraphs)
        spots += [
            (f"after-{last}", _("a new paragraph at the end")),
            (f"point-{last}", _("a new point at the end")),
        ]
        for each in self.paragraphs[:-1]:
            spots.append(
                (
                    f"{'point' if each.kind else 'after'}-{each.number}",
                    (_("a new point after %(paragraph)s") if each.kind else
                     _("a new paragraph after %(paragraph)s")) % {"paragraph": _named(each)},
                )
            )  # fmt: skip
        return [*spots, ("after-0", _("a new paragraph at the beginning"))]


def _named(paragraph: ParagraphShown) -> str:
    if paragraph.kind is Kind.POINT:
        return str(_("paragraph %(number)d (point %(mark)s)")) % {
            "number": paragraph.number,
            "mark": paragraph.mark.rstrip("."),
        }
    return str(_("paragraph %(number)d")) % {"number": paragraph.number}


def sheet_of(group: CompositeGroup, composition: Composition) -> Sheet:
    """Set the words of a composite beside those of its sources."""
    sources = [(each, source_words(each)) for each in sources_in(group)]
    gone = [(each, source_words(each)) for each in group.sources.all() if each.left_at]
    known = {place: text for _each, source in (*gone, *sources) for place, text in
             source.sentences.items()}  # fmt: skip
    shades = {source.number: _shade(n) for n, (_each, source) in enumerate(sources)}
    paragraphs = _paragraphs(composition, known, shades)
    text = assembled(composition)
    return Sheet(
        paragraphs,
        [_source(each, source, shades, composition, paragraphs) for each, source in sources],
        text,
        counted_words(text),
        words_allowed(group.conference),
    )


def _shade(number: int) -> int:
    return number % SHADES + 1


def _paragraphs(
    composition: Composition, known: Mapping[Place, str], shades: Mapping[str, int]
) -> list[ParagraphShown]:
    shown: list[ParagraphShown] = []
    point = 0
    for number, each in enumerate(composition.paragraphs, start=1):
        point = point + 1 if each.kind is Kind.POINT else 0
        mark = {Kind.PLAIN: "", Kind.BULLET: "•", Kind.POINT: f"{point}."}[each.kind]
        said = [
            _said(f"{number}.{n}", one, known, shades) for n, one in enumerate(each.said, start=1)
        ]
        shown.append(ParagraphShown(number, each.kind, mark, said))
    return shown


def _said(at: str, said: Said, known: Mapping[Place, str], shades: Mapping[str, int]) -> SaidShown:
    origins = [
        Origin(
            place.source,
            f"{place.paragraph}.{place.sentence}",
            known.get(place, ""),
            shades.get(place.source, 0),
        )
        for place in said.places
    ]
    return SaidShown(at, said.words, manner(said, known), origins)


def _source(
    each: CompositeSource,
    source: Source,
    shades: Mapping[str, int],
    composition: Composition,
    paragraphs: Iterable[ParagraphShown],
) -> SourceShown:
    used: dict[tuple[str, str], list[str]] = {}
    for paragraph in paragraphs:
        for said in paragraph.said:
            for origin in said.origins:
                where = used.setdefault((origin.number, origin.at), [])
                if str(paragraph.number) not in where:
                    where.append(str(paragraph.number))
    return SourceShown(
        each,
        source.number,
        shades[source.number],
        share(source, composition),
        [
            (
                kind,
                [
                    SentenceShown(
                        place,
                        at := f"{place.paragraph}.{place.sentence}",
                        source.sentences[place],
                        used.get((source.number, at), ()),
                    )
                    for place in places
                ],
            )
            for kind, places in source.paragraphs
        ],
    )
