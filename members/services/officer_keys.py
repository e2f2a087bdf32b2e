"""Officers' own signing keys: set up, unlocked for a sitting, retired.

Sealing and unsealing take a quarter of a gigabyte for about half a second, so that guessing a
pass-phrase costs as much. They are done one at a time in each process, and never inside a
transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import BoundedSemaphore
from typing import Final

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from audit.formats.attestation import key_id, written_key
from audit.formats.errors import BadKey
from audit.formats.paserk import STRONG, Cost, seal, unseal
from audit.formats.signing import SigningKey
from audit.models import Entry
from audit.recording import entry
from audit.refusal import Refusal
from members import pass_phrases, rules
from members.models import Member, OfficerKey
from members.pens import LIFETIME, Pen
from members.selectors import officer_key_of, offices_of

LONGEST_WAIT_SECONDS: Final = 20
WRONG_TRIES: Final = 5
WRONG_TRIES_COUNT_FOR: Final = timedelta(minutes=15)
REFUSED: Final = "officer_key.refused"

_turn = BoundedSemaphore(1)


@sensitive_variables()  # no error report shows a key or a pass-phrase
def officer_key_enrol(*, actor: Member, pass_phrase: str, cost: Cost = STRONG) -> Pen:
    """Make an officer's key, seal it with their pass-phrase, and hand them the pen.

    The entry in the log is the first thing that the key signs.
    """
    if not offices_of(actor).exists():
        raise Refusal("not-an-officer", "Only officers sign what they do. You hold no office now.")
    if officer_key_of(actor):
        raise Refusal("has-a-key", "You have a key. Retire it first if you want another.")
    phrase = _insist_on_strength(actor, pass_phrase)
    key = SigningKey.generate(actor.pseudonym)
    with _turn_taken():
        sealed = seal(key, phrase, cost)
    actor.pen = pen = Pen(key, _end_of_sitting())
    with entry(actor=actor) as log:
        public = written_key(key.verifier)
        OfficerKey.objects.create(
            member=actor, public=public, sealed=sealed, enrolled_at=timezone.now()
        )
        log.record("officer_key.enrolled", subject=actor, attested=True, key=public)
    return pen


@sensitive_variables()
def pen_take_up(*, actor: Member, pass_phrase: str) -> Pen:
    """Unlock an officer's key for one sitting."""
    held = _insist_on_key(actor)
    actor.pen = pen = Pen(_unlocked(held, pass_phrase), _end_of_sitting())
    with entry(actor=actor) as log:
        until = pen.until.astimezone(UTC).isoformat(timespec="seconds")
        log.record("pen.taken_up", subject=actor, attested=True, until=until)
    return pen


@sensitive_variables()
def officer_key_reseal(
    *, actor: Member, pass_phrase: str, new_pass_phrase: str, cost: Cost = STRONG
) -> None:
    """Seal the same key with another pass-phrase."""
    held = _insist_on_key(actor)
    phrase = _insist_on_strength(actor, new_pass_phrase)
    key = _unlocked(held, pass_phrase)
    with _turn_taken():
        sealed = seal(key, phrase, cost)
    with entry(actor=actor) as log:
        held = OfficerKey.objects.select_for_update().get(pk=held.pk)
        if held.retired_at:
            raise _no_key()
        held.sealed = sealed
        held.save(update_fields=["sealed"])
        log.record("officer_key.resealed", subject=actor, key=held.fingerprint)


def officer_key_retire(*, actor: Member | None, member: Member) -> None:
    """End a key: lost, given away, or its officer has gone. What it signed stays signed.

    Its owner does it, or whoever enters appointments. Every pen with this key is void at once.
    """
    with entry(actor=actor) as log:
        if actor != member:
            rules.insist_office(actor, "officer_key.retire")
        held = OfficerKey.objects.select_for_update().filter(member=member, retired_at=None).first()
        if held is None:
            raise _no_key()
        signs = actor is not None and actor.pen is not None
        log.record("officer_key.retired", subject=member, attested=signs, key=held.fingerprint)
        held.retired_at = timezone.now()
        held.sealed = ""
        held.save(update_fields=["retired_at", "sealed"])


def officer_key_confirm(*, actor: Member, fingerprint: str) -> OfficerKey:
    """Say that a fingerprint in the log is the one that its owner read out: two people's word."""
    with entry(actor=actor) as log:
        rules.insist_office(actor, "officer_key.confirm")
        rows = OfficerKey.objects.select_for_update(of=("self",)).select_related("member")
        in_force = rows.filter(retired_at=None)
        held = next((row for row in in_force if row.fingerprint == fingerprint), None)
        if held is None:
            raise Refusal("no-key", "No officer's key with this fingerprint is in force.")
        if held.member == actor:
            raise Refusal("own-key", "Another officer has to compare your fingerprint with you.")
        if held.confirmed_at:
            raise Refusal("already-confirmed", "This key is confirmed already.")
        held.confirmed_by, held.confirmed_at = actor, timezone.now()
        held.save(update_fields=["confirmed_by", "confirmed_at"])
        log.record("officer_key.confirmed", subject=held.member, attested=True, key=fingerprint)
    return held


def _insist_on_key(actor: Member) -> OfficerKey:
    held = officer_key_of(actor)
    if held is None:
        raise _no_key()
    return held


@sensitive_variables()
def _insist_on_strength(actor: Member, pass_phrase: str) -> str:
    phrase = pass_phrases.normalise(pass_phrase)
    known = [actor.membership_number, *actor.name.split()]
    if weak := pass_phrases.weakness(phrase, known):
        raise Refusal("weak-pass-phrase", weak)
    return phrase


@sensitive_variables()
def _unlocked(held: OfficerKey, pass_phrase: str) -> SigningKey:
    """Open a key, or refuse; a wrong try is in the log, and a few of them have to wait.

    A try is counted before the next one has its turn, so that many at once are no more than few.
    """
    member = held.member
    with _turn_taken():
        _insist_on_patience(member)
        try:
            key = unseal(member.pseudonym, held.sealed, pass_phrases.normalise(pass_phrase))
        except BadKey:
            with entry(actor=member):
                raise Refusal(
                    "wrong-pass-phrase",
                    "That is not the pass-phrase of your key.",
                    record=REFUSED,
                    subject=member.log_name,
                    facts={"key": held.fingerprint},
                ) from None
    if key_id(key.verifier) != held.fingerprint:
        raise Refusal(
            "not-your-key", "The key kept for you is not the one in the log. Call the scrutineer."
        )
    return key


def _insist_on_patience(member: Member) -> None:
    since = timezone.now() - WRONG_TRIES_COUNT_FOR
    tries = Entry.objects.filter(subject=member.log_name, kind=REFUSED, at__gte=since)
    if tries.count() >= WRONG_TRIES:
        minutes = int(WRONG_TRIES_COUNT_FOR.total_seconds()) // 60
        raise Refusal(
            "too-many-tries",
            f"That was wrong {WRONG_TRIES} times. Try again in {minutes} minutes; or, if the "
            "pass-phrase is lost, retire the key and set up another.",
        )


@contextmanager
def _turn_taken() -> Iterator[None]:
    """Work one key at a time: each takes a quarter of a gigabyte."""
    if not _turn.acquire(timeout=LONGEST_WAIT_SECONDS):
        raise Refusal("many-at-once", "Many officers are signing in. Try again in a moment.")
    try:
        yield
    finally:
        _turn.release()


def _end_of_sitting() -> datetime:
    return timezone.now() + LIFETIME


def _no_key() -> Refusal:
    return Refusal("no-key", "You have no signing key. Set one up first.")
