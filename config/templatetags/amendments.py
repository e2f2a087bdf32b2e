"""The amendments of a motion, to a page that is given the motion alone."""

from collections.abc import Sequence

from django import template

from audit.refusal import Refusal
from conferences.models import Conference
from members.models import Body
from motions.amendments.open_to import closed_because, refuse_after_deadline
from motions.amendments.selectors import Ours
from motions.amendments.selectors import amendments_of_body as of_body
from motions.amendments.shown import Shown, amendments_shown
from motions.models import Motion

register = template.Library()


@register.simple_tag
def amendments_of(motion: Motion) -> Sequence[Shown]:
    """Give the amendments in the order of the text they touch, each with what it changes."""
    return amendments_shown(motion)


@register.simple_tag
def amendments_of_body(conference: Conference, body: Body) -> Ours:
    """Give what a branch has drafted and sent, and what others would do to its motions."""
    return of_body(conference, body)


@register.filter
def takes_amendments(motion: Motion) -> bool:
    """Say whether an amendment may still be sent in; once conference sits, it is moved there."""
    if closed_because(motion) or motion.conference.sessions.filter(opened_at__isnull=False):
        return False
    try:
        refuse_after_deadline(motion)
    except Refusal:
        return False
    return True
