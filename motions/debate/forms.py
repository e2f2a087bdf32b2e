"""What has to be given with an act of the chair: one small form for each button."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ballots.enums import Choice
from conferences.models import Conference, Credential
from members.models import Member
from motions.committee.references_back import referable
from motions.debate.chair import movers, seconders
from motions.debate.delegate_field import DelegateField, DelegatesField
from motions.debate.lawful import LawfulAct
from motions.debate.presiding import chairing_now
from motions.enums import ABOUT_THE_CHAIR
from motions.models import Motion, SocParagraph
from motions.selectors import Business, amendments_waiting, policy_to_rescind

OPTIONAL: Final[dict[str, tuple[str, ...]]] = {
    "move": ("formally",),
    "open_vote": ("accessible",),
    "open_advisory_vote": ("accessible",),
    "challenge": ("demanded_by",),
    "extend": ("open_until",),
    "procedural": ("wording", "of_chair"),
}
"""What may be given with an act, and what happens without it is the standing orders' default."""


if TYPE_CHECKING:  # the stubs know a type that Django's classes cannot be asked for
    _OneCredential = forms.ModelChoiceField[Credential]
    _OneParagraph = forms.ModelChoiceField[SocParagraph]
    _OneMotion = forms.ModelChoiceField[Motion]
else:
    _OneCredential = _OneParagraph = _OneMotion = forms.ModelChoiceField


class CredentialField(_OneCredential):
    """A delegate, of the few from whom the chair chooses, named as the chair names them."""

    def label_from_instance(self, obj: Any) -> str:
        """Give the name, the credential and the body."""
        return f"{obj.member.name}, {obj.body.name} ({obj.number})"


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


_BY_NUMBER: Final = _("The number on the credential, such as B07-2, or choose as you type.")

