"""The tables of the conferences room, as its models describe them.

`replaces` names the migrations that made them before. A database that has run all of those is
at this one already; one that has run a part of them is told what to do (`config.checks`).
"""

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from audit.store.tables import KEY, NUMBER, CreateTables

TABLES = [
    # A conference, who may attend and vote, what is on the agenda, and what is on the floor.
    migrations.CreateModel(
        name="Conference",
        fields=[
            KEY,
            ("code", models.SlugField(max_length=20, unique=True)),
            ("title", models.CharField(max_length=200)),
            ("starts_on", models.DateField()),
            ("ends_on", models.DateField()),
            ("standing_orders", models.JSONField()),
            ("is_sample", models.BooleanField(default=False)),
            (
                "body",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="conferences", to="members.body"
                ),
            ),
            ("timetable_published_at", models.DateTimeField(null=True)),
            ("delegated_by", models.CharField(blank=True, max_length=200)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("conference", "Conference"),
                        ("committee", "Committee meeting"),
                        ("branch", "Branch meeting"),
                    ],
                    default="conference",
                    max_length=10,
                ),
            ),
            (
                "rehearses",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="rehearsals",
                    to="conferences.conference",
                ),
            ),
            (
                "within",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="meetings",
                    to="conferences.conference",
                ),
            ),
        ],
        options={
            "ordering": ["-starts_on", "code"],
        },
    ),
    migrations.CreateModel(
        name="Session",
        fields=[
            NUMBER,
            ("number", models.PositiveSmallIntegerField()),
            ("held_on", models.DateField()),
            ("opened_at", models.DateTimeField(null=True)),
            ("closed_at", models.DateTimeField(null=True)),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="sessions", to="conferences.conference"
                ),
            ),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(fields=("conference", "number"), name="session_number_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="AgendaItem",
        fields=[
            NUMBER,
            ("position", models.PositiveSmallIntegerField()),
            ("starts_at", models.TimeField()),
            ("title", models.CharField(max_length=200)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("formal", "Formal business"),
                        ("report", "Report"),
                        ("motion", "Motion"),
                        ("speaker", "Speaker"),
                        ("break", "Break"),
                    ],
                    max_length=12,
                ),
            ),
            ("taken_at", models.DateTimeField(null=True)),
            (
                "session",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="items", to="conferences.session"
                ),
            ),
            ("ended_at", models.DateTimeField(null=True)),
            (
                "carried_from",
                models.OneToOneField(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="carried_to",
                    to="conferences.agendaitem",
                ),
            ),
            ("keeps_time", models.BooleanField(default=False)),
            ("moved_from", models.TimeField(null=True)),
        ],
        options={
            "ordering": ["session__number", "starts_at", "position"],
        },
    ),
    migrations.CreateModel(
        name="Credential",
        fields=[
            KEY,
            ("number", models.CharField(max_length=20)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("delegate", "Delegate"),
                        ("committee_delegate", "Committee delegate"),
                        ("sharer", "Sharer"),
                        ("member", "Member"),
                        ("executive", "Executive member"),
                        ("visitor", "Visitor"),
                        ("observer", "Observer"),
                        ("press", "Press"),
                    ],
                    max_length=20,
                ),
            ),
            ("is_leader", models.BooleanField(default=False)),
            ("may_vote", models.BooleanField(default=True)),
            ("card_strength", models.PositiveIntegerField(default=0)),
            ("admitted_at", models.DateTimeField(null=True)),
            (
                "body",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="credentials", to="members.body"
                ),
            ),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="credentials",
                    to="conferences.conference",
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="credentials",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("revoked_at", models.DateTimeField(null=True)),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("conference", "number"), name="credential_number_once"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("revoked_at", None)),
                    fields=("conference", "member"),
                    name="one_credential_each",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("revoked_at", None), ("admitted_at", None), _connector="OR"
                    ),
                    name="revoked_is_not_present",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("may_vote", False),
                        models.Q(
                            ("kind__in", ("delegate", "committee_delegate", "sharer", "member")),
                            ("revoked_at", None),
                        ),
                        _connector="OR",
                    ),
                    name="only_delegates_vote",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Attendance",
        fields=[
            NUMBER,
            ("checked_in_at", models.DateTimeField()),
            ("checked_out_at", models.DateTimeField(null=True)),
            (
                "credential",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="attendance", to="conferences.credential"
                ),
            ),
        ],
        options={
            "ordering": ["checked_in_at"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("checked_out_at__isnull", True)),
                    fields=("credential",),
                    name="one_open_attendance_each",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Floor",
        fields=[
            (
                "conference",
                models.OneToOneField(
                    on_delete=models.PROTECT,
                    primary_key=True,
                    related_name="floor",
                    serialize=False,
                    to="conferences.conference",
                ),
            ),
            (
                "phase",
                models.CharField(
                    choices=[
                        ("idle", "Between items"),
                        ("called", "Called"),
                        ("moved", "Moved"),
                        ("debate", "In debate"),
                        ("amendment", "Amendment in debate"),
                        ("question_put", "The question is put"),
                        ("voting", "Voting"),
                        ("counted", "Counted"),
                        ("declared", "Declared"),
                    ],
                    default="idle",
                    max_length=14,
                ),
            ),
            ("heading", models.CharField(blank=True, max_length=200)),
            ("text", models.TextField(blank=True)),
            ("text_version", models.PositiveSmallIntegerField(default=0)),
            ("effect", models.TextField(blank=True)),
            ("note", models.TextField(blank=True)),
            ("changed_at", models.DateTimeField(auto_now=True)),
            (
                "ballot",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="+", to="ballots.ballot"
                ),
            ),
            (
                "item",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to="conferences.agendaitem",
                ),
            ),
            ("difference", models.JSONField(default=list)),
            ("subject", models.CharField(blank=True, max_length=120)),
        ],
    ),
    # The timetable of a conference: what opens and closes, and when.
    migrations.CreateModel(
        name="KeyDate",
        fields=[
            NUMBER,
            (
                "key",
                models.CharField(
                    choices=[
                        ("qualifying_date", "Members are counted for delegates and card votes"),
                        ("conference_called", "Conference is called"),
                        ("motions_open", "Motions open"),
                        ("motions_close", "Motions close"),
                        ("soc_meeting_1", "Standing Orders Committee considers motions"),
                        ("soc_appeal_1", "Branches' replies to the committee close"),
                        ("preliminary_agenda", "Preliminary agenda published; amendments open"),
                        ("delegates_close", "Registering delegates closes"),
                        ("contact_data_check", "Delegates check how they are reached"),
                        ("access_requests_close", "Access requests close"),
                        ("amendments_close", "Amendments close"),
                        ("priority_ballot_open", "Priority ballot opens"),
                        ("compositing_meeting", "Compositing meetings"),
                        ("priority_ballot_close", "Priority ballot closes"),
                        ("final_agenda", "Final agenda published"),
                        ("contact_data_freeze", "Contact details are frozen"),
                        ("emergency_motions_close", "Emergency motions close"),
                        ("test_event", "Test of voting and devices"),
                        ("references_back_close", "References back close"),
                        ("substitutions_close", "Changes of delegates close"),
                        ("soc_report_3", "Report on emergencies, voting and timetable"),
                        ("conference", "Conference sits"),
                        ("results_certified", "Results certified"),
                        ("complaints_internal_close", "Internal complaints close"),
                        ("retention_review", "Records reviewed"),
                    ],
                    max_length=28,
                ),
            ),
            ("at", models.DateTimeField()),
            ("until", models.DateTimeField(blank=True, null=True)),
            ("is_day", models.BooleanField(default=False)),
            ("note", models.CharField(blank=True, max_length=200)),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="key_dates", to="conferences.conference"
                ),
            ),
        ],
        options={
            "ordering": ["at", "key"],
            "constraints": [
                models.UniqueConstraint(fields=("conference", "key"), name="key_date_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="KeyDateChange",
        fields=[
            NUMBER,
            (
                "key",
                models.CharField(
                    choices=[
                        ("qualifying_date", "Members are counted for delegates and card votes"),
                        ("conference_called", "Conference is called"),
                        ("motions_open", "Motions open"),
                        ("motions_close", "Motions close"),
                        ("soc_meeting_1", "Standing Orders Committee considers motions"),
                        ("soc_appeal_1", "Branches' replies to the committee close"),
                        ("preliminary_agenda", "Preliminary agenda published; amendments open"),
                        ("delegates_close", "Registering delegates closes"),
                        ("contact_data_check", "Delegates check how they are reached"),
                        ("access_requests_close", "Access requests close"),
                        ("amendments_close", "Amendments close"),
                        ("priority_ballot_open", "Priority ballot opens"),
                        ("compositing_meeting", "Compositing meetings"),
                        ("priority_ballot_close", "Priority ballot closes"),
                        ("final_agenda", "Final agenda published"),
                        ("contact_data_freeze", "Contact details are frozen"),
                        ("emergency_motions_close", "Emergency motions close"),
                        ("test_event", "Test of voting and devices"),
                        ("references_back_close", "References back close"),
                        ("substitutions_close", "Changes of delegates close"),
                        ("soc_report_3", "Report on emergencies, voting and timetable"),
                        ("conference", "Conference sits"),
                        ("results_certified", "Results certified"),
                        ("complaints_internal_close", "Internal complaints close"),
                        ("retention_review", "Records reviewed"),
                    ],
                    max_length=28,
                ),
            ),
            ("at", models.DateTimeField()),
            ("is_day", models.BooleanField(default=False)),
            ("note", models.CharField(blank=True, max_length=200)),
            ("reason", models.TextField()),
            ("asked_at", models.DateTimeField()),
            ("decided_at", models.DateTimeField(null=True)),
            ("is_confirmed", models.BooleanField(null=True)),
            (
                "asked_by",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="key_date_changes",
                    to="conferences.conference",
                ),
            ),
            (
                "decided_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["-asked_at"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("decided_at", None)),
                    fields=("conference", "key"),
                    name="one_key_date_change_waits",
                )
            ],
        },
    ),
    # How many delegates each branch may send, whom it registered, and what was asked about it.
    migrations.CreateModel(
        name="Entitlement",
        fields=[
            (
                "conference",
                models.OneToOneField(
                    on_delete=models.PROTECT,
                    primary_key=True,
                    related_name="entitlement",
                    serialize=False,
                    to="conferences.conference",
                ),
            ),
            ("preset", models.CharField(blank=True, max_length=20)),
            ("scale", models.JSONField()),
            ("qualifying_on", models.DateField()),
            ("register_by", models.DateTimeField(blank=True, null=True)),
            ("substitute_by", models.DateTimeField(blank=True, null=True)),
            ("sharers_allowed", models.BooleanField(default=False)),
            ("fixed_at", models.DateTimeField(null=True)),
            (
                "fixed_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="BranchEntitlement",
        fields=[
            NUMBER,
            ("members", models.PositiveIntegerField()),
            ("delegates", models.PositiveSmallIntegerField()),
            ("women", models.PositiveIntegerField(null=True)),
            ("source", models.CharField(max_length=200)),
            ("as_at", models.DateField()),
            (
                "branch",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="members.body"),
            ),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="branch_entitlements",
                    to="conferences.conference",
                ),
            ),
        ],
        options={
            "ordering": ["branch__code"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("conference", "branch"), name="one_entitlement_a_branch"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Registration",
        fields=[
            KEY,
            ("number", models.PositiveIntegerField()),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("delegate", "Delegate"),
                        ("committee_delegate", "Committee delegate"),
                        ("sharer", "Sharer"),
                        ("member", "Member"),
                        ("executive", "Executive member"),
                        ("visitor", "Visitor"),
                        ("observer", "Observer"),
                        ("press", "Press"),
                    ],
                    max_length=20,
                ),
            ),
            ("is_leader", models.BooleanField(default=False)),
            (
                "seat_for",
                models.CharField(
                    blank=True,
                    choices=[
                        ("women", "Women's seat"),
                        ("low_paid", "Low-paid members' seat"),
                        ("young", "Young members' seat"),
                    ],
                    max_length=10,
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("waiting", "Waits for the second officer"),
                        ("late", "Waits for the Standing Orders Committee"),
                        ("registered", "Registered"),
                        ("declined", "Not confirmed"),
                        ("refused", "Refused by the committee"),
                        ("withdrawn", "Withdrawn"),
                    ],
                    default="waiting",
                    max_length=10,
                ),
            ),
            ("entered_at", models.DateTimeField()),
            ("confirmed_at", models.DateTimeField(null=True)),
            ("decided_at", models.DateTimeField(null=True)),
            ("reason", models.TextField(blank=True)),
            (
                "branch",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="registrations", to="members.body"
                ),
            ),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="registrations",
                    to="conferences.conference",
                ),
            ),
            (
                "confirmed_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "credential",
                models.OneToOneField(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="registration",
                    to="conferences.credential",
                ),
            ),
            (
                "decided_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "entered_by",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="registrations",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "replaces",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="substitutes",
                    to="conferences.credential",
                ),
            ),
            (
                "shares",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="sharers",
                    to="conferences.credential",
                ),
            ),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("conference", "number"), name="registration_number_once"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("state__in", ("waiting", "late"))),
                    fields=("conference", "member"),
                    name="one_open_registration_each",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("confirmed_by", None),
                        models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="two_officers_register",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="RegistrationQuery",
        fields=[
            NUMBER,
            ("number", models.PositiveIntegerField()),
            ("membership_number", models.CharField(max_length=32)),
            ("why", models.CharField(max_length=40)),
            ("words", models.TextField()),
            ("asked_at", models.DateTimeField()),
            ("answer", models.TextField(blank=True)),
            ("answered_at", models.DateTimeField(null=True)),
            (
                "answered_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "asked_by",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "branch",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="members.body"),
            ),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="registration_queries",
                    to="conferences.conference",
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("conference", "number"), name="registration_query_number_once"
                )
            ],
        },
    ),
    # Posts to be elected at a conference, and who was nominated for them, up to the vote.
    migrations.CreateModel(
        name="Post",
        fields=[
            NUMBER,
            ("reference", models.SlugField(max_length=10)),
            ("title", models.CharField(max_length=200)),
            ("duties", models.CharField(max_length=400)),
            ("seats", models.PositiveSmallIntegerField()),
            ("rule", models.CharField(max_length=20)),
            ("ron", models.BooleanField(default=True)),
            ("reserved", models.JSONField(default=list)),
            ("class_code", models.CharField(max_length=40)),
            ("attestation", models.JSONField()),
            ("assessment", models.JSONField()),
            ("guard_basis", models.CharField(max_length=400)),
            (
                "nominated_by",
                models.CharField(
                    choices=[
                        ("branches", "Branches"),
                        ("delegate", "Any delegate"),
                        ("two_delegates", "A delegate, seconded by another"),
                    ],
                    max_length=16,
                ),
            ),
            ("nominations_open_at", models.DateTimeField()),
            ("nominations_close_at", models.DateTimeField()),
            ("later_close_at", models.DateTimeField(null=True)),
            ("later_reason", models.TextField(blank=True)),
            ("statement_words", models.PositiveSmallIntegerField(default=150)),
            (
                "order",
                models.CharField(
                    choices=[("surname", "By surname"), ("lot", "By lot")],
                    default="surname",
                    max_length=8,
                ),
            ),
            ("order_seed", models.CharField(blank=True, max_length=100)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("under_review", "Waiting for a second person"),
                        ("refused", "Refused"),
                        ("nominations", "Nominations"),
                        ("closed", "Nominations are closed"),
                        ("unopposed", "Decided without a vote"),
                        ("vote", "Put to the vote"),
                    ],
                    max_length=16,
                ),
            ),
            ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ("review_reason", models.TextField(blank=True)),
            ("closed_at", models.DateTimeField(null=True)),
            ("decided_at", models.DateTimeField(null=True)),
            (
                "ballot",
                models.OneToOneField(
                    null=True, on_delete=models.PROTECT, related_name="post", to="ballots.ballot"
                ),
            ),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="posts", to="conferences.conference"
                ),
            ),
            (
                "created_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "later_asked_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "reviewed_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("is_secret", models.BooleanField(default=False)),
        ],
        options={
            "ordering": ["conference", "reference"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("conference", "reference"), name="post_reference_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(("seats__gte", 1)), name="post_has_a_place"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("nominations_close_at__gt", models.F("nominations_open_at"))
                    ),
                    name="nominations_close_after_they_open",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Nomination",
        fields=[
            NUMBER,
            ("number", models.PositiveSmallIntegerField()),
            ("made_at", models.DateTimeField()),
            ("seconded_at", models.DateTimeField(null=True)),
            (
                "consent",
                models.CharField(
                    choices=[
                        ("waiting", "Has not answered"),
                        ("given", "Consents to stand"),
                        ("declined", "Declines"),
                    ],
                    default="waiting",
                    max_length=8,
                ),
            ),
            ("consent_at", models.DateTimeField(null=True)),
            ("eligible_for", models.JSONField(default=list)),
            ("statement", models.TextField(blank=True)),
            ("statement_version", models.PositiveSmallIntegerField(default=0)),
            ("statement_at", models.DateTimeField(null=True)),
            ("is_valid", models.BooleanField(null=True)),
            ("ruling_reason", models.TextField(blank=True)),
            ("ruled_at", models.DateTimeField(null=True)),
            ("withdrawn_at", models.DateTimeField(null=True)),
            ("withdrawn_reason", models.TextField(blank=True)),
            ("paper_number", models.PositiveSmallIntegerField(null=True)),
            (
                "branch",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="+", to="members.body"
                ),
            ),
            (
                "made_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "nominee",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="nominations",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "ruled_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "seconded_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "post",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="nominations", to="conferences.post"
                ),
            ),
        ],
        options={
            "ordering": ["post", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("post", "number"), name="nomination_number_once"),
                models.UniqueConstraint(
                    condition=models.Q(
                        ("withdrawn_at", None),
                        models.Q(("is_valid", False), _negated=True),
                        models.Q(("consent", "declined"), _negated=True),
                    ),
                    fields=("post", "nominee"),
                    name="nominee_once_a_post",
                ),
            ],
        },
    ),
    # Briefings, the guests and members who register for them, and what they consented to.
    migrations.CreateModel(
        name="Briefing",
        fields=[
            KEY,
            ("slug", models.SlugField(max_length=80, unique=True)),
            ("title", models.CharField(max_length=200)),
            ("about", models.TextField()),
            ("starts_at", models.DateTimeField(db_index=True)),
            ("ends_at", models.DateTimeField()),
            ("join_link", models.CharField(max_length=500)),
            ("opens_minutes", models.PositiveSmallIntegerField(default=15)),
            ("recording_link", models.CharField(blank=True, max_length=500)),
            ("capacity", models.PositiveIntegerField(null=True)),
            (
                "open_to",
                models.CharField(
                    choices=[("members", "Members only"), ("guests", "Members and guests")],
                    default="guests",
                    max_length=8,
                ),
            ),
            ("access_contact", models.CharField(max_length=200)),
            ("access_note", models.CharField(blank=True, max_length=300)),
            ("edition", models.PositiveIntegerField(default=0)),
            ("cancelled_at", models.DateTimeField(null=True)),
            ("reminded_at", models.DateTimeField(null=True)),
            (
                "body",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="briefings", to="members.body"
                ),
            ),
            (
                "conference",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="briefings",
                    to="conferences.conference",
                ),
            ),
        ],
        options={
            "ordering": ["starts_at", "slug"],
        },
    ),
    migrations.CreateModel(
        name="Guest",
        fields=[
            KEY,
            ("pseudonym", models.CharField(editable=False, max_length=24, unique=True)),
            ("name_sealed", models.BinaryField(null=True)),
            ("email_sealed", models.BinaryField(null=True)),
            ("mark", models.BinaryField(max_length=16, null=True, unique=True)),
            ("came_at", models.DateTimeField()),
            ("erased_at", models.DateTimeField(null=True)),
        ],
        options={
            "ordering": ["came_at"],
        },
    ),
    migrations.CreateModel(
        name="BriefingRegistration",
        fields=[
            NUMBER,
            ("registered_at", models.DateTimeField()),
            ("cancelled_at", models.DateTimeField(null=True)),
            (
                "briefing",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="registrations",
                    to="conferences.briefing",
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="briefing_registrations",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "guest",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="registrations",
                    to="conferences.guest",
                ),
            ),
        ],
        options={
            "ordering": ["registered_at", "id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("guest__isnull", True), ("member__isnull", False)),
                        models.Q(("guest__isnull", False), ("member__isnull", True)),
                        _connector="OR",
                    ),
                    name="briefing_member_or_guest",
                ),
                models.UniqueConstraint(fields=("briefing", "member"), name="briefing_member_once"),
                models.UniqueConstraint(fields=("briefing", "guest"), name="briefing_guest_once"),
            ],
        },
    ),
    migrations.CreateModel(
        name="BriefingAttendance",
        fields=[
            NUMBER,
            ("joined_at", models.DateTimeField(null=True)),
            ("recording_at", models.DateTimeField(null=True)),
            ("listed_minutes", models.PositiveIntegerField(null=True)),
            (
                "registration",
                models.OneToOneField(
                    on_delete=models.CASCADE,
                    related_name="attendance",
                    to="conferences.briefingregistration",
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Consent",
        fields=[
            NUMBER,
            (
                "purpose",
                models.CharField(
                    choices=[
                        ("joining", "Contact about joining the union"),
                        ("briefings", "Contact about future briefings"),
                        ("rep", "Interest in becoming a rep"),
                    ],
                    max_length=12,
                ),
            ),
            ("is_given", models.BooleanField()),
            ("wording", models.PositiveSmallIntegerField()),
            ("wording_sha256", models.CharField(max_length=64)),
            ("how", models.CharField(max_length=40)),
            ("at", models.DateTimeField()),
            (
                "briefing",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="consents",
                    to="conferences.briefing",
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="consents",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "guest",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="consents",
                    to="conferences.guest",
                ),
            ),
        ],
        options={
            "ordering": ["id"],
            "indexes": [
                models.Index(fields=["member", "purpose"], name="consent_of_member"),
                models.Index(fields=["guest", "purpose"], name="consent_of_guest"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("guest__isnull", True), ("member__isnull", False)),
                        models.Q(("guest__isnull", False), ("member__isnull", True)),
                        _connector="OR",
                    ),
                    name="consent_member_or_guest",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="BriefingNotice",
        fields=[
            NUMBER,
            (
                "kind",
                models.CharField(
                    choices=[
                        ("registered", "You have a place"),
                        ("changed", "Time or place has changed"),
                        ("reminder", "Reminder"),
                        ("cancelled", "It is cancelled"),
                    ],
                    max_length=12,
                ),
            ),
            ("edition", models.PositiveIntegerField(default=0)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("waiting", "Waiting"),
                        ("sent", "Sent"),
                        ("failed", "Could not be sent"),
                    ],
                    default="waiting",
                    max_length=8,
                ),
            ),
            ("tries", models.PositiveSmallIntegerField(default=0)),
            ("due_at", models.DateTimeField()),
            ("ended_at", models.DateTimeField(null=True)),
            (
                "registration",
                models.ForeignKey(
                    on_delete=models.CASCADE,
                    related_name="notices",
                    to="conferences.briefingregistration",
                ),
            ),
        ],
        options={
            "ordering": ["due_at", "id"],
            "indexes": [
                models.Index(
                    condition=models.Q(("state", "waiting")),
                    fields=["due_at"],
                    name="briefing_notice_due",
                )
            ],
            "constraints": [
                models.UniqueConstraint(
                    fields=("registration", "kind", "edition"), name="briefing_notice_once"
                )
            ],
        },
    ),
    # The secret addresses at which people's own calendars are read.
    migrations.CreateModel(
        name="CalendarFeed",
        fields=[
            NUMBER,
            ("key_sha256", models.CharField(max_length=64, unique=True)),
            ("made_at", models.DateTimeField()),
            ("revoked_at", models.DateTimeField(null=True)),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="calendar_feeds",
                    to="conferences.conference",
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="calendar_feeds",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["made_at"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("revoked_at", None)),
                    fields=("conference", "member"),
                    name="one_calendar_address_each",
                )
            ],
        },
    ),
    # Decisions on going ahead with a conference, each with the report that was seen.
    migrations.CreateModel(
        name="ReadinessDecision",
        fields=[
            NUMBER,
            ("number", models.PositiveSmallIntegerField()),
            ("is_go", models.BooleanField()),
            ("reason", models.TextField(blank=True)),
            ("sender_checked", models.BooleanField()),
            ("findings", models.JSONField()),
            ("sha256", models.CharField(max_length=64)),
            ("decided_at", models.DateTimeField()),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="readiness_decisions",
                    to="conferences.conference",
                ),
            ),
            (
                "decided_by",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "ordering": ["-number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("conference", "number"), name="readiness_decision_number_once"
                )
            ],
        },
    ),
    # Before the day: what delegates' devices can do, test votes, and rehearsals with their reports.
    migrations.CreateModel(
        name="DeviceCheck",
        fields=[
            (
                "credential",
                models.OneToOneField(
                    on_delete=models.PROTECT,
                    primary_key=True,
                    related_name="device_check",
                    serialize=False,
                    to="conferences.credential",
                ),
            ),
            ("checked_at", models.DateTimeField(default=django.utils.timezone.now)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("phone", "Phone"),
                        ("tablet", "Tablet"),
                        ("computer", "Computer"),
                        ("other", "Something else"),
                    ],
                    max_length=10,
                ),
            ),
            (
                "system",
                models.CharField(
                    choices=[
                        ("android", "Android"),
                        ("ios", "iPhone or iPad"),
                        ("mac", "Mac"),
                        ("windows", "Windows"),
                        ("other", "Another system"),
                    ],
                    max_length=10,
                ),
            ),
            ("has_script", models.BooleanField(default=False)),
            ("has_storage", models.BooleanField(null=True)),
            ("stream_ms", models.PositiveIntegerField(null=True)),
            ("clock_ms", models.IntegerField(null=True)),
            ("trouble", models.CharField(blank=True, max_length=200)),
        ],
    ),
    migrations.CreateModel(
        name="TestVote",
        fields=[
            NUMBER,
            ("number", models.PositiveSmallIntegerField()),
            ("concluded_at", models.DateTimeField(null=True)),
            ("was_successful", models.BooleanField(null=True)),
            ("figures", models.JSONField(default=dict)),
            ("note", models.CharField(blank=True, max_length=300)),
            (
                "ballot",
                models.OneToOneField(
                    on_delete=models.PROTECT, related_name="test_vote", to="ballots.ballot"
                ),
            ),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="test_votes", to="conferences.conference"
                ),
            ),
        ],
        options={
            "ordering": ["-number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("conference", "number"), name="test_vote_number_once"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Rehearsal",
        fields=[
            NUMBER,
            ("number", models.PositiveSmallIntegerField()),
            (
                "state",
                models.CharField(
                    choices=[
                        ("ready", "Laid out"),
                        ("running", "Under way"),
                        ("reported", "Reported"),
                        ("cleared", "Cleared away"),
                    ],
                    default="ready",
                    max_length=10,
                ),
            ),
            ("crowd", models.JSONField(default=dict)),
            ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("moved_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("doing", models.CharField(blank=True, max_length=120)),
            ("done", models.PositiveSmallIntegerField(default=0)),
            ("of", models.PositiveSmallIntegerField(default=0)),
            ("stop_asked", models.BooleanField(default=False)),
            ("trouble", models.TextField(blank=True)),
            ("measures", models.JSONField(default=dict)),
            ("findings", models.JSONField(default=list)),
            ("report_sha256", models.CharField(blank=True, max_length=64)),
            ("reported_at", models.DateTimeField(null=True)),
            ("cleared_at", models.DateTimeField(null=True)),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="rehearsals_held",
                    to="conferences.conference",
                ),
            ),
            (
                "copy",
                models.OneToOneField(
                    on_delete=models.PROTECT, related_name="rehearsal", to="conferences.conference"
                ),
            ),
            (
                "started_by",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "ordering": ["-number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("conference", "number"), name="rehearsal_number_once"
                )
            ],
        },
    ),
    # Where the hall is seen and heard from: the broadcast, and the screens on the wall.
    migrations.CreateModel(
        name="Broadcast",
        fields=[
            (
                "conference",
                models.OneToOneField(
                    on_delete=models.PROTECT,
                    primary_key=True,
                    related_name="broadcast",
                    serialize=False,
                    to="conferences.conference",
                ),
            ),
            ("stream_url", models.URLField(blank=True, max_length=500)),
            ("joining_url", models.URLField(blank=True, max_length=500)),
            ("captions_url", models.URLField(blank=True, max_length=500)),
            ("interpreter_url", models.URLField(blank=True, max_length=500)),
            ("note", models.CharField(blank=True, max_length=300)),
        ],
    ),
    migrations.CreateModel(
        name="Screen",
        fields=[
            NUMBER,
            ("slug", models.SlugField(max_length=30)),
            ("name", models.CharField(max_length=60)),
            (
                "shows",
                models.CharField(
                    choices=[
                        ("floor", "What is before conference"),
                        ("speaker", "The speaker and the clock"),
                        ("vote", "The vote and its result"),
                        ("agenda", "The order of business"),
                        ("join", "How to join, large"),
                        ("message", "A message"),
                    ],
                    default="floor",
                    max_length=10,
                ),
            ),
            ("message", models.CharField(blank=True, max_length=200)),
            ("is_high_contrast", models.BooleanField(default=False)),
            ("has_interpreter", models.BooleanField(default=False)),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="screens", to="conferences.conference"
                ),
            ),
        ],
        options={
            "ordering": ["name"],
            "constraints": [
                models.UniqueConstraint(fields=("conference", "slug"), name="screen_once")
            ],
        },
    ),
    # Who asks for the floor, who has it, and what is raised on a point of order.
    migrations.CreateModel(
        name="Speaker",
        fields=[
            NUMBER,
            ("subject", models.CharField(max_length=120)),
            (
                "speaking_as",
                models.CharField(
                    choices=[
                        ("mover", "Mover"),
                        ("seconder", "Seconder"),
                        ("speaker", "Speaker"),
                        ("executive", "For the executive"),
                        ("reply", "Right of reply"),
                    ],
                    default="speaker",
                    max_length=10,
                ),
            ),
            (
                "side",
                models.CharField(
                    choices=[("for", "For"), ("against", "Against"), ("to", "To the question")],
                    max_length=7,
                ),
            ),
            ("is_first_time", models.BooleanField(default=False)),
            ("place", models.PositiveSmallIntegerField(null=True)),
            ("seconds", models.PositiveSmallIntegerField()),
            ("asked_at", models.DateTimeField()),
            ("called_at", models.DateTimeField(null=True)),
            ("began_at", models.DateTimeField(null=True)),
            ("ended_at", models.DateTimeField(null=True)),
            ("withdrawn_at", models.DateTimeField(null=True)),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="speakers", to="conferences.conference"
                ),
            ),
            (
                "credential",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="speeches", to="conferences.credential"
                ),
            ),
        ],
        options={
            "ordering": ["asked_at", "pk"],
            "indexes": [
                models.Index(
                    fields=["conference", "subject"], name="conferences_confere_3307cb_idx"
                )
            ],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("ended_at", None), ("withdrawn_at", None)),
                    fields=("conference", "subject", "credential"),
                    name="one_turn_waited_for",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("began_at__isnull", False), ("ended_at", None)),
                    fields=("conference",),
                    name="one_speaks_at_a_time",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="PointOfOrder",
        fields=[
            NUMBER,
            ("number", models.PositiveIntegerField()),
            ("subject", models.CharField(blank=True, max_length=120)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("order", "Point of order"),
                        ("information", "Point of information"),
                        ("explanation", "Personal explanation"),
                    ],
                    default="order",
                    max_length=11,
                ),
            ),
            ("words", models.CharField(max_length=300)),
            ("raised_at", models.DateTimeField()),
            ("upheld", models.BooleanField(null=True)),
            ("ruling", models.CharField(blank=True, max_length=500)),
            ("ruled_at", models.DateTimeField(null=True)),
            ("withdrawn_at", models.DateTimeField(null=True)),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="points_of_order",
                    to="conferences.conference",
                ),
            ),
            (
                "credential",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="points", to="conferences.credential"
                ),
            ),
            (
                "ruled_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(fields=("conference", "number"), name="point_numbered_once")
            ],
        },
    ),
    # What tellers say of the figures of a vote before the chair declares them.
    migrations.CreateModel(
        name="TellersWord",
        fields=[
            NUMBER,
            ("agrees", models.BooleanField()),
            ("reason", models.CharField(blank=True, max_length=500)),
            ("figures", models.JSONField()),
            ("at", models.DateTimeField()),
            (
                "ballot",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="ballots.ballot"),
            ),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="tellers_words",
                    to="conferences.conference",
                ),
            ),
            (
                "teller",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "ordering": ["at", "pk"],
        },
    ),
    # The registers of a conference: what went wrong, which rules were not kept, who complained.
    migrations.CreateModel(
        name="Incident",
        fields=[
            NUMBER,
            ("number", models.PositiveIntegerField()),
            ("started_at", models.DateTimeField()),
            ("ended_at", models.DateTimeField(null=True)),
            ("what", models.TextField()),
            ("effect", models.CharField(max_length=200)),
            ("decision", models.TextField(blank=True)),
            ("decided_at", models.DateTimeField(null=True)),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="incidents", to="conferences.conference"
                ),
            ),
            (
                "decided_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "opened_by",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("votes", models.ManyToManyField(related_name="incidents", to="ballots.ballot")),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("conference", "number"), name="incident_number_once"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="RuleDeparture",
        fields=[
            NUMBER,
            ("number", models.PositiveIntegerField()),
            ("rule", models.CharField(max_length=200)),
            ("reason", models.TextField()),
            ("departed_on", models.DateField()),
            ("entered_at", models.DateTimeField()),
            ("officer_told_on", models.DateField(null=True)),
            ("members_told_on", models.DateField(null=True)),
            ("reply", models.TextField(blank=True)),
            ("replied_on", models.DateField(null=True)),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="departures", to="conferences.conference"
                ),
            ),
            (
                "entered_by",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("conference", "number"), name="departure_number_once"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Complaint",
        fields=[
            NUMBER,
            ("number", models.PositiveIntegerField()),
            ("complainant", models.CharField(blank=True, max_length=200)),
            ("about", models.TextField(blank=True)),
            ("rule", models.CharField(max_length=200)),
            ("breach_on", models.DateField()),
            ("received_on", models.DateField()),
            ("procedure_began_on", models.DateField(null=True)),
            ("procedure_ended_on", models.DateField(null=True)),
            ("officer_told_on", models.DateField(null=True)),
            ("closed_on", models.DateField(null=True)),
            ("outcome", models.TextField(blank=True)),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="complaints", to="conferences.conference"
                ),
            ),
            (
                "vote",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="complaints",
                    to="ballots.ballot",
                ),
            ),
            (
                "hold",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="+", to="audit.hold"
                ),
            ),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("conference", "number"), name="complaint_number_once"
                )
            ],
        },
    ),
    # Scrutiny packs that were asked for, and how far each has come.
    migrations.CreateModel(
        name="ScrutinyPack",
        fields=[
            KEY,
            ("asked_at", models.DateTimeField()),
            ("sealed_roll", models.BinaryField(null=True)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("waiting", "Waiting to be made"),
                        ("making", "Being made"),
                        ("ready", "Ready"),
                        ("failed", "Could not be made"),
                    ],
                    default="waiting",
                    max_length=8,
                ),
            ),
            ("doing", models.CharField(blank=True, max_length=60)),
            ("done", models.PositiveIntegerField(default=0)),
            ("of", models.PositiveIntegerField(default=0)),
            ("trouble", models.TextField(blank=True)),
            ("made_at", models.DateTimeField(null=True)),
            ("manifest_sha256", models.CharField(blank=True, max_length=64)),
            ("size", models.PositiveBigIntegerField(default=0)),
            (
                "asked_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "ballot",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="+", to="ballots.ballot"
                ),
            ),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="packs", to="conferences.conference"
                ),
            ),
            ("signed_at", models.DateTimeField(null=True)),
            ("moved_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "ordering": ["-asked_at"],
        },
    ),
]


class Migration(migrations.Migration):
    replaces = [
        ("conferences", "0001_initial"),
        ("conferences", "0002_registers"),
        ("conferences", "0003_complaint_hold"),
        ("conferences", "0004_scrutiny_packs"),
        ("conferences", "0005_pack_signature"),
        ("conferences", "0006_pack_last_heard_of"),
        ("conferences", "0007_posts_and_nominations"),
        ("conferences", "0008_briefings"),
        ("conferences", "0009_delegates"),
        ("conferences", "0010_key_dates"),
        ("conferences", "0011_no_single_deadline"),
        ("conferences", "0012_items_by_time"),
        ("conferences", "0013_floor_difference"),
        ("conferences", "0014_the_hall"),
        ("conferences", "0015_the_running_day"),
        ("conferences", "0016_members_vote_at_meetings"),
        ("conferences", "0017_before_the_day"),
        ("conferences", "0018_tellers_words"),
        ("conferences", "0019_secret_posts"),
    ]

    initial = True

    dependencies = [
        ("audit", "0001_tables"),
        ("ballots", "0001_tables"),
        ("members", "0001_tables"),
    ]

    operations = [CreateTables(TABLES)]
