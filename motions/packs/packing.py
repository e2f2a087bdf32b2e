"""Making a scrutiny pack: from the log as it is sealed to one archive that the log seals in turn.

The log is written out first and checked, every room adds its files, and the manifest's SHA-256 goes
into the log. That entry and its proof are put beside the manifest. A pack is made whole or not at
all: it is written beside its place and then moved there.
"""

import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.db.models import Q
from django.utils import timezone

from audit.formats.errors import NotVerified
from audit.models import Position
from audit.pack.archive import write_archive
from audit.pack.documents import Document, Listed
from audit.pack.index import Cover, page, readme
from audit.pack.manifest import (
    Manifest,
)
from audit.pack.sealing import SHORTEST_PASS_PHRASE
from audit.publishing.export import export
from audit.publishing.stored import StoredLog
from audit.publishing.witnessed import current_trust
from audit.refusal import Refusal
from audit.scrutiny import (
    entries_document,
    keys_document,
    log_documents,
    packed_log,
    retention_document,
    verified,
)
from audit.services.posting import Messenger
from audit.store.sequencer import sequence_all
from audit.verify.report import Report
from ballots.models import Ballot
from ballots.scrutiny import BallotFolder, card_disclosures
from conferences import scrutiny as of_conference
from conferences.enums import PackState
from conferences.models import Conference, ScrutinyPack
from conferences.rules import acting
from members import scrutiny as of_members
from members.models import Member
from motions import scrutiny as of_motions
from motions.packs.cover import cover_document
from motions.packs.seals import sealed
from motions.packs.software import software_document

# What somebody is likely to take out of the pack and show on its own.
PROVED: Final = Q(entry__kind__startswith="ballot.") | Q(entry__kind__startswith="declaration.")

Progress = Callable[[str, int, int], None]
"""Told what is being done, and how many are done of how many."""


SILENCE: Final = timedelta(minutes=30)
NOBODY_MAKES_IT: Final = (
    "Nothing was heard of it for half an hour: the worker that makes packs stopped, or is not "
    "running. Ask for it again; if that waits too, tell whoever keeps the server running."
)


def pack_ask(
    *,
    conference: Conference,
    actor: Member | None,
    ballot: Ballot | None = None,
    pass_phrase: str = "",
) -> ScrutinyPack:
    """Ask for a pack of a conference, or of one of its votes.

    With a pass-phrase agreed with the scrutineer, the roll with names goes into it, sealed.
    """
    with acting(actor, conference, "scrutiny_pack.ask_for") as log:
        votes = _votes(conference, ballot)
        if pass_phrase and len(pass_phrase) < SHORTEST_PASS_PHRASE:
            raise Refusal(
                "short-pass-phrase",
                f"A pass-phrase for the roll has {SHORTEST_PASS_PHRASE} characters or more.",
            )
        sealed = of_conference.sealed_roll(conference, votes, pass_phrase) if pass_phrase else None
        pack = ScrutinyPack.objects.create(
            conference=conference,
            ballot=ballot,
            asked_by=actor,
            asked_at=timezone.now(),
            sealed_roll=sealed,
        )
        log.record(
            "scrutiny_pack.asked_for",
            subject=conference,
            attested=True,
            pack=str(pack.pk),
            votes=[vote.log_name for vote in votes],
            roll_sealed=bool(sealed),
        )
    return pack


def pack_make(
    *, pack: ScrutinyPack, progress: Progress = lambda _doing, _done, _of: None
) -> ScrutinyPack:
    """Make a pack that was asked for. Called outside any act: it seals the log first."""
    pack.state = PackState.MAKING
    pack.save(update_fields=["state"])
    try:
        return _made(pack, progress)
    except BaseException as error:
        pack.state, pack.sealed_roll = PackState.FAILED, None
        pack.trouble = _in_words(error)
        pack.save(update_fields=["state", "trouble", "sealed_roll"])
        raise


def packs_give_up() -> int:
    """Call those packs failed of whose making nothing was heard for half an hour; give how many.

    Their worker died, or there is none. Should it be at work all the same, it still finishes.
    """
    under_way = ScrutinyPack.objects.filter(state__in=(PackState.WAITING, PackState.MAKING))
    return under_way.filter(moved_at__lt=timezone.now() - SILENCE).update(
        state=PackState.FAILED, trouble=NOBODY_MAKES_IT, sealed_roll=None
    )


def _in_words(error: BaseException) -> str:
    match error:
        case NotVerified() | Refusal():
            return str(error)
        case OSError():
            return f"The file could not be written: {error.strerror}."
    return "Something went wrong in the program itself. Whoever keeps it running can find out what."


