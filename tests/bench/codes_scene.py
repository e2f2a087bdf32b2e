"""The scene of the passcode benchmark: a roll of members with sealed addresses."""

import django

django.setup()

import time  # noqa: E402
from datetime import timedelta  # noqa: E402

from django.core.mail import EmailMessage, get_connection  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from audit.recording import entry  # noqa: E402
from members import services  # noqa: E402
from members.delivery.words import words_of  # noqa: E402
from members.enums import ContactKind  # noqa: E402
from members.models import Contact, Dispatch, Member, Posting  # noqa: E402
from tests.bench.scene import cookies_of  # noqa: E402
from tests.factories.members import make_member  # noqa: E402

BRANCHES = 40


def prepare(members: int) -> str:
    """Enter so many members with an address each; give one more's cookies."""
    call_command("migrate", verbosity=0)
    with entry(actor=None) as log:
        people = [Member(membership_number=f"V{n:06}", name=f"Voter {n}") for n in range(members)]
        Member.objects.bulk_create(people, batch_size=2_000)
        contacts = []
        for member in people:
            contact = Contact(member=member, kind=ContactKind.EMAIL, changed_at=timezone.now())
            contact.hold(f"{member.membership_number.lower()}@example.org")
            contacts.append(contact)
        Contact.objects.bulk_create(contacts, batch_size=2_000)
        log.record("roll.imported", subject="roll")
    cookies, _token = cookies_of(make_member())
    return cookies


def post() -> Posting:
    """Have everyone sent a passcode, as an officer does."""
    return services.passcodes_post(
        actor=None,
        purpose="ballot:bench",
        members=Member.objects.filter(membership_number__startswith="V"),
        label="The benchmark",
        lifetime=timedelta(days=1),
    )


def plain_sends_a_second(messages: int) -> float:
    """Hand the same message over in a loop, on one connection."""
    row = Dispatch(member=Member.objects.all()[0], channel="email", made_at=timezone.now())
    words = words_of(row, "K7PX34")
    with get_connection() as connection:
        began = time.perf_counter()
        for _ in range(messages):
            EmailMessage(
                words.subject, words.text, to=["v@example.org"], connection=connection
            ).send()
        return messages / (time.perf_counter() - began)
