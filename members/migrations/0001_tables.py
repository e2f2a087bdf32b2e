"""The tables of the members room, as its models describe them.

`replaces` names the migrations that made them before. A database that has run all of those is
at this one already; one that has run a part of them is told what to do (`config.checks`).
"""

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import members.models.passcodes
import members.models.people
from audit.store.tables import KEY, NUMBER, CreateTables

TABLES = [
    # Bodies, the people on the register, and the offices they hold.
    migrations.CreateModel(
        name="Body",
        fields=[
            KEY,
            (
                "kind",
                models.CharField(
                    choices=[
                        ("union", "Union"),
                        ("region", "Region"),
                        ("branch", "Branch"),
                        ("committee", "Committee"),
                    ],
                    max_length=12,
                ),
            ),
            ("code", models.CharField(max_length=20, unique=True)),
            ("name", models.CharField(max_length=200)),
            (
                "parent",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="parts",
                    to="members.body",
                ),
            ),
        ],
        options={
            "verbose_name_plural": "bodies",
            "ordering": ["code"],
        },
    ),
    migrations.CreateModel(
        name="Member",
        fields=[
            KEY,
            ("membership_number", models.CharField(max_length=32, unique=True)),
            ("name", models.CharField(max_length=200)),
            (
                "pseudonym",
                models.CharField(
                    default=members.models.people.new_pseudonym,
                    editable=False,
                    max_length=24,
                    unique=True,
                ),
            ),
            ("source", models.CharField(blank=True, max_length=200)),
            ("as_at", models.DateField(blank=True, null=True)),
            ("is_active", models.BooleanField(default=True)),
            (
                "branch",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="members",
                    to="members.body",
                ),
            ),
            ("erased_at", models.DateTimeField(editable=False, null=True)),
            ("joined_on", models.DateField(blank=True, null=True)),
        ],
        options={
            "ordering": ["name"],
        },
    ),
    migrations.CreateModel(
        name="Appointment",
        fields=[
            KEY,
            (
                "office",
                models.CharField(
                    choices=[
                        ("chair", "Chair"),
                        ("vice_chair", "Vice chair"),
                        ("general_secretary", "General secretary"),
                        ("branch_secretary", "Branch secretary"),
                        ("soc_chair", "Standing Orders Committee chair"),
                        ("soc_member", "Standing Orders Committee member"),
                        ("clerk", "Committee clerk"),
                        ("returning_officer", "Returning officer"),
                        ("teller", "Teller"),
                        ("scrutineer", "Scrutineer"),
                        ("auditor", "Auditor"),
                        ("executive", "Executive member"),
                        ("membership_officer", "Membership officer"),
                        ("helpdesk", "Helpdesk"),
                        ("access_officer", "Access officer"),
                        ("administrator", "System administrator"),
                    ],
                    max_length=24,
                ),
            ),
            ("starts_on", models.DateField()),
            ("ends_on", models.DateField(blank=True, null=True)),
            (
                "member",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="appointments",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "body",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="appointments", to="members.body"
                ),
            ),
            ("independence", models.TextField(blank=True, default="")),
        ],
        options={
            "ordering": ["office", "starts_on"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("ends_on__isnull", True),
                        ("ends_on__gte", models.F("starts_on")),
                        _connector="OR",
                    ),
                    name="appointment_ends_after_it_starts",
                )
            ],
        },
    ),
    # Where a member can be reached: each detail sealed, with what became of it.
    migrations.CreateModel(
        name="Contact",
        fields=[
            NUMBER,
            (
                "kind",
                models.CharField(
                    choices=[
                        ("email", "E-mail"),
                        ("mobile", "Mobile"),
                        ("landline", "Landline"),
                        ("post", "Postal address"),
                    ],
                    max_length=8,
                ),
            ),
            ("sealed", models.BinaryField()),
            ("mark", models.BinaryField(db_index=True, max_length=16)),
            ("is_preferred", models.BooleanField(default=False)),
            ("changed_at", models.DateTimeField()),
            ("confirmed_at", models.DateTimeField(null=True)),
            ("failed_at", models.DateTimeField(null=True)),
            ("failure", models.CharField(blank=True, max_length=40)),
            (
                "member",
                models.ForeignKey(
                    db_index=False,
                    on_delete=models.CASCADE,
                    related_name="contacts",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["id"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("member", "kind"), name="members_one_contact_of_a_kind"
                )
            ],
        },
    ),
    # How the ways to reach members came to be what they are, and when they may not simply change.
    migrations.CreateModel(
        name="ContactFreeze",
        fields=[
            KEY,
            ("subject", models.CharField(max_length=120)),
            ("label", models.CharField(max_length=200)),
            ("begins_at", models.DateTimeField()),
            ("ends_at", models.DateTimeField()),
            ("set_by", models.CharField(max_length=24)),
            (
                "body",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="+", to="members.body"
                ),
            ),
        ],
        options={
            "ordering": ["-begins_at"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("ends_at__gte", models.F("begins_at"))),
                    name="freeze_ends_after_it_begins",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="ContactChange",
        fields=[
            KEY,
            (
                "kind",
                models.CharField(
                    choices=[
                        ("email", "E-mail"),
                        ("mobile", "Mobile"),
                        ("landline", "Landline"),
                        ("post", "Postal address"),
                    ],
                    max_length=8,
                ),
            ),
            ("sealed", models.BinaryField()),
            ("old_mark", models.BinaryField(max_length=16)),
            ("new_mark", models.BinaryField(max_length=16)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("made", "Made at once"),
                        ("waiting", "Waits for a second person"),
                        ("approved", "Approved by a second person"),
                        ("refused", "Refused by a second person"),
                        ("replaced", "Replaced by a later change"),
                    ],
                    max_length=10,
                ),
            ),
            (
                "source",
                models.CharField(
                    choices=[
                        ("own", "The member"),
                        ("officer", "An officer, for the member"),
                        ("import", "A membership roll"),
                    ],
                    max_length=10,
                ),
            ),
            ("by", models.CharField(max_length=24)),
            ("office", models.CharField(blank=True, max_length=24)),
            ("reason", models.CharField(blank=True, max_length=300)),
            ("at", models.DateTimeField(db_index=True)),
            ("decided_by", models.CharField(blank=True, max_length=24)),
            ("decided_office", models.CharField(blank=True, max_length=24)),
            ("decided_reason", models.CharField(blank=True, max_length=300)),
            ("decided_at", models.DateTimeField(null=True)),
            (
                "member",
                models.ForeignKey(
                    on_delete=models.CASCADE,
                    related_name="contact_changes",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "freeze",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="changes",
                    to="members.contactfreeze",
                ),
            ),
        ],
        options={
            "ordering": ["-at"],
            "indexes": [
                models.Index(
                    condition=models.Q(("state", "waiting")),
                    fields=["state"],
                    name="members_change_waiting",
                )
            ],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("state", "waiting")),
                    fields=("member", "kind"),
                    name="members_one_waiting_change",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="EmployerDomain",
        fields=[
            ("domain", models.CharField(max_length=253, primary_key=True, serialize=False)),
            ("added_at", models.DateTimeField()),
        ],
        options={
            "ordering": ["domain"],
        },
    ),
    migrations.CreateModel(
        name="ContactCheck",
        fields=[
            KEY,
            ("label", models.CharField(max_length=200)),
            ("opens_at", models.DateTimeField()),
            ("closes_at", models.DateTimeField()),
            ("set_by", models.CharField(max_length=24)),
            (
                "body",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="+", to="members.body"
                ),
            ),
        ],
        options={
            "ordering": ["-opens_at"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("closes_at__gte", models.F("opens_at"))),
                    name="check_closes_after_it_opens",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="ContactAnswer",
        fields=[
            NUMBER,
            ("has_changed", models.BooleanField(default=False)),
            ("at", models.DateTimeField()),
            (
                "member",
                models.ForeignKey(
                    on_delete=models.CASCADE,
                    related_name="contact_answers",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "check_asked",
                models.ForeignKey(
                    on_delete=models.CASCADE, related_name="answers", to="members.contactcheck"
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("check_asked", "member"), name="members_one_answer_to_a_check"
                )
            ],
        },
    ),
    # What is on its way to members: one row for each message, and never what it says.
    migrations.CreateModel(
        name="Posting",
        fields=[
            KEY,
            ("purpose", models.CharField(db_index=True, max_length=100)),
            ("label", models.CharField(max_length=200)),
            ("made_at", models.DateTimeField()),
            ("lifetime", models.DurationField()),
            ("addressed", models.PositiveIntegerField(default=0)),
            ("unreachable", models.PositiveIntegerField(default=0)),
            ("passed_over", models.PositiveIntegerField(default=0)),
            (
                "made_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.SET_NULL,
                    related_name="postings",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["-made_at"],
        },
    ),
    migrations.CreateModel(
        name="Dispatch",
        fields=[
            KEY,
            ("purpose", models.CharField(max_length=100)),
            ("what", models.CharField(default="passcode", max_length=40)),
            ("facts", models.JSONField(default=dict)),
            (
                "to_kind",
                models.CharField(
                    blank=True,
                    choices=[
                        ("email", "E-mail"),
                        ("mobile", "Mobile"),
                        ("landline", "Landline"),
                        ("post", "Postal address"),
                    ],
                    max_length=8,
                ),
            ),
            ("to_sealed", models.BinaryField(null=True)),
            (
                "channel",
                models.CharField(
                    blank=True,
                    choices=[
                        ("email", "By e-mail"),
                        ("sms", "By text message"),
                        ("voice", "By telephone, read aloud"),
                        ("post", "By post"),
                        ("authenticator", "Authenticator app"),
                        ("printed", "Printed code"),
                        ("assisted", "By telephone, with two people"),
                    ],
                    max_length=16,
                ),
            ),
            ("lifetime", models.DurationField(null=True)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("waiting", "Waiting to be sent"),
                        ("sending", "Being sent"),
                        ("sent", "Sent"),
                        ("delivered", "Delivered"),
                        ("bounced", "Came back"),
                        ("failed", "Not sent"),
                        ("cancelled", "Cancelled"),
                    ],
                    default="waiting",
                    max_length=12,
                ),
            ),
            (
                "urgency",
                models.PositiveSmallIntegerField(
                    choices=[(0, "Somebody waits for it"), (1, "To one person"), (2, "To many")],
                    default=1,
                ),
            ),
            ("tries", models.PositiveSmallIntegerField(default=0)),
            ("made_at", models.DateTimeField()),
            ("next_try_at", models.DateTimeField()),
            ("claimed_at", models.DateTimeField(null=True)),
            ("sent_at", models.DateTimeField(null=True)),
            ("delivered_at", models.DateTimeField(null=True)),
            ("ended_at", models.DateTimeField(null=True)),
            ("reason", models.CharField(blank=True, max_length=40)),
            ("gateway_id", models.CharField(blank=True, max_length=100)),
            (
                "follows",
                models.ForeignKey(
                    null=True,
                    on_delete=models.SET_NULL,
                    related_name="followed_by",
                    to="members.dispatch",
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=models.CASCADE, related_name="dispatches", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "posting",
                models.ForeignKey(
                    null=True,
                    on_delete=models.CASCADE,
                    related_name="dispatches",
                    to="members.posting",
                ),
            ),
        ],
        options={
            "verbose_name_plural": "dispatches",
            "indexes": [
                models.Index(
                    condition=models.Q(("state", "waiting")),
                    fields=["channel", "urgency", "next_try_at"],
                    name="members_dispatch_due",
                ),
                models.Index(
                    condition=models.Q(("state", "sending")),
                    fields=["claimed_at"],
                    name="members_dispatch_claimed",
                ),
                models.Index(fields=["purpose", "state"], name="members_dispatch_purpose"),
            ],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("state__in", ("waiting", "sending")), ("what", "passcode")),
                    fields=("member", "purpose"),
                    name="members_one_passcode_under_way",
                )
            ],
        },
    ),
    # Officers' own signing keys: the public half in the open, the secret half sealed.
    migrations.CreateModel(
        name="OfficerKey",
        fields=[
            NUMBER,
            ("public", models.CharField(max_length=60, unique=True)),
            ("sealed", models.CharField(blank=True, max_length=300)),
            ("enrolled_at", models.DateTimeField()),
            ("confirmed_at", models.DateTimeField(blank=True, null=True)),
            ("retired_at", models.DateTimeField(blank=True, null=True)),
            (
                "confirmed_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="officer_keys",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["-enrolled_at"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("retired_at__isnull", True)),
                    fields=("member",),
                    name="members_one_key_at_a_time",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("retired_at__isnull", True), ("sealed", ""), _connector="OR"
                    ),
                    name="members_retired_key_is_thrown_away",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("confirmed_by__isnull", True),
                        models.Q(("confirmed_by", models.F("member")), _negated=True),
                        _connector="OR",
                    ),
                    name="members_key_is_confirmed_by_another",
                ),
            ],
        },
    ),
    # The devices that hold passcodes, in django-otp's terms: never a passcode, only its seal.
    migrations.CreateModel(
        name="PasscodeDevice",
        fields=[
            NUMBER,
            (
                "name",
                models.CharField(
                    help_text="The human-readable name of this device.", max_length=64
                ),
            ),
            (
                "confirmed",
                models.BooleanField(default=True, help_text="Is this device ready for use?"),
            ),
            (
                "last_generated_timestamp",
                models.DateTimeField(
                    blank=True,
                    help_text="The last time a token was generated for this device.",
                    null=True,
                ),
            ),
            (
                "throttling_failure_timestamp",
                models.DateTimeField(
                    blank=True,
                    default=None,
                    help_text="A timestamp of the last failed verification attempt. "
                    "Null if last attempt succeeded.",
                    null=True,
                ),
            ),
            (
                "throttling_failure_count",
                models.PositiveIntegerField(
                    default=0, help_text="Number of successive failed attempts."
                ),
            ),
            (
                "created_at",
                models.DateTimeField(
                    auto_now_add=True,
                    help_text="The date and time when this device "
                    "was initially created in the system.",
                    null=True,
                ),
            ),
            (
                "last_used_at",
                models.DateTimeField(
                    blank=True,
                    help_text="The most recent date and time this device was used.",
                    null=True,
                ),
            ),
            ("purpose", models.CharField(default="sign-in", max_length=100)),
            ("sealed", models.CharField(blank=True, max_length=64)),
            ("expires_at", models.DateTimeField(blank=True, null=True)),
            ("used_at", models.DateTimeField(blank=True, null=True)),
            ("sent_in_a_row", models.PositiveSmallIntegerField(default=0)),
            (
                "user",
                models.ForeignKey(
                    help_text="The user that this device belongs to.",
                    on_delete=models.CASCADE,
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("user", "purpose"), name="one_passcode_per_purpose")
            ],
        },
    ),
    migrations.CreateModel(
        name="PrintedCodeDevice",
        fields=[
            NUMBER,
            (
                "name",
                models.CharField(
                    help_text="The human-readable name of this device.", max_length=64
                ),
            ),
            (
                "confirmed",
                models.BooleanField(default=True, help_text="Is this device ready for use?"),
            ),
            (
                "throttling_failure_timestamp",
                models.DateTimeField(
                    blank=True,
                    default=None,
                    help_text="A timestamp of the last failed verification attempt. "
                    "Null if last attempt succeeded.",
                    null=True,
                ),
            ),
            (
                "throttling_failure_count",
                models.PositiveIntegerField(
                    default=0, help_text="Number of successive failed attempts."
                ),
            ),
            (
                "created_at",
                models.DateTimeField(
                    auto_now_add=True,
                    help_text="The date and time when this device "
                    "was initially created in the system.",
                    null=True,
                ),
            ),
            (
                "last_used_at",
                models.DateTimeField(
                    blank=True,
                    help_text="The most recent date and time this device was used.",
                    null=True,
                ),
            ),
            (
                "user",
                models.ForeignKey(
                    help_text="The user that this device belongs to.",
                    on_delete=models.CASCADE,
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("user",), name="one_sheet_per_member")],
        },
    ),
    migrations.CreateModel(
        name="PrintedCode",
        fields=[
            NUMBER,
            ("position", models.PositiveSmallIntegerField()),
            ("sealed", models.CharField(max_length=64)),
            ("used_at", models.DateTimeField(blank=True, null=True)),
            (
                "sheet",
                models.ForeignKey(
                    on_delete=models.CASCADE, related_name="codes", to="members.printedcodedevice"
                ),
            ),
        ],
        options={
            "ordering": ["position"],
            "constraints": [
                models.UniqueConstraint(fields=("sheet", "position"), name="one_code_per_line")
            ],
        },
    ),
    migrations.CreateModel(
        name="KnownBrowser",
        fields=[
            NUMBER,
            (
                "throttling_failure_timestamp",
                models.DateTimeField(
                    blank=True,
                    default=None,
                    help_text="A timestamp of the last failed verification attempt. "
                    "Null if last attempt succeeded.",
                    null=True,
                ),
            ),
            (
                "throttling_failure_count",
                models.PositiveIntegerField(
                    default=0, help_text="Number of successive failed attempts."
                ),
            ),
            ("browser", models.CharField(max_length=43)),
            ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
            (
                "member",
                models.ForeignKey(
                    on_delete=models.CASCADE, related_name="browsers", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("member", "browser"), name="members_one_row_for_a_browser"
                )
            ],
        },
        bases=(members.models.passcodes.Patient, models.Model),
    ),
    # Taking a lost second proof from an officer: two people, and what they went by.
    migrations.CreateModel(
        name="SecondProofReset",
        fields=[
            KEY,
            ("checked", models.JSONField(default=list)),
            ("reason", models.CharField(max_length=300)),
            ("asked_at", models.DateTimeField()),
            ("decided_at", models.DateTimeField(null=True)),
            ("is_confirmed", models.BooleanField(null=True)),
            (
                "asked_by",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="resets_asked",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "decided_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="resets_decided",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=models.CASCADE,
                    related_name="proof_resets",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["asked_at"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("decided_at", None)),
                    fields=("member",),
                    name="members_one_reset_waits",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("decided_by", None),
                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="members_reset_takes_two",
                ),
            ],
        },
    ),
    # The epoch of a member's sessions.
    migrations.CreateModel(
        name="SessionEpoch",
        fields=[
            (
                "member",
                models.OneToOneField(
                    on_delete=models.CASCADE,
                    primary_key=True,
                    related_name="sessions",
                    serialize=False,
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("epoch", models.PositiveIntegerField(default=0)),
        ],
    ),
    # What somebody has typed and not yet sent.
    migrations.CreateModel(
        name="Jotting",
        fields=[
            NUMBER,
            ("key", models.CharField(max_length=120)),
            ("fields", models.JSONField(default=dict)),
            ("saved_at", models.DateTimeField()),
            (
                "member",
                models.ForeignKey(
                    on_delete=models.CASCADE, related_name="jottings", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("member", "key"), name="jotting_once")],
        },
    ),
    # A roll file between its arrival and the decision on it: sealed, read into lines, and looked
    # at.
    migrations.CreateModel(
        name="WaitingRoll",
        fields=[
            KEY,
            (
                "sent_by",
                models.ForeignKey(null=True, on_delete=models.CASCADE, to=settings.AUTH_USER_MODEL),
            ),
            ("sent_at", models.DateTimeField(auto_now_add=True)),
            ("name", models.CharField(max_length=200)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("arrived", "Arrived"),
                        ("columns", "Its columns are to be named"),
                        ("reading", "Being read"),
                        ("comparing", "Being compared with the register"),
                        ("ready", "To be decided on"),
                        ("importing", "Being imported"),
                        ("done", "Imported"),
                        ("failed", "Not a roll"),
                    ],
                    default="arrived",
                    max_length=10,
                ),
            ),
            ("attempt", models.PositiveIntegerField(default=0)),
            ("alive_at", models.DateTimeField(null=True)),
            ("failure", models.CharField(blank=True, max_length=400)),
            ("sha256", models.CharField(blank=True, max_length=64)),
            ("size", models.BigIntegerField(default=0)),
            ("encoding", models.CharField(blank=True, max_length=12)),
            ("misfits", models.BooleanField(default=False)),
            ("delimiter", models.CharField(blank=True, max_length=1)),
            ("sheet", models.CharField(blank=True, max_length=100)),
            ("headings", models.JSONField(default=list)),
            ("meanings", models.JSONField(default=list)),
            ("bytes_read", models.BigIntegerField(default=0)),
            ("rows_read", models.BigIntegerField(default=0)),
            ("counts", models.JSONField(default=dict)),
            ("fingerprint", models.CharField(blank=True, max_length=64)),
            ("source", models.CharField(blank=True, max_length=200)),
            ("as_at", models.DateField(null=True)),
        ],
    ),
    migrations.CreateModel(
        name="RollPiece",
        fields=[
            NUMBER,
            ("place", models.PositiveIntegerField()),
            ("sealed", models.BinaryField()),
            (
                "roll",
                models.ForeignKey(
                    db_index=False, on_delete=models.CASCADE, to="members.waitingroll"
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("roll", "place"), name="members_one_roll_piece")
            ],
        },
    ),
    migrations.CreateModel(
        name="RollLine",
        fields=[
            NUMBER,
            ("line", models.PositiveIntegerField()),
            ("number", models.CharField(max_length=32)),
            ("is_good", models.BooleanField()),
            ("name", models.CharField(max_length=200)),
            ("joined_on", models.DateField(null=True)),
            ("preferred", models.CharField(max_length=8)),
            ("new_id", models.UUIDField(null=True)),
            ("pseudonym", models.CharField(max_length=24)),
            ("is_work", models.BooleanField()),
            ("email_sealed", models.BinaryField(null=True)),
            ("email_mark", models.BinaryField(max_length=16, null=True)),
            ("mobile_sealed", models.BinaryField(null=True)),
            ("mobile_mark", models.BinaryField(max_length=16, null=True)),
            ("landline_sealed", models.BinaryField(null=True)),
            ("landline_mark", models.BinaryField(max_length=16, null=True)),
            ("post_sealed", models.BinaryField(null=True)),
            ("post_mark", models.BinaryField(max_length=16, null=True)),
            (
                "branch",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=models.DO_NOTHING,
                    to="members.body",
                ),
            ),
            (
                "roll",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=models.DO_NOTHING,
                    to="members.waitingroll",
                ),
            ),
        ],
        options={
            "indexes": [
                models.Index(fields=["roll", "number"], name="members_rollline_number"),
                models.Index(fields=["roll", "line"], name="members_rollline_line"),
            ],
        },
    ),
    migrations.CreateModel(
        name="RollFinding",
        fields=[
            NUMBER,
            (
                "kind",
                models.CharField(
                    choices=[
                        ("problem", "Left out"),
                        ("new", "New"),
                        ("changed", "Changed"),
                        ("contact", "Another address"),
                        ("gone", "Not in the file"),
                        ("twice", "Twice under two numbers"),
                        ("shared", "Sharing an address"),
                        ("cluster", "Changed in a cluster"),
                        ("work", "At an employer's address"),
                        ("left", "Left the union"),
                    ],
                    max_length=8,
                ),
            ),
            ("line", models.PositiveIntegerField(null=True)),
            ("number", models.CharField(blank=True, max_length=32)),
            ("what", models.CharField(blank=True, max_length=100)),
            ("words", models.CharField(blank=True, max_length=300)),
            ("member_key", models.UUIDField(null=True)),
            (
                "roll",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=models.DO_NOTHING,
                    to="members.waitingroll",
                ),
            ),
        ],
        options={
            "indexes": [
                models.Index(fields=["roll", "kind", "id"], name="members_rollfinding_kind")
            ],
        },
    ),
    migrations.CreateModel(
        name="RollMapping",
        fields=[
            ("signature", models.CharField(max_length=64, primary_key=True, serialize=False)),
            ("meanings", models.JSONField()),
            ("set_at", models.DateTimeField(auto_now=True)),
        ],
    ),
    # The imports of the roll that were done, and what the last one changed.
    migrations.CreateModel(
        name="RollImport",
        fields=[
            KEY,
            ("source", models.CharField(max_length=200)),
            ("as_at", models.DateField()),
            ("sha256", models.CharField(max_length=64)),
            ("counts", models.JSONField()),
            ("done_at", models.DateTimeField(db_index=True)),
            ("undone_at", models.DateTimeField(null=True)),
            (
                "decided_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.SET_NULL,
                    related_name="roll_imports",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["-done_at"],
        },
    ),
    migrations.CreateModel(
        name="RollUndo",
        fields=[
            NUMBER,
            ("member_key", models.UUIDField()),
            ("was_new", models.BooleanField()),
            ("is_changed", models.BooleanField()),
            ("name", models.CharField(max_length=200)),
            ("branch_key", models.UUIDField(null=True)),
            ("joined_on", models.DateField(null=True)),
            ("source", models.CharField(max_length=200)),
            ("as_at", models.DateField(null=True)),
            (
                "roll_import",
                models.ForeignKey(
                    db_constraint=False, on_delete=models.DO_NOTHING, to="members.rollimport"
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="RollUndoContact",
        fields=[
            NUMBER,
            ("member_key", models.UUIDField()),
            ("kind", models.CharField(max_length=8)),
            ("sealed", models.BinaryField()),
            ("mark", models.BinaryField(max_length=16)),
            ("is_preferred", models.BooleanField()),
            ("changed_at", models.DateTimeField()),
            ("confirmed_at", models.DateTimeField(null=True)),
            ("failed_at", models.DateTimeField(null=True)),
            ("failure", models.CharField(blank=True, max_length=40)),
            (
                "roll_import",
                models.ForeignKey(
                    db_constraint=False, on_delete=models.DO_NOTHING, to="members.rollimport"
                ),
            ),
        ],
    ),
    # The demo's mailbox.
    migrations.CreateModel(
        name="DemoMail",
        fields=[
            NUMBER,
            ("sent_at", models.DateTimeField(auto_now_add=True)),
            ("to", models.CharField(max_length=254)),
            ("subject", models.CharField(max_length=200)),
            ("body", models.TextField()),
        ],
        options={
            "ordering": ["-id"],
        },
    ),
]


class Migration(migrations.Migration):
    replaces = [
        ("members", "0001_initial"),
        ("members", "0002_officer_keys"),
        ("members", "0003_erased_members"),
        ("members", "0004_contacts"),
        ("members", "0005_contacts_only_sealed"),
        ("members", "0006_joined_on"),
        ("members", "0007_dispatches"),
        ("members", "0008_contact_changes"),
        ("members", "0010_roll_imports"),
        ("members", "0011_jottings"),
    ]

    initial = True

    dependencies = []

    operations = [CreateTables(TABLES)]
