"""Sample words and figures for the living design page. None of it is anyone's real vote."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms

from ballots.enums import Majority
from ballots.majority import Decision, decide

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

STEPS = (
    {"label": "Called", "done": True},
    {"label": "Moved", "done": True},
    {"label": "Debate", "done": True},
    {"label": "Vote", "current": True},
    {"label": "Declared"},
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


def results() -> list[dict[str, Any]]:
    """Give three results: missed by eight, carried, and a tie."""
    return [
        _result(Majority.TWO_THIRDS_CAST, 12_717, 6_370, 0, "Members"),
        _result(Majority.SIMPLE, 52, 3, 1, "Delegates"),
        _result(Majority.SIMPLE, 27, 27, 2, "Delegates"),
    ]


def samples() -> dict[str, Any]:
    """Give everything the page shows."""
    now = datetime(2027, 6, 15, 14, 3, 21, tzinfo=UTC)
    return {
        "colours": COLOURS,
        "pills": PILLS,
        "steps": STEPS,
        "motion": MOTION,
        "closes_at": now + timedelta(seconds=68),
        "receipt": {"code": "7F3K-Q2", "at": now, "choice_label": "For"},
        "events": [
            {"at": now - timedelta(minutes=12), "words": "Called by the chair"},
            {"at": now - timedelta(minutes=9), "words": "Moved by B01-1, Northmoor Council Branch"},
            {"at": now, "words": "Vote opened: 56 delegates on the roll"},
        ],
        "results": results(),
        "form": SampleForm({"number": "LS-1001"}),
    }


def _result(majority: Majority, votes_for: int, against: int, abstain: int, unit: str) -> dict[str, Any]:
    decision: Decision = decide(majority, votes_for=votes_for, against=against, abstain=abstain)
    return {
        "decision": decision,
        "verdict": decision.outcome.label,
        "unit": unit,
        "figures": {
            "for": votes_for,
            "against": against,
            "abstain": abstain,
            "cast": votes_for + against,
        },
    }
