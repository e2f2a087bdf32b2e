"""What an office leads to, told on pages that know no conference."""

from django import template

from config.desks import Link, pages_of
from members.models import Appointment

register = template.Library()


@register.simple_tag
def desk_of(held: Appointment) -> list[Link]:
    """Give the pages on which the holder of an office does its work."""
    return list(pages_of(held))
