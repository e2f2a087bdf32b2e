"""Sample words and figures for the living design page. None of it is anyone's real vote."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms

from ballots.enums import Choice, Majority, VotingForm
from ballots.guard import INDICATIVE_BANNER
from ballots.instructions import how_to_mark
from ballots.marking import RON_NAME, Candidate, ElectionPaper
from ballots.models import Ballot
from ballots.papers import FOR_AGAINST_ABSTAIN
from ballots.selectors import Figures, Turnout
from conferences.enums import FloorPhase
from config.templatetags.typesetting import steps

COLOURS = (
    ("paper", "Paper"),
    ("sheet", "Sheet"),
    ("sunk", "Sunk"),
    ("ink", "Ink"),
    ("ink-soft", "Soft ink"),
    ("bottle", "Banner green"),
    ("brass", "Brass"),
    ("brass-ink", "Brass ink"),
    ("madder", "Madder"),
    ("act", "Act"),
    ("link", "Link"),
    ("for", "For"),
    ("against", "Against"),
    ("abstain", "Abstain"),
)

PILLS = (
    ("", "Scheduled"),
    ("now", "Before conference"),
    ("live", "Vote open"),
    ("carried", "Carried"),
    ("lost", "Lost"),
)

MOTION = """Conference notes that several employers have asked staff to absorb the work of vacant \
posts for more than two years.
Conference believes that shorter hours without loss of pay can be argued for as a health measure \
as well as a fairness measure.
Conference instructs the National Executive Council to:
1. publish a model claim for a thirty-two hour week pilot lasting at least twelve months; and
2. report the results of all pilots to Conference 2028."""


class SampleForm(forms.Form):
    """A form with one field right and one field wrong."""

    number = forms.CharField(
        label="Membership number or e-mail", help_text="It is on your membership card."
    )
    passcode = forms.CharField(
        label="Passcode",
        help_text="Eight letters and figures, from the message we have just sent you.",
        widget=forms.TextInput(attrs={"class": "passcode", "autocomplete": "one-time-code"}),
        error_messages={"required": "Enter the passcode from the message."},
    )


def paper() -> dict[str, Any]:
    """Give the paper of an election, half marked, and its review."""
    candidates = (
        Candidate(1, "Aled Bevan", about="Lantern Street", statement="I answer letters."),
        Candidate(2, "Bronwen Tallis", about="Northmoor Council", tags=("women",)),
        Candidate(3, "Carys Dunn", withdrawn="Withdrew on 2 June 2027: has moved abroad"),
        Candidate(4, RON_NAME, is_ron=True),
    )
    sample = ElectionPaper("ers97", 2, candidates)
    marks = sample.marked((2, 1))
    return {
        "instructions": how_to_mark(sample),
        "rows": [(each, marks.typed.get(each.number, "")) for each in candidates],
        "chosen": [candidates[number - 1] for number in marks.choice],
    }


def results() -> list[dict[str, Any]]:
    """Give three results: two thirds missed by eight, carried, and a tie."""
    card = Ballot(form=VotingForm.CARD_VOTE, majority=Majority.TWO_THIRDS_CAST)
    show = Ballot(form=VotingForm.SHOW_OF_HANDS, majority=Majority.SIMPLE)
    return [
        _result(card, votes=(12_717, 6_370, 0), papers=(10, 6, 0), on_roll=16),
        _result(show, votes=(52, 3, 1), papers=(52, 3, 1), on_roll=56),
        _result(show, votes=(27, 27, 2), papers=(27, 27, 2), on_roll=56),
    ]


def samples() -> dict[str, Any]:
    """Give everything the page shows."""
    now = datetime(2027, 6, 15, 14, 3, 21, tzinfo=UTC)
    return {
        "colours": COLOURS,
        "pills": PILLS,
        "steps": steps(FloorPhase.VOTING),
        "banners": [INDICATIVE_BANNER],
        "motion": MOTION,
        "closes_at": now + timedelta(seconds=68),
        "opened_at": now - timedelta(seconds=22),
        "receipt": {"code": "7F3K-G9M6", "at": now, "choice_label": "For"},
        "events": [
            {"at": now - timedelta(minutes=12), "words": "Called by the chair"},
            {"at": now - timedelta(minutes=9), "words": "Moved by B01-1, Northmoor Council Branch"},
            {"at": now, "words": "Vote opened: 56 delegates on the roll"},
        ],
        "results": results(),
        "paper": paper(),
        "options": FOR_AGAINST_ABSTAIN,
        "form": SampleForm({"number": "LS-1001"}),
    }


def _result(
    ballot: Ballot, *, votes: tuple[int, ...], papers: tuple[int, ...], on_roll: int
) -> dict[str, Any]:
    figures = Figures(
        ballot,
        papers=dict(zip(Choice, papers, strict=True)),
        votes=dict(zip(Choice, votes, strict=True)),
    )
    return figures.result(Turnout(roll=on_roll, voted=sum(papers), unable=0))
