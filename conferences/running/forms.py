"""What the day's planning asks for: another time, another session."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conferences.models import AgendaItem, Session

_TIME: dict[str, Any] = {"attrs": {"type": "time", "class": "short"}, "format": "%H:%M"}


class SessionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A session by its number and its day."""

    def label_from_instance(self, obj: Session) -> str:
        """Name it."""
        return f"{obj.number}: {obj.held_on:%A %-d %B}"


class MoveForm(forms.Form):
    """Where an item goes: a session that is not over, and a time in it."""

    session = SessionField(queryset=Session.objects.none(), label=_("Session"), empty_label=None)
    starts_at = forms.TimeField(label=_("Starts"), widget=forms.TimeInput(**_TIME))

    def __init__(self, *args: Any, item: AgendaItem, sessions: list[Session], **more: Any) -> None:
        """Offer the sessions still to come, and the item's own while it is not over."""
        more.setdefault("auto_id", f"item-{item.pk}-%s")
        more["initial"] = {"session": item.session_id, "starts_at": item.starts_at}
        super().__init__(*args, **more)
        self.item = item
        field = self.fields["session"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - as declared above
        field.queryset = Session.objects.filter(
            pk__in=[each.pk for each in sessions if each.closed_at is None]
        )

    def place(self) -> tuple[Session, time]:
        """Give what was chosen."""
        return self.cleaned_data["session"], self.cleaned_data["starts_at"]
