"""What a request is behind `login_required`, for the type checker."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from members.models import Member


class SignedInRequest(HttpRequest):
    """A request of a member who is signed in."""

    user: Member
    htmx: HtmxDetails
