"""Opening a ballot of a whole membership, beside a plain insert of the same rows in the same run.

    script/bench membership [--members 34000]

Enters a register of so many members with their addresses, plans a secret ballot of all of them, and
prints what the preview, the approval, the preparation, the opening, the notice and a reminder take:
time passed, processor time of ours, and of the database's. The floor is one INSERT ... SELECT of a
row for each member.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from tests import servers
from tests.bench.roll import _worked

BRANCHES = 400


def main() -> None:
    """Start a database, and measure in a process that has it in its settings."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--members", type=int, default=34_000)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        _work(options.members)
        return
    with (
        TemporaryDirectory() as folder,
        servers.postgresql() as url,
        psycopg.connect(url.replace("/tellers?", "/postgres?")) as db,
    ):
        db.autocommit = True
        db.execute("CREATE DATABASE tellers")
        environment = {**os.environ, **servers.environment("tellers"), "TELLERS_DATA_DIR": folder}
        again = [sys.executable, "-m", "tests.bench.membership", "--worker"]
        subprocess.run([*again, "--members", str(options.members)], env=environment, check=True)


def _work(members: int) -> None:
    import django  # noqa: PLC0415 - the settings are those of this process

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    _measure(members)


def _measure(members: int) -> None:
    from django.db import connection  # noqa: PLC0415

    from ballots.membership import desk, mailing, opening, preparing  # noqa: PLC0415
    from ballots.membership.planning import membership_ballot_approve  # noqa: PLC0415
    from ballots.models import MembershipBallot  # noqa: PLC0415
    from tests.factories.memberships import CLOSES, NOW, OPENS, at, make_membership  # noqa: PLC0415

    with at(NOW):
        asked = make_membership(members=0)
        _register(asked.union, members)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute("CREATE TABLE floor (id uuid, body uuid, name varchar(200))")

            def floor() -> None:
                cursor.execute("INSERT INTO floor SELECT id, branch_id, name FROM members_member")

            lowest = _step("a plain INSERT ... SELECT of a row for each", members, floor)
        plan = asked.plan(reminders=[OPENS + timedelta(days=5)])
        _step(
            "the preview by branch, before anything is frozen", members, lambda: desk.preview(plan)
        )
        _step(
            "approved, and the roll cut into shares",
            members,
            lambda: membership_ballot_approve(plan=plan, actor=asked.returning_officer),
        )
        _step(
            "the credentials made beforehand, by one worker",
            members,
            lambda: preparing.shares_work(plan.pk),
        )
        _step("the register looked at anew", members, lambda: preparing.preparation_lay(plan))
    with at(OPENS):
        _rest()
        plan = MembershipBallot.objects.select_related("ballot__body").get(pk=plan.pk)
        opened = _step(
            "opened: the roll read, frozen and hashed, the archive begun",
            members,
            lambda: opening.membership_ballot_open(plan=plan),
        )
        due = mailing.mailings_due()
        laid = _step(
            "the notice laid for everyone",
            members,
            lambda: [mailing.mailing_lay(mailing=one) for one in due],
        )
        plan.refresh_from_db()
        _step("the desk: turnout, bodies, who was reached", members, lambda: _desk(plan))
    with at(CLOSES - timedelta(days=5)):
        _rest()
        due = mailing.mailings_due()
        _step(
            "a reminder laid for who has not voted",
            members,
            lambda: [mailing.mailing_lay(mailing=one) for one in due],
        )
    print(f"    opening and notice: {(opened + laid) / lowest:.0f} times the plain insert")


def _rest() -> None:
    """What is measured is laying the messages, not sending them."""
    from members.delivery.channels import AT_ONCE  # noqa: PLC0415
    from members.delivery.pump import channel_rest  # noqa: PLC0415

    for channel in AT_ONCE:
        channel_rest(channel, timedelta(minutes=10))


def _desk(plan: Any) -> None:
    from ballots.membership import desk  # noqa: PLC0415
    from ballots.models import MembershipBallot  # noqa: PLC0415

    fresh = MembershipBallot.objects.select_related("ballot__body").get(pk=plan.pk)
    desk.progress(fresh)
    desk.turnout_by_body(fresh)
    list(desk.unreached(fresh)[:50])


def _register(union: Any, members: int) -> None:
    """Enter branches and members, each reached by e-mail but for one in fifty."""
    from django.utils import timezone  # noqa: PLC0415

    from audit.store.write_guard import recorded_writes  # noqa: PLC0415
    from members.models import Body, Contact, Member  # noqa: PLC0415

    with recorded_writes():
        branches = Body.objects.bulk_create(
            Body(code=f"X{n:04}", name=f"Branch {n:04}", kind="branch", parent=union)
            for n in range(BRANCHES)
        )
        made = Member.objects.bulk_create(
            (
                Member(
                    membership_number=f"X{n:07}",
                    name=f"Asha Bellweather {n}",
                    branch=branches[n % BRANCHES],
                )
                for n in range(members)
            ),
            batch_size=2000,
        )
        contacts = []
        for number, member in enumerate(made):
            if number % 50:
                one = Contact(member=member, kind="email", changed_at=timezone.now())
                one.hold(f"m{number}@example.org")
                contacts.append(one)
        Contact.objects.bulk_create(contacts, batch_size=2000)


def _step(words: str, rows: int, perform: Callable[[], object]) -> float:
    begun, before = time.perf_counter(), _worked()
    perform()
    taken = time.perf_counter() - begun
    ours, database = (now - then for now, then in zip(_worked(), before, strict=True))
    print(
        f"{taken:>8.2f} s  {words} ({rows:,}; {ours:.2f} s of ours, {database:.2f} s of the "
        f"database; load {os.getloadavg()[0]:.0f})",
        flush=True,
    )
    return taken


if __name__ == "__main__":
    main()
