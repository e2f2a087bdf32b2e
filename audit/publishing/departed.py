"""Whether others hold more of the log than this database does, or something else.

What was published, or signed by a witness, cannot be taken back. A database that does not hold it
has been put back from an older copy, or altered, and must sign nothing more: two versions of the
log would be signed. Votes and acts are recorded all the same.
"""

from pathlib import Path

from django.conf import settings

from audit.formats.checkpoint import Checkpoint
from audit.formats.errors import NotVerified
from audit.formats.note import open_note
from audit.models import Head, Witness
from audit.publishing.layout import CHECKPOINT
from audit.publishing.witnessed import current_trust


class DepartedError(NotVerified):
    """What others hold of the log is not in this database."""


def check_not_departed(newest: Head | None) -> None:
    """Refuse to sign another head after this one, unless all that is known of the log leads to it.

    Raise DepartedError, in words for whoever has to put it right.
    """
    check_published(newest)
    check_witnessed(newest)
    check_signed(newest)


def check_published(newest: Head | None) -> None:
    """Refuse to go on from a head that what was published does not lead to.

    Raise DepartedError, in words for whoever has to put it right.
    """
    there = published()
    if there is None:
        return
    ours = newest.size if newest else 0
    if there.size > ours:
        raise DepartedError(
            f"The log was published with {there.size:,} entries, and this database has {ours:,}: "
            "it has been put back from an older copy. No head is signed until it is whole again: "
            "two versions of the log would be signed. Votes and acts are still recorded. See "
            "docs/deployment.md, Restoring a backup."
        )
    root = Head.objects.filter(size=there.size).values_list("root", flat=True).first()
    if root is None or bytes(root) != there.root:
        raise DepartedError(
            f"The published head of {there.size:,} entries is not one of this database: two "
            "versions of the log exist. No head is signed until it is known which is right. Keep "
            "the published folder: it is evidence."
        )


def check_witnessed(newest: Head | None) -> None:
    """Refuse to go on from a head while a witness says that it has signed a longer log.

    Raise DepartedError. It is only what the witness told us last, and nobody is asked here.
    """
    ours = newest.size if newest else 0
    ahead = Witness.objects.filter(retired_at=None, signed_size__gt=ours)
    if witness := ahead.order_by("-signed_size").first():
        raise DepartedError(
            f"The witness {witness.name} has signed a log of {witness.signed_size:,} entries, and "
            f"this database has {ours:,}: it has been put back from an older copy, or the witness "
            "is wrong. No head is signed until the log is whole again, or the witness is retired. "
            "Votes and acts are still recorded. See docs/deployment.md, Restoring a backup."
        )


def check_signed(newest: Head | None) -> None:
    """Refuse to go on from a head that the log's key did not sign.

    Raise DepartedError: somebody has written it into the database.
    """
    if newest is None:
        return
    try:
        head = Checkpoint.parse(open_note(newest.note.encode(), current_trust().log))
    except NotVerified as error:
        raise DepartedError(
            f"The head of {newest.size:,} entries in the database is forged. {error} No head is "
            "signed until its row is removed by the owner of the tables. Keep a copy of it."
        ) from None
    if (head.size, head.root) != (newest.size, bytes(newest.root)):
        raise DepartedError(f"The head of {newest.size:,} entries in the database is another's.")


def published() -> Checkpoint | None:
    """Give the head that the folder of the settings holds, if it holds one.

    Raise NotVerified if what lies there is not signed by a key of this log.
    """
    folder = settings.AUDIT_LOG_FOLDER
    note = published_note(folder) if folder is not None else b""
    return Checkpoint.parse(open_note(note, current_trust().log)) if note else None


def published_note(folder: Path) -> bytes:
    """Give the head that lies in a folder, checked by nobody; nothing where there is none."""
    try:
        return (folder / CHECKPOINT).read_bytes()
    except FileNotFoundError:
        return b""
