"""The devices that hold passcodes, in django-otp's terms: never a passcode, only its seal.

django-otp's own e-mail and static devices keep their codes in plain text and send mail inside the
request, so only its base classes and its TOTP device are used (house.md 1.4).
"""

import math
import time
from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from typing import Final, Protocol

from django.conf import settings
from django.db import models
from django.utils import timezone
from django_otp.models import CooldownMixin, Device, ThrottlingMixin, TimestampMixin
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from members import passcodes
from members.enums import Verdict
from members.models.contacts import contact_seals
from members.models.people import Member

SIGN_IN: Final = "sign-in"

# Nobody is sent a second passcode for the same thing sooner than this; a third takes twice as
# long, and so on, so that a stranger who knows a number cannot fill its owner's mailbox. The
# longest wait is no longer than a passcode lives: the last one sent still opens.
COOLDOWN: Final = timedelta(seconds=30)
LONGEST_COOLDOWN: Final = timedelta(minutes=15)
# Wrong tries cost a wait of 1, 2, 4 seconds and so on, up to 2 to the 8th, a little over four
# minutes: too slow to guess a passcode in a lifetime, short enough for a member whose number
# someone has been playing with.
MOST_FAILURES_COUNTED: Final = 9
# A browser that nobody has signed in with gets a passcode of its own, which opens in no other. All
# of these together are sent no more often than this, so that a stranger with many browsers neither
# fills a mailbox nor gets more tries: a dozen sent, a dozen tries at each, of 64 million.
MOST_SENT_AN_HOUR: Final = 12
AN_HOUR: Final = timedelta(hours=1)


def from_browser(browser: str) -> str:
    """Name the purpose of a passcode that signs in from one browser only."""
    return f"{SIGN_IN}:{browser}"


def in_public(purpose: str) -> str:
    """Give a purpose as the log says it: which browser signed in is nobody's business."""
    return SIGN_IN if purpose.startswith(f"{SIGN_IN}:") else purpose


class Counter(Protocol):
    """Whatever counts wrong tries: the device, or the browser from which its owner comes."""

    @property
    def wait_seconds(self) -> int: ...
    def verify_is_allowed(self) -> tuple[bool, dict[str, object] | None]: ...
    def throttle_increment(self, commit: bool = True) -> None: ...  # noqa: FBT001, FBT002
    def throttle_reset(self, commit: bool = True) -> None: ...  # noqa: FBT001, FBT002


class OneTry:
    """One try, which a counter counts once, however many passcodes it may have been meant for."""

    def __init__(self, counter: Counter) -> None:
        """Ask the counter whether the try is looked at: once, before any passcode is."""
        self._counter, self._is_counted = counter, False
        self._allowed = counter.verify_is_allowed()

    @property
    def wait_seconds(self) -> int:
        """Count the seconds until the next try is looked at."""
        return self._counter.wait_seconds

    def verify_is_allowed(self) -> tuple[bool, dict[str, object] | None]:
        """Say what was so before the try."""
        return self._allowed

    def throttle_increment(self, commit: bool = True) -> None:  # noqa: FBT001, FBT002
        """Count the try as a wrong one."""
        if not self._is_counted:
            self._counter.throttle_increment(commit)
            self._is_counted = True

    def throttle_reset(self, commit: bool = True) -> None:  # noqa: FBT001, FBT002
        """Forget wrong tries, this one among them."""
        self._counter.throttle_reset(commit)


class Patient:
    """Counts wrong tries as far as the longest wait; goes before django-otp's `ThrottlingMixin`."""

    throttling_failure_count: int

    def throttle_increment(self, commit: bool = True) -> None:  # noqa: FBT001, FBT002 - as in django-otp
        """Count a wrong try, as far as the longest wait."""
        super().throttle_increment(commit=False)  # type: ignore[misc]
        self.throttling_failure_count = min(self.throttling_failure_count, MOST_FAILURES_COUNTED)
        if commit:
            self.save()  # type: ignore[attr-defined]

    def get_throttle_factor(self) -> int:
        """Wait 1, 2, 4 seconds and so on."""
        return 1

    @property
    def wait_seconds(self) -> int:
        """Count the seconds until the next try is looked at; none where it would be now."""
        allowed, why = self.verify_is_allowed()  # type: ignore[attr-defined]
        if allowed:
            return 0
        until: datetime = why["locked_until"]
        return max(1, math.ceil((until - timezone.now()).total_seconds()))


