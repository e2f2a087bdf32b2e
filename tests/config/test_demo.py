"""The demo as a visitor starts it: one command, a sheet of paper, and nothing else touched."""

import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from audit.formats.attestation import OfficerKeys
from audit.keys import log_key
from audit.models import Entry, Position
from audit.recording import entry
from ballots.enums import BallotState
from ballots.models import RollEntry
from conferences.enums import Consent
from conferences.models import Conference, Floor
from conferences.services import check_out
from config.demo import premises
from config.demo.hall import SimulatedHall
from config.demo.motions_desk import EARLIER, NEXT
from config.demo.sheet import delegates_offered, sheet
from config.demo.stage import sample_conference, set_the_stage
from members.enums import Office
from members.models import Appointment
from members.services import passcode_issue
from motions.models import Motion, PolicyAction
from tests import servers
from tests.live.streams import listening, wait_until
from tests.pages.halls import Hall, make_hall

REPOSITORY = Path(__file__).parents[2]
PATIENCE_SECONDS = 180


@dataclass
class Demo:
    """A demo under way."""

    process: subprocess.Popen[str]
    output: Path
    port: int

    def said(self) -> str:
        return self.output.read_text()

    def answers(self) -> bool:
        assert self.process.poll() is None, self.said()
        try:
            return b"Tellers" in self.get("/")
        except urllib.error.URLError:
            return False

    def get(self, address: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{address}", timeout=60) as answer:
            return bytes(answer.read())

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_SECONDS)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Demo]]:
    """Start demos in a folder of the test's own."""
    started: list[Demo] = []

    def start(*options: str, port: int = 0, **environment: str) -> Demo:
        port = port or servers.free_port()
        output = tmp_path / f"output-{len(started)}"
        env = {k: v for k, v in os.environ.items() if not k.startswith(("TELLERS_", "DATABASE_"))}
        env |= {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUNBUFFERED": "1"}
        env |= {"TELLERS_DATA_DIR": str(tmp_path / "demo"), **environment}
        command = [sys.executable, "manage.py", "demo", f"--port={port}", *options]
        with output.open("w") as file:
            process = subprocess.Popen(  # noqa: S603 - our own command
                command, cwd=REPOSITORY, env=env, stdout=file, stderr=file, text=True
            )
        started.append(Demo(process, output, port))
        return started[-1]

    yield start
    for demo in started:
        if demo.process.poll() is None:
            demo.process.kill()
            demo.process.wait()


def ended(demo: Demo) -> str:
    """Wait for a demo that does not want to start; give what it said."""
    assert demo.process.wait(PATIENCE_SECONDS) == 1
    assert "Traceback" not in demo.said()
    return demo.said()


def test_demo_serves_and_stops_and_goes_on(start: Callable[..., Demo], tmp_path: Path) -> None:
    demo = start()
    wait_until(demo.answers, PATIENCE_SECONDS)
    said = demo.said()
    assert f"http://127.0.0.1:{demo.port}/c/NDC27/hall/" in said
    assert all(name in said for name in ("Asha Bellweather", "HELP-2", "--key '"))
    assert b"Motion" in demo.get("/c/NDC27/hall/")
    assert f"//127.0.0.1:{demo.port}/briefings/".encode() in demo.get("/mailbox/")

    assert "Perhaps a demo is running there" in ended(start(port=demo.port))
    assert "already running" in ended(start())

    wall = demo.get("/c/NDC27/hall/").decode()
    found = re.search(r'data-live="([^"]+)"', wall)
    assert found
    with listening(demo.port, found[1]) as screen:
        assert screen.status == 200
        began = time.monotonic()
        assert demo.stop() == 0
        assert time.monotonic() - began < 6, "an open page must not hold up Ctrl-C"
    assert "Traceback" not in demo.said()
    assert "Error" not in demo.said()

    kept = start("--keep", "--quiet-hall")
    wait_until(kept.answers, PATIENCE_SECONDS)
    assert keys(kept) == keys(demo), "the same log, and so the same key"
    assert kept.stop() == 0


def keys(demo: Demo) -> list[str]:
    return [line.strip() for line in demo.said().splitlines() if "--key" in line]


def test_demo_leaves_a_database_of_others_alone(start: Callable[..., Demo], tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "theirs.sqlite3") as theirs:
        theirs.execute("CREATE TABLE ledger (balance INTEGER)")
    theirs.close()
    before = (tmp_path / "theirs.sqlite3").read_bytes()
    said = ended(start(DATABASE_URL=f"sqlite:///{tmp_path}/theirs.sqlite3"))

    assert "keeps to" in said
    assert (tmp_path / "theirs.sqlite3").read_bytes() == before


@pytest.mark.django_db
def test_demo_is_refused_beside_a_real_conference(settings: Settings, tmp_path: Path) -> None:
    conference = make_hall().conference
    settings.DATA_DIR = Path(connection.settings_dict["NAME"]).parent
    premises.refuse_unless_demo()
    with entry(actor=None) as log:
        log.record("test.prepared", subject="test")
        Conference.objects.filter(pk=conference.pk).update(is_sample=False)

    with pytest.raises(CommandError, match="leaves it alone"):
        premises.refuse_unless_demo()


@pytest.mark.django_db
def test_demo_is_refused_in_production(settings: Settings) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="production"):
        premises.refuse_unless_demo()


