"""Motions as a table and as plain JSON, in words of our own."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from audit.pack.tables import Table
from motions.exchange.book import MotionBook

COLUMNS: Final = (
    "number", "kind", "title", "section", "lodged_by", "lodged_by_name", "seconding", "state",
    "ruling_reason", "executive", "executive_note", "majority", "composite", "session",
    "text_version", "text_sha256", "text",
)  # fmt: skip


def motions_table(book: MotionBook) -> Table:
    """Give one line a motion, with its words as they now stand."""
    return Table(
        COLUMNS,
        [
            (
                each.number, each.kind, each.title, each.section, each.lodged_by.code,
                each.lodged_by.name, each.seconding.code if each.seconding else "", each.state,
                each.ruling_reason, each.executive, each.executive_note, each.majority,
                each.composite, each.item[0] if each.item else "", each.text_version,
                each.text_sha256, each.text,
            )
            for each in book.motions
        ],
    )  # fmt: skip


def amendments_table(book: MotionBook) -> Table:
    """Give one line an amendment."""
    return Table(
        ("number", "motion", "lodged_by", "instruction", "state", "ruling_reason"),
        [
            (one.number, each.number, one.lodged_by.code, one.instruction, one.state,
             one.ruling_reason)
            for each in book.motions
            for one in each.amendments
        ],
    )  # fmt: skip


def votes_table(book: MotionBook) -> Table:
    """Give one line a vote, with its figures."""
    votes = (*(vote for each in book.motions for vote in each.votes), *book.procedure)
    return Table(
        ("about", "question", "form", "majority", "for", "against", "abstain", "outcome",
         "declared_at", "advisory", "ballot"),
        [
            (vote.about, vote.wording, vote.form, vote.majority, *(
                vote.figures.get(choice, "") for choice in ("for", "against", "abstain")
            ), vote.outcome, vote.declared_at.isoformat(), "yes" if vote.is_advisory else "",
             vote.id)
            for vote in votes
        ],
    )  # fmt: skip


def plain(book: MotionBook) -> dict[str, Any]:
    """Give the whole book as JSON: its names are the fields of motions.exchange.book."""
    return {"format": "tellers-motions/1", **_plain(asdict(book))}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value
