"""What is typed to plan a ballot of the membership, to give it more time, and why one is void."""

from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ballots.enums import VotingForm
from ballots.guard import CLASSES, QUESTIONS, Answer, Attestation, Verdict
from ballots.membership.calendar import usual_closing, usual_opening, usual_reminders
from ballots.membership.planning import FORM, Asked
from ballots.membership.secrecy import MEANS
from ballots.membership.words import CLASSES_HELD, LeftOffFor, paper
from ballots.models import MembershipBallot, TrusteeBoard
from ballots.papers import Option, faults
from ballots.secret.choosing import boards_for
from ballots.secret.making import Sealing
from ballots.services.insisting import SHORTEST_REASON
from members.enums import BodyKind
from members.models import Body
from members.office_forms import Day

_MOMENT: Final = "%Y-%m-%dT%H:%M"
_NUMBERS: Final = 500_000  # letters, for some tens of thousands of numbers
USUAL, NONE, OWN = "usual", "none", "own"
SERVER: Final = "server"

_WAYS: Final = {
    VotingForm.SECRET_BALLOT: _("Secret ballot"),
    VotingForm.SHOW_OF_HANDS: _("Recorded with each member's name"),
}


def _trustees(board: TrusteeBoard) -> str:
    people = board.trustees.exclude(member=None).count()
    told = {"name": board.name, "threshold": board.threshold, "people": people}
    return gettext("%(name)s: any %(threshold)s of %(people)s trustees, with the server") % told


