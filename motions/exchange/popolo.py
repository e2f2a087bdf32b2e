"""Motions and votes as Popolo (popoloproject.com): JSON that civic tools read.

Only the counts of a vote are given. Who voted how is disclosed by nobody's file: a delegate's vote
is theirs to see, and a branch's card is the branch's (guide 3.6).
"""

from typing import Any, Final

from motions.exchange.book import BookMotion, MotionBook, Vote

OPTIONS: Final = {"for": "yes", "against": "no", "abstain": "abstain"}
RESULTS: Final = {"carried": "pass", "lost": "fail", "not_carried": "fail"}


def popolo(book: MotionBook) -> dict[str, Any]:
    """Give the union, its branches that sent motions, the motions and every vote on them."""
    bodies = {each.lodged_by.code: each.lodged_by for each in book.motions}
    return {
        "organizations": [
            {
                "id": book.union.code,
                "name": book.union.name,
                "classification": "trade union",
            },
            *(
                {"id": code, "name": body.name, "parent_id": book.union.code}
                for code, body in sorted(bodies.items())
                if code != book.union.code
            ),
        ],
        "events": [
            {
                "id": book.code,
                "name": book.title,
                "classification": "conference",
                "start_date": book.starts_on.isoformat(),
                "end_date": book.ends_on.isoformat(),
                "organization_id": book.union.code,
            }
        ],
        "motions": [_motion(each, book) for each in book.motions],
        "vote_events": [
            _vote_event(vote, book)
            for vote in (*(v for m in book.motions for v in m.votes), *book.procedure)
        ],
    }


def _motion(motion: BookMotion, book: MotionBook) -> dict[str, Any]:
    return {
        "id": _id(book, motion.number),
        "organization_id": book.union.code,
        "legislative_session_id": book.code,
        "creator_id": motion.lodged_by.code,
        "identifier": motion.number,
        "text": f"{motion.title}\n\n{motion.text}",
        "classification": motion.kind_label,
        "date": motion.lodged_at.isoformat() if motion.lodged_at else None,
        "requirement": motion.majority_label,
        "result": _result(motion),
        "sources": [{"url": motion.url, "note": motion.state_label}],
    }


def _result(motion: BookMotion) -> str | None:
    if motion.is_resolved:
        return "pass"
    return "fail" if motion.state in {"LOST", "NOT_CARRIED"} else None


def _vote_event(vote: Vote, book: MotionBook) -> dict[str, Any]:
    return {
        "id": vote.id,
        "organization_id": book.union.code,
        "legislative_session_id": book.code,
        "identifier": vote.wording,
        "motion_id": _id(book, vote.about) if vote.about else None,
        "classification": f"{vote.form}, advisory" if vote.is_advisory else vote.form,
        "start_date": vote.opened_at.isoformat(),
        "end_date": vote.closed_at.isoformat(),
        "result": RESULTS.get(vote.outcome, vote.outcome),
        "counts": [
            {"option": OPTIONS.get(choice, choice), "value": value}
            for choice, value in vote.figures.items()
        ],
        "sources": [{"url": vote.url, "note": vote.explanation}],
    }


def _id(book: MotionBook, number: str) -> str:
    return f"{book.code}/{number}"
