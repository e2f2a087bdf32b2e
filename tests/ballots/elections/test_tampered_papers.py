"""Papers that somebody changed in the database: refused in words on every page, never a fault."""

import pytest
from django.db import connection
from django.urls import reverse

from audit.store import triggers
from ballots.models import Ballot
from tests.ballots.test_signing import tampered
from tests.factories.booths import Booth, make_booth
from tests.factories.members import signed_in

pytestmark = pytest.mark.django_db

PAPERS: tuple[list[int], ...] = ([1, 2, 3], [1, 3], [2, 1], [4], [1], [])
TAMPERED = ("9 9 x", "9", "\n0\n", "-1", "1 0 2", "é")


@pytest.fixture
def booth() -> Booth:
    return make_booth(voters=7)


def tamper(ballot: Ballot, ranking: str) -> None:
    triggers.remove(connection)
    tampered(
        "UPDATE ballots_paper SET ranking = %s WHERE id = "
        "(SELECT id FROM ballots_paper WHERE ballot_id = %s ORDER BY id LIMIT 1)",
        ranking,
        ballot.pk,
    )


@pytest.mark.parametrize("name", ["sign_declaration", "declaration_draft", "count", "other_rules"])
def test_page_of_a_declared_election_refuses_tampered_papers(booth: Booth, name: str) -> None:
    ballot = booth.declared(*PAPERS)
    officer = signed_in(booth.hall.returning_officer)
    tamper(ballot, "9 9 x")
    page = officer.get(reverse(f"ballots:{name}", args=[ballot.pk]), follow=True)
    assert page.status_code == 409
    assert "are not as they were opened at the close" in page.content.decode()


def test_papers_file_refuses_tampered_papers(booth: Booth) -> None:
    ballot = booth.declared(*PAPERS)
    tamper(ballot, "9 9 x")
    officer = signed_in(booth.hall.returning_officer)
    page = officer.get(reverse("ballots:papers", args=[ballot.pk, "blt"]))
    assert page.status_code == 409
    assert "are not as they were opened at the close" in page.content.decode()


@pytest.mark.parametrize("ranking", TAMPERED)
def test_desk_refuses_to_count_tampered_papers(booth: Booth, ranking: str) -> None:
    ballot = booth.closed(*PAPERS)
    officer = signed_in(booth.hall.returning_officer)
    tamper(ballot, ranking)
    desk = reverse("ballots:election_desk", args=[ballot.pk])
    assert officer.get(desk).status_code == 200
    page = officer.post(desk, {"act": "count"})
    assert page.status_code == 409
    assert "Call the scrutineer" in page.content.decode()
