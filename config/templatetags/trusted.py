"""What a reader holds a part of a key for, told on pages that know no board."""

from django import template

from ballots.secret.seats import Held, seats_held
from members.models import Member

register = template.Library()


@register.simple_tag
def my_trusts(member: Member) -> list[Held]:
    """Give the boards that a member is a trustee of, what is due of them first."""
    return seats_held(member)
