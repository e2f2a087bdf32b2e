"""Who may witness the log, and what they signed.

A single signature of a witness is not an act in the log: each would make a new head, which would
have to be signed again, without end. That somebody became a witness, ceased to be one or found the
log contradicting itself is.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from django.db.models import BigIntegerField
from django.utils import timezone

from audit.formats.add_checkpoint import ADD_CHECKPOINT
from audit.formats.checkpoint import Checkpoint
from audit.formats.cosignature import WitnessKey, time_in
from audit.formats.encoding import base64_text
from audit.formats.errors import BadKey, NotVerified
from audit.formats.note import Signature, read_note
from audit.keys import log_verifiers, receipt_verifiers
from audit.models import Cosignature, Entry, Head, Witness
from audit.publishing.outbound import is_address
from audit.publishing.witnessed import current_trust
from audit.recording import Actor, entry
from audit.refusal import Refusal
from audit.selectors import newest_head

CLOCKS_MAY_DIFFER = timedelta(hours=1)
MAX_NAME, MAX_URL = 120, 200
MAX_WITNESSES = 50
"""A head holds a hundred signatures; those of witnesses who have retired stay under old heads."""


def witness_add(*, actor: Actor | None, vkey: str, url: str = "", office: str = "") -> Witness:
    """Take somebody on as a witness, by the key line that they gave and, if posted to, an address.

    Refused for a key that is malformed, or in use already: by this server, or by another witness.
    """
    try:
        key = WitnessKey.parse(vkey.strip())
    except BadKey as error:
        raise Refusal("bad-key", str(error)) from None
    if key.public in {own.public for own in (*log_verifiers(), *receipt_verifiers())}:
        raise Refusal("key-in-use", "This is the server's own key: a log cannot witness itself.")
    url = url.strip().removesuffix(ADD_CHECKPOINT).rstrip("/")
    if len(key.name) > MAX_NAME:
        raise Refusal("bad-key", f"A witness's name is at most {MAX_NAME} characters.")
    if url and (len(url) > MAX_URL or not is_address(url)):
        raise Refusal("bad-address", "An address starts with https:// or http:// and names a host.")
    with entry(actor=actor, office=office) as log:
        for other in Witness.objects.select_for_update():
            if key.public == other.key.public:
                raise Refusal("key-in-use", f"This is the key of {other.name}: each needs its own.")
            if key.name == other.name and other.retired_at is None:
                raise Refusal("name-in-use", f"There is a witness {other.name}: retire it first.")
        if Witness.objects.filter(retired_at=None).count() >= MAX_WITNESSES:
            raise Refusal("too-many", f"There can be {MAX_WITNESSES} witnesses at once.")
        witness = Witness.objects.create(
            name=key.name, vkey=str(key), url=url, added_at=timezone.now()
        )
        log.record("witness.added", subject=witness, key=witness.vkey, address=url or None)
    return witness


def witness_retire(*, actor: Actor | None, witness: Witness, office: str = "") -> Witness:
    """Let a witness go: heads are brought to it no longer, and its signatures count no more."""
    with entry(actor=actor, office=office) as log:
        witness = Witness.objects.select_for_update().get(pk=witness.pk)
        if witness.retired_at is not None:
            raise Refusal("already-retired", f"{witness.name} is no witness any more.")
        witness.retired_at = timezone.now()
        witness.save(update_fields=["retired_at"])
        log.record("witness.retired", subject=witness, key=witness.vkey)
    return witness


def witness_disagree(*, witness: Witness, head: Head, words: str, signed_size: int = 0) -> None:
    """Record, once, that a witness found the log contradicting what it had signed before.

    The words are the witness's own, from outside: they are kept for the page, not in the log.
    `signed_size` is how long a log it has signed, where that is longer than ours: no head is signed
    until ours is as long again.
    """
    signed_size = min(signed_size, BigIntegerField.MAX_BIGINT)
    if witness.disagreed_at is not None and signed_size <= witness.signed_size:
        return  # or each time would make a new head, and ask again
    with entry(actor=None) as log:
        witness = Witness.objects.select_for_update().get(pk=witness.pk)
        witness.disagreed_at, witness.disagreement = timezone.now(), words[:1000]
        witness.signed_size = max(witness.signed_size, signed_size)
        witness.save(update_fields=["disagreed_at", "disagreement", "signed_size"])
        log.record("witness.disagreed", subject=witness, size=head.size)


def ahead_in_words(signed_size: int, head: Head) -> str:
    """Say of a witness that it has signed a longer log than this one."""
    return f"It has signed a log of {signed_size:,} entries, and this one has {head.size:,}."


def cosignature_accept(*, note: bytes) -> list[Cosignature]:
    """Take in a signed head with the lines of witnesses under it; give those that are new.

    Anyone may bring it, for it proves itself: the head must be one that this log signed, and every
    line by a known witness must fit. A head that this log's key signed and this log never had is
    evidence against the log, and goes into it.
    """
    try:
        offered, times = current_trust().open(note)
    except NotVerified as error:
        raise Refusal("not-verified", f"This is no signed head of this log. {error}") from None
    head = Head.objects.filter(size=offered.size).first()
    if head is None or bytes(head.root) != offered.root:
        _note_who_is_ahead(offered, times)
        _refuse_another_head(offered)
    if not times:
        raise Refusal("no-witness", "No witness of this log has signed this head.")
    witnesses = {one.key: one for one in Witness.objects.filter(retired_at=None)}
    _text, signatures = read_note(note)
    return [
        kept
        for key, seconds in times.items()
        if (kept := _kept(head, witnesses[key], _line(signatures, key), seconds))
    ]


def _kept(head: Head, witness: Witness, line: str, seconds: int) -> Cosignature | None:
    """Keep a line; give it if it is the witness's first under this head."""
    if seconds > (timezone.now() + CLOCKS_MAY_DIFFER).timestamp():
        raise Refusal("clock-ahead", f"{witness.name} signed in the future: its clock is wrong.")
    kept, is_new = Cosignature.objects.get_or_create(
        head=head,
        witness=witness,
        defaults={
            "line": line,
            "signed_at": datetime.fromtimestamp(seconds, UTC),
            "at": timezone.now(),
        },
    )
    return kept if is_new else None


def _line(signatures: Sequence[Signature], key: WitnessKey) -> str:
    """Give the line by which a witness last signed."""
    return str(max((one for one in signatures if one.key == (key.name, key.id)), key=time_in))


def _note_who_is_ahead(offered: Checkpoint, signed_by: Iterable[WitnessKey]) -> None:
    """Let no head be signed any more while witnesses have signed a longer log than this one."""
    newest = newest_head()
    if newest is None or offered.size <= newest.size:
        return
    keys = set(signed_by)
    for witness in Witness.objects.filter(retired_at=None):
        if witness.key in keys:
            words = ahead_in_words(offered.size, newest)
            witness_disagree(witness=witness, head=newest, words=words, signed_size=offered.size)


def _refuse_another_head(offered: Checkpoint) -> NoReturn:
    """Refuse a head that is ours by its key and not by its content, and let the log say so once."""
    subject = f"head:{offered.size}"
    is_known = Entry.objects.filter(kind="log.contradicted", subject=subject).exists()
    with entry(actor=None):
        raise Refusal(
            "another-head",
            f"The log's key signed this head of {offered.size:,} entries, but this log never had "
            "it. Keep the file: it is evidence that two versions of the log have been signed. Give "
            "it to the scrutineer.",
            record="" if is_known else "log.contradicted",
            subject=subject,
            facts={"root": base64_text(offered.root)},
        )
