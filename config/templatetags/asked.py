"""The ballots of a membership that a reader is asked in, told on pages that know no ballot."""

from django import template

from ballots.membership.standing import Mine, ballots_of
from members.models import Member

register = template.Library()


@register.simple_tag
def my_ballots(member: Member) -> list[Mine]:
    """Give the ballots that a member is asked in, or was; open ones first."""
    return ballots_of(member)
