"""A witness's word on a tree head: C2SP tlog-cosignature, Ed25519 (`cosignature/v1`).

A cosignature says: as of this time, this is the largest head of the log that I have seen, and it
only added to those that I saw before. Its line stands under the head like any signature. The bytes
in it are the time, eight bytes big-endian in seconds since 1970, and an Ed25519 signature over

    cosignature/v1
    time <the time in decimal>
    <the whole text of the head>

The message does not name the witness, so one key must never serve two witnesses.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.formats.encoding import MAX_NUMBER
from audit.formats.note import Signature, does_not_fit, read_note
from audit.formats.signing import PublicKey, SecretKey

_TIME_BYTES = 8


@dataclass(frozen=True, slots=True)
class WitnessKey(PublicKey):
    """The public half of a witness's key: what a policy of k out of n names."""

    type: ClassVar[int] = 0x04
    purpose: ClassVar[str] = "a witness"


class WitnessSigningKey(SecretKey):
    """A witness's secret key, which the server must never see."""

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        super().__init__(name, private)
        self.verifier = WitnessKey(name, self.public)


def cosign(text: str, key: WitnessSigningKey, time: int) -> str:
    """Give the line, with its end, by which a witness vouches for the text of a head.

    `time` is in seconds since 1970. Whether to vouch at all is for the caller to judge.
    """
    if not 0 <= time <= MAX_NUMBER:
        raise ValueError(f"{time} is not a time that a cosignature can carry.")
    data = time.to_bytes(_TIME_BYTES, "big") + key.sign(_message(text, time))
    return str(Signature.by(key.verifier, data))


def cosigned(note: bytes, witnesses: Iterable[WitnessKey]) -> dict[WitnessKey, int]:
    """Give the witnesses who signed a head, and when each last did, in seconds since 1970.

    A line of a witness we do not know is ignored; one of a known witness that does not fit rejects
    the note. Whether the log itself signed the head is for `open_checkpoint` to say.
    """
    text, signatures = read_note(note)
    known = {(witness.name, witness.id): witness for witness in witnesses}
    times: dict[WitnessKey, int] = {}
    for signature in signatures:
        if witness := known.get(signature.key):
            times[witness] = max(_time(text, signature, witness), times.get(witness, 0))
    return times


def time_in(signature: Signature) -> int:
    """Read the time that a cosignature claims, in seconds since 1970."""
    return int.from_bytes(signature.data[:_TIME_BYTES], "big")


def _time(text: str, signature: Signature, witness: WitnessKey) -> int:
    time = time_in(signature)
    message = _message(text, time)
    if time > MAX_NUMBER or not witness.verifies(message, signature.data[_TIME_BYTES:]):
        raise does_not_fit(signature)
    return time


def _message(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()
