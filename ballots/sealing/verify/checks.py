"""What has to be true of each step of an election, worked out anew from the steps before."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from os import SEEK_END
from typing import BinaryIO, Final

from gmpy2 import mpz

from ballots.sealing.ballots import insist_on_ballot, largest_ballot
from ballots.sealing.credentials import read_credentials
from ballots.sealing.decrypting import insist_on_partial_decryption, read_partial_decryption
from ballots.sealing.elections import Election
from ballots.sealing.events import EventType, Head
from ballots.sealing.opening import Read, read_out
from ballots.sealing.questions import RankedQuestion
from ballots.sealing.results import Factors, build_result
from ballots.sealing.sharing_work import Work
from ballots.sealing.shuffle_checking import insist_on_shuffle
from ballots.sealing.shuffle_proofs import read_shuffle
from ballots.sealing.tallying import Answers, EncryptedTally, merged, tally
from ballots.sealing.trustees import Trustees
from ballots.sealing.verify.faults import Fault, at
from ballots.sealing.verify.listed import insist_on_listed
from ballots.sealing.verify.reading import Entry, entries, read_owner
from ballots.sealing.verify.sharing import Progress, mapped

AT_ONCE: Final = 32
"""Ballots that one process is given at a time."""

_TELL_EACH: Final = 500
_MB: Final = 1_000_000
_PARTS: Final = 256
_CREDENTIAL: Final = b'"credential":"'
_DIGITS: Final = 700
"""More than a credential has: of what is longer no more is kept."""


@dataclass
class Checked:
    """What was found of an archive that holds so far."""

    election: Election
    trustees: Trustees
    credentials: Mapping[int, int]
    head: Head
    stage: EventType = EventType.SETUP
    ballots: int = 0
    due: int = 0
    voters: int = 0
    weight: int = 0
    shuffles: int = 0
    parts: dict[int, Factors] = field(default_factory=dict)
    result: Read | None = None
    looked_for: Mapping[str, bool] = field(default_factory=dict)
    """Of the ballots that were looked for, by their hashes, whether each counts."""


def check(
    archive: BinaryIO,
    *,
    heads: Mapping[int, str],
    look_for: Collection[str] = (),
    pool: Executor | None = None,
    progress: Progress = lambda *_: None,
) -> Checked:
    """Check a whole archive, or raise `Fault` at the first thing that is wrong.

    `heads` are hashes of events known from elsewhere, by height: the archive has to have them, so
    that nothing was cut off or exchanged up to there. `look_for` are hashes of ballots that have
    to be there too. Codes, beside those of what is read: `head`, `missing`, `public_key`, `tally`,
    `not_ranked`, `not_shuffled`, `owner`, `result`.
    """
    last, ballots, looked_for = _survey(archive, heads, look_for, progress)
    archive.seek(0)
    chain = entries(archive)
    checked = _set_up(next(chain), last, pool, progress)
    checked.voters, checked.due = len(last), ballots
    checked.looked_for = looked_for
    summed, ended = _ballots(chain, checked, last, pool, progress)
    checked.weight = summed.weight
    if ended:
        _after(chain, checked, summed, pool, progress)
    return checked


def _survey(
    archive: BinaryIO, heads: Mapping[int, str], look_for: Collection[str], progress: Progress
) -> tuple[dict[bytes, int], int, dict[str, bool]]:
    """Read all events once: find the heads, where each one's last ballot stands, and how many.

    And of the ballots that are looked for, whether each is its voter's last.
    """
    last: dict[bytes, int] = {}
    found: dict[str, tuple[bytes, int]] = {}
    missing = dict(heads)
    height, ballots = -1, 0
    megabytes = archive.seek(0, SEEK_END) // _MB
    archive.seek(0)
    for entry in entries(archive):
        height = entry.height
        if height % _TELL_EACH == 0:
            progress("the chain, in MB", archive.tell() // _MB, megabytes)
        if missing.pop(height, entry.head.hash) != entry.head.hash:
            raise Fault("head", "This is another event than the one that was noted.", height=height)
        if entry.type is EventType.BALLOT:
            ballot = entry.documents[0]
            credential = _credential(ballot.body)
            last[credential] = height
            ballots += 1
            if ballot.hash in look_for:
                found[ballot.hash] = credential, height
    if height < 0:
        raise Fault("unfinished", "The archive has no set-up.")
    if missing:
        raise Fault(
            "head",
            f"The archive ends at event {height}, and event {max(missing)} was noted: it was cut.",
            height=height,
        )
    for each in look_for:
        if each not in found:
            raise Fault(
                "missing", "A ballot that was looked for is not in this archive.", record=each
            )
    return last, ballots, {each: last[owner] == at for each, (owner, at) in found.items()}


def _credential(body: bytes) -> bytes:
    """Find a ballot's credential without reading it, which is done after."""
    at = body.find(_CREDENTIAL)
    begins = at + len(_CREDENTIAL)
    return b"" if at < 0 else body[begins : begins + _DIGITS].partition(b'"')[0]


