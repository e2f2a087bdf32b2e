"""Sessions, items and motions as OParl 1.1 objects (oparl.org): what council systems exchange.

The address of each object is its page here. One consultation joins a paper to the item under which
it is taken, as the standard has it: one to one.
"""

from typing import Any, Final

from motions.exchange.book import BookItem, BookMotion, BookSession, MotionBook

TYPE: Final = "https://schema.oparl.org/1.1/"


def oparl(book: MotionBook) -> dict[str, list[dict[str, Any]]]:
    """Give organisations, meetings with their items, papers and consultations."""
    return {
        "organization": list(_organizations(book)),
        "meeting": [_meeting(each, book) for each in book.sessions],
        "paper": [_paper(each, book) for each in book.motions],
    }


def _organizations(book: MotionBook) -> list[dict[str, Any]]:
    bodies = {each.lodged_by.code: each.lodged_by.name for each in book.motions}
    bodies |= {book.union.code: book.union.name}
    return [
        {
            "id": _organization(book, code),
            "type": f"{TYPE}Organization",
            "name": name,
            "shortName": code,
            "organizationType": "Sonstiges",
            "classification": "Union" if code == book.union.code else "Branch",
        }
        for code, name in sorted(bodies.items())
    ]


def _meeting(session: BookSession, book: MotionBook) -> dict[str, Any]:
    papers = {each.item: each for each in book.motions if each.item}
    meeting: dict[str, Any] = {
        "id": _session(book, session),
        "type": f"{TYPE}Meeting",
        "name": f"{book.title}, session {session.number}",
        "meetingState": _state(session),
        "cancelled": False,
        "organization": [_organization(book, book.union.code)],
        "agendaItem": [
            _item(order, item, session, book, papers.get((session.number, item.position)))
            for order, item in enumerate(session.items, start=1)
        ],
        "web": book.url,
    }
    start = session.opened_at or (session.items[0].starts_at if session.items else None)
    if start:
        meeting["start"] = start.isoformat()
    if session.closed_at:
        meeting["end"] = session.closed_at.isoformat()
    return meeting


def _state(session: BookSession) -> str:
    if session.closed_at:
        return "durchgeführt"
    return "eröffnet" if session.opened_at else "terminiert"


def _item(
    order: int, item: BookItem, session: BookSession, book: MotionBook, motion: BookMotion | None
) -> dict[str, Any]:
    at = f"{_session(book, session)}.{item.position}"
    found: dict[str, Any] = {
        "id": at,
        "type": f"{TYPE}AgendaItem",
        "meeting": _session(book, session),
        "number": f"{session.number}.{item.position}",
        "order": order,
        "name": item.title,
        "public": True,
        "start": item.starts_at.isoformat(),
    }
    if motion:
        found["consultation"] = f"{motion.url}#consultation"
        found["result"] = motion.state_label
        if motion.is_resolved:
            found["resolutionText"] = motion.text
    return found


def _paper(motion: BookMotion, book: MotionBook) -> dict[str, Any]:
    paper: dict[str, Any] = {
        "id": motion.url,
        "type": f"{TYPE}Paper",
        "name": motion.title,
        "reference": f"{book.code}/{motion.number}",
        "paperType": motion.kind_label,
        "originatorOrganization": [_organization(book, motion.lodged_by.code)],
        "web": motion.url,
    }
    if motion.lodged_at:
        paper["date"] = motion.lodged_at.date().isoformat()
    if motion.composite:
        whole = next(each for each in book.motions if each.number == motion.composite)
        paper["superordinatedPaper"] = [whole.url]
    if motion.item:
        number, position = motion.item
        session = next(each for each in book.sessions if each.number == number)
        paper["consultation"] = [
            {
                "id": f"{motion.url}#consultation",
                "type": f"{TYPE}Consultation",
                "paper": motion.url,
                "agendaItem": f"{_session(book, session)}.{position}",
                "meeting": _session(book, session),
                "organization": [_organization(book, book.union.code)],
                "authoritative": True,
                "role": "Decision",
            }
        ]
    return paper


def _organization(book: MotionBook, code: str) -> str:
    return f"{book.url}#body-{code}"


def _session(book: MotionBook, session: BookSession) -> str:
    return f"{book.url}#session-{session.number}"
