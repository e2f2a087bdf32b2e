"""The forms of compositing."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conferences.models import Conference, Credential
from members.models import Body, Member
from members.selectors import appointments_in_force
from motions.composites.grouping import LONGEST_TITLE
from motions.composites.selectors import branches_in, groupable
from motions.models import CompositeGroup, Motion
from motions.selectors import NOT_YET_LODGED

MOST_OFFERED = 60


class GroupForm(forms.Form):
    """The committee groups motions."""

    title = forms.CharField(
        label=_("What the composite is about"),
        max_length=LONGEST_TITLE,
        help_text=_("Its title on the agenda. It can be changed until it is agreed."),
    )
    meets_at = forms.DateTimeField(
        label=_("The branches meet"),
        required=False,
        help_text=_("Leave empty for the day that the timetable has."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    meets_where = forms.CharField(label=_("Where, or the link"), required=False, max_length=300)
    motions = forms.ModelMultipleChoiceField(
        label=_("Motions"), queryset=Motion.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, conference: Conference, find: str = "", **options: Any) -> None:
        """Offer the motions that are in order and in no group, those with these words if any.

        One that has gone into another group since is taken in: the act says in words why not.
        `in_all` counts what might be offered; at most MOST_OFFERED are.
        """
        super().__init__(*args, **options)
        offered = groupable(conference, find)
        self.in_all = offered.count()
        motions = self.fields["motions"]
        assert isinstance(motions, forms.ModelMultipleChoiceField)  # noqa: S101 - for the types
        motions.queryset = conference.motions.exclude(state__in=NOT_YET_LODGED)
        motions.choices = [
            (each.pk, f"{each.number}: {each.title} ({each.lodged_by})")
            for each in offered[:MOST_OFFERED]
        ]


class MeetingForm(forms.Form):
    """What a group is called, and when and where its branches meet."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    meets_at = forms.DateTimeField(
        label=_("The branches meet"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    meets_where = forms.CharField(label=_("Where, or the link"), required=False, max_length=300)


class MinuteForm(forms.Form):
    """A compositing meeting that was held."""

    held_at = forms.DateTimeField(
        label=_("Held"),
        initial=timezone.now,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    present = forms.MultipleChoiceField(
        label=_("Who was there"),
        help_text=_("Officers and delegates of the branches in the group."),
        widget=forms.CheckboxSelectMultiple,
    )
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, group: CompositeGroup, **options: Any) -> None:
        """Offer the officers and the delegates of the branches in the group."""
        super().__init__(*args, **options)
        self.people = people_of(group)
        field = self.fields["present"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the types
        field.choices = [
            (f"{branch.code}:{member.membership_number}", f"{member.name}, {branch.name}")
            for branch, member in self.people
        ]

    def clean_present(self) -> list[tuple[Body, Member]]:
        """Give each with the branch they were there for."""
        chosen = set(self.cleaned_data["present"])
        return [
            (branch, member)
            for branch, member in self.people
            if f"{branch.code}:{member.membership_number}" in chosen
        ]


class WordsForm(forms.Form):
    """Say something in words."""

    reason = forms.CharField(
        label=_("Why"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ProposeForm(forms.Form):
    """Name the mover and the seconder."""

    mover = forms.ModelChoiceField(label=_("Mover"), queryset=Body.objects.none())
    seconder = forms.ModelChoiceField(label=_("Seconder"), queryset=Body.objects.none())

    def __init__(self, *args: Any, group: CompositeGroup, **options: Any) -> None:
        """Offer the branches in the group, the first two to begin with."""
        branches = branches_in(group)
        super().__init__(*args, **options)
        self.initial = dict(zip(("mover", "seconder"), branches, strict=False))
        for name in ("mover", "seconder"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the types
            field.queryset = Body.objects.filter(pk__in=[each.pk for each in branches])
            field.empty_label = None


def people_of(group: CompositeGroup) -> list[tuple[Body, Member]]:
    """List who may have been at a meeting for a branch: its officers, then its delegates."""
    branches = {each.pk: each for each in branches_in(group)}
    officers = appointments_in_force().filter(body__in=branches).select_related("member")
    delegates = Credential.objects.filter(
        conference=group.conference, body__in=branches, revoked_at=None
    ).select_related("member")
    found = [(each.body_id, each.member) for each in officers]
    found += [(each.body_id, each.member) for each in delegates]
    people = {member.pk: (branches[body], member) for body, member in found}
    return sorted(people.values(), key=lambda each: (each[0].code, each[1].name))
