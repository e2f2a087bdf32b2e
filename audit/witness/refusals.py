"""Why a witness does not sign, each with the status that C2SP tlog-witness gives it."""

from http import HTTPStatus
from pathlib import Path

from audit.formats.errors import NotVerified


class NotSigned(NotVerified):
    """The witness did not sign. The message says why, in plain English."""

    status = HTTPStatus.BAD_REQUEST


class Malformed(NotSigned):
    """What was asked cannot be read, or contradicts itself."""


class UnknownLog(NotSigned):
    """The head is of a log whose key this witness was never given."""

    status = HTTPStatus.NOT_FOUND


class NotFromTheLog(NotSigned):
    """The head names a log we know, but that log's key did not sign it."""

    status = HTTPStatus.FORBIDDEN


class OtherSize(NotSigned):
    """The question starts from another size than the one this witness last signed."""

    status = HTTPStatus.CONFLICT

    def __init__(self, remembered: int) -> None:
        super().__init__(
            f"This witness last signed the log at {remembered:,} entries: "
            "the proof has to start there."
        )
        self.remembered = remembered


class Disagrees(NotSigned):
    """The log signed something that does not fit what it signed before. Evidence is kept."""

    evidence: Path | None = None


class Forked(Disagrees):
    """The log signed two different heads of one size: proof enough for anyone."""

    status = HTTPStatus.CONFLICT


class Shrunk(Disagrees):
    """The log offers fewer entries than it once signed, as what follows them."""


class Unproven(Disagrees):
    """The proof does not lead from the head we know to the one offered: a fork, or a mistake."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NotNow(NotSigned):
    """The fault is on this computer: its clock, its folder, its memory."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