_FIELDS: Final[dict[str, Callable[[], forms.Field]]] = {
    "mover": lambda: CredentialField(
        Credential.objects.none(), label=_("Moved by"), empty_label=None
    ),
    "seconder": lambda: DelegateField(label=_("Seconded by"), help_text=_BY_NUMBER),
    "moved_by": lambda: DelegateField(label=_("Moved by"), help_text=_BY_NUMBER),
    "challengers": lambda: DelegatesField(
        label=_("Challengers"), help_text=_("Their credentials, one to a line.")
    ),
    "seconds": lambda: forms.IntegerField(
        label=_("Seconds more"),
        initial=30,
        min_value=5,
        max_value=3600,
        widget=forms.NumberInput(attrs={"class": "short"}),
    ),
    "open_until": lambda: forms.DateTimeField(required=False, widget=forms.HiddenInput),
    "until": lambda: forms.DateTimeField(
        label=_("Adjourned until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    ),
    "reason": lambda: forms.CharField(
        label=_("Reason"),
        help_text=_("In words. It goes into the record."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    ),
    "casting_vote": lambda: forms.ChoiceField(
        label=_("Casting vote"),
        choices=[
            (Choice.FOR.value, Choice.FOR.label),
            (Choice.AGAINST.value, Choice.AGAINST.label),
        ],
        widget=forms.RadioSelect,
    ),
    "paragraph": lambda: ParagraphField(
        SocParagraph.objects.none(),
        label=_("Paragraph"),
        help_text=_("Those that a branch has asked for come first."),
    ),
    "resolution": lambda: ResolutionField(Motion.objects.none(), label=_("Resolution")),
    "wording": lambda: forms.CharField(
        label=_("Wording, if it is not the usual one"), max_length=300, required=False
    ),
    "of_chair": lambda: forms.TypedChoiceField(
        label=_("Who leaves the chair"),
        required=False,
        coerce=lambda pk: Member.objects.get(pk=pk),
        empty_value=None,
    ),
    "demanded_by": lambda: DelegatesField(
        label=_("Demanded by, if delegates demand it"),
        help_text=_("Their credentials, one to a line."),
        required=False,
    ),
    "division": lambda: forms.CharField(
        label=_("Parts to be put by themselves"),
        help_text=_(
            "Such as: last paragraph; or paragraphs 2-3; or point 3. "
            "A semicolon between parts. What is left is put last."
        ),
        max_length=300,
    ),
    "formally": lambda: forms.BooleanField(
        label=_("Moved formally, without a speech"), required=False
    ),
    "mover_agrees": lambda: forms.BooleanField(
        label=_("The mover agrees to remit"), required=False
    ),
    "decided": lambda: forms.BooleanField(
        label=_("It has been decided so"),
        help_text=_("The standing orders know no secret ballot. The record says that it was so."),
    ),
    "accessible": lambda: forms.BooleanField(label=_("Longer window, for access"), required=False),
}
_SUSPENSION = _("The standing orders by number, and for how long (30 minutes at most)")


class ActForm(forms.Form):
    """The fields that one act asks for, and no others: most buttons ask for nothing."""

    def __init__(
        self,
        *args: Any,
        act: LawfulAct,
        business: Business,
        conference: Conference,
        chairing: Sequence[Member] | None = None,
        **kwargs: Any,
    ) -> None:
        """Make what this act asks for, and fill in who may be chosen."""
        kwargs.setdefault("auto_id", f"{act.key.replace(':', '-')}-%s")
        super().__init__(*args, **kwargs)
        may = OPTIONAL.get(act.name, ())
        wanted = [*act.needs, *(name for name in may if name not in act.needs)]
        if act.procedure not in ABOUT_THE_CHAIR and "of_chair" in wanted:
            wanted.remove("of_chair")
        for name in wanted:
            self.fields[name] = _FIELDS[name]()
        if act.procedure and "wording" in act.needs:
            self.fields["wording"].label, self.fields["wording"].required = _SUSPENSION, True
        if wanted:
            self._offer(business, conference, chairing)

    def _offer(
        self, business: Business, conference: Conference, chairing: Sequence[Member] | None
    ) -> None:
        present = conference.credentials.filter(admitted_at__isnull=False, may_vote=True)
        present = present.select_related("member", "body").order_by("number")
        for name in ("moved_by", "challengers", "demanded_by"):
            self._choices(name, present)
        if "paragraph" in self.fields:
            self._choices("paragraph", referable(conference))
        self._choices("resolution", policy_to_rescind(conference))
        if "of_chair" in self.fields:
            chairing = chairing_now(conference) if chairing is None else chairing
            self.fields["of_chair"].choices = [(each.pk, each.name) for each in chairing]  # type: ignore[attr-defined]
        ballot = business.question.ballot if business.question else None
        if "open_until" in self.fields and ballot and ballot.closes_at:
            self.fields["open_until"].initial = ballot.closes_at.isoformat()
        if business.motion:
            self._offer_movers(business.motion)
        if "until" in self.fields:
            self.fields["until"].initial = timezone.localtime().strftime("%Y-%m-%dT%H:%M")

    def _offer_movers(self, motion: Motion) -> None:
        opens = "seconder" in self.fields and "mover" in self.fields
        waiting = amendments_waiting(motion) if opens else []
        if "mover" in self.fields:
            self._choices("mover", movers(waiting[0] if waiting else motion))
        if "seconder" not in self.fields:
            return
        others = seconders(motion)
        self._choices("seconder", others)
        self.fields["seconder"].required = motion.conference.orders.seconder_needed
        if not opens and motion.seconding_body_id:
            expected = others.filter(body=motion.seconding_body_id).order_by("-is_leader")
            self.fields["seconder"].initial = expected.first()

    def _choices(self, name: str, offered: QuerySet[Any]) -> None:
        if name in self.fields:
            self.fields[name].queryset = offered  # type: ignore[attr-defined]


def delegates_present(conference: Conference) -> QuerySet[Credential]:
    """List whom the fields of the console find, for the one list of the page."""
    present = conference.credentials.filter(admitted_at__isnull=False)
    return present.select_related("member", "body").order_by("number")
