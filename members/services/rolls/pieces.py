"""A waiting file in sealed pieces: written as it arrives, read as if it were a file."""

import io
from collections.abc import Iterable, Iterator
from typing import Final

from django.conf import settings

from members.models import RollPiece, WaitingRoll
from members.roll import seals as roll_seals
from members.roll.seals import BadPiece

PIECE: Final = 1 << 20


def pieces_write(roll: WaitingRoll, chunks: Iterable[bytes]) -> int:
    """Seal what arrives in pieces of one size, the last shorter; give the size of all."""
    size = 0
    for place, piece in enumerate(_of_one_size(chunks)):
        size += len(piece)
        sealed = roll_seals.close(settings.CONTACT_SECRET, piece, file=str(roll.pk), place=place)
        RollPiece.objects.create(roll=roll, place=place, sealed=sealed)
    return size


def opened(roll: WaitingRoll) -> io.BufferedReader:
    """Open a waiting file, to read it through or from any place."""
    return io.BufferedReader(_Pieces(roll), buffer_size=1 << 18)


def _of_one_size(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held:
        yield bytes(held)


class _Pieces(io.RawIOBase):
    """The bytes of a waiting file, opened a piece at a time."""

    def __init__(self, roll: WaitingRoll) -> None:
        self._roll, self._at = roll, 0
        self._place, self._piece = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._roll.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer from the piece that stands here; nothing is past the end."""
        if self._at >= self._roll.size:
            return 0
        place, within = divmod(self._at, PIECE)
        if place != self._place:
            self._place, self._piece = place, self._fetched(place)
        part = self._piece[within : within + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _fetched(self, place: int) -> bytes:
        found = RollPiece.objects.filter(roll=self._roll, place=place)
        sealed = found.values_list("sealed", flat=True).first()
        if sealed is None:
            raise BadPiece("A piece of the file that waits is missing.")
        former = settings.CONTACT_SECRETS_FORMER
        for secret in (settings.CONTACT_SECRET, *former):
            try:
                return roll_seals.open_piece(
                    secret, bytes(sealed), file=str(self._roll.pk), place=place
                )
            except BadPiece:
                if secret == (former or [settings.CONTACT_SECRET])[-1]:
                    raise
        raise AssertionError
