"""What the log says of a pack: its seal on the manifest, and the returning officer's signature.

Both are entries that name the manifest's SHA-256, put into the archive with their proofs. The seal
is the machine's, made with the pack; the signature is a person's act, made after.
"""

import shutil
import tempfile
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from audit.formats.tlog_proof import TlogProof
from audit.models import Head, Position
from audit.pack.archive import add_to_archive
from audit.pack.documents import Document
from audit.pack.manifest import (
    MADE,
    MANIFEST,
    SEAL_LEAF,
    SEAL_PROOF,
    SIGNATURE_LEAF,
    SIGNATURE_PROOF,
    SIGNED,
    Manifest,
)
from audit.publishing.witnessed import witnessed_note
from audit.recording import entry
from audit.refusal import Refusal
from audit.selectors import proof_of_inclusion
from audit.services.placing import entries_place
from conferences.enums import PackState
from conferences.models import ScrutinyPack
from conferences.rules import acting
from members.models import Member


def sealed(pack: ScrutinyPack, manifest: Manifest) -> list[Document]:
    """Put the manifest's SHA-256 into the log, and give the manifest, that entry and its proof."""
    with entry(actor=None) as log:
        made = log.record(
            MADE,
            subject=pack.conference,
            pack=str(pack.pk),
            manifest_sha256=manifest.sha256,
            files=len(manifest.files),
            head_size=manifest.log.size,
        )
    return [
        Document(MANIFEST, "Every file with its size and SHA-256.", manifest.to_bytes()),
        Document(SEAL_LEAF, "The log's entry that names the manifest.", made.leaf),
        Document(SEAL_PROOF, "The proof that the log holds it.", _proof(made.id)),
    ]


def pack_sign(*, pack: ScrutinyPack, actor: Member) -> ScrutinyPack:
    """Sign a pack as the returning officer: an entry of their own names the same manifest.

    With a pen taken up it bears their own key's signature. The entry and its proof are put into the
    archive behind everything else, which stays as it is.
    """
    entries_place()  # while it still can be refused: what is signed needs its proof
    with acting(actor, pack.conference, "scrutiny_pack.sign") as log:
        if pack.state != PackState.READY or not pack.file.is_file():
            raise Refusal("not-ready", "There is no such pack to sign.")
        if pack.signed_at:
            raise Refusal("already-signed", "That pack is signed already.")
        signed = log.record(
            SIGNED,
            subject=pack.conference,
            attested=True,
            pack=str(pack.pk),
            manifest_sha256=pack.manifest_sha256,
        )
    with tempfile.TemporaryDirectory(dir=pack.file.parent, prefix="signing-") as scratch:
        beside = Path(scratch) / "pack.zip"
        shutil.copy(pack.file, beside)
        add_to_archive(
            beside,
            [
                Document(SIGNATURE_LEAF, "The returning officer's own entry.", signed.leaf),
                Document(SIGNATURE_PROOF, "The proof that the log holds it.", _proof(signed.id)),
            ],
        )
        beside.replace(pack.file)
    pack.signed_at, pack.size = timezone.now(), pack.file.stat().st_size
    pack.save(update_fields=["signed_at", "size"])
    return pack


def _proof(entry_id: UUID) -> bytes:
    """Seal the log, and prove that it holds an entry."""
    entries_place()
    place = Position.objects.get(entry_id=entry_id)
    head = Head.objects.filter(size__gt=place.seq).order_by("size").first()
    if head is None:
        raise Refusal("not-sealed-yet", "The log has not sealed the pack yet. Try again.")
    hashes = tuple(proof_of_inclusion(place.seq, head.size))
    return TlogProof(place.seq, hashes, witnessed_note(head).encode()).to_bytes()
