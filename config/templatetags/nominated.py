"""What a reader was nominated for, told on pages that know no election."""

from django import template

from conferences.candidates import asked_of
from conferences.enums import Consent
from conferences.models import Conference, Nomination
from members.models import Member

register = template.Library()


@register.simple_tag
def asked_to_stand(member: Member, conference: Conference | None = None) -> list[Nomination]:
    """Give what a member was nominated for: all of it, or what is news to them at one place."""
    if conference is None:
        return asked_of(member)
    return [
        one
        for one in asked_of(member)
        if (one.is_ruled_out or one.consent == Consent.WAITING)
        and one.post.conference_id == conference.pk
    ]