def _is_number(credential: bytes) -> bool:
    return credential.isdigit() and len(credential) < _DIGITS


def _set_up(
    entry: Entry, last: Mapping[bytes, int], pool: Executor | None, progress: Progress
) -> Checked:
    """Check the election, those who open it, and the list of who may vote."""
    election_record, trustees_record, listed = entry.documents[:3]
    with at(entry.height, election_record.hash):
        election = Election.read(election_record.body)
    with at(entry.height, trustees_record.hash):
        trustees = Trustees.read(trustees_record.body, election.group)
        if trustees.public_key != election.public_key:
            raise Fault(
                "public_key",
                "The election's key is not that of those who are said to open it.",
                height=entry.height,
                record=trustees_record.hash,
            )
    with at(entry.height, listed.hash):
        credentials = read_credentials(listed.body, election.group)
        cast = {mpz(each) for each in last if _is_number(each)}
        silent = [each for each in credentials if each not in cast]
        insist_on_listed(election.group, silent, pool, progress)
    return Checked(election, trustees, credentials, entry.head)


def _ballots(
    chain: Iterator[Entry],
    checked: Checked,
    last: Mapping[bytes, int],
    pool: Executor | None,
    progress: Progress,
) -> tuple[EncryptedTally, bool]:
    """Check every ballot; give the sum of the last ones, and whether the casting is over."""
    parts = [tally(checked.election, [], checked.credentials)]
    most = largest_ballot(checked.election)

    def pieces() -> Iterator[_Piece]:
        piece: list[tuple[int, str, bytes, bool]] = []
        for entry in chain:
            checked.head, checked.stage = entry.head, entry.type
            if entry.type is not EventType.BALLOT:
                break
            record = entry.documents[0]
            if len(record.body) > most:  # before many of its kind are held at once
                raise Fault(
                    "too_large",
                    f"It has {len(record.body):,} bytes; {most:,} are the most.",
                    height=entry.height,
                    record=record.hash,
                )
            counts = last[_credential(record.body)] == entry.height
            piece.append((entry.height, record.hash, record.body, counts))
            if len(piece) == AT_ONCE:
                yield checked.election.raw, _weights(checked, piece), piece
                piece = []
        if piece:
            yield checked.election.raw, _weights(checked, piece), piece

    for count, part in mapped(pool, _check_ballots, pieces()):
        checked.ballots += count
        parts.append(part)
        if len(parts) > _PARTS:
            parts = [merged(checked.election, parts)]
        progress("ballots", checked.ballots, checked.due)
    return merged(checked.election, parts), checked.stage is EventType.END_BALLOTS


_Piece = tuple[bytes, Mapping[int, int], Sequence[tuple[int, str, bytes, bool]]]


def _weights(checked: Checked, piece: Sequence[tuple[int, str, bytes, bool]]) -> dict[int, int]:
    """Give the lines of the list that a piece's ballots need; an unlisted one has none."""
    named = (_credential(body) for _, _, body, _ in piece)
    found = {mpz(each) for each in named if _is_number(each)}
    return {each: checked.credentials[each] for each in found if each in checked.credentials}


_read: dict[bytes, Election] = {}


