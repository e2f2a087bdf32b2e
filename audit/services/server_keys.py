"""The server's own keys: made, changed, ended and sealed, each time in ceremony.

What happens to a key is told to the log as well: `key.made` and the like, with the key line, the
program, and a digest of who was present. A key that is made before there is a log is told to it
afterwards, by `server_key_enter`.
"""

from collections.abc import Sequence

from django.utils import timezone

from audit import keys
from audit.ceremony import Ceremony, program
from audit.formats.signing import VerifierKey
from audit.keys import KeyPlace
from audit.models import Entry
from audit.recording import entry
from audit.refusal import Refusal

LOG = "log"
RECEIPTS = "receipts"
USES = (LOG, RECEIPTS)


def server_key_make(*, use: str, present: Sequence[str], password: str = "") -> Ceremony:
    """Make the first key of a use. Refused where there is one: what it signed would be orphaned."""
    place = place_of(use)
    try:
        key = keys.make_key(place, password)
    except FileExistsError:
        raise Refusal(
            "has-a-key", f"There is a key in {place.file} already. It has signed: keep it."
        ) from None
    return _held("made", use, key.verifier, present)


def server_key_rotate(*, use: str, present: Sequence[str], password: str = "") -> Ceremony:
    """Make the key that follows. The log's old one goes on signing beside it until retired."""
    place = place_of(use)
    try:
        key = keys.make_next_key(place, password)
    except FileExistsError:
        raise Refusal(
            "rotation-under-way", f"A next key waits in {place.next}. Retire the old one first."
        ) from None
    return _held("rotated", use, key.verifier, present)


def server_key_retire(*, use: str, present: Sequence[str]) -> Ceremony:
    """End the older of two keys. What it signed stays good; its secret half is gone."""
    place = place_of(use)
    try:
        ended = keys.retire_key(place)
    except FileNotFoundError as error:
        raise Refusal("no-next-key", str(error)) from None
    return _held("retired", use, ended, present)


def server_key_seal(*, use: str, present: Sequence[str], password: str) -> list[Ceremony]:
    """Put the keys of a use under a password."""
    place = place_of(use)
    if not password:
        raise Refusal("no-password", "A key cannot be sealed with an empty password.")
    if not keys.seal_key(place, password):
        raise Refusal("sealed-already", f"{place.file} is sealed already.")
    return [_held("sealed", use, key, present) for key in place.verifiers()[-1:]]


def server_key_enter(*, ceremony: Ceremony) -> None:
    """Tell the log of a ceremony."""
    with entry(actor=None) as log:
        log.record(
            f"key.{ceremony.act}",
            subject=subject_of(ceremony.key),
            personal={"present": "; ".join(ceremony.present)} if ceremony.present else None,
            key=str(ceremony.key),
            use=ceremony.use,
            present=len(ceremony.present),
            program=program(),
        )


def server_keys_enter(*, present: Sequence[str] = ()) -> list[Ceremony]:
    """Tell the log of the keys at work that it has not heard of: they were made before it was."""
    entered = []
    for use in USES:
        for key in place_of(use).verifiers():
            told = Entry.objects.filter(subject=subject_of(key), kind__startswith="key.")
            if not told.exists():
                ceremony = _held("made", use, key, present)
                server_key_enter(ceremony=ceremony)
                entered.append(ceremony)
    return entered


def subject_of(key: VerifierKey) -> str:
    """Name a key in the log."""
    return f"key:{key.id.hex()}"


def place_of(use: str) -> KeyPlace:
    """Say where the keys of a use lie."""
    return keys.log_place() if use == LOG else keys.receipt_place()


def _held(act: str, use: str, key: VerifierKey, present: Sequence[str]) -> Ceremony:
    place = place_of(use)
    kept = place.next if act == "rotated" else place.file
    how = "sealed with a password" if keys.is_sealed(kept) else "in the clear, for its owner only"
    where = "its secret half is destroyed" if act == "retired" else f"in {kept.name}, {how}"
    return Ceremony(act, use, key, timezone.now(), tuple(present), where)
