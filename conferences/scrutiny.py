"""What a conference gives to a scrutiny pack: its rules, its roll, and its registers."""

from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Final

from audit.pack.documents import Document
from audit.pack.sealing import COMMAND, seal
from audit.pack.tables import Cell, Table
from audit.scrutiny import as_json
from ballots.declaring.withholding import SMALL_GROUP_FLOOR, withheld
from ballots.models import Ballot, RollEntry
from conferences.delegates.tables import credentials, entitlements
from conferences.election_tables import nominations, posts
from conferences.models import Conference
from conferences.register_tables import access_log, complaints, departures, incidents
from conferences.speaking.tables import debate

if TYPE_CHECKING:
    from members.models import Body

SEALED_ROLL: Final = "roll.csv.enc"
OPENED_ROLL: Final = "roll.csv"
WITHHELD: Final = "withheld"


def documents(conference: Conference, zone: tzinfo) -> Iterator[Document]:
    """Give the files of this room."""
    yield Document(
        "rules/standing_orders.json",
        "The standing orders that the conference sat under, as settings, with the rule that "
        "permits electronic votes.",
        as_json(conference.standing_orders),
        (1, 4),
    )
    yield Document(
        "conference.json",
        "The conference: its body, its days, its sittings and the order of business.",
        as_json(_conference(conference, zone)),
        (2, 4),
    )
    yield Document(
        "roll_summary.csv",
        f"Credentials by branch: counts, no names. Where fewer than {SMALL_GROUP_FLOOR} could vote "
        "the count is withheld, and one more where it could be worked out.",
        roll_summary(conference).to_csv(zone),
        (2,),
    )
    yield Document(
        "entitlements.csv",
        "What each branch counts for at the qualifying date, with the source of the figure, and "
        "the delegates that gives. Fixed by an act, the log has the hash of this file.",
        entitlements(conference).to_csv(),
        (2,),
    )
    yield Document(
        "credentials.csv",
        "Every credential: how it came about, in whose place, with whom it is shared, and when it "
        "was revoked. Nobody is named; pseudonyms are the log's.",
        credentials(conference).to_csv(zone),
        (2, 6),
    )
    if conference.posts.exists():
        yield Document(
            "posts.csv",
            "Posts elected to: places, rule, why no statute covers them, and until when they took "
            "nominations.",
            posts(conference).to_csv(zone),
            (1, 4),
        )
        yield Document(
            "nominations.csv",
            "Every nomination, late and invalid ones too: when it came, what became of it, and the "
            "number on the paper. Nobody is named; pseudonyms are the log's.",
            nominations(conference).to_csv(zone),
            (4, 8),
        )
    if conference.speakers.exists() or conference.points_of_order.exists():
        yield Document(
            "debate.csv",
            "Who asked to speak, who was called and for how long they spoke, and the points of "
            "order with their rulings. Nobody is named; pseudonyms are the log's.",
            debate(conference).to_csv(zone),
            (4, 8),
        )
    yield Document(
        "incidents.csv",
        "What went wrong: start, end, votes touched, decision, by whom.",
        incidents(conference).to_csv(zone),
        (6, 8),
    )
    yield Document(
        "complaints.csv",
        "Complaints, with the days that fix the time limit of s.108A. Who complained is withheld.",
        complaints(conference).to_csv(zone),
        (8,),
    )
    yield Document(
        "rule_departures.csv",
        "Rules that were departed from, why, and when the Certification Officer was told.",
        departures(conference).to_csv(zone),
        (10,),
    )
    yield Document(
        "access_log.csv",
        "Who was shown what is not for everyone, by pseudonym, as the log has it.",
        access_log(conference).to_csv(zone),
        (9,),
    )