class SealedDevice(Patient, TimestampMixin, ThrottlingMixin, Device):  # type: ignore[misc]  # untyped
    """A device that knows seals only, and answers a wrong, used or expired passcode apart.

    The caller holds the row's lock (`select_for_update`), so that of two requests with the same
    passcode one wins.
    """

    class Meta:
        abstract = True

    def verify_token(self, token: str) -> bool:
        """Tell whether the passcode opens; django-otp's own entry to `judge`."""
        return self.judge(token) is Verdict.ACCEPTED

    def judge(self, entry: str, counter: Counter | None = None) -> Verdict:
        """Try a passcode. A wrong one is counted, here or by a counter; a right one is used up."""
        counter = counter or self
        if not counter.verify_is_allowed()[0]:
            return Verdict.TOO_SOON
        verdict = self._find(entry)
        if verdict is Verdict.WRONG:
            counter.throttle_increment()
        elif verdict is Verdict.ACCEPTED:
            counter.throttle_reset(commit=counter is not self)
            self.set_last_used_timestamp(commit=False)
            self.save()
        return verdict

    def _find(self, entry: str) -> Verdict:
        """Look for the passcode among the seals, and use it up if it is good."""
        raise NotImplementedError

    def _seal(self, entry: str, purpose: str) -> str:
        return passcodes.seal(
            entry,
            pepper=settings.PASSCODE_PEPPER.encode(),
            device=self.persistent_id,
            purpose=purpose,
        )

    def _matches(self, entry: str, sealed: str, purpose: str) -> bool:
        return passcodes.matches(
            entry,
            sealed,
            pepper=settings.PASSCODE_PEPPER.encode(),
            device=self.persistent_id,
            purpose=purpose,
        )


class PasscodeDevice(CooldownMixin, SealedDevice):  # type: ignore[misc]  # untyped
    """The one passcode that a member may have for one purpose, sent to an address of theirs.

    One that was asked for on the sign-in page is for signing in from the browser that asked
    (`from_browser`), and there is one for each such browser. So a stranger who asks in another's
    name voids no passcode of theirs, and the stranger's wrong tries count against the stranger's.
    """

    purpose = models.CharField(max_length=100, default=SIGN_IN)
    sealed = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    sent_in_a_row = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "purpose"], name="one_passcode_per_purpose")
        ]

    def renew(self, lifetime: timedelta, length: int = passcodes.MAILED_LENGTH) -> str:
        """Make a new passcode in place of the old one, and give it to be delivered."""
        now, last = timezone.now(), self.last_generated_timestamp
        in_a_row = last is not None and now - last <= 2 * LONGEST_COOLDOWN
        self.sent_in_a_row = self.sent_in_a_row + 1 if in_a_row else 1
        passcode = passcodes.generate(length)
        self.sealed = self._seal(passcode, self.purpose)
        self.expires_at = now + lifetime
        self.used_at = None
        self.cooldown_set(commit=False)
        self.save(
            update_fields=[
                "sent_in_a_row", "sealed", "expires_at", "used_at", "last_generated_timestamp",
            ]
        )  # fmt: skip
        return passcode

    def generate_is_allowed(self) -> tuple[bool, dict[str, object] | None]:
        """Tell whether another may be sent: by this device's wait, and by what others were sent.

        The other browsers' count only against one that its owner has never signed in with.
        """
        allowed, why = super().generate_is_allowed()
        if not allowed or not self.purpose.startswith(from_browser("")):
            return allowed, why
        browser = self.purpose.removeprefix(from_browser(""))
        if KnownBrowser.objects.filter(member=self.user_id, browser=browser).exists():
            return True, None
        asked = PasscodeDevice.objects.filter(
            user=self.user_id,
            purpose__startswith=from_browser(""),
            last_generated_timestamp__gt=timezone.now() - AN_HOUR,
        )
        sent = asked.aggregate(sent=models.Sum("sent_in_a_row"))["sent"] or 0
        return (True, None) if sent < MOST_SENT_AN_HOUR else (False, {"reason": "an-hour"})

    def get_cooldown_duration(self) -> float:
        """Give the seconds until the next passcode may be sent."""
        cooldown = COOLDOWN * 2 ** max(0, min(self.sent_in_a_row, 10) - 1)
        seconds: float = min(cooldown, LONGEST_COOLDOWN).total_seconds()
        return seconds

    def holds(self, entry: str) -> bool:
        """Tell whether this is, or was, this device's passcode."""
        return self._matches(entry, self.sealed, self.purpose)

    def _find(self, entry: str) -> Verdict:
        if not self.holds(entry):
            return Verdict.WRONG
        if self.used_at is not None:
            return Verdict.USED
        if self.expires_at is None or self.expires_at <= timezone.now():
            return Verdict.EXPIRED
        self.used_at = timezone.now()
        self.cooldown_reset(commit=False)
        return Verdict.ACCEPTED


