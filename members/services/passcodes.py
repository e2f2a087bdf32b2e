"""Issuing and verifying passcodes, and the devices that make them."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_otp.models import Device

from audit.recording import entry
from audit.refusal import Refusal
from members import days, passcodes, rules
from members.enums import Channel, DispatchState, Verdict
from members.models import (
    Authenticator,
    Dispatch,
    KnownBrowser,
    Member,
    PasscodeDevice,
    PrintedCode,
    PrintedCodeDevice,
)
from members.models.dispatches import UNDER_WAY
from members.models.passcodes import LONGEST_COOLDOWN, SIGN_IN, OneTry, from_browser, in_public
from members.services.second_proofs import insist_not_the_last

LIFETIME: Final = LONGEST_COOLDOWN
CODES_ON_A_SHEET: Final = 10
# A stranger is asked about as a member is, by as many queries: nobody has this number.
_NOBODY: Final = UUID(int=0)
# Of two passcodes that may be meant, what is said of the better one counts.
_BEST_FIRST: Final = (
    Verdict.ACCEPTED,
    Verdict.USED,
    Verdict.EXPIRED,
    Verdict.TOO_SOON,
    Verdict.WRONG,
)

_ANSWERS: Final = {
    Verdict.WRONG: ("passcode-wrong", "That passcode is not right."),
    Verdict.TOO_SOON: (
        "passcode-too-soon",
        "There were wrong tries just now. Wait {wait} and try again.",
    ),
    Verdict.EXPIRED: ("passcode-expired", "That passcode has run out. Ask for a new one."),
    Verdict.USED: ("passcode-used", "That passcode has been used already. Use a new one."),
}


def passcode_issue(
    *,
    member: Member,
    purpose: str = SIGN_IN,
    channel: Channel = Channel.EMAIL,
    lifetime: timedelta = LIFETIME,
    waits: bool = True,
    carried_by: QuerySet[Dispatch] | None = None,
) -> str:
    """Make a member's one passcode for a purpose, in place of any before, and give it once.

    Whoever calls delivers it and forgets it. The log says that it was issued, never what it was.
    One that lives longer than it takes to type it in is longer. Refused while one has just been
    sent, unless whoever sends has seen to the wait before (`waits`), and where the message that
    would have carried it (`carried_by`) is found no longer, once the device is locked.
    """
    with entry(actor=None) as log:
        device = _device_locked(member, purpose, channel)
        if carried_by is not None and not carried_by.select_for_update().values_list("pk"):
            raise Refusal("dispatch-over", "The message was called off.")
        if waits and not device.generate_is_allowed()[0]:
            raise Refusal(
                "passcode-just-sent", "A passcode has just been sent. Wait a little for it to come."
            )
        passcode: str = device.renew(lifetime, length_for(lifetime))
        assert device.expires_at is not None  # noqa: S101 - renew has just set it
        log.record(
            "passcode.issued",
            subject=member,
            channel=str(channel),
            purpose=in_public(purpose),
            until=device.expires_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
    return passcode


def _device_locked(member: Member, purpose: str, channel: Channel) -> PasscodeDevice:
    """Lock the one device of a member for a purpose; make it, where it is the first time."""
    mine: QuerySet[PasscodeDevice] = PasscodeDevice.objects.select_for_update().filter(
        user=member, purpose=purpose
    )
    for device in mine:
        return device
    first = PasscodeDevice(user=member, purpose=purpose, name=channel.label)
    PasscodeDevice.objects.bulk_create([first], ignore_conflicts=True)
    return mine.get()


def length_for(lifetime: timedelta) -> int:
    """Give the length of a passcode: one that can be tried for days is as long as a printed one."""
    return passcodes.MAILED_LENGTH if lifetime <= LIFETIME else passcodes.PRINTED_LENGTH


def passcode_recall(
    *,
    member: Member,
    purpose: str = SIGN_IN,
    channel: Channel = Channel.EMAIL,
    passcode: str = "",
    reason: str = "",
) -> None:
    """Void a passcode that could not be delivered, so that another can be sent at once.

    Where the `passcode` is given, a newer one that another worker has made since stays.
    """
    with entry(actor=None) as log:
        device = PasscodeDevice.objects.select_for_update().get(user=member, purpose=purpose)
        why: dict[str, Any] = {"reason": reason} if reason else {}
        if not passcode or device.holds(passcode):
            device.sealed = ""
            device.cooldown_reset()
        log.record(
            "passcode.undelivered",
            subject=member,
            channel=str(channel),
            purpose=in_public(purpose),
            **why,
        )


def passcode_verify(
    *,
    member: Member | None,
    channel: Channel,
    passcode: str,
    purpose: str = SIGN_IN,
    browser: str = "",
) -> None:
    """Use up a right passcode, or refuse and say why.

    In a transaction of its own, which nothing around it can roll back: a failed try is never
    forgotten (house.md 1.4). The device's row is locked, so that of two requests with the same
    passcode one wins. Tries are counted for each device, never for an address on the network,
    which a whole hall may share. A `browser` opens with the passcode that was asked for in it, or
    with one that was asked for in none; if its owner has signed in with it before, it counts its
    own tries, and nobody elsewhere can make it wait.
    """
    verdict, wait = Verdict.WRONG, 0
    with transaction.atomic(durable=True):
        known = _known(member, browser)
        by_browser = OneTry(known) if known else None
        tried = []
        for device in _devices(member, channel, purpose, browser):
            is_the_browsers = getattr(device, "purpose", "") == from_browser(browser)
            counter = device if by_browser is None or is_the_browsers else by_browser
            tried.append(device.judge(passcode, counter))
            if tried[-1] is Verdict.ACCEPTED:
                break
            wait = max(wait, counter.wait_seconds)
        verdict = next((each for each in _BEST_FIRST if each in tried), Verdict.WRONG)
        if not tried:
            _ask_in_vain(channel)
        foreign = verdict is Verdict.WRONG and _is_for_something_else(member, passcode, purpose)
        # Said only where the try was counted: else it would tell right guesses from wrong for free.
        foreign = foreign and bool(tried)
    if foreign:
        raise Refusal("passcode-foreign", "That passcode was sent to you for something else.")
    if verdict is not Verdict.ACCEPTED:
        raise _refused(verdict, wait)


def passcode_unlock(*, actor: Member, member: Member, reason: str) -> None:
    """Clear, at the helpdesk, the waits after wrong tries: for one who has been kept out.

    It makes no passcode and shows none. Nobody unlocks themselves.
    """
    with rules.acting(actor, "passcode.unlock") as log:
        if actor == member:
            raise Refusal(
                "own-unlock",
                "Nobody can do this for themselves. Ask a colleague at the helpdesk.",
                record="passcode.unlock_refused",
                subject=member.log_name,
            )
        fresh = {"throttling_failure_count": 0, "throttling_failure_timestamp": None}
        for kind in (PasscodeDevice, PrintedCodeDevice, Authenticator):
            kind.objects.filter(user=member).update(**fresh)
        KnownBrowser.objects.filter(member=member).update(**fresh)
        PasscodeDevice.objects.filter(user=member).update(
            last_generated_timestamp=None, sent_in_a_row=0
        )
        log.record("passcode.unlocked", subject=member, personal={"reason": reason})


def passcodes_wipe(*, purpose: str) -> int:
    """Wipe every passcode for a purpose that is over, such as a vote that has closed.

    Those on their way are called off. Whatever a worker makes meanwhile is wiped after that.
    """
    made = PasscodeDevice.objects.filter(purpose=purpose).exclude(sealed="")
    wiped: int = made.update(sealed="")
    Dispatch.objects.filter(purpose=purpose, state__in=UNDER_WAY).update(
        state=DispatchState.CANCELLED, reason="over", ended_at=timezone.now()
    )
    wiped += made.update(sealed="")
    return wiped


def authenticator_begin(*, member: Member) -> Authenticator:
    """Prepare an authenticator app for a member; it counts once a code from it was shown."""
    begun: Authenticator | None = (
        Authenticator.objects.filter(user=member, confirmed=False).order_by("pk").first()
    )
    return begun or Authenticator.begin(member, name=Channel.AUTHENTICATOR.label)


def authenticator_confirm(*, member: Member, passcode: str) -> None:
    """Take the prepared authenticator into use, in place of any before, on proof that it works."""
    with transaction.atomic(durable=True):
        begun = Authenticator.objects.filter(user=member, confirmed=False).order_by("pk")
        device = begun.select_for_update().first()
        verdict = Verdict.WRONG if device is None else device.judge(passcode)
        wait = 0 if device is None else device.wait_seconds
    if device is None or verdict is not Verdict.ACCEPTED:
        raise _refused(verdict, wait)
    with entry(actor=member) as log:
        Authenticator.objects.filter(user=member, confirmed=True).delete()
        Authenticator.objects.filter(pk=device.pk).update(confirmed=True)
        log.record("authenticator.enrolled", subject=member)


def authenticator_remove(*, member: Member) -> None:
    """Forget a member's authenticator app. An officer keeps at least one second proof."""
    with entry(actor=member) as log:
        if Authenticator.objects.filter(user=member, confirmed=True).exists():
            insist_not_the_last(member)
        Authenticator.objects.filter(user=member).delete()
        log.record("authenticator.removed", subject=member)


