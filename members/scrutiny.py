"""What the register gives to a scrutiny pack: who held office, and how the passcodes went.

No name of a voter, no address and no code is in any of it; people appear by the log's pseudonyms.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from typing import Any, Final

from audit.pack.documents import Document
from audit.pack.tables import Cell, Table
from audit.scrutiny import Leaf, as_json
from audit.selectors import leaves
from members.enums import Office
from members.models import Appointment, Body, Member
from members.separation import SEPARATED

CERTIFY: Final = (Office.RETURNING_OFFICER, Office.SCRUTINEER, Office.TELLER)
ON_THE_REGISTER: Final = ("roll.imported", "member.entered", "member.suspended", "contact.changed")
OF_PASSCODES: Final = (
    "passcode.issued",
    "passcode.undelivered",
    "printed_codes.issued",
    "printed_codes.cancelled",
    "authenticator.enrolled",
    "authenticator.removed",
)
_OWN = {"_sd", "at", "attestation", "by", "id", "of", "office", "t", "v"}


def documents(body: Body, voters: Iterable[Member], zone: tzinfo) -> Iterator[Document]:
    """Give the files of this room, for a body and the people who could vote in it."""
    yield Document(
        "appointment.json",
        "Who was appointed returning officer, scrutineer, teller and to the chair, from when until "
        "when, and which offices may not be held together.",
        as_json(_appointments(body)),
        (7, 9),
    )
    yield Document(
        "roll_changes.csv",
        "Every change of the membership register: imports, entries, suspensions, changed contacts.",
        _events(leaves(*ON_THE_REGISTER)).to_csv(zone),
        (2, 9),
    )
    yield Document(
        "freeze_report.csv",
        "Changes of contact data, with the channels that changed. This version has no freeze of "
        "contact data before a vote, so all of them are listed; the roll of each vote is frozen at "
        "its opening.",
        _events(leaves("contact.changed")).to_csv(zone),
        (2, 3),
    )
    yield Document(
        "delivery_report.csv",
        "Passcodes by channel: how many were sent, and how many the mail server would not take. "
        "Whether a message was opened is not tracked.",
        _delivery(),
        (3,),
    )
    yield Document(
        "shared_channels.csv",
        "How many voters share an e-mail address or a telephone with other voters. No address.",
        shared_channels(voters).to_csv(),
        (2, 3),
    )
    yield Document(
        "passcode_ledger.csv",
        "Every passcode, sheet and authenticator: issued, not delivered, cancelled. No codes.",
        _events(leaves(*OF_PASSCODES)).to_csv(zone),
        (3, 6),
    )


def shared_channels(voters: Iterable[Member]) -> Table:
    """Count groups of voters behind one address or telephone, by the size of the group (L28)."""
    people = list(voters)
    rows: list[tuple[Cell, ...]] = []
    for channel in ("email", "mobile"):
        given = [value for each in people if (value := getattr(each, channel).strip().casefold())]
        sizes = Counter(count for count in Counter(given).values() if count > 1)
        rows += [(channel, size, groups, size * groups) for size, groups in sorted(sizes.items())]
        rows.append((channel, "none given", len(people) - len(given), len(people) - len(given)))
    return Table(("channel", "people_sharing_one", "how_many_such", "people"), rows)


def _appointments(body: Body) -> dict[str, Any]:
    held = Appointment.objects.filter(body=body).select_related("member").order_by("office")
    return {
        "body": body.name,
        "appointments": [
            {
                "office": each.get_office_display(),
                "name": each.member.name,
                "in_the_log_as": each.member.log_name,
                "from": each.starts_on.isoformat(),
                "until": each.ends_on.isoformat() if each.ends_on else None,
                "certifies_or_counts": each.office in CERTIFY,
            }
            for each in held
        ],
        "independence": [
            f"{line.office.label} may not be, "
            + ("anywhere in the union: " if line.anywhere else "in one body or above it: ")
            + ", ".join(sorted(str(other.label).lower() for other in line.others))
            + f". {line.why} An appointment against this is refused, and the attempt is in the log."
            for line in SEPARATED
        ],
    }


def _events(found: Iterable[Leaf]) -> Table:
    return Table(
        ("at", "event", "of", "by", "office", "facts", "entry"),
        (
            (
                datetime.fromisoformat(leaf["at"]),
                leaf["t"],
                leaf["of"],
                leaf["by"],
                leaf.get("office", ""),
                "; ".join(f"{name}: {leaf[name]}" for name in sorted(leaf.keys() - _OWN)),
                leaf["id"],
            )
            for leaf in found
        ),
    )


def _delivery() -> bytes:
    sent = Counter(leaf["channel"] for leaf in leaves("passcode.issued"))
    refused = Counter(leaf["channel"] for leaf in leaves("passcode.undelivered"))
    sheets = sum(1 for _ in leaves("printed_codes.issued"))
    rows: list[tuple[Cell, ...]] = [
        (channel, sent[channel], refused[channel], "not tracked")
        for channel in sorted(sent | refused)
    ]
    rows.append(("printed", sheets, 0, "not tracked"))
    return Table(("channel", "sent", "not_delivered", "opened"), rows).to_csv()
