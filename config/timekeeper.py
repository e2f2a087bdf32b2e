"""The timekeeper: whatever must happen because time has passed, and not because someone acted.

Ballots and nominations close when their time is up, entries get their places in the log, turnout is
shown, old fragments and run-out passcodes are forgotten, packs that nobody makes are given up,
branches are reminded of deadlines, heads are brought to witnesses and stamped, messages that nobody
sends are taken up. Every one of these is safe to do twice and safe to do late, so one process or
three may run it, and nothing is lost while none does.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import Error, close_old_connections, connection
from django.db.models import Count, Q
from django.utils import timezone

from audit.formats.errors import NotVerified
from audit.publishing.folder import publish
from audit.refusal import Refusal
from audit.retention import sweep
from audit.services.posting import Messenger
from audit.services.timestamps import Stamper
from audit.store.sequencer import sequence
from ballots.enums import BallotState
from ballots.membership.duties import memberships_keep
from ballots.models import RollEntry
from ballots.secret.calling import trustees_call
from ballots.secret.tasks import openings_look
from ballots.secret.telling import EVERY_SECONDS as TELL_SECONDS
from ballots.secret.telling import voters_tell
from ballots.selectors import ballots_due_to_close
from ballots.services import ballot_close
from conferences.briefings.tasks import send_what_is_due
from conferences.candidates import posts_due_to_close
from conferences.models import Conference, Floor
from conferences.services.election_news import conferences_electing, election_turnout_publish
from conferences.services.posts import nominations_close
from conferences.services.progress import presence_publish, progress_publish
from live import outbox
from members.tasks import deliveries_look
from motions.lodging.reminding import branches_remind
from motions.packs.packing import packs_give_up
from motions.papers.making import files_give_up

log = logging.getLogger(__name__)

NOBODY = (0, 0)
"""Nobody has voted, and nobody has said that they could not."""

REST_SECONDS = 15.0
"""How long a duty is left alone that only a person can put right."""


@dataclass
class Duty:
    """Something done every so many seconds, and tried again when it fails."""

    perform: Callable[[], object]
    every: float
    due: float = 0.0


@dataclass
class Timekeeper:
    """One loop for this house, and threads for what must not wait for it, or hold it up.

    The hall is one: in the busiest seconds of a vote the log has most to do, and turnout must be
    shown all the same. Outsiders and a disk are the others. `run` returns soon after `stopped` is
    set.
    """

    stopped: threading.Event = field(default_factory=threading.Event)
    shown: dict[uuid.UUID, tuple[int, int]] = field(default_factory=dict)
    present: dict[uuid.UUID, int] = field(default_factory=dict)

    def run(self) -> None:
        """Keep time until stopped, through any trouble with the database."""
        outside = threading.Thread(
            target=self._keep,
            args=[
                [
                    Duty(Messenger().post, every=5.0),
                    Duty(Stamper().stamp, every=5.0),
                    Duty(deliveries_look, every=5.0),
                ]
            ],
            name="outside world",
            daemon=True,
        )
        outside.start()
        folder = threading.Thread(
            target=self._keep, args=[[Duty(publish, every=1.0)]], name="published folder"
        )
        folder.start()
        hall = threading.Thread(
            target=self._keep,
            args=[
                [
                    Duty(close_ballots, every=0.2),
                    Duty(self.show_turnout, every=0.5),
                    Duty(self.show_presence, every=2.0),
                ]
            ],
            name="the hall",
        )
        hall.start()
        memberships = threading.Thread(
            target=self._keep, args=[[Duty(memberships_keep, every=5.0)]], name="memberships"
        )
        memberships.start()
        self._keep(
            [
                Duty(close_nominations, every=1.0),
                Duty(sequence, every=0.2),
                Duty(outbox.trim, every=60.0),
                Duty(packs_give_up, every=60.0),
                Duty(files_give_up, every=60.0),
                Duty(openings_look, every=30.0),
                Duty(trustees_call, every=15.0),
                Duty(voters_tell, every=TELL_SECONDS),
                Duty(send_what_is_due, every=5.0),
                Duty(branches_remind, every=60.0),
                Duty(sweep, every=3_600.0),
            ]
        )
        hall.join()
        memberships.join()
        folder.join()
        outside.join(timeout=1.0)  # and no longer: it may be waiting for somebody who never answers

    def _keep(self, duties: list[Duty]) -> None:
        try:
            while not self.stopped.is_set():
                for duty in duties:
                    if time.monotonic() >= duty.due:
                        duty.due = time.monotonic() + duty.every
                        _attempt(duty)
                self.stopped.wait(max(0.0, min(d.due for d in duties) - time.monotonic()))
        finally:
            connection.close()

    def show_turnout(self) -> None:
        """Show how many have voted, or could not, at most twice a second, and only when more have.

        A ballot of the whole membership is on no screen, and open for weeks: it is left out. Once
        everyone has voted, the vote may be closed early: the chair is shown that button then,
        and at once how many say that they could not.
        """
        rolls = (
            RollEntry.objects.filter(ballot__state=BallotState.OPEN, ballot__membership=None)
            .values_list("ballot")
            .annotate(
                marked=Count("pk", filter=Q(voted=True)), missed=Count("unable"), roll=Count("pk")
            )
        )
        heard: dict[uuid.UUID, tuple[int, int]] = {}
        for_the_chair: set[uuid.UUID] = set()
        for ballot, voted, unable, roll in rolls:
            heard[ballot] = (voted, unable)
            if voted >= roll or unable > self.shown.get(ballot, NOBODY)[1]:
                for_the_chair.add(ballot)
        more = [each for each, answers in heard.items() if answers != self.shown.get(each, NOBODY)]
        for floor in Floor.objects.filter(ballot__in=more).select_related("conference"):
            progress_publish(conference=floor.conference, desk=floor.ballot_id in for_the_chair)
        for conference in conferences_electing(more):
            election_turnout_publish(conference=conference)
        self.shown = heard

    def show_presence(self) -> None:
        """Show who is here to the wall and the desks, every two seconds at most."""
        sitting = Conference.objects.filter(
            sessions__opened_at__isnull=False, sessions__closed_at__isnull=True
        )
        here = Count("credentials", filter=Q(credentials__admitted_at__isnull=False), distinct=True)
        counted = list(sitting.annotate(here=here))
        for conference in counted:
            if self.present.get(conference.pk, conference.here) != conference.here:
                presence_publish(conference=conference)
        self.present = {conference.pk: conference.here for conference in counted}


def close_ballots() -> None:
    """Close every ballot whose time is up. A vote after `closes_at` is refused in any case."""
    for ballot in ballots_due_to_close():
        try:
            ballot_close(ballot=ballot, actor=None)
        except Refusal as refusal:  # someone closed or extended it in the meantime
            log.info("%s was not closed: %s", ballot.log_name, refusal.message)


def close_nominations() -> None:
    """Close nominations whose deadline has come. One made after it is late in any case."""
    for post in posts_due_to_close(timezone.now()):
        try:
            nominations_close(post=post, actor=None)
        except Refusal as refusal:  # somebody closed them in the meantime
            log.info("%s was not closed: %s", post.log_name, refusal.message)


def _attempt(duty: Duty) -> None:
    try:
        duty.perform()
    except Error as error:
        log.warning("%s failed and will be tried again. %s", duty.perform.__name__, error)
        close_old_connections()
    except (NotVerified, OSError) as trouble:  # for somebody to put right, and no fault of ours
        log.error("%s failed. %s", duty.perform.__name__, trouble)  # noqa: TRY400
        duty.due = time.monotonic() + REST_SECONDS
    except Exception:  # the clock must not stop because one thing on it is broken
        log.exception("%s failed and will be tried again.", duty.perform.__name__)