def printed_codes_issue(*, member: Member, actor: Member | None) -> list[str]:
    """Make a sheet of one-time codes, which cancels the sheet before it, and give it once."""
    with entry(actor=actor) as log:
        PrintedCodeDevice.objects.get_or_create(
            user=member, defaults={"name": Channel.PRINTED.label}
        )
        sheet = PrintedCodeDevice.objects.select_for_update().get(user=member)
        codes: list[str] = sheet.renew(CODES_ON_A_SHEET)
        log.record("printed_codes.issued", subject=member, codes=len(codes))
    return codes


def printed_codes_cancel(*, member: Member) -> None:
    """Cancel a member's sheet, so that none of its codes opens anything."""
    with entry(actor=member) as log:
        PrintedCodeDevice.objects.filter(user=member).delete()
        log.record("printed_codes.cancelled", subject=member)


def _known(member: Member | None, browser: str) -> KnownBrowser | None:
    """Find and lock the browser among those that its owner has signed in with."""
    owner = member.pk if member else _NOBODY
    known = KnownBrowser.objects.select_for_update().filter(member_id=owner, browser=browser)
    return known.first() if browser else None


def _devices(
    member: Member | None, channel: Channel, purpose: str, browser: str
) -> Iterator[Device]:
    """Find and lock what may open; where there is no member, ask the database all the same."""
    mine = {"user_id": member.pk if member else _NOBODY}
    if channel is Channel.AUTHENTICATOR:
        found = Authenticator.objects.filter(**mine, confirmed=True)
    elif channel is Channel.PRINTED:
        found = PrintedCodeDevice.objects.filter(**mine)
    else:
        meant = {purpose, from_browser(browser)} if browser and purpose == SIGN_IN else {purpose}
        opens = Q(purpose__in=meant)
        if purpose == SIGN_IN:  # the passcode of a day signs in on that day
            for ending in days.endings_now():
                opens |= Q(purpose__startswith=days.PREFIX, purpose__endswith=ending)
        found = PasscodeDevice.objects.filter(opens, **mine).order_by("-purpose")
    for device in found.select_for_update():
        device.user = member  # an app's seal is bound to its owner, who is at hand
        yield device


def _ask_in_vain(channel: Channel) -> None:
    """Ask the database as often as of a member whose passcode was wrong."""
    if channel is Channel.PRINTED:
        list(PrintedCode.objects.filter(sheet_id=-1))
    PasscodeDevice.objects.filter(pk=-1).update(throttling_failure_count=F("pk"))


def _refused(verdict: Verdict, wait: int) -> Refusal:
    """Say why a passcode did not open and, where it is so, for how long no other is looked at."""
    code, words = _ANSWERS[verdict]
    seconds = "1 second" if wait == 1 else f"{wait} seconds"
    return Refusal(code, words.format(wait=seconds), facts={"wait_seconds": wait})


def _is_for_something_else(member: Member | None, passcode: str, purpose: str) -> bool:
    """Tell whether a passcode was sent for another purpose, or asked for in another browser."""
    owner = member.pk if member else _NOBODY
    others = (
        PasscodeDevice.objects.filter(user_id=owner)
        .exclude(purpose=purpose)
        .exclude(purpose__startswith=f"{SIGN_IN}:")
    )
    return any(device.holds(passcode) for device in others)
