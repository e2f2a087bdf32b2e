"""Every table that the site gives for a spreadsheet, where people wrote formulas for their names.

Whoever opens such a table would run what others typed (guide 4). The walk is over the addresses of
the site themselves: one that gives a table and is not known here fails a test. What a count's table
holds, `tests/ballots/counting/sheet/test_csv_sheet.py` looks at: of so few voters none is given.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from ballots.election_paper import Nominee
from conferences.enums import PointKind
from conferences.services import (
    complaint_receive,
    departure_enter,
    incident_open,
)
from conferences.speaking.points import point_raise, point_rule
from members.enums import ContactKind, Office
from members.models import Member
from members.services.contact_changes import contact_change
from motions.exchange.entering import file_read, motion_import_apply, motions_stage
from tests.factories.ballots import Hall as Voters
from tests.factories.booths import Booth
from tests.factories.briefings import make_briefing, make_guest
from tests.factories.freezes import frozen
from tests.factories.members import make_body, make_member, make_officer, signed_in
from tests.pages.halls import Hall, make_hall

FORMULAS = ("=cmd|' /C calc'!A0", "+HYPERLINK(A1)", "-SUM(A1)", "@NOW(A1)", "\t=RAND(A1)")
RUNS = re.compile(r"\s*[=+\-@]")
View = Callable[..., Any]
NUMBER = re.compile(r"-?\d+(\.\d+)?")
GIVES = re.compile(r"csv|/export/$|/exchange/<str:file>$")
REASON = {"export-reason": "To see what a spreadsheet does"}


@dataclass
class Site:
    """A site where all that people type begins as a formula does."""

    hall: Hall
    addresses: dict[str, str]
    officers: dict[str, Member]

    def take(self, what: str) -> list[list[str]]:
        """Take a table away, as the officer who may."""
        browser = signed_in(self.officers.get(what, self.hall.returning_officer))
        address = self.addresses[what]
        if "/export/" in address:
            answer = browser.post(address, {"export-kind": what.split()[1], **REASON})
            text = answer.getvalue().decode("utf-8-sig")
        else:
            answer = browser.get(address)
            text = answer.content.decode("utf-8-sig")
        assert answer.status_code == 200, what
        return list(csv.reader(io.StringIO(text, newline="")))


def _typed(hall: Hall, formula: str, number: int) -> None:
    union, today = hall.conference.body, timezone.localdate()
    branch = make_body(name=formula, parent=union)
    member = make_member(formula, branch=branch, email="shared@example.org", number=f"F{number}")
    contact_change(actor=member, member=member, kind=ContactKind.MOBILE, text="07700 900193")
    conference, officer = hall.conference, hall.returning_officer
    incident_open(
        conference=conference,
        actor=officer,
        started_at=timezone.now() - timedelta(minutes=5),
        what=f"{formula} was on the screen",
        effect=f"{formula} was read out.",
        votes=[],
    )
    departure_enter(
        conference=conference,
        actor=officer,
        rule=formula,
        reason=f"{formula}: closed by the council.",
        departed_on=today,
    )
    complaint_receive(
        conference=conference,
        actor=officer,
        complainant=formula,
        about=f"{formula} was closed early.",
        rule=formula,
        breach_on=today - timedelta(days=40),
        received_on=today - timedelta(days=20),
    )


def _motions_imported(hall: Hall) -> None:
    clerk = make_officer(Office.CLERK, hall.conference.body)
    branch = hall.branches[0]
    rows = [
        f'"{formula.strip()}","{formula.strip()}",{branch.code},"{formula.strip()}"'
        for formula in FORMULAS
    ]
    content = "\r\n".join(["title,text,submitters,category", *rows]).encode()
    staged = motions_stage(
        conference=hall.conference,
        actor=clerk,
        name="motions.csv",
        content=content,
        incoming=file_read(content),
    )
    motion_import_apply(
        staged=staged, actor=clerk, choices={n: [branch] for n, _ in enumerate(FORMULAS, start=1)}
    )


def _points_raised(hall: Hall) -> None:
    credential = hall.credentials[0]
    for formula in FORMULAS:
        point = point_raise(
            credential=credential,
            kind=PointKind.ORDER,
            words=formula.strip(),
            actor=credential.member,
        )
        point_rule(point=point, upheld=True, ruling=formula.strip(), actor=hall.chair)


@pytest.fixture(scope="module")
def _site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    with django_db_blocker.unblock(), transaction.atomic():
        hall = make_hall()
        union = hall.conference.body
        membership = make_officer(Office.MEMBERSHIP_OFFICER, union)
        secretary = make_officer(Office.GENERAL_SECRETARY, union)
        frozen(membership)
        for number, formula in enumerate(FORMULAS):
            _typed(hall, formula, number)
        _motions_imported(hall)
        _points_raised(hall)
        briefing = make_briefing(union)
        for number, formula in enumerate(FORMULAS):
            make_guest(
                briefing,
                name=formula,
                email=f"g{number}@example.org",
                purposes=("joining", "briefings", "rep"),
            )
        voters = [each.member for each in hall.credentials]
        booth = Booth(
            Voters(union, hall.branches[0], hall.chair, hall.returning_officer, hall.teller, voters)
        )
        stood = [Nominee(each) for each in FORMULAS]
        election = booth.declared([1], [1], [2], candidates=stood, seats=1)
        registers = "/c/NDC27/registers/"
        export = f"/briefings/desk/{briefing.slug}/export/"
        lists = ("attendance", "joining", "briefings", "rep")
        addresses = {
            "addresses": "/officers/contacts/reports.csv",
            "freeze report": "/officers/contacts/freeze-report.csv",
            "entitlements": "/c/NDC27/entitlements.csv",
            "count": f"/ballots/{election.pk}/count.csv",
            "incidents": f"{registers}incidents.csv",
            "departures": f"{registers}departures.csv",
            "complaints": f"{registers}complaints.csv",
            "contributions": "/c/NDC27/speaking.csv",
            "motions": "/c/NDC27/exchange/motions.csv",
            "openslides": "/c/NDC27/exchange/openslides4-motions.csv",
            **{f"briefing {each}": export for each in lists},
        }
        officers = {f"briefing {each}": secretary for each in lists}
        yield Site(hall, addresses, officers)
        transaction.set_rollback(True)


@pytest.fixture
def site(_site: Site, db: None) -> Site:
    return _site


@pytest.mark.parametrize(
    "what",
    [
        "addresses",
        "freeze report",
        "entitlements",
        "incidents",
        "departures",
        "complaints",
        "contributions",
        "motions",
        "openslides",
        "briefing attendance",
        "briefing joining",
        "briefing briefings",
        "briefing rep",
    ],
)
def test_no_cell_starts_a_formula_and_none_is_left_out(site: Site, what: str) -> None:
    cells = [cell for row in site.take(what) for cell in row]

    assert [cell for cell in cells if RUNS.match(cell) and not NUMBER.fullmatch(cell)] == []
    for formula in FORMULAS:
        assert any(cell.strip("' ").startswith(formula.strip()) for cell in cells), formula


def test_every_address_that_gives_a_table_is_walked(site: Site) -> None:
    walked = {resolve(address).func for address in site.addresses.values()}
    giving = {view for route, view in routes() if GIVES.search(route)}
    assert walked == giving


def test_tables_are_written_in_few_places_and_each_guards_its_cells() -> None:
    """Papers have a guard of their own (`ballots.counting.files.csv_papers`), with its tests."""
    rooms = ("audit", "ballots", "conferences", "config", "live", "members", "motions")
    sources = (path for room in rooms for path in Path(settings.BASE_DIR, room).rglob("*.py"))
    writers = [path for path in sources if re.search(r"csv\.(writer|DictWriter)", path.read_text())]
    assert {path.name for path in writers} == {"tables.py", "csv_papers.py", "exporting.py"}


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, View]]:
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, one.callback
        else:
            yield from routes(one, route)