def _check_ballots(piece: _Piece) -> tuple[int, EncryptedTally]:
    """Insist on some ballots, and add up those that count: the work of one process."""
    raw, weights, ballots = piece
    if raw not in _read:
        _read.clear()
        _read[raw] = Election.read(raw)
    election = _read[raw]
    counted = []
    for height, record, body, counts in ballots:
        with at(height, record):
            ballot = insist_on_ballot(election, body, weights)
        if counts:
            counted.append(ballot)
    return len(ballots), tally(election, counted, weights)


def _after(
    chain: Iterator[Entry],
    checked: Checked,
    summed: EncryptedTally,
    pool: Executor | None,
    progress: Progress,
) -> None:
    """Check what follows the end of casting."""
    answers: Answers = summed.answers
    for entry in chain:
        checked.head, checked.stage = entry.head, entry.type
        with at(entry.height, entry.record):
            if entry.type is EventType.ENCRYPTED_TALLY:
                _check_tally(entry, summed)
            elif entry.type is EventType.SHUFFLE:
                answers = _check_shuffle(entry, checked, answers, pool, progress)
            elif entry.type is EventType.PARTIAL_DECRYPTION:
                _check_part(entry, checked, answers)
                progress("openings", len(checked.parts), len(checked.trustees.keys))
            elif entry.type is EventType.RESULT:
                _check_result(entry, checked, answers, summed.weight)


def _check_tally(entry: Entry, due: EncryptedTally) -> None:
    ciphertexts, sized = entry.documents
    if ciphertexts.body != due.raw:
        raise Fault(
            "tally",
            "The sealed sums are not those of the ballots.",
            height=entry.height,
            record=ciphertexts.hash,
        )
    if sized.body != due.sized:
        raise Fault(
            "tally",
            f"{due.ballots} ballots of weight {due.weight} count, and the tally says otherwise.",
            height=entry.height,
            record=sized.hash,
        )


def _ranked(election: Election) -> list[int]:
    return [
        n for n, question in enumerate(election.questions) if isinstance(question, RankedQuestion)
    ]


def _check_shuffle(
    entry: Entry, checked: Checked, answers: Answers, pool: Executor | None, progress: Progress
) -> Answers:
    """Check a shuffle, and give the sealed papers as it left them."""
    election, places = checked.election, _ranked(checked.election)
    if not places:
        raise Fault("not_ranked", "There are no ranked papers to shuffle.", height=entry.height)
    checked.trustees.key_of(read_owner(entry.documents))
    before = [answers[n] for n in places]
    made = read_shuffle(entry.documents[0].body, election.group, [len(listed) for listed in before])
    work = Work(progress=lambda done, due: progress("shuffle", done, due))
    if pool is not None:
        work.spread = pool.map
    insist_on_shuffle(election, before, made, work)
    checked.shuffles += 1
    after = dict(zip(places, made.ciphertexts, strict=True))
    return tuple(tuple(after.get(n, answer)) for n, answer in enumerate(answers))


def _check_part(entry: Entry, checked: Checked, answers: Answers) -> None:
    """Check a trustee's part of the opening; nobody gives two."""
    if _ranked(checked.election) and not checked.shuffles:
        raise Fault("not_shuffled", "Papers were opened unshuffled.", height=entry.height)
    owner = read_owner(entry.documents)
    public = checked.trustees.key_of(owner).public
    if owner in checked.parts:
        raise Fault("owner", f"Trustee {owner} opened twice.", height=entry.height)
    part = read_partial_decryption(checked.election, entry.documents[0].body, answers)
    insist_on_partial_decryption(checked.election, answers, public, part)
    checked.parts[owner] = part.factors


def _check_result(entry: Entry, checked: Checked, answers: Answers, weight: int) -> None:
    """Join the parts, open everything anew, and compare."""
    factors = checked.trustees.joined(checked.parts)
    result = read_out(checked.election, answers, factors, weight)
    if build_result(result) != entry.documents[0].body:
        raise Fault(
            "result",
            "The result is not what the trustees' parts open.",
            height=entry.height,
            record=entry.record,
        )
    checked.result = result
