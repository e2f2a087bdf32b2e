"""Two roles: the one that has the tables, and the one that the union's servers act as."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.checks import CheckMessage
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from audit import selectors
from audit.checks import check_privileges
from audit.keys import log_key
from audit.models import Head
from audit.publishing.export import export
from audit.publishing.stored import StoredLog
from audit.store.privileges import faults
from audit.store.roles import CannotSecure, secure
from audit.store.sequencer import recover_unplaced, sequence_all
from audit.verify.checking import verify_export
from ballots.enums import BallotState
from ballots.services import ballot_close, ballot_declare
from tests.audit.secured import (
    APPLICATION,
    NAME,
    OWNER,
    as_role,
    connected,
    copied_database,
    secure_copy,
)
from tests.factories.ballots import cast_by, make_hall
from tests.factories.members import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("secured")]


def secured(user: str = "tellers", *arguments: str) -> str:
    out = StringIO()
    roles = [f"--owner={OWNER}", f"--application={APPLICATION}"]
    with connected(NAME=NAME, USER=user):
        call_command("secure_database", *roles, *arguments, stdout=out)
    return out.getvalue()


def sql_as_superuser(*statements: str) -> None:
    with as_role("tellers") as superuser:
        for statement in statements:
            superuser.execute(statement)


def ids(messages: list[CheckMessage]) -> set[str | None]:
    return {message.id for message in messages}


@pytest.mark.parametrize("user", ["tellers", OWNER])
def test_secured_database_is_left_as_it_is(user: str) -> None:
    assert (
        secured(user)
        == f"As it was.\n{APPLICATION} can add to and read the log, and nothing more.\n"
    )
    assert "nothing more" in secured(user, "--check")


FAULTS = {
    "GRANT UPDATE ON audit_head TO web": "web may UPDATE on audit_head and should not",
    "GRANT UPDATE (note) ON audit_head TO PUBLIC": "web may UPDATE on audit_head and should not",
    "GRANT DELETE, TRUNCATE ON audit_entry TO web": "web may DELETE, TRUNCATE on audit_entry",
    "GRANT INSERT (id) ON audit_subtree TO web": "web may choose audit_subtree.id",
    "REVOKE SELECT ON audit_entry FROM web": "web may not SELECT on audit_entry and has to",
    "REVOKE INSERT (leaf) ON audit_entry FROM web": "web may not set audit_entry.leaf",
    "REVOKE UPDATE ON members_member FROM web": "web may not UPDATE on members_member",
    "GRANT log_owner TO web": "web owns the table audit_entry, or can act as its owner",
    "ALTER TABLE audit_position OWNER TO web": "web owns the table audit_position",
    "ALTER FUNCTION audit_await OWNER TO web": "web owns the function audit_await",
    "ALTER SCHEMA public OWNER TO web": "web owns the schema",
    "ALTER DATABASE secured OWNER TO web": "web owns the database",
    "GRANT CREATE ON SCHEMA public TO PUBLIC": "web can make tables and functions",
    "GRANT TEMPORARY ON DATABASE secured TO PUBLIC": "web can make temporary tables",
    "ALTER ROLE web REPLICATION": "in replication mode (rolreplication of web)",
    "ALTER ROLE web CREATEROLE": "member of the owner's role (rolcreaterole of web)",
    "ALTER ROLE web SUPERUSER": "web is a superuser",
    "GRANT pg_write_server_files TO web": "web can act as pg_write_server_files",
    "GRANT tellers TO web": "web can act as tellers",
    "ALTER TABLE audit_head DISABLE TRIGGER audit_head_append_only": "missing or switched off",
    "ALTER TABLE audit_head ENABLE TRIGGER audit_head_append_only": "missing or switched off",
    "DROP TRIGGER ballots_cast_append_only ON ballots_cast": "missing or switched off",
}
BEYOND_THE_COMMAND = {
    "GRANT SET ON PARAMETER session_replication_role TO web": (
        "can switch the session to replication mode",
        "REVOKE SET ON PARAMETER session_replication_role FROM web",
    ),
    "CREATE RULE mine AS ON INSERT TO audit_stamp DO INSTEAD NOTHING": (
        "audit_stamp has a rule, mine",
        "DROP RULE mine ON audit_stamp",
    ),
}


@pytest.mark.parametrize("mistake", FAULTS)
def test_fault_is_found_and_mended(mistake: str) -> None:
    sql_as_superuser(mistake)
    with pytest.raises(CommandError) as found:
        secured("tellers", "--check")
    assert FAULTS[mistake] in str(found.value)
    assert FAULTS[mistake] in secured()
    assert secured("tellers", "--check")


@pytest.mark.parametrize("mistake", BEYOND_THE_COMMAND)
def test_fault_that_is_somebody_elses_doing_is_named(mistake: str) -> None:
    fault, remedy = BEYOND_THE_COMMAND[mistake]
    sql_as_superuser(mistake)
    try:
        with pytest.raises(CommandError) as left:
            secured()
        assert "cannot be mended from here" in str(left.value)
        assert fault in str(left.value)
    finally:
        sql_as_superuser(remedy)


def test_owner_alone_grants_a_table_that_a_migrate_has_made() -> None:
    sql_as_superuser("REVOKE ALL ON ballots_cast FROM web")
    assert "web may not DELETE, INSERT, SELECT on ballots_cast and has to." in secured(OWNER)
    assert secured(APPLICATION, "--check")


@pytest.mark.parametrize(
    ("user", "roles", "why"),
    [
        (APPLICATION, (OWNER, APPLICATION), "web's own connection"),
        ("log_owner", ("tellers_owner", APPLICATION), "as a superuser or as tellers_owner"),
        ("log_owner", (OWNER, "nobody"), "There is no role nobody"),
        ("tellers", (OWNER, OWNER), "must be two roles"),
        ("tellers", (OWNER, 'web"; DROP TABLE audit_entry; --'), "small letters, figures"),
    ],
)
def test_what_cannot_be_secured_is_refused(user: str, roles: tuple[str, str], why: str) -> None:
    owner, application = roles
    with connected(NAME=NAME, USER=user), pytest.raises(CannotSecure, match=why):
        secure(connection, owner=owner, application=application)


def test_check_of_a_role_that_is_not_there_is_refused() -> None:
    with connected(NAME=NAME), pytest.raises(CommandError, match="There is no role nobody"):
        call_command("secure_database", "--application=nobody", "--check")


def test_production_starts_as_the_application_and_as_nobody_else(settings: Settings) -> None:
    settings.PRODUCTION = True
    for user, found in ((APPLICATION, set()), (OWNER, {"audit.E004"}), ("tellers", {"audit.E004"})):
        with connected(NAME=NAME, USER=user):
            assert ids(check_privileges(databases=["default"])) == found


def test_owner_has_every_fault_but_the_triggers() -> None:
    with connected(NAME=NAME, USER=OWNER):
        found = "\n".join(faults(connection))
    assert f"{OWNER} owns the table audit_entry" in found
    assert "TRUNCATE" in found
    assert "missing" not in found


def test_vote_is_taken_counted_declared_and_logged_as_the_application(tmp_path: Path) -> None:
    name = "whole_vote"
    with copied_database(name):
        secure_copy(name)
        head = hold_a_vote_and_export(name, tmp_path)
    report = verify_export(tmp_path, log_key().verifier)
    assert report.is_verified, report.text()
    assert report.entries == head.size


def hold_a_vote_and_export(name: str, folder: Path) -> Head:
    with connected(NAME=name, USER=APPLICATION):
        hall = make_hall(delegates=3)
        ballot = hall.open()
        for delegate in hall.delegates:
            cast_by(delegate, ballot, "for")
        cast_by(hall.delegates[0], ballot, "against")
        assert signed_in(hall.delegates[0]).get("/log/").status_code == 200
        ballot = ballot_close(ballot=ballot, actor=hall.teller)
        assert ballot_declare(ballot=ballot, actor=hall.chair).state == BallotState.DECLARED
        hall.void(hall.open(title="Motion 10"))
        head = sequence_all()
        assert head is not None
        assert (recover_unplaced(), selectors.unplaced_count()) == (0, 0)
        export(StoredLog.current(), folder)
    return head
