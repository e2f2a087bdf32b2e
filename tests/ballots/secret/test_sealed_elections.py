"""An election marked with crosses as a secret vote: sums are opened, and the rule counts them."""

from uuid import uuid4

from django.test import Client
from django.urls import reverse

from ballots import services
from ballots.counting.files import blt
from ballots.declaring.counted import MADE_OF_SUMS, papers_file
from ballots.enums import SealedStage
from ballots.models import Paper
from ballots.receipts import SealedReceipt
from ballots.reconciling import discrepancies
from ballots.secret.making import Sealing
from members.enums import Office
from tests.factories.ballots import make_hall
from tests.factories.booths import Booth
from tests.factories.members import make_officer
from tests.factories.secret import SealedHall, make_sealed

CROSSES: tuple[list[int], ...] = ([1, 2], [1, 2], [1, 3], [1], [2], [])


def test_election_by_crosses_is_counted_from_its_sums(
    db: None, django_capture_on_commit_callbacks, client: Client
) -> None:
    booth = Booth(make_hall(delegates=6))
    ballot = booth.open(rule="plurality", ron=False, sealing=Sealing())
    sealed = SealedHall(booth.hall, ballot)
    question = sealed.election.questions[0]
    for number, marks in enumerate(CROSSES):
        bits = [int(place in marks) for place in range(1, len(question.answers) + 1)]
        sealed.cast(number, [int(not marks), *bits])
    with django_capture_on_commit_callbacks(execute=True):
        sealed.close()
    assert sealed.vote.stage == SealedStage.RESULT
    assert not discrepancies(sealed.vote.ballot)
    papers = Paper.objects.filter(ballot=ballot).values_list("ranking", flat=True)
    assert len(papers) == len(CROSSES)
    assert list(papers).count("") == 1
    marks_counted = " ".join(papers).split()
    assert [marks_counted.count(str(n)) for n in range(1, 5)] == [4, 3, 1, 0]
    assert booth.count(ballot).elected == [1, 2]
    declared = booth.declare(ballot)
    assert declared.result
    assert declared.result["voted"] == 6
    given = papers_file(declared, "blt")
    assert given.endswith(MADE_OF_SUMS)
    contest, read = blt.read(given)
    assert (len(contest.candidates), int(read.weights.sum())) == (4, len(CROSSES))
    page = client.get(reverse("ballots:count", args=[ballot.pk])).content.decode()
    assert "Nobody cast these papers one by one" in page
    assert "rests on trust in whoever runs this server" not in page


def test_vote_by_telephone_is_sealed_by_two_people(db: None) -> None:
    sealed = make_sealed(make_hall(delegates=6))
    first, second = (make_officer(Office.HELPDESK, sealed.hall.union) for _ in range(2))
    voter = sealed.hall.delegates[0]
    call = services.assistance_open(
        ballot=sealed.ballot, member=voter, actor=first, identity_checked=True
    )
    call = services.assistance_confirm(assistance=call, actor=second)
    receipt = services.assistance_cast(
        assistance=call, actor=first, choice="for", request_id=uuid4()
    )
    assert isinstance(receipt, SealedReceipt)
    assert sealed.vote.ballots.get().tracker == receipt.tracker
    assert sealed.line(0).voted