def roll_summary(conference: Conference) -> Table:
    """Count the credentials of each body (guide 5.2). Present is counted by check-ins."""
    counts: dict[Body, list[int]] = {}
    for credential in conference.credentials.select_related("body").prefetch_related("attendance"):
        line = counts.setdefault(credential.body, [0, 0, 0, 0])
        line[0] += 1
        line[1] += credential.may_vote
        line[2] += bool(credential.may_vote and credential.attendance.all())
        line[3] += credential.card_strength
    hidden = withheld({body: line[1] for body, line in counts.items()})
    rows: list[tuple[Cell, ...]] = []
    for body in sorted(counts, key=lambda each: each.code):
        issued, voting, came, strength = counts[body]
        shown = (WITHHELD,) * 3 if body in hidden else (issued, voting, came)
        rows.append((body.code, body.name, *shown, strength))
    totals = [sum(column) for column in zip(*counts.values(), strict=True)] or [0, 0, 0, 0]
    rows.append(("all", conference.title, *totals))
    return Table(
        (
            "branch",
            "name",
            "credentials",
            "could_vote",
            "came",
            "members_represented_on_a_card",
        ),
        rows,
    )


def sealed_roll(conference: Conference, ballots: Iterable[Ballot], pass_phrase: str) -> bytes:
    """Write the roll with names, and of each vote, so that only the scrutineer can open it."""
    holders = conference.credentials.select_related("member", "body")
    rows: list[tuple[Cell, ...]] = [
        (
            conference.log_name,
            each.log_name,
            each.member.log_name,
            each.member.membership_number,
            each.member.name,
            each.body.code,
            each.may_vote,
            each.card_strength,
        )
        for each in holders
    ]
    lines = RollEntry.objects.filter(ballot__in=list(ballots)).select_related("voter", "body")
    rows += [
        (
            f"ballot:{line.ballot_id}",
            line.admitted,
            line.voter.log_name,
            line.voter.membership_number,
            line.voter.name,
            line.body.code if line.body else "",
            True,
            line.weight,
        )
        for line in lines.order_by("ballot__opened_at", "admitted")
    ]
    table = Table(
        (
            "roll",
            "credential",
            "in_the_log_as",
            "membership_number",
            "name",
            "branch",
            "may_vote",
            "weight",
        ),
        rows,
    )
    return seal(table.to_csv(), pass_phrase)


def sealed_roll_document(sealed: bytes) -> Document:
    """Give the sealed roll, and how to open it."""
    command = COMMAND.format(sealed=SEALED_ROLL, opened=OPENED_ROLL)
    return Document(
        SEALED_ROLL,
        f"The roll with names, for the scrutineer alone. It opens with the pass-phrase: {command}",
        sealed,
        (2,),
    )


def no_roll_document() -> Document:
    """Say that no roll is in the pack, where no pass-phrase was agreed with the scrutineer."""
    return Document(
        "roll.txt",
        "Why there is no roll with names in this pack.",
        b"No pass-phrase was given for the scrutineer when this pack was made, so the roll with "
        b"names was left out. The hash of each vote's roll is in the log (ballot.opened).\n",
        (2,),
    )


def _conference(conference: Conference, zone: tzinfo) -> dict[str, object]:
    def said(moment: datetime | None) -> str | None:
        return moment.astimezone(zone).isoformat(timespec="seconds") if moment else None

    return {
        "code": conference.code,
        "title": conference.title,
        "body": conference.body.name,
        "starts_on": conference.starts_on.isoformat(),
        "ends_on": conference.ends_on.isoformat(),
        "key_dates": [
            {
                "key": each.key,
                "at": said(each.at),
                "until": said(each.until),
                "whole_days": each.is_day,
                "note": each.note,
            }
            for each in conference.key_dates.all()
        ],
        "is_sample": conference.is_sample,
        "sessions": [
            {
                "number": session.number,
                "held_on": session.held_on.isoformat(),
                "opened_at": said(session.opened_at),
                "closed_at": said(session.closed_at),
                "items": [
                    {
                        "position": item.position,
                        "starts_at": item.starts_at.strftime("%H:%M"),
                        "title": item.title,
                        "taken_at": said(item.taken_at),
                        "ended_at": said(item.ended_at),
                        "moved_from": item.moved_from.strftime("%H:%M") if item.moved_from else "",
                        "carried_from": item.carried_from.log_name if item.carried_from else "",
                    }
                    for item in session.items.all()
                ],
            }
            for session in conference.sessions.prefetch_related("items")
        ],
    }
