"""What of the debate is one's own, and what everyone is shown, for pages that know neither."""

from typing import Any

from django import template

from conferences.models import Conference, Credential
from conferences.speaking.reading import Rostrum, own_speaking, rostrum_of
from motions.procedure.reading import own_procedure
from motions.procedure.showing import asked, demanded

register = template.Library()


@register.inclusion_tag("conferences/speaking/_ask.html", takes_context=True)
def ask_to_speak(
    context: dict[str, Any], credential: Credential, subject: str = "", back: str = "now"
) -> dict[str, Any]:
    """Show the holder of a credential what they may ask for, on the floor or on what is to come."""
    own = own_speaking(credential, subject or None)
    return {"own": own, "back": back, "csrf_token": context.get("csrf_token")}


@register.simple_tag
def rostrum_of_conference(conference: Conference) -> Rostrum:
    """Give the debate as it stands, for the fragments `speakers` and `rostrum` of a page."""
    return rostrum_of(conference)


@register.inclusion_tag("motions/procedure/_ask.html", takes_context=True)
def ask_for_procedure(context: dict[str, Any], credential: Credential) -> dict[str, Any]:
    """Show a voting delegate what they may move and demand now, each with its rule."""
    return {"own": own_procedure(credential), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("conferences/speaking/_speakers.html")
def speakers_shown(conference: Conference) -> dict[str, Any]:
    """Show everyone who speaks, as the fragment `speakers` does."""
    return {"conference": conference, "rostrum": rostrum_of(conference)}


@register.inclusion_tag("conferences/speaking/_rostrum.html", takes_context=True)
def rostrum_shown(context: dict[str, Any], conference: Conference) -> dict[str, Any]:
    """Show the chair the queue and the points of order, as the fragment `rostrum` does."""
    shown = {"conference": conference, "rostrum": rostrum_of(conference)}
    return shown | {"csrf_token": context.get("csrf_token")}


@register.inclusion_tag("motions/procedure/_asked.html", takes_context=True)
def asked_shown(context: dict[str, Any], conference: Conference) -> dict[str, Any]:
    """Show the chair what is asked for, as the fragment `procedure` does."""
    return asked(conference) | {"csrf_token": context.get("csrf_token")}


@register.inclusion_tag("motions/procedure/_demand.html")
def demand_shown(conference: Conference) -> dict[str, Any]:
    """Show everyone how many branches demand a card vote, as the fragment `demand` does."""
    return demanded(conference)
