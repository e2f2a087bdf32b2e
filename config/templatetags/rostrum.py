"""Asking to speak beforehand, from a page that knows no speakers: a motion's own."""

from typing import Any

from django import template

from conferences.models import Conference
from conferences.selectors import credential_of
from conferences.speaking.reading import own_speaking

register = template.Library()


@register.inclusion_tag("conferences/speaking/_ask_beforehand.html", takes_context=True)
def ask_to_speak(
    context: dict[str, Any], conference: Conference, subject: str, back: str
) -> dict[str, Any]:
    """Show whoever is signed in, and may speak, how to ask to speak on what is to be called."""
    member = context["request"].user
    credential = credential_of(member, conference) if member.is_authenticated else None
    own = own_speaking(credential, subject) if credential else None
    return {"own": own, "back": back, "csrf_token": context.get("csrf_token")}
