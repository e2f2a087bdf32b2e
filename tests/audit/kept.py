"""A row or more in every table that only grows: whoever declares a table adds to it here."""

import uuid
from datetime import date

from django.utils import timezone

from audit.models import Cosignature, Stamp, Witness
from audit.recording import entry
from audit.store.sequencer import sequence_all
from audit.store.write_guard import recorded_writes
from ballots.models import (
    ArchiveRecord,
    Ballot,
    CountRecord,
    Declaration,
    Lot,
    Paper,
    SealedBallot,
    SealedVote,
    TrusteeBoard,
)
from conferences.models import Conference, Consent, Credential, TellersWord
from motions.enums import Decision
from motions.models import (
    ActionReport,
    AgreedMinutes,
    CardDemand,
    CompositeAnswer,
    CompositeGroup,
    Motion,
    PolicyAction,
    Question,
    Ruling,
    Supersession,
)
from tests.audit.entries import write_entries
from tests.factories.ballots import Hall, cast_by, make_hall


def fill_kept_tables() -> None:
    """Vote, record something about a person, sign a declaration, and place it all."""
    hall = make_hall(delegates=1)
    ballot = hall.open()
    cast_by(hall.delegates[0], ballot)
    with entry(actor=None) as log:
        log.record("incident.noted", subject="incident:1", personal={"reason": "No sound"})
    with recorded_writes():
        Declaration.objects.create(
            ballot=ballot,
            number=1,
            document="{}",
            sha256="0" * 64,
            signed_by=hall.returning_officer,
            signed_at=timezone.now(),
            entry_id=uuid.uuid4(),
        )
        Paper.objects.create(ballot=ballot, ranking="1 2", opened_at=timezone.now())
        CountRecord.objects.create(
            ballot=ballot,
            number=1,
            rule="av",
            ending="complete",
            elected=[1],
            tied=[],
            record="{}",
            sha256="0" * 64,
            papers_sha256="0" * 64,
            salt="-",
            counted_at=timezone.now(),
            entry_id=uuid.uuid4(),
        )
        Lot.objects.create(
            ballot=ballot,
            number=1,
            tied=[1, 2],
            drawn=1,
            witness="Olive Hart",
            salt="-",
            recorded_by=hall.returning_officer,
            recorded_at=timezone.now(),
            entry_id=uuid.uuid4(),
        )
        board = TrusteeBoard.objects.create(name="-", group="BELENIOS-2048", state="ready")
        vote = SealedVote.objects.create(
            ballot=ballot, board=board, suite="-", uuid="-", timestamp=1, stage="voting"
        )
        ArchiveRecord.objects.create(vote=vote, number=1, name="BELENIOS", body="{}")
        SealedBallot.objects.create(
            vote=vote, tracker="-", credential="-", height=1, head="-", entry_id=uuid.uuid4()
        )
        Consent.objects.create(
            member=hall.delegates[0],
            purpose="joining",
            is_given=True,
            wording=1,
            wording_sha256="0" * 64,
            how="-",
            at=timezone.now(),
        )
    _fill_those_of_motions(hall)
    write_entries(256)
    head = sequence_all()
    assert head is not None
    with recorded_writes():
        now = timezone.now()
        witness = Witness.objects.create(name="Branch", vkey="branch+0+0", added_at=now)
        Cosignature.objects.create(head=head, witness=witness, line="-", signed_at=now, at=now)
        Stamp.objects.create(head=head, authority="-", answer=b"-", stamped_at=now, at=now)


def _fill_those_of_motions(hall: Hall) -> None:
    """Rule on a motion, answer for a composite, report on a policy and set it aside."""
    chair, body = hall.returning_officer, hall.union
    with recorded_writes():
        conference = Conference.objects.create(
            code="KEPT27",
            title="Conference",
            body=body,
            starts_on=date(2027, 6, 15),
            ends_on=date(2027, 6, 17),
            standing_orders={},
        )
        AgreedMinutes.objects.create(
            conference=conference,
            number=1,
            text="-",
            sha256="0" * 64,
            agreed_at=timezone.now(),
            agreed_by=chair,
            at_meeting="The next",
        )
        one, other = (
            Motion.objects.create(
                conference=conference,
                reference=f"M{number}",
                number=f"M{number}",
                kind="ordinary",
                title="-",
                lodged_by=body,
                majority="simple",
                form="show_of_hands",
                state="POLICY",
                nec_position="none",
                lodged_order=number,
            )
            for number in (1, 2)
        )
        TellersWord.objects.create(
            conference=conference,
            ballot=Ballot.objects.earliest("created_at"),
            teller=chair,
            agrees=True,
            figures={},
            at=timezone.now(),
        )
        ruling = Ruling.objects.create(
            motion=one, decision=Decision.IN_ORDER, text_sha256="0" * 64, by=chair
        )
        ruling.took_part.add(chair)
        ruling.stood_aside.add(chair)
        group = CompositeGroup.objects.create(
            conference=conference, number=1, letter="A", title="-"
        )
        CompositeAnswer.objects.create(group=group, branch=body, agrees=False, by=chair)
        action = PolicyAction.objects.create(motion=one, number=1, what="-", responsible="-")
        ActionReport.objects.create(action=action, text="-", state="to_do")
        Supersession.objects.create(motion=one, by_motion=other, reason="-")
        CardDemand.objects.create(
            question=Question.objects.create(
                conference=conference, kind="motion", majority="simple", form="show_of_hands"
            ),
            credential=Credential.objects.create(
                conference=conference, number="1", member=chair, body=body, kind="delegate"
            ),
            demanded_at=timezone.now(),
        )
