"""What rooms above the log lay on the desk of whoever reads it in an office."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from audit.browsing.readers import Reader


@dataclass(frozen=True, slots=True)
class Link:
    """A page or a file: what it is called, where it is, and what it is for."""

    title: str
    url: str
    words: str = ""


links: list[Callable[[Any, Reader], Iterable[Link]]] = []
"""Asked in turn what a signed-in reader may go to."""

person_finders: list[Callable[[str], str]] = []
"""Asked in turn for the pseudonym of somebody by what identifies them; "" where nobody is."""
