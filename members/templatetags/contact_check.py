"""The line on a page that asks a member to look over their contact details."""

from typing import Any

from django import template

from members.contacts.selectors import check_unanswered
from members.models import ContactCheck

register = template.Library()


@register.simple_tag(takes_context=True)
def contact_check_asks(context: dict[str, Any]) -> ContactCheck | None:
    """Give the check that this member has not answered yet, if one is open."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return None
    return check_unanswered(request.user)
