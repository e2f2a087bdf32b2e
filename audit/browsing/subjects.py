"""What the log's subjects are called, and where to read on about them.

An entry names its subject `kind:name`, such as `motion:NDC27/M1`. The log knows nothing of motions;
each room above tells it here, for each kind of its own, what people call such a thing, what they
may type to find it, and which other subjects belong to its story.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Named:
    """What people call a subject, and the page about it, where there is one."""

    title: str
    url: str = ""


def _never(_words: str) -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a room knows of one kind of subject. Names are without the kind.

    `named` is asked once for all the names on a page, and leaves out what is not for everyone to
    see. `found` gives the names that words may mean.
    """

    named: Callable[[Collection[str]], Mapping[str, Named]]
    found: Callable[[str], Iterable[str]] = _never


kinds: dict[str, Subjects] = {}

tellers: dict[str, list[Callable[[str], Iterable[str]]]] = defaultdict(list)
"""For each kind, who gives other subjects, kinds and all, whose entries tell of the same thing."""

events: dict[str, str] = {}
"""Events whose name alone reads badly, in words."""

offices: dict[str, str] = {}
"""Offices under which people act, in words."""

MOST_FOUND = 200


def ids(texts: Iterable[str]) -> list[UUID]:
    """Read the ids among these texts: an address may say anything."""
    read = []
    for text in texts:
        try:
            read.append(UUID(text))
        except ValueError:
            continue
    return read


def named(subjects: Iterable[str]) -> dict[str, Named]:
    """Say what these subjects are called, asking each room once; leave out the unknown."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for subject in subjects:
        kind, _, name = subject.partition(":")
        if kind in kinds and name:
            by_kind[kind].add(name)
    return {
        f"{kind}:{name}": said
        for kind, names in sorted(by_kind.items())
        for name, said in kinds[kind].named(names).items()
    }


def found(words: str) -> list[str]:
    """Give the subjects that somebody may mean by these words."""
    names = (f"{kind}:{name}" for kind, subjects in kinds.items() for name in subjects.found(words))
    return list(dict.fromkeys(names))[:MOST_FOUND]


def story(subject: str) -> list[str]:
    """Give the subject, and those whose entries belong to its story."""
    kind, _, name = subject.partition(":")
    others = (other for teller in tellers.get(kind, ()) for other in teller(name))
    return list(dict.fromkeys([subject, *others]))


def has_story(subject: str) -> bool:
    """Tell whether a room tells the story of such subjects."""
    return subject.partition(":")[0] in tellers
