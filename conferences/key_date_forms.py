"""A date of the timetable, as it is typed."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ballots.services.insisting import SHORTEST_REASON
from conferences.enums import Key
from conferences.models import Conference
from conferences.services.key_dates import When

_DAY = {"type": "date"}


class KeyDateForm(forms.Form):
    """Which date, when, and once the timetable is published why a deadline moves."""

    key = forms.ChoiceField(label=_("Which date"), choices=[(key.value, key.label) for key in Key])
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs=_DAY))
    at = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"),
        help_text=_("Leave it empty for the whole day. A deadline on a day lasts to its end."),
    )
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs=_DAY),
        help_text=_("Only if it goes on for several days."),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)
    reason = forms.CharField(
        label=_("Why does the deadline move?"),
        required=False,
        min_length=SHORTEST_REASON,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed for a closing time of a published timetable. Two officers move it."),
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        """Ask for a reason only where one is needed."""
        super().__init__(*args, **kwargs)
        self.is_published = conference.timetable_published_at is not None
        if not self.is_published:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a published deadline's change; refuse two kinds of end."""
        given = super().clean() or {}
        if given.get("last_day") and given.get("at"):
            self.add_error("last_day", _("A time is one moment: leave the last day empty."))
        if given.get("key") and self.takes_two and not given.get("reason", "").strip():
            self.add_error("reason", _("Say why, for the officer who confirms it."))
        return given

    @property
    def takes_two(self) -> bool:
        """Say whether another officer has to confirm this."""
        return self.is_published and Key(self.cleaned_data["key"]).closes

    def told(self) -> dict[str, Any]:
        """Give what the act of one officer asks for."""
        given = self.cleaned_data
        return {"key": Key(given["key"]), "when": self._when(), "note": given["note"]}

    def asked(self) -> dict[str, Any]:
        """Give what is asked of a second officer."""
        given = self.cleaned_data
        return {"key": Key(given["key"]), "when": self._when(), "reason": given["reason"]}

    def _when(self) -> When:
        given = self.cleaned_data
        at, last = given["at"], given["last_day"]
        return When(
            _here(datetime.combine(given["day"], at or time.min)),
            until=_here(datetime.combine(last, time.min)) if last else None,
            is_day=at is None,
        )


def _here(moment: datetime) -> datetime:
    return timezone.make_aware(moment)