class PrintedCodeDevice(SealedDevice):
    """A sheet of one-time codes on paper. A new sheet cancels the old one."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="one_sheet_per_member")]

    def renew(self, how_many: int) -> list[str]:
        """Make a new sheet, and give its codes to be shown once."""
        codes = [passcodes.generate(passcodes.PRINTED_LENGTH) for _ in range(how_many)]
        self.codes.all().delete()
        PrintedCode.objects.bulk_create(
            PrintedCode(sheet=self, position=position, sealed=self._seal(code, SIGN_IN))
            for position, code in enumerate(codes, 1)
        )
        self.created_at = timezone.now()
        self.save()
        return codes

    def _find(self, entry: str) -> Verdict:
        # Every seal is compared, so that the time taken does not tell which line was tried.
        found = [code for code in self.codes.all() if self._matches(entry, code.sealed, SIGN_IN)]
        if not found:
            return Verdict.WRONG
        if found[0].used_at is not None:
            return Verdict.USED
        found[0].used_at = timezone.now()
        found[0].save(update_fields=["used_at"])
        return Verdict.ACCEPTED


class PrintedCode(models.Model):
    """One line of a sheet: a seal, and when it was used."""

    sheet = models.ForeignKey(PrintedCodeDevice, on_delete=models.CASCADE, related_name="codes")
    position = models.PositiveSmallIntegerField()
    sealed = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "position"], name="one_code_per_line")
        ]


class Authenticator(Patient, TOTPDevice):  # type: ignore[misc]  # untyped
    """An authenticator app, whose secret lies in django-otp's own table sealed to its member.

    The seal is that of contact details (`members.contacts.seals`): a stolen table signs nobody in,
    and a secret copied into another member's row opens nothing.
    """

    SEALED_AS: Final = "authenticator"

    last_t: int
    drift: int

    class Meta:
        proxy = True

    @classmethod
    def begin(cls, user: models.Model, **values: object) -> "Authenticator":
        """Make a new secret, sealed, and a device that does not count yet."""
        device: Authenticator = cls(user=user, confirmed=False, **values)
        device.hold(bytes.fromhex(default_key()))
        device.save()
        return device

    def hold(self, secret: bytes) -> None:
        """Seal the app's secret."""
        closed = contact_seals().close(
            b64encode(secret).decode(), kind=self.SEALED_AS, number=self.user.membership_number
        )
        self.key = b64encode(closed).decode()  # 80 characters, as long as the column

    @property
    def bin_key(self) -> bytes:
        """Open the app's secret. Raises BadSeal where it is not this member's."""
        opened = contact_seals().open(
            b64decode(self.key), kind=self.SEALED_AS, number=self.user.membership_number
        )
        return b64decode(opened)

    def judge(self, entry: str, counter: Counter | None = None) -> Verdict:
        """Try what the app shows. Each code opens once; a clock half a minute out is allowed."""
        counter = counter or self
        if not counter.verify_is_allowed()[0]:
            return Verdict.TOO_SOON
        digits = "".join(character for character in entry if character.isdecimal())
        clock = TOTP(self.bin_key, self.step, self.t0, self.digits, self.drift)
        clock.time = time.time()
        if not digits or not clock.verify(int(digits), self.tolerance, self.last_t + 1):
            counter.throttle_increment()
            return Verdict.WRONG
        self.last_t, self.drift = clock.t(), clock.drift
        counter.throttle_reset(commit=counter is not self)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return Verdict.ACCEPTED


class Unbarred:
    """What is no device of django-otp's: nothing keeps it from trying but its wrong tries."""

    def verify_is_allowed(self) -> tuple[bool, dict[str, object] | None]:
        """Allow it."""
        return True, None


class KnownBrowser(Patient, ThrottlingMixin, Unbarred, models.Model):  # type: ignore[misc]  # untyped
    """A browser that a member has signed in with before: it counts wrong tries of its own.

    So whoever plays with a membership number from elsewhere keeps its owner from nothing. Nobody
    gets such a browser but by signing in with it, so it gives a stranger not one try more.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="browsers")
    browser = models.CharField(max_length=43)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "browser"], name="members_one_row_for_a_browser"
            )
        ]
