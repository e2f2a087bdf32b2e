"""What a roll file would do to the register, worked out before anything is written.

Pure: a file as read and the register as it stands go in, a preview comes out. On one list of 500,
forty e-mail addresses were changed and some thirty votes cast without their members' knowledge
(guide 4, lesson 27), so changed contact details are counted apart, to be looked at twice.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields

from members.roll_file import RegisterEntry, RollFile

CONTACTS = frozenset({"email", "mobile"})


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that the file would alter."""

    line: int
    before: RegisterEntry
    after: RegisterEntry

    @property
    def altered(self) -> tuple[str, ...]:
        """Name the particulars that differ. What the file does not speak of stays as it is."""
        return tuple(
            particular.name
            for particular in fields(RegisterEntry)
            if (told := getattr(self.after, particular.name)) is not None
            and told != getattr(self.before, particular.name)
        )

    @property
    def altered_contacts(self) -> list[str]:
        """Name the addresses that differ: those a passcode could be sent to."""
        return [name for name in self.altered if name in CONTACTS]

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Give each particular that differs, as it is and as it would be."""
        return tuple((getattr(self.before, n) or "", getattr(self.after, n)) for n in self.altered)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do. `gone` are on the register and not in the file; they stay."""

    file: RollFile
    new: tuple[RegisterEntry, ...]
    changed: tuple[Change, ...]
    unchanged: tuple[str, ...]
    gone: tuple[RegisterEntry, ...]
    shared_emails: int

    @property
    def contact_changes(self) -> int:
        """Count the members whose e-mail or mobile would change."""
        return sum(bool(change.altered_contacts) for change in self.changed)

    @property
    def fingerprint(self) -> str:
        """Name this file with this effect, so that exactly what was seen is what is done."""
        effect = (self.file.sha256, self.new, self.changed, self.unchanged, self.gone)
        return hashlib.sha256(repr(effect).encode()).hexdigest()


def compare(file: RollFile, register: Mapping[str, RegisterEntry]) -> Preview:
    """Work out what the file would do to the register as it stands."""
    new: list[RegisterEntry] = []
    changed: list[Change] = []
    unchanged: list[str] = []
    for line, told in file.entries.items():
        before = register.get(told.membership_number)
        if before is None:
            new.append(told)
        elif (change := Change(line, before, told)).altered:
            changed.append(change)
        else:
            unchanged.append(told.membership_number)
    addresses = Counter(told.email for told in file.entries.values() if told.email)
    return Preview(
        file=file,
        new=tuple(new),
        changed=tuple(changed),
        unchanged=tuple(unchanged),
        gone=tuple(entry for number, entry in register.items() if number not in file.mentioned),
        shared_emails=sum(members > 1 for members in addresses.values()),
    )
