"""Who spoke and what was raised, as tables: with names for the desk, by pseudonym for the pack."""

from audit.pack.tables import Cell, Table
from conferences.models import Conference, PointOfOrder, Speaker
from conferences.speaking.reading import speeches


def contributions(conference: Conference) -> Table:
    """List speeches and points in the order of time, with names: for minutes and for fairness."""
    rows = [_speech(one) for one in speeches(conference)]
    rows += [_point(one) for one in _points(conference)]
    columns = (
        "at",
        "what",
        "on",
        "credential",
        "name",
        "branch",
        "as",
        "side",
        "first_conference",
        "seconds",
        "words",
        "ruling",
    )
    return Table(columns, sorted(rows, key=lambda row: str(row[0])))


def debate(conference: Conference) -> Table:
    """List every turn asked for and every point, by pseudonym: words are withheld."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.log_name,
            one.subject,
            one.credential.number,
            one.credential.member.pseudonym,
            one.speaking_as,
            one.side,
            one.asked_at,
            one.began_at,
            one.ended_at,
            one.seconds,
            one.withdrawn_at,
            "",
        )
        for one in conference.speakers.select_related("conference", "credential__member")
    ]
    rows += [
        (
            one.log_name,
            one.subject,
            one.credential.number,
            one.credential.member.pseudonym,
            one.kind,
            "",
            one.raised_at,
            None,
            one.ruled_at,
            None,
            one.withdrawn_at,
            one.rulings[one.upheld].lower() if one.ruled_at else "",
        )
        for one in _points(conference)
    ]
    columns = (
        "in_the_log_as",
        "on",
        "credential",
        "holder",
        "as",
        "side",
        "asked_at",
        "began_at",
        "ended_at",
        "seconds_allowed",
        "withdrawn_at",
        "ruling",
    )
    return Table(columns, rows)


def _points(conference: Conference) -> list[PointOfOrder]:
    points = conference.points_of_order.select_related(
        "conference", "credential__member", "credential__body"
    )
    return list(points)


def _speech(one: Speaker) -> tuple[Cell, ...]:
    spoke = (one.ended_at - one.began_at).total_seconds() if one.began_at and one.ended_at else None
    return (
        one.began_at,
        "speech",
        one.subject,
        one.credential.number,
        one.credential.member.name,
        one.credential.body.name,
        one.get_speaking_as_display(),
        one.get_side_display(),
        one.is_first_time,
        round(spoke) if spoke is not None else None,
        "",
        "",
    )


def _point(one: PointOfOrder) -> tuple[Cell, ...]:
    return (
        one.raised_at,
        one.get_kind_display(),
        one.subject,
        one.credential.number,
        one.credential.member.name,
        one.credential.body.name,
        "",
        "",
        None,
        None,
        one.words,
        one.ruling_in_words,
    )
