"""What is typed at the screens' desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conferences.enums import ScreenShows
from conferences.models import Broadcast, Screen
from conferences.screens.services import LONGEST_MESSAGE


class ScreenForm(forms.Form):
    """What one screen shows."""

    shows = forms.ChoiceField(label=_("Shows"), choices=ScreenShows.choices)
    message = forms.CharField(
        label=_("Message"),
        help_text=_("Shown large, as a notice. Up to 200 characters."),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "max_length": _("At twenty metres %(limit_value)d characters can be read.")
        },
    )
    is_high_contrast = forms.BooleanField(
        label=_("High contrast: white and yellow on black"), required=False
    )
    has_interpreter = forms.BooleanField(label=_("The BSL interpreter beside it"), required=False)

    @classmethod
    def of(cls, screen: Screen) -> "ScreenForm":
        """Give the form as the screen stands; ids are the screen's own, as a page has several."""
        return cls(
            initial={name: getattr(screen, name) for name in cls.base_fields},
            auto_id=f"id_{screen.slug}_%s",
        )


class NewScreenForm(forms.Form):
    """A screen to be added."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("Where it hangs, such as Foyer.")
    )
    slug = forms.SlugField(
        label=_("Address"),
        max_length=30,
        help_text=_("One short word for the end of its address, such as foyer."),
        widget=forms.TextInput(attrs={"class": "short", "autocapitalize": "none"}),
        error_messages={"invalid": _("Letters, figures and hyphens only, such as foyer.")},
    )

    def clean_slug(self) -> str:
        """Give the address in small letters."""
        return str(self.cleaned_data["slug"]).lower()


class BroadcastForm(forms.Form):
    """Where the hall is seen and heard from. What is unsafe is refused by the act itself."""

    stream_url = forms.CharField(
        label=_("Stream"), max_length=500, required=False, help_text=_("For everyone to watch.")
    )
    joining_url = forms.CharField(
        label=_("Meeting to join"),
        max_length=500,
        required=False,
        help_text=_("Shown only to those who hold a credential, never on a wall."),
    )
    captions_url = forms.CharField(
        label=_("Live captions"),
        max_length=500,
        required=False,
        help_text=_("A page with captions; the hall screens lead to it with a code to scan."),
    )
    interpreter_url = forms.CharField(
        label=_("BSL interpreter"),
        max_length=500,
        required=False,
        help_text=_("A page that allows itself to be framed; on the screens that you choose."),
    )
    note = forms.CharField(label=_("Note for delegates"), max_length=300, required=False)

    @classmethod
    def of(cls, broadcast: Broadcast) -> "BroadcastForm":
        """Give the form with what is entered."""
        return cls(initial={name: getattr(broadcast, name) for name in cls.base_fields})

    def facts(self) -> dict[str, Any]:
        """Give what the act asks for."""
        return dict(self.cleaned_data)
