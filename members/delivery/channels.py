"""Which channel reaches a member: the one they prefer, then e-mail, text, a call, the post.

An address at which nothing arrives, or that may not be used, is passed over (guide 6).
"""

from collections.abc import Collection
from typing import Any, Final

from django.conf import settings
from django.db.models import Case, CharField, IntegerField, QuerySet, Value, When

from members.enums import Channel, ContactKind
from members.models import Contact
from members.models.passcodes import SIGN_IN

IN_ORDER: Final = (Channel.EMAIL, Channel.SMS, Channel.VOICE, Channel.POST)
AT_ONCE: Final = (Channel.EMAIL, Channel.SMS, Channel.VOICE)
BY_GATEWAY: Final = (Channel.SMS, Channel.VOICE)
CHANNEL_OF: Final = {
    ContactKind.EMAIL: Channel.EMAIL,
    ContactKind.MOBILE: Channel.SMS,
    ContactKind.LANDLINE: Channel.VOICE,
    ContactKind.POST: Channel.POST,
}
# Whoever asks for a call and has no landline is rung on the mobile.
KINDS_OF: Final = {
    Channel.EMAIL: (ContactKind.EMAIL,),
    Channel.SMS: (ContactKind.MOBILE,),
    Channel.VOICE: (ContactKind.LANDLINE, ContactKind.MOBILE),
    Channel.POST: (ContactKind.POST,),
}


def channels_open() -> tuple[Channel, ...]:
    """Name the channels that this site can send by: texts and calls need a gateway, or the demo."""
    has_gateway = bool(settings.GATEWAY_URL) or settings.DEMO
    return tuple(each for each in IN_ORDER if has_gateway or each not in BY_GATEWAY)


def is_sign_in(purpose: str) -> bool:
    """Tell whether a passcode is for signing in, from whichever browser."""
    return purpose == SIGN_IN or purpose.startswith(f"{SIGN_IN}:")


def channels_for(purpose: str) -> tuple[Channel, ...]:
    """Name the channels that a passcode for this can take: nobody signs in by post."""
    return tuple(each for each in channels_open() if each in AT_ONCE or not is_sign_in(purpose))


def working(member: Any, kinds: Collection[ContactKind]) -> QuerySet[Contact]:
    """Find the contacts of a member (or of each, by OuterRef) at which something may arrive."""
    return Contact.objects.filter(member=member, kind__in=kinds, failed_at=None, failure="")


def choices(member: Any, channels: Collection[Channel]) -> Any:
    """Find the channels that reach a member, the best first: `.first()` or `[:1]` takes it."""
    kinds = [kind for kind, channel in CHANNEL_OF.items() if channel in channels]
    whens = [When(kind=kind, then=Value(str(channel))) for kind, channel in CHANNEL_OF.items()]
    order = [When(kind=kind, then=place) for place, kind in enumerate(CHANNEL_OF)]
    return (
        working(member, kinds)
        .annotate(
            channel=Case(*whens, output_field=CharField()),
            place=Case(*order, output_field=IntegerField()),
        )
        .order_by("-is_preferred", "place")
        .values("channel")
    )
