"""What has to be given with an act of the chair: one small form for each button."""

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ballots.enums import Choice
from conferences.models import Conference, Credential
from conferences.selectors import quorum_now
from motions.committee.references_back import referable
from motions.debate.chair import LawfulAct, movers, procedures, seconders
from motions.enums import QuestionKind
from motions.models import Motion, SocParagraph
from motions.selectors import Business, amendments_waiting, policy_to_rescind

OPTIONAL: Final[dict[str, tuple[str, ...]]] = {
    "move": ("formally",),
    "open_vote": ("accessible", "advisory"),
    "challenge": ("demanded_by",),
    "procedural": ("paragraph", "resolution", "wording", "mover_agrees", "division", "challengers"),
}
"""What may be given with an act, and what happens without it is the standing orders' default."""


if TYPE_CHECKING:  # the stubs know a type that Django's classes cannot be asked for
    _OneCredential = forms.ModelChoiceField[Credential]
    _OneParagraph = forms.ModelChoiceField[SocParagraph]
    _OneMotion = forms.ModelChoiceField[Motion]
    _SomeCredentials = forms.ModelMultipleChoiceField[Credential]
else:
    _OneCredential, _SomeCredentials = forms.ModelChoiceField, forms.ModelMultipleChoiceField
    _OneParagraph = _OneMotion = forms.ModelChoiceField


class CredentialField(_OneCredential):
    """A delegate, named as the chair names them."""

    def label_from_instance(self, obj: Any) -> str:
        """Give the name, the credential and the body."""
        return _named(obj)


class CredentialsField(_SomeCredentials):
    """Several delegates."""

    def label_from_instance(self, obj: Any) -> str:
        """Give the name, the credential and the body."""
        return _named(obj)


class ParagraphField(_OneParagraph):
    """A paragraph of a report, with the branches that ask for its reference back."""

    def label_from_instance(self, obj: Any) -> str:
        """Give its number, what it is about, and who asks."""
        asking = ", ".join(each.body.name for each in obj.references_back.all())
        about = f"{obj.ref} {obj.get_kind_display()}"
        return f"{about} ({_('asked for by %(who)s') % {'who': asking}})" if asking else about


class ResolutionField(_OneMotion):
    """A resolution in force, with the conference that carried it."""

    def label_from_instance(self, obj: Any) -> str:
        """Give the conference, the number and the title."""
        return f"{obj.conference.code} {obj}"


class ActForm(forms.Form):
    """The fields that one act asks for, and no others."""

    kind = forms.ChoiceField(label=_("Which procedural motion?"))
    mover = CredentialField(Credential.objects.none(), label=_("Moved by"), empty_label=None)
    seconder = CredentialField(
        Credential.objects.none(), label=_("Seconded by"), empty_label=_("Choose who seconds")
    )
    moved_by = CredentialField(Credential.objects.none(), label=_("Moved by"))
    seconds = forms.IntegerField(
        label=_("Seconds more"),
        initial=30,
        min_value=5,
        max_value=3600,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    until = forms.DateTimeField(
        label=_("Adjourned until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("In words. It goes into the record."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    casting_vote = forms.ChoiceField(
        label=_("Casting vote"),
        choices=[
            (Choice.FOR.value, Choice.FOR.label),
            (Choice.AGAINST.value, Choice.AGAINST.label),
        ],
        widget=forms.RadioSelect,
    )
    paragraph = ParagraphField(
        SocParagraph.objects.none(),
        label=_("Paragraph, for a reference back"),
        help_text=_("Those that a branch has asked for come first."),
        required=False,
    )
    resolution = ResolutionField(
        Motion.objects.none(), label=_("Resolution, if one is to be rescinded"), required=False
    )
    wording = forms.CharField(
        label=_("Wording, if it is not the usual one"), max_length=300, required=False
    )
    challengers = CredentialsField(
        Credential.objects.none(),
        label=_("Challengers, for a challenge to the ruling"),
        required=False,
    )
    demanded_by = CredentialsField(
        Credential.objects.none(), label=_("Demanded by, if delegates demand it"), required=False
    )
    division = forms.CharField(
        label=_("Parts to be put by themselves"),
        help_text=_(
            "Such as: last paragraph; or paragraphs 2-3; or point 3. "
            "A semicolon between parts. What is left is put last."
        ),
        max_length=300,
    )
    formally = forms.BooleanField(label=_("Moved formally, without a speech"), required=False)
    mover_agrees = forms.BooleanField(label=_("The mover agrees to remit"), required=False)
    accessible = forms.BooleanField(label=_("Longer window, for access"), required=False)
    advisory = forms.BooleanField(label=_("Advisory only"), required=False)

    def __init__(
        self, *args: Any, act: LawfulAct, business: Business, conference: Conference, **kwargs: Any
    ) -> None:
        """Keep what this act asks for, and fill in who may be chosen."""
        name = act.key.partition(":")[0]
        kwargs.setdefault("auto_id", f"{act.key.replace(':', '-')}-%s")
        super().__init__(*args, **kwargs)
        for field in set(self.fields) - set(act.needs) - set(OPTIONAL.get(name, ())):
            del self.fields[field]
        if "advisory" in self.fields and quorum_now(conference).is_met:
            del self.fields["advisory"]
        if "division" in self.fields and name == "procedural":
            self.fields["division"].label = _("Parts, to take the motion in parts")
            self.fields["division"].required = False
        self._offer(business, conference)

    def _offer(self, business: Business, conference: Conference) -> None:
        present = (
            conference.credentials.filter(admitted_at__isnull=False, may_vote=True)
            .select_related("member", "body")
            .order_by("number")
        )
        self._choices("moved_by", present)
        self._choices("paragraph", referable(conference))
        self._choices("resolution", policy_to_rescind(conference))
        self._choices("challengers", present)
        self._choices("demanded_by", present)
        if business.motion:
            others = seconders(business.motion)
            self._choices("seconder", others)
            if "seconder" in self.fields and "mover" not in self.fields:
                expected = others.filter(body=business.motion.seconding_body_id)
                self.fields["seconder"].initial = expected.order_by("-is_leader").first()
            waiting = amendments_waiting(business.motion)
            opens = "seconder" in self.fields and waiting
            self._choices("mover", movers(waiting[0] if opens else business.motion))
        if "kind" in self.fields:
            offered = [(kind.value, kind.label) for kind in procedures(conference)]
            self.fields["kind"].choices = offered or QuestionKind.choices  # type: ignore[attr-defined]
        if "until" in self.fields:
            self.fields["until"].initial = timezone.localtime().strftime("%Y-%m-%dT%H:%M")

    def _choices(self, name: str, offered: QuerySet[Any]) -> None:
        if name in self.fields:
            self.fields[name].queryset = offered  # type: ignore[attr-defined]


def _named(credential: Credential) -> str:
    return f"{credential.member.name}, {credential.body.name} ({credential.number})"