def _made(pack: ScrutinyPack, progress: Progress) -> ScrutinyPack:
    pack.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=pack.file.parent, prefix="making-") as scratch:
        folder = Path(scratch)
        progress("Sealing the log", 0, 0)
        report = _written_log(folder / "log")
        progress("Gathering the records", 0, 0)
        documents = list(_documents(pack, report, folder))
        documents.append(_cover_sheet(pack, report, len(documents)))
        cover = _cover(pack, report)
        documents += [readme(cover, documents), page(cover, documents)]
        manifest = Manifest.listing(
            map(Listed.of, documents),
            subject=(pack.ballot or pack.conference).log_name,
            made_at=timezone.localtime(),
            log=packed_log(report),
        )
        documents += sealed(pack, manifest)
        beside = folder / "pack.zip"
        beside.touch(mode=0o600)
        with beside.open("wb") as file:
            write_archive(file, documents, lambda done, of: progress("Packing the files", done, of))
        beside.replace(pack.file)
    pack.made_at = timezone.now()
    pack.manifest_sha256 = manifest.sha256
    pack.size = pack.file.stat().st_size
    pack.state, pack.doing = PackState.READY, ""
    pack.sealed_roll = None  # it is in the pack, and needed nowhere else
    pack.save()
    return pack


def _votes(conference: Conference, ballot: Ballot | None) -> list[Ballot]:
    votes = of_motions.votes_of(conference)
    if ballot is None:
        return votes
    if ballot.pk not in {vote.pk for vote in votes}:
        raise Refusal("foreign-ballot", "That vote was not taken at this conference.")
    chosen, before = [ballot], ballot.replaces
    while before is not None:  # what was voided belongs to the history of what replaced it
        chosen.append(before)
        before = before.replaces
    return [vote for vote in votes if vote.pk in {each.pk for each in chosen}]


def _written_log(folder: Path) -> Report:
    """Seal what waits, have the witnesses sign, write the log out, and check it as anyone would."""
    sequence_all()
    Messenger().post()
    log = StoredLog.current()
    told = Position.objects.filter(PROVED, seq__lt=log.size).order_by("seq")
    export(log, folder, trust=current_trust(), proofs=told.values_list("seq", flat=True))
    return verified(folder)


def _numbered(pack: ScrutinyPack) -> list[tuple[int, Ballot]]:
    """Give each vote the number in which it was opened, also where a pack holds only one."""
    chosen = {vote.pk for vote in _votes(pack.conference, pack.ballot)}
    every = enumerate(of_motions.votes_of(pack.conference), start=1)
    return [(number, vote) for number, vote in every if vote.pk in chosen]


def _cover_sheet(pack: ScrutinyPack, report: Report, others: int) -> Document:
    explanations = 2  # README.txt and index.html
    return cover_document(pack, report, _numbered(pack), others + 1 + explanations)


def _documents(pack: ScrutinyPack, report: Report, folder: Path) -> Iterator[Document]:
    conference, zone = pack.conference, timezone.get_default_timezone()
    numbered = _numbered(pack)
    size = packed_log(report).size
    for number, vote in numbered:
        files = BallotFolder.numbered(number, vote, zone)
        yield from files.documents()
        yield from of_motions.text_voted_on(vote, files.path)
    yield Document(
        "disclosures.jsonl",
        "The salts that open the digests of declared card votes in the log. Those of other votes "
        "are not in any pack.",
        card_disclosures((vote for _, vote in numbered), size),
        (7, 9),
    )
    yield from of_motions.documents(conference, zone)
    yield from of_conference.documents(conference, zone)
    if pack.sealed_roll:
        yield of_conference.sealed_roll_document(bytes(pack.sealed_roll))
    else:
        yield of_conference.no_roll_document()
    voters = Member.objects.filter(credentials__conference=conference, credentials__may_vote=True)
    yield from of_members.documents(conference.body, voters, zone)
    yield from log_documents(folder / "log", report)
    yield entries_document(size, folder / "audit_log.jsonl")
    yield keys_document(folder / "log")
    yield retention_document()
    yield software_document()


def _cover(pack: ScrutinyPack, report: Report) -> Cover:
    head = packed_log(report)
    made = timezone.localtime()
    return Cover(
        title=pack.ballot.title if pack.ballot else pack.conference.title,
        union=pack.conference.body.name,
        made=f"Made {made.day} {made:%B %Y, %H:%M:%S %Z}.",
        head=f"The log {head.origin}, {head.size:,} entries, root {head.root}",
        verdict=(
            "Our own check of the log found nothing wrong (verify_report.txt)."
            if report.is_verified
            else "OUR OWN CHECK OF THE LOG FOUND SOMETHING WRONG: see verify_report.txt."
        ),
    )
