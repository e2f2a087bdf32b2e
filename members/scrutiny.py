"""What the register gives to a scrutiny pack: who held office, and how the passcodes went.

No name of a voter, no address and no code is in any of it; people appear by the log's pseudonyms.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from typing import Any, Final

from django.utils import timezone

from audit.pack.documents import Document
from audit.pack.tables import Cell, Table
from audit.scrutiny import Leaf, as_json
from audit.selectors import leaves
from members.contacts import freeze_report
from members.contacts import reports as contact_reports
from members.enums import ContactKind, Office
from members.models import Appointment, Body, Contact, ContactFreeze, Dispatch, Member
from members.models.dispatches import PASSCODE
from members.separation import SEPARATED

CERTIFY: Final = (Office.RETURNING_OFFICER, Office.SCRUTINEER, Office.TELLER)
ON_THE_REGISTER: Final = (
    "roll.imported",
    "roll.import_undone",
    "member.entered",
    "member.suspended",
    "contact.changed",
    "contact.quarantined",
    "contact.declined",
    "contact_freeze.set",
    "contact_freeze.ended",
)
OF_PASSCODES: Final = (
    "passcode.issued",
    "passcode.undelivered",
    "passcode.bounced",
    "passcode.reissued",
    "passcode.cancelled",
    "passcode.put_in_post",
    "passcodes.posted",
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
        "Every change of the membership register: imports, entries, suspensions, changed contacts, "
        "freezes.",
        _events(leaves(*ON_THE_REGISTER)).to_csv(zone),
        (2, 9),
    )
    yield Document(
        "freeze_report.csv",
        _freezes_in_words()
        + " Each change that was asked for in one: of whom, which kind of detail, who entered it, "
        "and the second person who decided. No address, old or new.",
        freeze_report.table(named=False).to_csv(zone),
        (2, 3),
    )
    yield Document(
        "contact_clusters.csv",
        "Contact details that were changed together in the last sixty days: many members of one "
        "branch, many by one officer or import, or several to one same address. No address.",
        _clusters().to_csv(),
        (2, 3),
    )
    yield Document(
        "delivery_report.csv",
        "Passcodes by channel: how many were sent, how many could not be handed over, how many "
        "came back, and how many the other side reported delivered, which is a hint and no proof. "
        "Whether a message was opened is never asked.",
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


def _freezes_in_words() -> str:
    """Say which freezes there were: a report without one has nothing to list."""
    freezes = ContactFreeze.objects.order_by("begins_at")
    if not freezes:
        return "There was no freeze of contact details."
    return (
        "Freezes: "
        + "; ".join(
            f"{one.label}, {timezone.localtime(one.begins_at):%d %B %Y %H:%M} to "
            f"{timezone.localtime(one.ends_at):%d %B %Y %H:%M}"
            for one in freezes
        )
        + "."
    )


def _clusters() -> Table:
    found = contact_reports.clusters(timezone.now() - contact_reports.WINDOW)
    return Table(
        ("what", "which", "members_changed", "of_members"),
        ((one.what, one.log_name, one.changed, one.of) for one in found),
    )


def shared_channels(voters: Iterable[Member]) -> Table:
    """Count groups of voters behind one address or telephone, by the size of the group (L28)."""
    people = list(voters)
    numbers = [each.pk for each in people]
    rows: list[tuple[Cell, ...]] = []
    for channel in (ContactKind.EMAIL, ContactKind.MOBILE):
        held = Contact.objects.filter(member__in=numbers, kind=channel)
        marks = Counter(bytes(mark) for mark in held.values_list("mark", flat=True))
        sizes = Counter(count for count in marks.values() if count > 1)
        rows += [
            (str(channel), size, groups, size * groups) for size, groups in sorted(sizes.items())
        ]
        without = len(people) - marks.total()
        rows.append((str(channel), "none given", without, without))
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
    by_event = {
        event: Counter(leaf["channel"] for leaf in leaves(f"passcode.{event}"))
        for event in ("issued", "undelivered", "bounced")
    }
    arrived = Dispatch.objects.filter(what=PASSCODE, delivered_at__isnull=False)
    reported = Counter(arrived.values_list("channel", flat=True))
    sheets = sum(1 for _ in leaves("printed_codes.issued"))
    rows: list[tuple[Cell, ...]] = [
        (channel, *(counted[channel] for counted in (*by_event.values(), reported)))
        for channel in sorted(set().union(*by_event.values()))
    ]
    rows.append(("printed", sheets, 0, 0, "not tracked"))
    columns = ("channel", "sent", "not_delivered", "came_back", "reported_delivered")
    return Table(columns, rows).to_csv()
