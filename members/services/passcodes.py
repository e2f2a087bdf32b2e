"""Issuing and verifying passcodes, and the devices that make them."""

from datetime import UTC, timedelta
from typing import Final

from django.db import transaction
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice

from audit.recording import entry
from audit.refusal import Refusal
from members import passcodes
from members.enums import Channel, Verdict
from members.models import Member, PasscodeDevice, PrintedCodeDevice
from members.models.passcodes import LONGEST_COOLDOWN, SIGN_IN, in_public

LIFETIME: Final = LONGEST_COOLDOWN
CODES_ON_A_SHEET: Final = 10

_ANSWERS: Final = {
    Verdict.WRONG: ("passcode-wrong", "That passcode is not right."),
    Verdict.TOO_SOON: (
        "passcode-too-soon",
        "There were wrong tries just now. Wait a little and try again.",
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
) -> str:
    """Make a member's one passcode for a purpose, in place of any before, and give it once.

    Whoever calls delivers it and forgets it. The log says that it was issued, never what it was.
    One that lives longer than it takes to type it in is longer. Refused while one has just been
    sent, unless whoever sends has seen to the wait before (`waits`).
    """
    with entry(actor=None) as log:
        PasscodeDevice.objects.get_or_create(
            user=member, purpose=purpose, defaults={"name": channel.label}
        )
        device = PasscodeDevice.objects.select_for_update().get(user=member, purpose=purpose)
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
        if not passcode or device.holds(passcode):
            device.sealed = ""
            device.cooldown_reset()
        log.record(
            "passcode.undelivered",
            subject=member,
            channel=str(channel),
            purpose=in_public(purpose),
            **({"reason": reason} if reason else {}),
        )


def passcode_verify(
    *, member: Member | None, channel: Channel, passcode: str, purpose: str = SIGN_IN
) -> None:
    """Use up a right passcode, or refuse and say why.

    In a transaction of its own, which nothing around it can roll back: a failed try is never
    forgotten (house.md 1.4). The device's row is locked, so that of two requests with the same
    passcode one wins. Tries are counted for each device, never for an address on the network,
    which a whole hall may share.
    """
    with transaction.atomic(durable=True):
        device = _device(member, channel, purpose)
        verdict = Verdict.WRONG if device is None else _judge(device, passcode)
        foreign = verdict is Verdict.WRONG and _is_for_something_else(member, passcode, purpose)
    if foreign:
        raise Refusal("passcode-foreign", "That passcode was sent to you for something else.")
    if verdict is not Verdict.ACCEPTED:
        raise Refusal(*_ANSWERS[verdict])


def passcodes_wipe(*, purpose: str) -> int:
    """Wipe every passcode for a purpose that is over, such as a vote that has closed."""
    wiped: int = PasscodeDevice.objects.filter(purpose=purpose).exclude(sealed="").update(sealed="")
    return wiped


def authenticator_begin(*, member: Member) -> TOTPDevice:
    """Prepare an authenticator app for a member; it counts once a code from it was shown."""
    begun = TOTPDevice.objects.filter(user=member, confirmed=False).order_by("pk").first()
    return begun or TOTPDevice.objects.create(
        user=member, confirmed=False, name=Channel.AUTHENTICATOR.label
    )


def authenticator_confirm(*, member: Member, passcode: str) -> None:
    """Take the prepared authenticator into use, in place of any before, on proof that it works."""
    with transaction.atomic(durable=True):
        begun = TOTPDevice.objects.filter(user=member, confirmed=False).order_by("pk")
        device = begun.select_for_update().first()
        verdict = Verdict.WRONG if device is None else _judge(device, passcode)
    if device is None or verdict is not Verdict.ACCEPTED:
        raise Refusal(*_ANSWERS[verdict])
    with entry(actor=member) as log:
        TOTPDevice.objects.filter(user=member, confirmed=True).delete()
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        log.record("authenticator.enrolled", subject=member)


def authenticator_remove(*, member: Member) -> None:
    """Forget a member's authenticator app."""
    with entry(actor=member) as log:
        TOTPDevice.objects.filter(user=member).delete()
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


def _device(member: Member | None, channel: Channel, purpose: str) -> Device | None:
    """Find and lock the device; where there is no member, ask the database all the same."""
    mine = {"user_id": member.pk if member else None}
    if channel is Channel.AUTHENTICATOR:
        found = TOTPDevice.objects.filter(**mine, confirmed=True)
    elif channel is Channel.PRINTED:
        found = PrintedCodeDevice.objects.filter(**mine)
    else:
        found = PasscodeDevice.objects.filter(**mine, purpose=purpose)
    return found.select_for_update().first()


def _judge(device: Device, passcode: str) -> Verdict:
    if isinstance(device, TOTPDevice):
        if not device.verify_is_allowed()[0]:
            return Verdict.TOO_SOON
        digits = "".join(character for character in passcode if character.isdecimal())
        return Verdict.ACCEPTED if device.verify_token(digits) else Verdict.WRONG
    verdict: Verdict = device.judge(passcode)
    return verdict


def _is_for_something_else(member: Member | None, passcode: str, purpose: str) -> bool:
    others = PasscodeDevice.objects.filter(user=member).exclude(purpose=purpose)
    return any(device.holds(passcode) for device in others)