@pytest.mark.django_db
def test_database_that_was_named_is_never_emptied(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    with pytest.raises(CommandError, match="--keep"):
        premises.start_afresh()


@pytest.mark.django_db
def test_stage_leaves_a_motion_in_debate_after_four_votes_and_two_elections() -> None:
    began = timezone.now()
    conference = set_the_stage()

    outcomes = [(q.outcome, q.form) for q in conference.questions.order_by("put_at")]
    assert outcomes == [
        ("lost", "show_of_hands"),
        ("carried", "show_of_hands"),
        ("carried", "card_vote"),
        ("lost", "card_vote"),
    ]
    assert Floor.objects.get(conference=conference).phase == "debate"
    opened = [q.ballot.opened_at for q in conference.questions.all() if q.ballot]
    assert max(at for at in opened if at) < began, "the morning is over before the visitor comes"
    assert set(Entry.objects.filter(at__gt=timezone.now())) == set()
    assert not unsigned("ballot.opened", "ballot.declared"), "whoever conducts it holds a pen"
    something_to_elect(conference)
    something_at_the_motions_desk(conference)
    hired = (Office.HELPDESK, Office.ACCESS_OFFICER, Office.SCRUTINEER)
    assert Appointment.objects.filter(body=conference.body, office__in=hired).count() == len(hired)


def something_at_the_motions_desk(conference: Conference) -> None:
    """A visitor may confirm, answer and rule; there are papers to read, and policy acted on."""
    assert sample_conference() == conference
    later = Conference.objects.get(code=NEXT)
    assert later.starts_on > conference.starts_on
    states = later.motions.order_by("lodged_order").values_list("state", flat=True)
    assert set(states) == {"DRAFT", "AWAITING_SECOND_OFFICER", "LODGED", "WITH_SOC", "QUERY"} | {
        "IN_ORDER"
    }
    assert conference.papers.values("series").distinct().count() == 6
    assert Motion.objects.filter(conference__code=EARLIER, state="POLICY").count() == 2
    assert PolicyAction.objects.filter(reports__isnull=False).count() == 2
    offered = sheet(conference, address="http://here")
    assert "/c/NDC28/branch/B12/motions/" in offered
    assert "/c/NDC28/committee/" in offered


def something_to_elect(conference: Conference) -> None:
    """Two are elected; the hall votes in one that is open; a visitor may consent to stand."""
    posts = conference.posts.select_related("ballot__election")
    counted, still_open, confirmed, nominations = posts.order_by("reference")
    for ballot in (counted.ballot, confirmed.ballot):
        assert ballot
        assert ballot.state == BallotState.DECLARED
        assert ballot.declarations.exists()
    visitor = delegates_offered(conference)[0].member
    assert nominations.takes_nominations
    assert nominations.nominations.get(nominee=visitor).consent == Consent.WAITING

    ballot = still_open.ballot
    assert ballot
    simulated = SimulatedHall(conference, [visitor], dice=random.Random(3))
    papers = [tuple(map(int, each.choice)) for each in simulated.consider(ballot)]
    assert not any(ballot.election.paper.marked(paper).faults for paper in papers)
    assert len(set(papers)) > 5
    with time_machine.travel(timezone.now() + timedelta(minutes=15), tick=False):
        simulated.tick()
    assert 20 < RollEntry.objects.filter(ballot=ballot, cast__isnull=False).count() < 58


def unsigned(*kinds: str) -> list[str]:
    """Name those of these acts that no officer signed, judging the log as a scrutineer does."""
    keys = OfficerKeys(log_key().verifier.name)
    leaves = Position.objects.order_by("seq").values_list("entry__leaf", flat=True)
    judged = [(leaf["t"], keys.judge(leaf)) for leaf in map(json.loads, map(bytes, leaves))]
    assert {kind for kind, _ in judged} >= set(kinds)
    return [kind for kind, key in judged if kind in kinds and key is None]


@pytest.mark.django_db
def test_sheet_offers_people_who_can_sign_in() -> None:
    hall = make_hall()
    lines = sheet(hall.conference, address="http://here").splitlines()

    offered = [credential.member for credential in delegates_offered(hall.conference)]
    for member in (*offered, hall.chair, hall.teller, hall.returning_officer):
        assert [line for line in lines if f" {member.membership_number} " in line]
    assert all(line == line.rstrip() for line in lines)


@pytest.fixture
def voting() -> Hall:
    """A hall of forty that has just been asked to vote."""
    hall = make_hall(branches=4, delegates=10)
    hall.put_the_motion()
    hall.press("open_vote")
    return hall


@pytest.mark.django_db
def test_simulated_hall_votes_and_leaves_real_people_alone(voting: Hall) -> None:
    asha, rowan = voting.delegate, voting.credentials[-1].member
    passcode_issue(member=rowan)
    simulated = SimulatedHall(voting.conference, [asha], dice=random.Random(1))
    opened_at = voting.ballot.opened_at  # however long ago: it is open for 90 seconds
    assert opened_at
    with time_machine.travel(opened_at, tick=False) as clock:
        simulated.tick()
        clock.shift(89)
        simulated.tick()

    voted = RollEntry.objects.filter(ballot=voting.ballot, cast__isnull=False)
    assert not voted.filter(voter__in=[asha, rowan]).exists()
    assert 30 < voted.count() <= 38
    spread = Counter(voted.values_list("cast__choice", flat=True))
    assert spread["for"]
    assert spread["against"]


@pytest.mark.django_db
def test_simulated_delegates_make_up_their_minds_over_the_window(voting: Hall) -> None:
    ballot = voting.ballot
    intentions = SimulatedHall(voting.conference, dice=random.Random(2)).consider(ballot)

    assert ballot.opened_at
    assert ballot.closes_at
    assert all(ballot.opened_at < each.at < ballot.closes_at for each in intentions)
    middle = ballot.opened_at + timedelta(seconds=45)
    early = [each for each in intentions if each.at < middle]
    assert 0.5 < len(early) / len(intentions) < 1


@pytest.mark.django_db
def test_latecomers_check_in_one_by_one(voting: Hall) -> None:
    for credential in voting.credentials[2:4]:
        check_out(credential=credential, actor=credential.member)
    simulated = SimulatedHall(voting.conference)
    with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=False) as clock:
        away = voting.conference.credentials.filter(admitted_at__isnull=True)
        simulated.tick()
        assert away.count() == 1
        simulated.tick()
        assert away.count() == 1
        clock.shift(12)
        simulated.tick()
        assert away.count() == 0
