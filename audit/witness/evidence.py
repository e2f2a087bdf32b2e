"""What is kept when a log contradicts itself: both signed heads, and what they mean in words."""

from pathlib import Path

from audit.formats.add_checkpoint import AddCheckpoint
from audit.formats.checkpoint import Checkpoint
from audit.witness.keeping import Seen, write_durably
from audit.witness.refusals import Disagrees, Forked

MAX_UNPROVEN = 1_000
"""Anyone may send a genuine head with a false proof; they shall not fill the disk with them."""

EXPLANATION = "WHAT-THIS-MEANS.txt"

_PROVEN = """\
The log {origin} contradicts itself.

Its key signed two different heads of {size:,} entries. Both are in this folder, with the
signatures: remembered.note, which this witness signed, and offered.note, which came
later. An honest log never signs two heads of one size, so somebody with its key keeps
two versions. No further proof is needed, and none of it depends on this witness.

What to do
  1. Copy this whole folder to a memory stick, and keep the stick.
  2. Tell the scrutineer and the returning officer, in writing, today.
  3. Give them both .note files. They can check them with audit.verify or any other
     program for signed notes.
  4. Do not delete anything, and do not make a new key to be rid of the message.
"""

_UNPROVEN = """\
This head of {origin} could not be linked to what this witness signed.

{reason}

remembered.note is the head of {size:,} entries that this witness signed last.
offered.note is the head that was refused, and offered.request is the whole question.
The log's key signed both. By itself this is not proof of wrongdoing: a false proof or an
old head can be sent by anybody, or by mistake.

What to do
  1. Keep this folder.
  2. Ask the returning officer for the file consistency/{size}-{offered}, or for an export
     of the log, and let this witness sign that (python -m audit.witness sign ...).
  3. If the office cannot give you one that works, entries were changed or taken away
     after they were signed. Tell the scrutineer, in writing, and give both .note files.
"""


def keep_evidence(
    folder: Path, why: Disagrees, asked: AddCheckpoint, offered: Checkpoint, seen: Seen
) -> Path | None:
    """Write both heads into a folder of their own; give it, or None where there are too many."""
    kind = "proof" if isinstance(why, Forked) else "unproven"
    place = folder / f"{kind}-{offered.size:09d}-{offered.root.hex()[:16]}"
    if kind == "unproven" and len(unproven(folder)) >= MAX_UNPROVEN:
        return place if place.exists() else None
    words = _PROVEN if isinstance(why, Forked) else _UNPROVEN
    explanation = words.format(
        origin=offered.origin, size=seen.head.size, offered=offered.size, reason=why
    )
    write_durably(place / "remembered.note", seen.note)
    write_durably(place / "offered.note", asked.note)
    write_durably(place / "offered.request", asked.to_bytes())
    write_durably(place / EXPLANATION, explanation.encode())
    return place


def proven(folder: Path) -> list[Path]:
    """Give the folders that prove that a log contradicts itself."""
    return sorted(folder.glob("proof-*"))


def unproven(folder: Path) -> list[Path]:
    """Give the folders of heads that could not be linked to what was signed before."""
    return sorted(folder.glob("unproven-*"))
