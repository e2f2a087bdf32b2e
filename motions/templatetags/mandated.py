"""What a delegate's branch has told them to do, for pages that know no motion."""

from collections.abc import Mapping

from django import template
from django.contrib.auth.models import AnonymousUser

from conferences.models import Conference, Credential
from conferences.selectors import credential_of
from members.models import Member
from motions.mandates.reading import Told, mandates_told

register = template.Library()


@register.simple_tag
def mandates_by_subject(credential: Credential | str | None) -> Mapping[str, Told]:
    """Give the mandates of a delegate's branch, by the log name of what each bears on.

    A page without a credential says the empty string, as templates do of what is not there.
    """
    return {told.subject: told for told in mandates_told(credential or None)}  # type: ignore[arg-type]


@register.simple_tag
def mandates_for(reader: Member | AnonymousUser, conference: Conference) -> Mapping[str, Told]:
    """Give the same for whoever is reading: of the branch that they are a delegate of here."""
    credential = credential_of(reader, conference) if reader.is_authenticated else None
    return {told.subject: told for told in mandates_told(credential)}


@register.filter
def on(mandates: Mapping[str, Told], subject: str) -> Told | None:
    """Choose the one that bears on what is before conference."""
    return mandates.get(subject)
