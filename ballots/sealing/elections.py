"""An election: its questions, its key and its group (Belenios specification 2.0, section 4.10).

It is known by its bytes. Every ballot names their hash, so an edit to a comma ends the election.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

from ballots.sealing.documents import (
    BadDocument,
    compact,
    items,
    large,
    members,
    parse,
    small,
    text,
)
from ballots.sealing.groups import GROUPS, Group
from ballots.sealing.hashing import fingerprint
from ballots.sealing.questions import Question, RankedQuestion, read_question

BASE_58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
VERSION: Final = 1
LIMIT: Final = 4_000_000
"""Bytes that an election may have: its questions are text."""

_NAMES: Final = (
    "version",
    "description",
    "name",
    "group",
    "public_key",
    "questions",
    "uuid",
    "administrator",
    "credential_authority",
)


@dataclass(frozen=True)
class Election:
    """What every voter is given, as it was read from `raw`, the bytes that count."""

    raw: bytes
    uuid: str
    name: str
    description: str
    group: Group
    public_key: int
    questions: tuple[Question | RankedQuestion, ...]
    administrator: str | None = None
    credential_authority: str | None = None

    @cached_property
    def fingerprint(self) -> str:
        """Give what ballots and proofs call it: SHA-256 of its bytes in base64."""
        return fingerprint(self.raw)

    @cached_property
    def is_ranked(self) -> bool:
        """Say whether papers have to be shuffled before they can be opened."""
        return any(isinstance(question, RankedQuestion) for question in self.questions)

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """Read one strictly, or raise `BadDocument`.

        Codes, beside those of `documents`: `version`, `group`, `question`, `uuid`, `public_key`.
        """
        parts = members(parse(raw, limit=LIMIT), "The election", _NAMES, optional=_NAMES[-2:])
        if small(parts["version"], "version") != VERSION:
            raise BadDocument("version", "The election is not of version 1.")
        group = GROUPS.get(text(parts["group"], "group"))
        if group is None:
            raise BadDocument("group", f"The group is none of {', '.join(GROUPS)}.")
        public_key = large(parts["public_key"], "public_key", group.p)
        if not group.is_element(public_key) or public_key == 1:
            raise BadDocument("public_key", "The election's key is not one of its group.")
        questions = tuple(
            read_question(question, f"questions[{n}]")
            for n, question in enumerate(items(parts["questions"], "questions"))
        )
        insist_on_questions(questions, group)
        uuid = text(parts["uuid"], "uuid")
        insist_on_uuid(uuid)
        authority = {name: text(parts[name], name) for name in _NAMES[-2:] if name in parts}
        return cls(
            raw,
            uuid,
            text(parts["name"], "name"),
            text(parts["description"], "description"),
            group,
            public_key,
            questions,
            **authority,
        )


def build_election(
    *,
    name: str,
    group: Group,
    public_key: int,
    questions: Sequence[Question | RankedQuestion],
    uuid: str,
    description: str = "",
    administrator: str | None = None,
    credential_authority: str | None = None,
) -> bytes:
    """Write an election; what is written can be read (`Election.read` raises what is wrong)."""
    document: dict[str, object] = {
        "version": VERSION,
        "description": description,
        "name": name,
        "group": group.name,
        "public_key": str(public_key),
        "questions": [question.document() for question in questions],
        "uuid": uuid,
    }
    if administrator is not None:
        document["administrator"] = administrator
    if credential_authority is not None:
        document["credential_authority"] = credential_authority
    raw = compact(document)
    Election.read(raw)
    return raw


def new_uuid(length: int = 14) -> str:
    """Draw the name of an election: 14 characters of base 58 are 82 bits."""
    return "".join(secrets.choice(BASE_58) for _ in range(length))


def insist_on_uuid(uuid: str) -> None:
    """Raise unless it is 14 or more characters of base 58 (section 4.2)."""
    if not (14 <= len(uuid) <= 64 and set(uuid) <= set(BASE_58)):  # noqa: PLR2004 # section 4.2
        raise BadDocument("uuid", "The election's uuid is not 14 to 64 characters of base 58.")


def insist_on_questions(questions: Sequence[Question | RankedQuestion], group: Group) -> None:
    """Raise unless there is a question, and the group can hold the ranked ones."""
    if not questions:
        raise BadDocument("question", "The election asks nothing.")
    ranked = [len(asked.answers) for asked in questions if isinstance(asked, RankedQuestion)]
    if ranked and group.embedding is None:
        raise BadDocument("question", f"A ranked question cannot be asked in {group.name}.")
    if max(ranked, default=0) > group.most_numbers:
        raise BadDocument("question", f"More than {group.most_numbers} answers cannot be ranked.")
