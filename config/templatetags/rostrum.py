"""Asking to speak beforehand, from pages that know no speakers: a motion's own, and Today's."""

from typing import Any

from django import template

from conferences.models import Credential
from conferences.speaking.reading import own_speaking

register = template.Library()


@register.inclusion_tag("conferences/speaking/_ask_beforehand.html", takes_context=True)
def ask_to_speak(
    context: dict[str, Any], credential: Credential, subject: str, back: str
) -> dict[str, Any]:
    """Show the holder of a credential how to ask to speak on what is still to be called."""
    own = own_speaking(credential, subject)
    return {"own": own, "back": back, "csrf_token": context.get("csrf_token")}
