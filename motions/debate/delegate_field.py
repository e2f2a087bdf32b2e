"""A delegate, named by their credential: picked from a list as one types, or typed.

The console is sent to every device of the chair at each change, so the names of everyone present
are not in it once for each field, but once on the page.
"""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from conferences.models import Credential

LIST_ID = "delegates-present"
LONGEST = 200
MOST = 50
_BETWEEN = re.compile(r"[,;\n]+")


def spoken_for(credential: Credential) -> str:
    """Name a credential as a field has it: the number first, by which it is found again."""
    return f"{credential.number} {credential.member.name} of {credential.body.name}"


def _found(offered: QuerySet[Credential], typed: str) -> Credential:
    """Find whom one means: by the number that it begins with, or by the primary key."""
    typed = typed.strip()
    number = typed.split(maxsplit=1)[0] if typed else ""
    try:
        wanted = offered.filter(pk=UUID(number))
    except ValueError:
        wanted = offered.filter(number__iexact=number)
    found = wanted.first() if "\0" not in typed else None
    if found is None:
        raise ValidationError(
            _("No delegate is present with the credential %(typed)s. Give it as B05-1."),
            code="not-present",
            params={"typed": typed[:40].replace("\0", "")},
        )
    return found


class DelegateField(forms.CharField):
    """One delegate."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer the names of those present as one types."""
        attrs = {"list": LIST_ID, "autocomplete": "off", "spellcheck": "false"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=LONGEST, **kwargs)
        self.queryset: QuerySet[Credential] = Credential.objects.none()

    def prepare_value(self, value: Any) -> Any:
        """Show a credential by its number and name."""
        return spoken_for(value) if isinstance(value, Credential) else value

    def clean(self, value: Any) -> Credential | None:
        """Give the credential."""
        typed = super().clean(value)
        return _found(self.queryset, typed) if typed else None


class _Several(forms.Textarea):
    """Lines of a text, or the several values of a list."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002
        """Take what was sent either way."""
        return "\n".join(data.getlist(name)) if hasattr(data, "getlist") else data.get(name)


class DelegatesField(forms.CharField):
    """Several delegates, one to a line."""

    def __init__(self, **kwargs: Any) -> None:
        """Leave room for some."""
        widget = _Several(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"})
        super().__init__(widget=widget, max_length=LONGEST * MOST, **kwargs)
        self.queryset: QuerySet[Credential] = Credential.objects.none()

    def clean(self, value: Any) -> list[Credential]:
        """Give the credentials, each once."""
        typed = [each for each in _BETWEEN.split(super().clean(value)) if each.strip()]
        if len(typed) > MOST:
            raise ValidationError(_("Name 50 delegates at most."), code="too-many")
        found = [_found(self.queryset, each) for each in typed]
        return list(dict.fromkeys(found))