def _moment(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput({"type": "datetime-local"}, _MOMENT)
    return forms.DateTimeField(label=label, widget=widget, **more)


def _area(label: Any, rows: int, length: int, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, widget=forms.Textarea({"rows": rows}), **more
    )


class WhomForm(forms.Form):
    """Whom it asks, and when: what may be changed until it opens."""

    qualifying_on = forms.DateField(
        label=_("Qualifying date"),
        help_text=_("Whoever had joined by this day is asked."),
        widget=Day(),
    )
    regions = forms.MultipleChoiceField(
        label=_("Only these parts"),
        help_text=_("Leave all unticked to ask everyone."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    branches = forms.CharField(
        label=_("Only these branches"),
        help_text=_("Their codes, such as B01, B04."),
        required=False,
        max_length=4000,
    )
    rule = forms.CharField(
        label=_("The rule by which these members may vote"),
        help_text=_("Such as: Rule 8.2, all full members not more than 13 weeks in arrears."),
        max_length=300,
    )
    arrears = _area(
        _("Left off for arrears"), 3, _NUMBERS, required=False,
        help_text=_("Membership numbers, from your membership system: one on each line."),
    )  # fmt: skip
    category = _area(
        _("Left off because their category does not vote"), 3, _NUMBERS, required=False,
        help_text=_("Such as retired or associate members, where the rule says so."),
    )  # fmt: skip
    opens_at = _moment(_("Opens"))
    closes_at = _moment(_("Closes"))
    reminding = forms.ChoiceField(
        label=_("Reminders to those who have not voted"),
        choices=[
            (USUAL, _("Half-way, three days before the close, and on the last day")),
            (NONE, _("None")),
            (OWN, _("On the days I write below")),
        ],
        initial=USUAL,
        widget=forms.RadioSelect,
    )
    reminders = _area(
        _("My days"), 3, 400, required=False,
        help_text=_("One on each line, such as 2027-09-17 10:00. Between 8:00 and 20:00."),
    )  # fmt: skip
    recommended_by = forms.CharField(
        label=_("Which committee recommends an answer, if one does"),
        max_length=200,
        required=False,
    )
    recommendation = _area(
        _("What it recommends, and why"), 4, 5000, required=False,
        help_text=_("It stands on a page of its own, which the paper links to. No message has it."),
    )  # fmt: skip

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        """Offer the parts of the body, and the usual days."""
        super().__init__(*args, **kwargs)
        self.body = body
        opens = usual_opening(timezone.localtime())
        self.fields["opens_at"].initial = opens
        self.fields["closes_at"].initial = usual_closing(opens)
        self.fields["qualifying_on"].initial = timezone.localdate()
        parts = Body.objects.filter(parent=body).exclude(kind=BodyKind.BRANCH)
        self.fields["regions"].choices = [(one.code, one.name) for one in parts]  # type: ignore[attr-defined]
        if not self.fields["regions"].choices:  # type: ignore[attr-defined]
            del self.fields["regions"]

    @classmethod
    def of(cls, plan: MembershipBallot, body: Body, data: Any = None) -> "WhomForm":
        """Fill it in as it was planned."""
        off: dict[str, list[str]] = {}
        for one in plan.left_off.select_related("member"):
            off.setdefault(one.reason, []).append(one.member.membership_number)
        regions = set(
            Body.objects.filter(parent=body)
            .exclude(kind=BodyKind.BRANCH)
            .values_list("code", flat=True)
        )
        days = [timezone.localtime(one.due_at) for one in plan.mailings.filter(kind="reminder")]
        first = {
            "qualifying_on": plan.qualifying_on,
            "regions": [code for code in plan.parts if code in regions],
            "branches": ", ".join(code for code in plan.parts if code not in regions),
            "rule": plan.rule,
            "arrears": "\n".join(off.get(LeftOffFor.ARREARS, [])),
            "category": "\n".join(off.get(LeftOffFor.CATEGORY, [])),
            "opens_at": timezone.localtime(plan.opens_at),
            "closes_at": timezone.localtime(plan.closes_at),
            "reminding": OWN if days else NONE,
            "reminders": "\n".join(f"{one:%Y-%m-%d %H:%M}" for one in days),
            "recommended_by": plan.recommended_by,
            "recommendation": plan.recommendation,
        }
        return cls(data, body=body, initial=first)

    def clean_branches(self) -> list[str]:
        """Read the codes, and refuse one that no part of the body has."""
        codes: list[str] = self.cleaned_data["branches"].replace(",", " ").upper().split()
        known = set(Body.objects.filter(code__in=codes).values_list("code", flat=True))
        if unknown := [code for code in codes if code not in known]:
            raise forms.ValidationError(
                _("There is no body with the code %(code)s."), params={"code": unknown[0]}
            )
        return codes

    def clean_reminders(self) -> list[datetime]:
        """Read the days, by the union's own clock."""
        found = []
        for line in self.cleaned_data["reminders"].splitlines():
            if not line.strip():
                continue
            try:
                day = datetime.strptime(line.strip(), "%Y-%m-%d %H:%M")  # noqa: DTZ007 - made aware
                found.append(timezone.make_aware(day))
            except (ValueError, OverflowError):
                raise forms.ValidationError(
                    _("Write each day as 2027-09-17 10:00. This is not one: %(line)s"),
                    params={"line": line.strip()[:40]},
                ) from None
        return found

    def clean(self) -> dict[str, Any]:
        """Say so where an own calendar of reminders has none."""
        given = super().clean() or self.cleaned_data
        if given.get("reminding") == OWN and not given.get("reminders") and not self.errors:
            self.add_error("reminders", _("Write the days, or choose no reminders."))
        return given

    def asked(self) -> Asked:
        """Give what was typed, as the service takes it."""
        given = self.cleaned_data
        opens = timezone.localtime(given["opens_at"])
        closes = timezone.localtime(given["closes_at"])
        reminders = {
            USUAL: usual_reminders(opens, closes),
            NONE: [],
            OWN: given["reminders"],
        }[given["reminding"]]
        day: date = given["qualifying_on"]
        return Asked(
            qualifying_on=day,
            opens_at=given["opens_at"],
            closes_at=given["closes_at"],
            rule=given["rule"],
            reminders=reminders,
            parts=[*given.get("regions", ()), *given["branches"]],
            left_off={
                LeftOffFor.ARREARS: given["arrears"].split(),
                LeftOffFor.CATEGORY: given["category"].split(),
            },
            recommended_by=given["recommended_by"],
            recommendation=given["recommendation"],
        )


class PlanForm(WhomForm):
    """A ballot of the membership before it exists: its paper, its class, the four questions."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        error_messages={"required": _("Give the ballot a title.")},
    )
    question = _area(
        _("The question, as it is put"), 3, 1000,
        error_messages={"required": _("Write the question as it is to be put.")},
    )  # fmt: skip
    options = _area(
        _("The answers on the paper"), 3, 1000, initial="Accept\nReject",
        help_text=_("One on each line, in the order of the paper."),
    )  # fmt: skip
    blank = forms.BooleanField(
        label=_("Offer a blank paper too: “Neither”"), initial=True, required=False
    )
    form = forms.ChoiceField(
        label=_("How do members vote?"),
        choices=[(each.value, each.label) for each in MEANS],
        initial=FORM.value,
        error_messages={"required": _("Choose how members vote.")},
    )
    opened_by = forms.ChoiceField(label=_("Who opens the sum?"), required=False)
    class_code = forms.ChoiceField(
        label=_("What is it for?"),
        error_messages={"required": _("Choose what the ballot is for. There is no default.")},
    )
    members_in_northern_ireland = forms.BooleanField(
        label=_("Some of the voters are in Northern Ireland"), required=False
    )
    northern_ireland_law_considered = forms.BooleanField(
        label=_("The law of Northern Ireland was considered"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask the four questions, with no answer given in advance; offer who opens the sum."""
        super().__init__(*args, **kwargs)
        self.boards = {str(one.pk): one for one in boards_for(self.body)}
        self.fields["opened_by"].choices = [  # type: ignore[attr-defined]
            *((pk, _trustees(one)) for pk, one in self.boards.items()),
            (SERVER, _("The server alone: quick, and that it opens only the sum is a promise")),
        ]
        self.fields["opened_by"].initial = next(iter(self.boards), SERVER)
        self.fields["class_code"].choices = [  # type: ignore[attr-defined]
            (row.code, row.what) for row in CLASSES.values()
        ]
        for name, question in QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=question,
                choices=Answer.choices(),
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer each of the four questions.")},
            )

    @property
    def attestation_fields(self) -> list[forms.BoundField]:
        """Give the four questions."""
        return [self[name] for name in QUESTIONS]

    @property
    def forms_offered(self) -> list[dict[str, Any]]:
        """Give the two ways to vote, each with what it means."""
        return [
            {
                "code": each.value,
                "title": _WAYS[each],
                "means": means,
                "chosen": self["form"].value() == each.value,
            }
            for each, means in MEANS.items()
        ]

    @property
    def classes_held(self) -> list[dict[str, Any]]:
        """Give the classes that are put to members here, with what the table asks of each."""
        return [
            {
                "code": row.code,
                "what": row.what,
                "reviewed": row.verdict is Verdict.REVIEW,
                "conditions": row.conditions,
                "chosen": self["class_code"].value() == row.code,
            }
            for row in CLASSES.values()
            if row.code in CLASSES_HELD
        ]

    @property
    def classes_not_held(self) -> list[dict[str, Any]]:
        """Give the others, so that whoever looks for one reads why it is not here."""
        return [
            {
                "code": row.code,
                "what": row.what,
                "law": row.law,
                "chosen": self["class_code"].value() == row.code,
            }
            for row in CLASSES.values()
            if row.code not in CLASSES_HELD
        ]

    def clean_options(self) -> list[Option]:
        """Read the paper, one answer a line."""
        lines = (line.strip() for line in self.cleaned_data["options"].splitlines())
        blank = "blank" in self.data
        made = paper([line for line in lines if line], blank=blank)
        if wrong := faults(made):
            raise forms.ValidationError([*wrong])
        return made

    def planned(self) -> dict[str, Any]:
        """Give what was typed, as the service takes it."""
        given = self.cleaned_data
        plain = ("title", "question", "options", "class_code")
        return {name: given[name] for name in plain} | {
            "attestation": Attestation.from_record(given),
            "asked": self.asked(),
            "form": VotingForm(given["form"]),
            "sealing": self._sealing(),
        }

    def _sealing(self) -> Sealing | None:
        """Say who opens a secret ballot, as it was chosen."""
        if self.cleaned_data["form"] != VotingForm.SECRET_BALLOT:
            return None
        return Sealing(board=self.boards.get(self.cleaned_data["opened_by"]))


class ExtendForm(forms.Form):
    """More days for an open ballot; there is no form for less."""

    hours = forms.IntegerField(
        label=_("How many hours more?"),
        min_value=1,
        max_value=31 * 24,
        initial=24,
        widget=forms.NumberInput({"class": "short"}),
        error_messages={"min_value": _("It is never shortened: give an hour or more.")},
    )


class ReasonForm(forms.Form):
    """Why: it goes into the record."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("In words. It goes into the record."),
        min_length=SHORTEST_REASON,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={
            "required": _("Give the reason in words."),
            "min_length": _("Give the reason in words."),
        },
    )
