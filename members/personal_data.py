"""What the members room holds of a person, told to them."""

from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential

from audit.personal_data import Part, Row, add
from members.delivery.outcomes import REASONS
from members.models import (
    DemoMail,
    Jotting,
    Member,
    PasscodeDevice,
    PrintedCodeDevice,
    RollImport,
    WaitingRoll,
)
from members.models.passcodes import in_public


def _register(member: Member) -> list[Row]:
    return [
        {
            "membership number": member.membership_number,
            "name": member.name,
            "branch": member.branch.name if member.branch else None,
            **{one.get_kind_display().lower(): one.detail for one in member.contacts.all()},
            "in the log": member.pseudonym,
            "from": member.source,
            "as at": member.as_at,
            "joined": member.joined_on,
            "may sign in": member.is_active,
        }
    ]


def _appointments(member: Member) -> list[Row]:
    return [
        {
            "office": held.get_office_display(),
            "of": held.body.name,
            "from": held.starts_on,
            "until": held.ends_on,
            **({"independence": held.independence} if held.independence else {}),
        }
        for held in member.appointments.select_related("body").order_by("starts_on")
    ]


def _jottings(member: Member) -> list[Row]:
    mine = Jotting.objects.filter(member=member).exclude(fields={}).order_by("saved_at")
    return [{"form": one.key, "typed": one.saved_at, **_typed(one)} for one in mine]


def _typed(jotting: Jotting) -> Row:
    return {name: value for name, value in jotting.fields.items() if value}


def _devices(member: Member) -> list[Row]:
    passcodes = [
        {
            "device": "passcode by e-mail",
            "for": in_public(device.purpose),
            "last made": device.last_generated_timestamp,
            "runs out": device.expires_at,
            "used": device.used_at,
            "passcode": "kept as a seal only, if at all",
        }
        for device in PasscodeDevice.objects.filter(user=member).order_by("pk")
    ]
    apps = [
        {
            "device": "authenticator app",
            "since": device.created_at,
            "last used": device.last_used_at,
            "in use": device.confirmed,
        }
        for device in TOTPDevice.objects.filter(user=member).order_by("pk")
    ]
    keys = [
        {
            "device": "passkey",
            "name": key.name,
            "since": key.created_at,
            "last used": key.last_used_at,
        }
        for key in WebAuthnCredential.objects.filter(user=member).order_by("pk")
    ]
    browsers = [
        {"device": "a browser I have signed in with", "last signed in": one.seen_at}
        for one in member.browsers.order_by("pk")
    ]
    resets = [
        {"lost app or passkey": one.asked_at, "reason": one.reason, "forgotten": one.is_confirmed}
        for one in member.proof_resets.all()
    ]
    sheets = [
        {
            "device": "printed codes",
            "since": sheet.created_at,
            "codes": sheet.codes.count(),
            "used": [code.used_at for code in sheet.codes.all() if code.used_at],
        }
        for sheet in PrintedCodeDevice.objects.filter(user=member)
    ]
    sessions = [{"sessions ended so far": member.sessions.epoch}] if _has_epoch(member) else []
    return [*passcodes, *apps, *keys, *browsers, *resets, *sheets, *sessions]


def _has_epoch(member: Member) -> bool:
    return hasattr(member, "sessions")


def _signing_keys(member: Member) -> list[Row]:
    return [
        {
            "public key": key.public,
            "enrolled": key.enrolled_at,
            "confirmed": key.confirmed_at,
            "retired": key.retired_at,
            "part": "mine",
        }
        for key in member.officer_keys.all()
    ]


def _dispatches(member: Member) -> list[Row]:
    sent = [
        {
            "message": dispatch.what,
            "for": in_public(dispatch.purpose),
            "by": dispatch.get_channel_display(),
            "asked for": dispatch.made_at,
            "sent": dispatch.sent_at,
            "delivered": dispatch.delivered_at,
            "came to": dispatch.get_state_display(),
            "why": REASONS.get(dispatch.reason, dispatch.reason),
        }
        for dispatch in member.dispatches.order_by("made_at")
    ]
    batches = [
        {"batch sent to members": posting.label, "when": posting.made_at}
        for posting in member.postings.all()
    ]
    return [*sent, *batches]


def _post(member: Member) -> list[Row]:
    # The demo shows texts and calls on the same page as mail.
    details = [one.detail for one in member.contacts.all()]
    mails = DemoMail.objects.filter(to__in=details)
    rolls = WaitingRoll.objects.filter(sent_by=member)
    imports = RollImport.objects.filter(decided_by=member)
    return [
        *({"message": mail.subject, "sent": mail.sent_at, "text": mail.body} for mail in mails),
        *({"roll file sent": roll.name, "when": roll.sent_at} for roll in rolls),
        *({"roll imported": done.source, "when": done.done_at} for done in imports),
    ]


def _contact_changes(member: Member) -> list[Row]:
    return [
        {
            "what": change.get_kind_display(),
            "when": change.at,
            "before": change.old,
            "after": change.new,
            "entered by": change.by,
            "what became of it": change.get_state_display(),
            "decided by": change.decided_by,
        }
        for change in member.contact_changes.order_by("at")
    ] + [
        {"contact check": answer.check_asked.label, "answered": answer.at}
        for answer in member.contact_answers.select_related("check_asked").order_by("at")
    ]


add(
    Part(
        "register",
        "My entry in the register",
        "register",
        frozenset({"members.Contact.member"}),
        _register,
    ),
    Part(
        "contact-changes",
        "Changes of my contact details",
        "contact-history",
        frozenset({"members.ContactChange.member", "members.ContactAnswer.member"}),
        _contact_changes,
    ),
    Part(
        "offices",
        "Offices I hold or have held",
        "former-members",
        frozenset({"members.Appointment.member"}),
        _appointments,
    ),
    Part(
        "devices",
        "How I sign in",
        "contact-details",
        frozenset(
            {
                "members.PasscodeDevice.user",
                "members.PrintedCodeDevice.user",
                "members.PrintedCode.sheet",
                "members.SessionEpoch.member",
                "members.KnownBrowser.member",
                "members.SecondProofReset.member",
                # Who asked and who decided is in the log, as an act of theirs.
                "members.SecondProofReset.asked_by",
                "members.SecondProofReset.decided_by",
                "otp_totp.TOTPDevice.user",
                "members.Authenticator.user",
                "django_otp_webauthn.WebAuthnCredential.user",
                "django_otp_webauthn.WebAuthnUserHandle.user",
            }
        ),
        _devices,
    ),
    Part(
        "dispatches",
        "Messages sent to me: when, by which channel, and what came of them",
        "deliveries",
        frozenset({"members.Dispatch.member", "members.Posting.made_by"}),
        _dispatches,
    ),
    Part(
        "signing-keys",
        "Keys I sign with as an officer",
        "log",
        # Whom somebody has confirmed is in the log, as an act of theirs.
        frozenset({"members.OfficerKey.member", "members.OfficerKey.confirmed_by"}),
        _signing_keys,
    ),
    Part(
        "jottings",
        "What I have typed and not yet sent",
        "jottings",
        frozenset({"members.Jotting.member"}),
        _jottings,
    ),
    Part(
        "post",
        "Messages and files kept for a moment",
        "waiting-roll",
        frozenset({"members.WaitingRoll.sent_by", "members.RollImport.decided_by"}),
        _post,
    ),
)
