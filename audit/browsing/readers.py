"""Who reads the log: anyone, or somebody in an office that may see more than the leaves say.

The log knows nothing of appointments; the room of people and offices says here who holds what.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

NAME_KEPT = "_audit_reader"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads. Without an office, the public.

    `until` is the last day of an appointment that ends. `opens` says whether the office may be
    shown what stands behind salted digests. `person` is for the room that knows people.
    """

    office: str = ""
    title: str = ""
    body: str = ""
    until: date | None = None
    opens: bool = False
    person: Any = None

    @property
    def is_trusted(self) -> bool:
        """Say whether more may be shown than the public log says."""
        return bool(self.office)


PUBLIC = Reader()

offices_of: list[Callable[[Any], Iterable[Reader]]] = []
"""Asked in turn who a signed-in person is to the log, the office that sees most first."""


def reader_of(request: HttpRequest) -> Reader:
    """Tell in which office the log is being read; asked once for each request."""
    if not hasattr(request, NAME_KEPT):
        setattr(request, NAME_KEPT, _reader_of(request))
    kept: Reader = getattr(request, NAME_KEPT)
    return kept


def _reader_of(request: HttpRequest) -> Reader:
    if not request.user.is_authenticated:
        return PUBLIC
    held = (reader for known in offices_of for reader in known(request.user))
    return next(iter(held), PUBLIC)
