"""The paragraphs of a report, worded from what was decided since the last one. Pure.

`drafted(material)` gives only what there is something to say about, in the order in which reports
are read: what came in, what goes on, what does not and why, then how it will be taken.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Named:
    """A motion or an amendment, and what is said of it."""

    number: str
    title: str = ""
    body: str = ""
    said: str = ""  # the reason, the body it goes to, the day to reply by

    @property
    def line(self) -> str:
        """Set it out on a line of its own."""
        head = f"{self.number}, {self.title}" if self.title else self.number
        head += f" ({self.body})" if self.body else ""
        return f"- {head}: {self.said.strip().rstrip('.')}." if self.said.strip() else f"- {head}."


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to report."""

    received_motions: int = 0
    received_amendments: int = 0
    in_order: Sequence[Named] = ()
    not_in_order: Sequence[Named] = ()
    late: Sequence[Named] = ()
    queries: Sequence[Named] = ()
    referred: Sequence[Named] = ()
    withdrawn: Sequence[Named] = ()
    invited: Sequence[Sequence[Named]] = ()
    composites: Sequence[Named] = ()  # said: which motions it is made from
    amendments_in_order: Sequence[Named] = ()
    amendments_not_in_order: Sequence[Named] = ()
    admitted: Sequence[Named] = ()
    not_emergencies: Sequence[Named] = ()
    two_thirds: Sequence[Named] = ()
    grouped: Sequence[Sequence[Named]] = ()
    is_ordered: bool = False
    substitutions: int = 0
    again: Sequence[Named] = field(default=())  # number: the paragraph that was referred back


@dataclass(frozen=True, slots=True)
class Drafted:
    """A paragraph as drafted, with the numbers that it names."""

    kind: str
    text: str
    numbers: tuple[str, ...] = ()
    instead_of: str = ""


def drafted(material: Material) -> list[Drafted]:
    """Word a report, one paragraph to a matter."""
    return [*_came_in(material), *_ruled(material), *_taken(material)]


def _came_in(m: Material) -> Iterator[Drafted]:
    if m.received_motions or m.received_amendments:
        counts = _and(
            [
                _count(number, word)
                for number, word in (
                    (m.received_motions, "motion"),
                    (m.received_amendments, "amendment"),
                )
                if number
            ]
        )
        was = "was" if m.received_motions + m.received_amendments == 1 else "were"
        yield Drafted("received", f"{counts} {was} received.")
    for each in m.again:
        yield Drafted(
            "reported_again",
            f"Conference referred paragraph {each.number} back. The committee has looked at it "
            f"again{': ' + each.said if each.said else ''}.",
            instead_of=each.number,
        )


def _ruled(m: Material) -> Iterator[Drafted]:
    if m.in_order:
        yield Drafted(
            "in_order",
            f"{_are(m.in_order, 'motion')} in order: {_numbers(m.in_order)}.",
            _all(m.in_order),
        )
    yield from _listed(
        "not_in_order",
        m.not_in_order,
        "{are} not in order. The branch has been told, and may ask conference for reference back.",
    )
    yield from _listed("late", m.late, "{are} late, and not considered.")
    yield from _listed("queries", m.queries, "{are} queried with the branch.")
    yield from _listed("referred", m.referred, "{are} referred to other bodies.")
    if m.withdrawn:
        verb = "has" if len(m.withdrawn) == 1 else "have"
        yield Drafted(
            "withdrawn", f"{_numbers(m.withdrawn)} {verb} been withdrawn.", _all(m.withdrawn)
        )
    yield from _listed("emergency_admitted", m.admitted, "{are} admitted.", word="emergency motion")
    yield from _listed(
        "not_emergency", m.not_emergencies, "{are} not admitted.", word="emergency motion"
    )
    if m.amendments_in_order or m.amendments_not_in_order:
        said = []
        if m.amendments_in_order:
            are = _are(m.amendments_in_order, "amendment")
            said.append(f"{are} in order: {_numbers(m.amendments_in_order)}.")
        if m.amendments_not_in_order:
            said.append(f"{_are(m.amendments_not_in_order, 'amendment')} not in order.")
            said += [each.line for each in m.amendments_not_in_order]
        numbers = _all(m.amendments_in_order) + _all(m.amendments_not_in_order)
        yield Drafted("amendments", "\n".join(said), numbers)


def _taken(m: Material) -> Iterator[Drafted]:
    if m.invited:
        groups = "; ".join(_numbers(group) for group in m.invited)
        numbers = tuple(each.number for group in m.invited for each in group)
        yield Drafted(
            "composite_invited", f"These branches are invited to composite: {groups}.", numbers
        )
    yield from _listed("composites_agreed", m.composites, "{are} agreed.", word="composite")
    if m.two_thirds:
        yield Drafted(
            "two_thirds",
            f"{_numbers(m.two_thirds)} {'needs' if len(m.two_thirds) == 1 else 'need'} two thirds "
            "of the votes cast.",
            _all(m.two_thirds),
        )
    for group in m.grouped:
        yield Drafted(
            "grouped", f"{_numbers(group)} are debated together and voted on in turn.", _all(group)
        )
    if m.is_ordered:
        yield Drafted("order_of_business", "The order of business is as published with the agenda.")
    if m.substitutions:
        was = "has" if m.substitutions == 1 else "have"
        yield Drafted(
            "substitutions", f"{_count(m.substitutions, 'substitution')} {was} been accepted."
        )


def _listed(
    kind: str, listed: Sequence[Named], words: str, *, word: str = "motion"
) -> Iterator[Drafted]:
    if listed:
        head = words.format(are=_are(listed, word))
        yield Drafted(kind, "\n".join([head, *(each.line for each in listed)]), _all(listed))


def _are(listed: Sequence[Named], word: str) -> str:
    return f"{_count(len(listed), word)} {'is' if len(listed) == 1 else 'are'}"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _all(listed: Sequence[Named]) -> tuple[str, ...]:
    return tuple(each.number for each in listed)


def _numbers(listed: Sequence[Named]) -> str:
    return _and([each.number for each in listed])


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
