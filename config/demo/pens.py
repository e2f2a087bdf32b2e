"""Sample officers find their pen on the table: in a demo, signing in takes it up.

The pass-phrase is no secret there, and the seal is of the weakest: a demo shows what is signed, and
protects nobody. Whoever conducts the sample morning has a key then; another officer's is made when
they first sign in.
"""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from audit.formats.paserk import SAMPLE
from audit.refusal import Refusal
from members.middleware import hand_over
from members.models import Member
from members.pens import Pen
from members.selectors import officer_key_of, offices_of
from members.services import officer_key_enrol, pen_take_up


def lay_out_pens() -> None:
    """Have every officer who signs in from here on hold a pen."""
    user_logged_in.connect(_take_up, dispatch_uid="config.demo.pens")


def hand_pen_to(officer: Member) -> Pen:
    """Take up a sample officer's pen for them."""
    phrase = settings.SAMPLE_PASS_PHRASE
    if officer_key_of(officer):
        return pen_take_up(actor=officer, pass_phrase=phrase)
    return officer_key_enrol(actor=officer, pass_phrase=phrase, cost=SAMPLE)


def _take_up(request: HttpRequest, user: Member, **_kwargs: Any) -> None:
    if offices_of(user).exists():
        with suppress(Refusal):  # a visitor chose a pass-phrase of their own
            hand_over(request, user, hand_pen_to(user))
