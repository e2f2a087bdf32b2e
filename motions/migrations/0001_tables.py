"""The tables of the motions room, as its models describe them.

`replaces` names the migrations that made them before. A database that has run all of those is
at this one already; one that has run a part of them is told what to do (`config.checks`).
"""

import django.core.validators
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import ballots.enums
from audit.store.tables import KEY, NUMBER, CreateTables

TABLES = [
    # Motions, and every version of their words.
    migrations.CreateModel(
        name="Motion",
        fields=[
            KEY,
            ("number", models.CharField(blank=True, max_length=12)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("ordinary", "Motion"),
                        ("emergency", "Emergency motion"),
                        ("rule_amendment", "Rule amendment"),
                        ("standing_order_amendment", "Standing order amendment"),
                        ("composite", "Composite"),
                    ],
                    max_length=24,
                ),
            ),
            ("title", models.CharField(max_length=200)),
            ("section", models.CharField(blank=True, max_length=80)),
            ("majority", models.CharField(choices=ballots.enums.Majority.choices, max_length=24)),
            ("form", models.CharField(choices=ballots.enums.VotingForm.choices, max_length=16)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("DRAFT", "Draft"),
                        ("AWAITING_SECOND_OFFICER", "Awaiting second officer"),
                        ("LODGED", "Lodged"),
                        ("LATE", "Late"),
                        ("WITH_SOC", "With the Standing Orders Committee"),
                        ("QUERY", "Queried with the branch"),
                        ("NOT_IN_ORDER", "Not in order"),
                        ("REFERRED_ELSEWHERE", "Referred elsewhere"),
                        ("IN_ORDER", "In order"),
                        ("COMPOSITE_PROPOSED", "Composite proposed"),
                        ("COMPOSITED", "Composited"),
                        ("SCHEDULED", "Scheduled"),
                        ("NOT_PRIORITISED", "Not prioritised"),
                        ("WITHDRAWN", "Withdrawn"),
                        ("CALLED", "Called"),
                        ("NOT_MOVED", "Not moved"),
                        ("MOVED", "Moved"),
                        ("IN_DEBATE", "In debate"),
                        ("AMENDMENT_IN_DEBATE", "Amendment in debate"),
                        ("ADJOURNED", "Adjourned"),
                        ("NEXT_BUSINESS", "Shelved: next business"),
                        ("REMITTED", "Remitted to the executive"),
                        ("QUESTION_PUT", "Question put"),
                        ("VOTING", "Vote open"),
                        ("COUNTED", "Counted"),
                        ("CHALLENGED", "Challenged"),
                        ("CARRIED", "Carried"),
                        ("LOST", "Lost"),
                        ("NOT_CARRIED", "Not carried"),
                        ("FELL_CONSEQUENTIAL", "Fell"),
                        ("NOT_REACHED", "Not reached"),
                        ("DECIDED_BY_DELEGATED_BODY", "Decided by delegated body"),
                        ("POLICY", "Policy"),
                        ("SUPERSEDED", "Superseded"),
                    ],
                    max_length=28,
                ),
            ),
            (
                "nec_position",
                models.CharField(
                    choices=[
                        ("none", "No position"),
                        ("support", "Support"),
                        ("support_with_qualification", "Support with qualification"),
                        ("oppose", "Oppose"),
                        ("remit", "Asks for it to be remitted"),
                        ("leave_to_conference", "Leaves it to conference"),
                    ],
                    max_length=28,
                ),
            ),
            ("nec_note", models.TextField(blank=True)),
            ("ruling_reason", models.TextField(blank=True)),
            ("lodged_order", models.PositiveSmallIntegerField()),
            ("place", models.PositiveSmallIntegerField(null=True)),
            ("reply_by", models.DateTimeField(null=True)),
            (
                "agenda_item",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="motions",
                    to="conferences.agendaitem",
                ),
            ),
            (
                "certified_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "composite",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="source_motions",
                    to="motions.motion",
                ),
            ),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="motions", to="conferences.conference"
                ),
            ),
            (
                "lodged_by",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="motions", to="members.body"
                ),
            ),
            (
                "mover",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to="conferences.credential",
                ),
            ),
            (
                "seconder",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to="conferences.credential",
                ),
            ),
            (
                "seconding_body",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="+", to="members.body"
                ),
            ),
            (
                "submitted_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
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
            ("lodged_at", models.DateTimeField(null=True)),
            ("reference", models.CharField(max_length=16)),
            ("submitted_at", models.DateTimeField(null=True)),
            ("arose_on", models.DateField(null=True)),
            (
                "offered_again",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="offers", to="motions.motion"
                ),
            ),
            ("sent_back_because", models.TextField(blank=True)),
            ("why_urgent", models.TextField(blank=True)),
            (
                "decides",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="decided_at_meeting_as",
                    to="motions.motion",
                ),
            ),
        ],
        options={
            "ordering": ["lodged_order"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("number", ""), _negated=True),
                    fields=("conference", "number"),
                    name="motion_number_once",
                ),
                models.UniqueConstraint(
                    fields=("conference", "reference"), name="motion_named_once"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="MotionText",
        fields=[
            NUMBER,
            ("version", models.PositiveSmallIntegerField()),
            ("text", models.TextField()),
            ("sha256", models.CharField(max_length=64)),
            ("why", models.CharField(max_length=200)),
            ("made_at", models.DateTimeField(auto_now_add=True)),
            (
                "motion",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="texts", to="motions.motion"
                ),
            ),
        ],
        options={
            "ordering": ["version"],
            "constraints": [
                models.UniqueConstraint(fields=("motion", "version"), name="text_version_once")
            ],
        },
    ),
    # Words to alter a motion.
    migrations.CreateModel(
        name="Amendment",
        fields=[
            KEY,
            ("number", models.CharField(blank=True, max_length=12)),
            ("operation", models.CharField(blank=True, max_length=20)),
            ("instruction", models.TextField()),
            (
                "state",
                models.CharField(
                    choices=[
                        ("draft", "Draft"),
                        ("awaiting_second", "Awaiting the second officer"),
                        ("lodged", "Lodged"),
                        ("late", "Late"),
                        ("with_soc", "With the Standing Orders Committee"),
                        ("in_order", "In order"),
                        ("not_in_order", "Not in order"),
                        ("accepted", "Accepted by the mover"),
                        ("not_accepted", "Not accepted by the mover"),
                        ("composited", "Taken into a composite"),
                        ("grouped", "Grouped with others"),
                        ("moved", "Moved"),
                        ("in_debate", "In debate"),
                        ("question_put", "Question put"),
                        ("voting", "Vote open"),
                        ("carried", "Carried"),
                        ("lost", "Lost"),
                        ("not_carried", "Not carried"),
                        ("withdrawn", "Withdrawn"),
                        ("not_moved", "Not moved"),
                        ("fallen", "Fell"),
                    ],
                    max_length=16,
                ),
            ),
            ("mover_accepts", models.BooleanField(null=True)),
            ("ruling_reason", models.TextField(blank=True)),
            ("place", models.PositiveSmallIntegerField()),
            (
                "lodged_by",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="members.body"),
            ),
            (
                "mover",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to="conferences.credential",
                ),
            ),
            (
                "seconder",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to="conferences.credential",
                ),
            ),
            (
                "motion",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="amendments", to="motions.motion"
                ),
            ),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="amendments", to="conferences.conference"
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
            ("lodged_at", models.DateTimeField(null=True)),
            ("reference", models.CharField(max_length=16)),
            ("submitted_at", models.DateTimeField(null=True)),
            (
                "submitted_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "to_amendment",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="amendments",
                    to="motions.amendment",
                ),
            ),
        ],
        options={
            "ordering": ["place"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("number", ""), _negated=True),
                    fields=("conference", "number"),
                    name="amendment_number_once",
                ),
                models.UniqueConstraint(
                    fields=("conference", "reference"), name="amendment_named_once"
                ),
            ],
        },
    ),
    # The Standing Orders Committee: its meetings, what it ruled there, and what it reports.
    migrations.CreateModel(
        name="SocMeeting",
        fields=[
            NUMBER,
            ("number", models.PositiveSmallIntegerField()),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("meeting", "Meeting"),
                        ("compositing", "Compositing meeting"),
                        ("between", "Decided between meetings, by correspondence"),
                    ],
                    default="meeting",
                    max_length=16,
                ),
            ),
            ("held_at", models.DateTimeField()),
            ("agenda", models.TextField(blank=True)),
            (
                "chair",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="soc_meetings",
                    to="conferences.conference",
                ),
            ),
            ("present", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("conference", "number"), name="soc_meeting_number_once"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Interest",
        fields=[
            NUMBER,
            ("nature", models.CharField(max_length=300)),
            ("declared_at", models.DateTimeField(auto_now_add=True)),
            (
                "member",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="soc_interests",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "motion",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="interests", to="motions.motion"
                ),
            ),
        ],
        options={
            "ordering": ["declared_at"],
            "constraints": [
                models.UniqueConstraint(fields=("member", "motion"), name="interest_declared_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="Ruling",
        fields=[
            NUMBER,
            (
                "decision",
                models.CharField(
                    choices=[
                        ("in_order", "In order"),
                        ("not_in_order", "Not in order"),
                        ("queried", "Queried with the branch"),
                        ("no_reply", "Not in order: no reply to the query"),
                        ("referred", "Referred elsewhere"),
                        ("reviewed", "In order, on review"),
                    ],
                    max_length=16,
                ),
            ),
            (
                "reason_code",
                models.CharField(
                    blank=True,
                    choices=[
                        ("not_one_subject", "More than one subject"),
                        ("not_general_policy", "Not a matter of general policy"),
                        ("unclear", "Not clear what conference would decide"),
                        ("rule_change", "A change of rule under another name"),
                        (
                            "identifiable_person",
                            "About an identifiable person, or a disciplinary matter",
                        ),
                        ("unlawful", "Would commit the union to what it may not lawfully do"),
                        ("defamatory", "Defamatory"),
                        ("same_as_another", "The same as another motion"),
                        ("decided_lately", "Decided by conference lately"),
                        ("not_approved", "Not shown to be approved by a quorate meeting"),
                        ("late", "Received late"),
                        ("over_limit", "Over the limit"),
                        ("not_emergency", "Not an emergency"),
                        ("no_reply", "The branch did not reply"),
                        ("not_relevant", "Not relevant to the motion"),
                        ("direct_negative", "A direct negative"),
                        ("not_understood", "It does not say what is to be changed"),
                        ("other", "Another reason"),
                    ],
                    max_length=24,
                ),
            ),
            ("reason", models.TextField(blank=True)),
            ("is_private", models.BooleanField(default=False)),
            ("referred_to", models.CharField(blank=True, max_length=200)),
            ("reply_by", models.DateTimeField(null=True)),
            ("text_sha256", models.CharField(max_length=64)),
            ("at", models.DateTimeField(auto_now_add=True)),
            (
                "amendment",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="rulings",
                    to="motions.amendment",
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "motion",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="rulings", to="motions.motion"
                ),
            ),
            ("stood_aside", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
            ("took_part", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
            (
                "meeting",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="rulings",
                    to="motions.socmeeting",
                ),
            ),
        ],
        options={
            "ordering": ["at", "id"],
            "indexes": [models.Index(fields=["at"], name="ruling_at")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("motion__isnull", True), ("amendment__isnull", True), _connector="XOR"
                    ),
                    name="ruling_on_one_thing",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="SocReport",
        fields=[
            NUMBER,
            ("number", models.PositiveSmallIntegerField()),
            ("dated_on", models.DateField()),
            ("adopted_at", models.DateTimeField(null=True)),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="soc_reports",
                    to="conferences.conference",
                ),
            ),
            ("published_at", models.DateTimeField(null=True)),
            ("drawn_up_at", models.DateTimeField(null=True)),
            (
                "published_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("sha256", models.CharField(blank=True, max_length=64)),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("conference", "number"), name="soc_report_number_once"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="SocParagraph",
        fields=[
            NUMBER,
            ("ref", models.CharField(max_length=12)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("noted", "For noting"),
                        ("in_order", "In order"),
                        ("not_in_order", "Not in order"),
                        ("late", "Late"),
                        ("consequential", "Consequence"),
                        ("composite_invited", "Invited to composite"),
                        ("two_thirds", "Two thirds needed"),
                        ("composites_agreed", "Composites agreed"),
                        ("amendments", "Amendments"),
                        ("grouped", "Grouped debate"),
                        ("order_of_business", "Order of business"),
                        ("conduct", "Conduct of business"),
                        ("emergency_admitted", "Emergency motion admitted"),
                        ("not_emergency", "Not an emergency"),
                        ("voting", "Voting"),
                        ("substitutions", "Substitutions"),
                        ("withdrawn", "Withdrawn"),
                        ("received", "Received"),
                        ("queries", "Queries with branches"),
                        ("referred", "Referred to other bodies"),
                        ("reported_again", "Reported again"),
                    ],
                    max_length=24,
                ),
            ),
            ("text", models.TextField()),
            (
                "report",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="paragraphs", to="motions.socreport"
                ),
            ),
            (
                "amendments",
                models.ManyToManyField(related_name="soc_paragraphs", to="motions.amendment"),
            ),
            (
                "instead_of",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="superseded_by",
                    to="motions.socparagraph",
                ),
            ),
            ("motions", models.ManyToManyField(related_name="soc_paragraphs", to="motions.motion")),
            ("place", models.PositiveSmallIntegerField(default=0)),
            ("referred_back_at", models.DateTimeField(null=True)),
        ],
        options={
            "ordering": ["report__number", "place", "id"],
        },
    ),
    migrations.CreateModel(
        name="ReferenceBack",
        fields=[
            NUMBER,
            ("reason", models.TextField()),
            ("asked_at", models.DateTimeField(auto_now_add=True)),
            ("withdrawn_at", models.DateTimeField(null=True)),
            (
                "asked_by",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "body",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="members.body"),
            ),
            (
                "motion",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="references_back",
                    to="motions.motion",
                ),
            ),
            (
                "paragraph",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="references_back",
                    to="motions.socparagraph",
                ),
            ),
        ],
        options={
            "ordering": ["asked_at"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("withdrawn_at", None)),
                    fields=("paragraph", "body"),
                    name="reference_back_asked_once",
                )
            ],
        },
    ),
    # What falls if a motion or an amendment is carried, and the paragraphs that say so.
    migrations.CreateModel(
        name="MotionConsequence",
        fields=[
            NUMBER,
            (
                "carried",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="consequences", to="motions.motion"
                ),
            ),
            (
                "fallen",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="motions.motion"),
            ),
            (
                "paragraph",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to="motions.socparagraph"
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("carried", "fallen"), name="motion_consequence_once"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="AmendmentConsequence",
        fields=[
            NUMBER,
            (
                "carried",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="consequences", to="motions.amendment"
                ),
            ),
            (
                "fallen",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to="motions.amendment"
                ),
            ),
            (
                "paragraph",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to="motions.socparagraph"
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("carried", "fallen"), name="amendment_consequence_once"
                )
            ],
        },
    ),
    # Composites: the groups, who met, what was proposed and how each branch answered.
    migrations.CreateModel(
        name="CompositeGroup",
        fields=[
            KEY,
            ("number", models.PositiveSmallIntegerField()),
            ("letter", models.CharField(max_length=4)),
            ("title", models.CharField(max_length=200)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("being_made", "Being composited"),
                        ("put", "Put to the branches"),
                        ("agreed", "Agreed by every branch"),
                        ("given_up", "Given up"),
                        ("broken_up", "Broken up"),
                    ],
                    default="being_made",
                    max_length=12,
                ),
            ),
            ("meets_at", models.DateTimeField(null=True)),
            ("meets_on_day", models.BooleanField(default=False)),
            ("meets_where", models.CharField(blank=True, max_length=300)),
            ("proposed_at", models.DateTimeField(auto_now_add=True)),
            ("ended_at", models.DateTimeField(null=True)),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="composite_groups",
                    to="conferences.conference",
                ),
            ),
            (
                "motion",
                models.OneToOneField(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="composite_group",
                    to="motions.motion",
                ),
            ),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("conference", "number"), name="composite_letter_once"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="CompositeSource",
        fields=[
            NUMBER,
            ("version", models.PositiveSmallIntegerField()),
            ("left_at", models.DateTimeField(null=True)),
            (
                "amendment",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="composited_in",
                    to="motions.amendment",
                ),
            ),
            (
                "group",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="sources", to="motions.compositegroup"
                ),
            ),
            (
                "motion",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="composited_in", to="motions.motion"
                ),
            ),
        ],
        options={
            "ordering": ["motion__lodged_order", "id"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("amendment", None), ("left_at", None)),
                    fields=("motion",),
                    name="motion_in_one_group",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("left_at", None)),
                    fields=("amendment",),
                    name="amendment_in_one_group",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CompositeMeeting",
        fields=[
            NUMBER,
            ("held_at", models.DateTimeField()),
            ("notes", models.TextField(blank=True)),
            (
                "group",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="meetings", to="motions.compositegroup"
                ),
            ),
        ],
        options={
            "ordering": ["held_at", "id"],
        },
    ),
    migrations.CreateModel(
        name="CompositePresence",
        fields=[
            NUMBER,
            (
                "branch",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="members.body"),
            ),
            (
                "meeting",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="present", to="motions.compositemeeting"
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "ordering": ["branch__code", "id"],
            "constraints": [
                models.UniqueConstraint(fields=("meeting", "member"), name="present_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="CompositeText",
        fields=[
            NUMBER,
            ("version", models.PositiveSmallIntegerField()),
            ("content", models.JSONField()),
            ("text", models.TextField()),
            ("sha256", models.CharField(max_length=64)),
            ("proposed_at", models.DateTimeField(auto_now_add=True)),
            ("dropped_at", models.DateTimeField(null=True)),
            (
                "group",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="texts", to="motions.compositegroup"
                ),
            ),
            (
                "mover",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="members.body"),
            ),
            (
                "seconder",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="members.body"),
            ),
        ],
        options={
            "ordering": ["version"],
            "constraints": [
                models.UniqueConstraint(fields=("group", "version"), name="composite_version_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="CompositeAnswer",
        fields=[
            NUMBER,
            ("agrees", models.BooleanField()),
            ("reason", models.TextField(blank=True)),
            ("at", models.DateTimeField(auto_now_add=True)),
            (
                "branch",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="members.body"),
            ),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "group",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="answers", to="motions.compositegroup"
                ),
            ),
            (
                "text",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="answers",
                    to="motions.compositetext",
                ),
            ),
        ],
        options={
            "ordering": ["at", "id"],
            "constraints": [
                models.UniqueConstraint(fields=("text", "branch"), name="composite_answered_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="CompositeDraft",
        fields=[
            NUMBER,
            ("number", models.PositiveIntegerField()),
            ("before", models.PositiveIntegerField(null=True)),
            ("content", models.JSONField()),
            ("done", models.CharField(max_length=200)),
            ("saved_at", models.DateTimeField(auto_now_add=True)),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "group",
                models.ForeignKey(
                    on_delete=models.CASCADE, related_name="drafts", to="motions.compositegroup"
                ),
            ),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(fields=("group", "number"), name="composite_step_once")
            ],
        },
    ),
    # The order of business as data: groups, parts, section times, the priority ballot, notes.
    migrations.CreateModel(
        name="DebateGroup",
        fields=[
            NUMBER,
            ("number", models.PositiveSmallIntegerField()),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("together", "Debated together, voted on in turn"),
                        (
                            "alternatives",
                            "Alternatives: one debate, and the first to be carried stands",
                        ),
                    ],
                    max_length=12,
                ),
            ),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="debate_groups",
                    to="conferences.conference",
                ),
            ),
            ("motions", models.ManyToManyField(related_name="debate_groups", to="motions.motion")),
            (
                "paragraph",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="+", to="motions.socparagraph"
                ),
            ),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("conference", "number"), name="debate_group_number_once"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="MotionPart",
        fields=[
            NUMBER,
            ("number", models.PositiveSmallIntegerField()),
            ("text_version", models.PositiveSmallIntegerField()),
            ("name", models.CharField(max_length=60)),
            ("first", models.PositiveSmallIntegerField()),
            ("last", models.PositiveSmallIntegerField()),
            (
                "state",
                models.CharField(
                    choices=[
                        ("proposed", "Proposed"),
                        ("waiting", "Still to be put"),
                        ("carried", "Carried"),
                        ("lost", "Lost"),
                        ("not_taken", "Not put"),
                    ],
                    max_length=12,
                ),
            ),
            (
                "motion",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="parts", to="motions.motion"
                ),
            ),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("motion", "number"), name="motion_part_number_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(("first__gte", 1), ("last__gte", models.F("first"))),
                    name="motion_part_has_words",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SectionTime",
        fields=[
            NUMBER,
            ("section", models.CharField(max_length=80)),
            ("ends_at", models.DateTimeField()),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="section_times",
                    to="conferences.conference",
                ),
            ),
        ],
        options={
            "ordering": ["ends_at"],
            "constraints": [
                models.UniqueConstraint(fields=("conference", "section"), name="section_time_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="PriorityBallot",
        fields=[
            NUMBER,
            ("number", models.PositiveSmallIntegerField()),
            ("ranks", models.PositiveSmallIntegerField()),
            ("line", models.PositiveSmallIntegerField()),
            ("result_sha256", models.CharField(blank=True, max_length=64)),
            ("applied_at", models.DateTimeField(null=True)),
            (
                "ballot",
                models.OneToOneField(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="priority_ballot",
                    to="ballots.ballot",
                ),
            ),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="priority_ballots",
                    to="conferences.conference",
                ),
            ),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("conference", "number"), name="priority_ballot_number_once"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="PriorityItem",
        fields=[
            NUMBER,
            ("number", models.PositiveSmallIntegerField()),
            ("points", models.PositiveIntegerField(null=True)),
            ("place", models.PositiveSmallIntegerField(null=True)),
            ("motions", models.ManyToManyField(related_name="priority_items", to="motions.motion")),
            (
                "priority_ballot",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="items", to="motions.priorityballot"
                ),
            ),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("priority_ballot", "number"), name="priority_item_number_once"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="SpeakingNote",
        fields=[
            KEY,
            ("text", models.TextField()),
            ("written_at", models.DateTimeField()),
            (
                "motion",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="speaking_notes", to="motions.motion"
                ),
            ),
            (
                "written_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["-written_at"],
        },
    ),
    # What stands behind a branch's paper: the meeting that approved it, and its second officer.
    migrations.CreateModel(
        name="Approval",
        fields=[
            NUMBER,
            ("held_on", models.DateField()),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("general", "Branch meeting"),
                        ("special", "Special branch meeting"),
                        ("annual", "Annual general meeting"),
                        ("committee", "Committee meeting"),
                    ],
                    max_length=12,
                ),
            ),
            ("present", models.PositiveIntegerField()),
            ("quorum", models.PositiveIntegerField()),
            ("moved_by", models.CharField(blank=True, max_length=120)),
            ("seconded_by", models.CharField(blank=True, max_length=120)),
            ("text_sha256", models.CharField(max_length=64)),
            ("certified_at", models.DateTimeField(default=django.utils.timezone.now)),
            (
                "amendment",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="approvals",
                    to="motions.amendment",
                ),
            ),
            (
                "certified_by",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "motion",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="approvals",
                    to="motions.motion",
                ),
            ),
        ],
        options={
            "ordering": ["certified_at", "id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("motion", None), ("amendment", None), _connector="XOR"),
                    name="approval_of_one_paper",
                ),
                models.CheckConstraint(
                    condition=models.Q(("present__gte", models.F("quorum")), ("quorum__gte", 1)),
                    name="approving_meeting_was_quorate",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Countersignature",
        fields=[
            NUMBER,
            (
                "act",
                models.CharField(
                    choices=[("reply", "Answer to the committee"), ("withdraw", "Withdrawal")],
                    max_length=12,
                ),
            ),
            ("text", models.TextField(blank=True)),
            ("note", models.TextField(blank=True)),
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
                "decided_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "motion",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="countersignatures", to="motions.motion"
                ),
            ),
        ],
        options={
            "ordering": ["-asked_at"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("decided_at", None)),
                    fields=("motion",),
                    name="one_countersignature_waits",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Reminder",
        fields=[
            NUMBER,
            ("key", models.CharField(max_length=28)),
            ("deadline", models.DateTimeField()),
            ("hours", models.PositiveSmallIntegerField()),
            ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
            (
                "body",
                models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="members.body"),
            ),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to="conferences.conference"
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("conference", "body", "key", "deadline", "hours"), name="reminded_once"
                )
            ],
        },
    ),
    # What is put to conference, and how it was answered.
    migrations.CreateModel(
        name="Question",
        fields=[
            KEY,
            (
                "kind",
                models.CharField(
                    choices=[
                        ("motion", "The motion"),
                        ("amendment", "The amendment"),
                        ("part", "A part of the motion"),
                        ("reference_back", "Reference back"),
                        ("challenge_ruling", "Challenge to the chair's ruling"),
                        ("closure", "That the question be now put"),
                        ("next_business", "Next business"),
                        ("adjourn_debate", "Adjourn the debate"),
                        ("remit", "Remit to the executive"),
                        ("leave_to_withdraw", "Leave to withdraw"),
                        ("previous_question", "Previous question"),
                        ("no_confidence", "No confidence in the chair"),
                        ("take_in_parts", "Take in parts"),
                        ("rescind", "Rescind a resolution"),
                        ("suspend_standing_orders", "Suspend standing orders"),
                        ("test_vote", "Test vote"),
                    ],
                    max_length=24,
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("put", "Put"),
                        ("voting", "Vote open"),
                        ("counted", "Counted"),
                        ("challenged", "Challenged"),
                        ("decided", "Decided"),
                        ("taken_back", "Taken back before a vote"),
                    ],
                    default="put",
                    max_length=12,
                ),
            ),
            ("wording", models.TextField()),
            ("majority", models.CharField(choices=ballots.enums.Majority.choices, max_length=24)),
            ("form", models.CharField(choices=ballots.enums.VotingForm.choices, max_length=16)),
            ("text_version", models.PositiveSmallIntegerField(default=0)),
            ("text_sha256", models.CharField(blank=True, max_length=64)),
            (
                "outcome",
                models.CharField(blank=True, choices=ballots.enums.Outcome.choices, max_length=16),
            ),
            ("put_at", models.DateTimeField(auto_now_add=True)),
            ("decided_at", models.DateTimeField(null=True)),
            ("upheld_at", models.DateTimeField(null=True)),
            (
                "amendment",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="questions",
                    to="motions.amendment",
                ),
            ),
            (
                "ballot",
                models.OneToOneField(
                    null=True, on_delete=models.PROTECT, related_name="put_as", to="ballots.ballot"
                ),
            ),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="questions", to="conferences.conference"
                ),
            ),
            (
                "motion",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="questions",
                    to="motions.motion",
                ),
            ),
            (
                "moved_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to="conferences.credential",
                ),
            ),
            (
                "part",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="questions",
                    to="motions.motionpart",
                ),
            ),
            (
                "paragraph",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="questions",
                    to="motions.socparagraph",
                ),
            ),
            (
                "of_chair",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["put_at"],
        },
    ),
    # What delegates ask for from the floor, each counted where the chair cannot overlook it.
    migrations.CreateModel(
        name="ProcedureAsked",
        fields=[
            NUMBER,
            (
                "kind",
                models.CharField(
                    choices=[
                        ("reference_back", "Reference back"),
                        ("challenge_ruling", "Challenge to the chair's ruling"),
                        ("closure", "That the question be now put"),
                        ("next_business", "Next business"),
                        ("adjourn_debate", "Adjourn the debate"),
                        ("remit", "Remit to the executive"),
                        ("leave_to_withdraw", "Leave to withdraw"),
                        ("previous_question", "Previous question"),
                        ("no_confidence", "No confidence in the chair"),
                        ("take_in_parts", "Take in parts"),
                        ("rescind", "Rescind a resolution"),
                        ("suspend_standing_orders", "Suspend standing orders"),
                    ],
                    max_length=24,
                ),
            ),
            ("words", models.CharField(blank=True, max_length=300)),
            ("asked_at", models.DateTimeField()),
            ("declined_at", models.DateTimeField(null=True)),
            ("reason", models.CharField(blank=True, max_length=500)),
            ("withdrawn_at", models.DateTimeField(null=True)),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="procedure_asked",
                    to="conferences.conference",
                ),
            ),
            (
                "credential",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="procedure_asked",
                    to="conferences.credential",
                ),
            ),
            (
                "motion",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="procedure_asked",
                    to="motions.motion",
                ),
            ),
            (
                "question",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="asked_for_by",
                    to="motions.question",
                ),
            ),
        ],
        options={
            "ordering": ["asked_at", "pk"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(
                        ("declined_at", None), ("question", None), ("withdrawn_at", None)
                    ),
                    fields=("conference", "kind", "credential"),
                    name="procedure_asked_once",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="CardDemand",
        fields=[
            NUMBER,
            ("demanded_at", models.DateTimeField()),
            (
                "credential",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="card_demands",
                    to="conferences.credential",
                ),
            ),
            (
                "question",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="card_demands", to="motions.question"
                ),
            ),
        ],
        options={
            "ordering": ["demanded_at", "pk"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("question", "credential"), name="card_demanded_once"
                )
            ],
        },
    ),
    # What a branch has told its delegates to do.
    migrations.CreateModel(
        name="Mandate",
        fields=[
            NUMBER,
            (
                "choice",
                models.CharField(blank=True, choices=ballots.enums.Choice.choices, max_length=7),
            ),
            ("words", models.CharField(blank=True, max_length=300)),
            ("entered_at", models.DateTimeField()),
            (
                "body",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="mandates", to="members.body"
                ),
            ),
            (
                "entered_by",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "motion",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="mandates", to="motions.motion"
                ),
            ),
        ],
        options={
            "ordering": ["motion", "body"],
            "constraints": [
                models.UniqueConstraint(fields=("motion", "body"), name="mandate_once")
            ],
        },
    ),
    # Papers as they were issued: what each said, word for word, and the files made from it.
    migrations.CreateModel(
        name="Paper",
        fields=[
            KEY,
            (
                "kind",
                models.CharField(
                    choices=[
                        ("preliminary_agenda", "Preliminary agenda"),
                        ("final_agenda", "Final agenda"),
                        ("soc_report", "Standing Orders Committee report"),
                        ("order_of_business", "Order of business"),
                    ],
                    max_length=24,
                ),
            ),
            ("series", models.SlugField(max_length=40)),
            ("number", models.PositiveSmallIntegerField()),
            ("title", models.CharField(max_length=200)),
            ("content", models.TextField()),
            ("sha256", models.CharField(max_length=64)),
            ("changed", models.PositiveIntegerField(default=0)),
            ("published_at", models.DateTimeField()),
            ("withdrawn_at", models.DateTimeField(null=True)),
            ("withdrawn_because", models.CharField(blank=True, max_length=300)),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="papers", to="conferences.conference"
                ),
            ),
            (
                "published_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "withdrawn_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["-published_at"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("conference", "series", "number"), name="paper_issue_once"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="PaperFile",
        fields=[
            NUMBER,
            (
                "format",
                models.CharField(
                    choices=[
                        ("html", "Page"),
                        ("pdf", "PDF"),
                        ("large_print", "Large print PDF"),
                        ("docx", "Word"),
                        ("text", "Plain text"),
                    ],
                    max_length=12,
                ),
            ),
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
            ("trouble", models.CharField(blank=True, max_length=300)),
            ("content", models.BinaryField(null=True)),
            ("sha256", models.CharField(blank=True, max_length=64)),
            ("size", models.PositiveBigIntegerField(default=0)),
            ("moved_at", models.DateTimeField(default=django.utils.timezone.now)),
            (
                "paper",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="files", to="motions.paper"
                ),
            ),
        ],
        options={
            "ordering": ["id"],
            "constraints": [
                models.UniqueConstraint(fields=("paper", "format"), name="paper_format_once")
            ],
        },
    ),
    # What the clerk adds to the minutes, and the minutes as they were agreed.
    migrations.CreateModel(
        name="MinutesWords",
        fields=[
            NUMBER,
            ("after", models.UUIDField()),
            ("words", models.TextField()),
            ("written_at", models.DateTimeField()),
            ("struck_at", models.DateTimeField(null=True)),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="minutes_words",
                    to="conferences.conference",
                ),
            ),
            (
                "written_by",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "ordering": ["written_at", "pk"],
        },
    ),
    migrations.CreateModel(
        name="AgreedMinutes",
        fields=[
            NUMBER,
            ("number", models.PositiveSmallIntegerField()),
            ("text", models.TextField()),
            ("sha256", models.CharField(max_length=64)),
            ("agreed_at", models.DateTimeField()),
            ("at_meeting", models.CharField(max_length=200)),
            (
                "agreed_by",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="agreed_minutes",
                    to="conferences.conference",
                ),
            ),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(fields=("conference", "number"), name="agreed_minutes_once")
            ],
        },
    ),
    # What comes of a resolution: who is to do what by when, what they report, what takes its place.
    migrations.CreateModel(
        name="PolicyAction",
        fields=[
            NUMBER,
            ("number", models.PositiveSmallIntegerField()),
            ("what", models.TextField()),
            ("responsible", models.CharField(max_length=120)),
            ("due_on", models.DateField(null=True)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("to_do", "To do"),
                        ("under_way", "Under way"),
                        ("done", "Done"),
                        ("not_possible", "Not possible"),
                    ],
                    default="to_do",
                    max_length=12,
                ),
            ),
            (
                "motion",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="actions", to="motions.motion"
                ),
            ),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("motion", "number"), name="policy_action_number_once"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="ActionReport",
        fields=[
            NUMBER,
            ("text", models.TextField()),
            (
                "state",
                models.CharField(
                    choices=[
                        ("to_do", "To do"),
                        ("under_way", "Under way"),
                        ("done", "Done"),
                        ("not_possible", "Not possible"),
                    ],
                    max_length=12,
                ),
            ),
            ("made_at", models.DateTimeField(auto_now_add=True)),
            (
                "action",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="reports", to="motions.policyaction"
                ),
            ),
        ],
        options={
            "ordering": ["made_at", "pk"],
        },
    ),
    migrations.CreateModel(
        name="Supersession",
        fields=[
            NUMBER,
            ("reason", models.TextField()),
            ("at", models.DateTimeField(auto_now_add=True)),
            (
                "by_motion",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="supersedes", to="motions.motion"
                ),
            ),
            (
                "motion",
                models.OneToOneField(
                    on_delete=models.PROTECT, related_name="superseded", to="motions.motion"
                ),
            ),
        ],
    ),
    # Ideas before there is a motion: shared in confidence, rated by those asked.
    migrations.CreateModel(
        name="IdeaRound",
        fields=[
            NUMBER,
            ("number", models.PositiveSmallIntegerField()),
            ("question", models.CharField(max_length=200)),
            ("opens_at", models.DateTimeField()),
            ("closes_at", models.DateTimeField()),
            (
                "body",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="idea_rounds", to="members.body"
                ),
            ),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="idea_rounds",
                    to="conferences.conference",
                ),
            ),
        ],
        options={
            "ordering": ["-number"],
            "constraints": [
                models.UniqueConstraint(fields=("conference", "number"), name="idea_round_once"),
                models.CheckConstraint(
                    condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                    name="idea_round_lasts",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Idea",
        fields=[
            NUMBER,
            ("number", models.PositiveIntegerField()),
            ("words", models.CharField(max_length=400)),
            ("shared_at", models.DateTimeField()),
            ("hidden_at", models.DateTimeField(null=True)),
            ("hidden_reason", models.CharField(blank=True, max_length=300)),
            (
                "member",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="ideas",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "motion",
                models.ForeignKey(
                    null=True, on_delete=models.SET_NULL, related_name="ideas", to="motions.motion"
                ),
            ),
            (
                "round",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="ideas", to="motions.idearound"
                ),
            ),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(fields=("round", "number"), name="idea_numbered_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="IdeaRating",
        fields=[
            NUMBER,
            (
                "stars",
                models.PositiveSmallIntegerField(
                    validators=[django.core.validators.MaxValueValidator(5)]
                ),
            ),
            ("rated_at", models.DateTimeField()),
            (
                "idea",
                models.ForeignKey(
                    on_delete=models.CASCADE, related_name="ratings", to="motions.idea"
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="idea_ratings",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("idea", "member"), name="idea_rated_once"),
                models.CheckConstraint(
                    condition=models.Q(("stars__lte", 5)), name="idea_stars_at_most_five"
                ),
            ],
        },
    ),
    # Motions that came in a file: the file before the decision on it, and what was entered from it.
    migrations.CreateModel(
        name="StagedImport",
        fields=[
            KEY,
            ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("name", models.CharField(max_length=120)),
            ("sha256", models.CharField(max_length=64)),
            ("kind", models.CharField(max_length=24)),
            ("label", models.CharField(max_length=80)),
            ("motions", models.JSONField(default=list)),
            ("notes", models.JSONField(default=list)),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.CASCADE, related_name="+", to="conferences.conference"
                ),
            ),
            (
                "sent_by",
                models.ForeignKey(
                    on_delete=models.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "ordering": ["-sent_at"],
        },
    ),
    migrations.CreateModel(
        name="MotionImport",
        fields=[
            KEY,
            ("number", models.PositiveSmallIntegerField()),
            ("name", models.CharField(max_length=120)),
            ("sha256", models.CharField(max_length=64)),
            ("kind", models.CharField(max_length=24)),
            ("motions", models.PositiveIntegerField()),
            ("amendments", models.PositiveIntegerField()),
            ("left_out", models.PositiveIntegerField()),
            ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("undone_at", models.DateTimeField(null=True)),
            (
                "conference",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="motion_imports",
                    to="conferences.conference",
                ),
            ),
            (
                "entered_by",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "undone_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["-number"],
            "constraints": [
                models.UniqueConstraint(fields=("conference", "number"), name="motion_import_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="ImportedMotion",
        fields=[
            NUMBER,
            ("line", models.PositiveIntegerField()),
            ("came_as", models.JSONField(default=dict)),
            (
                "motion",
                models.OneToOneField(
                    on_delete=models.PROTECT, related_name="came_from", to="motions.motion"
                ),
            ),
            (
                "motion_import",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="imported", to="motions.motionimport"
                ),
            ),
        ],
        options={
            "ordering": ["motion_import", "line"],
        },
    ),
]


class Migration(migrations.Migration):
    replaces = [
        ("motions", "0001_initial"),
        ("motions", "0002_references"),
        ("motions", "0003_references_kept"),
        ("motions", "0004_order_of_business"),
        ("motions", "0005_committee"),
        ("motions", "0006_amendment_rulings"),
        ("motions", "0007_rulings_elsewhere"),
        ("motions", "0008_composites"),
        ("motions", "0009_policy"),
        ("motions", "0010_lodging"),
        ("motions", "0011_papers"),
        ("motions", "0012_reminders"),
        ("motions", "0013_rescinding"),
        ("motions", "0014_exchange"),
        ("motions", "0015_from_the_floor"),
        ("motions", "0016_decided_at_a_meeting"),
        ("motions", "0017_of_the_chair"),
        ("motions", "0018_ideas"),
        ("motions", "0019_minutes"),
    ]

    initial = True

    dependencies = [
        ("ballots", "0001_tables"),
        ("conferences", "0001_tables"),
        ("members", "0001_tables"),
    ]

    operations = [CreateTables(TABLES)]
