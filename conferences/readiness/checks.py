"""Looking at everything that has to be so before a conference goes ahead: the findings.

Each check reads what there is and says what it found, in a query or two. The report is
`conferences.readiness.Report`; the pure parts are there and in `quorum_forecast`.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import ngettext
from django_otp.plugins.otp_totp.models import TOTPDevice

from audit.selectors import newest_head, unplaced_count
from conferences.enums import RegistrationState
from conferences.models import Conference, Credential, Registration, RegistrationQuery
from conferences.readiness import before_the_vote
from conferences.readiness.quorum_forecast import Delegation, Forecast, Outlook, forecast
from conferences.readiness.report import Finding, Report, State
from members.contacts.selectors import changes_waiting, freeze_in_force
from members.delivery.channels import AT_ONCE, KINDS_OF, channels_open, working
from members.enums import BodyKind, DispatchState, Office
from members.models import Dispatch, Member, PrintedCodeDevice
from members.selectors import appointments_in_force

NEEDED: Final = (Office.RETURNING_OFFICER, Office.CHAIR, Office.TELLER)
WELCOME: Final = (Office.SCRUTINEER, Office.HELPDESK, Office.ACCESS_OFFICER)
STALE_ROLL: Final = timedelta(days=31)
STALE_HEAD: Final = timedelta(hours=1)
# Above this share of messages that came back, a list is out of date (guide 4, lesson 25).
TOO_MANY_BACK_PERCENT: Final = 5


def report_on(conference: Conference) -> Report:
    """Look at everything, now."""
    own = [check(conference) for check in (*OF_CONFERENCE, *before_the_vote.ALL)]
    return Report([*own, *(check() for check in OF_UNION)])


def quorum_forecast(conference: Conference) -> Forecast:
    """Forecast the quorum from the credentials issued and who of them can be reached."""
    rows = (
        _voting(conference)
        .values("body", "body__kind")
        .annotate(
            delegates=Count("pk"),
            reachable=Count("pk", filter=Q(is_reachable=True)),
            present=Count("pk", filter=Q(admitted_at__isnull=False)),
        )
        .order_by("body")
    )
    branches: list[Delegation] = []
    others: list[Delegation] = []
    for row in rows:
        one = Delegation(row["delegates"], row["reachable"], row["present"])
        (branches if row["body__kind"] == BodyKind.BRANCH else others).append(one)
    return forecast(conference.orders.quorum, branches, others)


def _rule(conference: Conference) -> Finding:
    rule = conference.orders.enabling_rule
    if rule:
        return Finding("rule", "Rule that allows votes online", State.READY, f"{rule}.")
    return Finding(
        "rule",
        "Rule that allows votes online",
        State.STOP,
        "The standing orders name no rule or adopted report that allows votes online.",
    )


def _officers(conference: Conference) -> Finding:
    held = set(
        appointments_in_force(max(conference.starts_on, timezone.localdate()))
        .filter(body=conference.body_id, office__in=(*NEEDED, *WELCOME))
        .values_list("office", flat=True)
    )
    missing = [str(office.label).lower() for office in NEEDED if office not in held]
    absent = [str(office.label).lower() for office in WELCOME if office not in held]
    if missing:
        says = f"Nobody is appointed for the first day as {', '.join(missing)}."
        return Finding("officers", "Officers", State.STOP, says)
    if absent:
        says = f"Nobody is appointed as {', '.join(absent)}: decide whether you can do without."
        return Finding("officers", "Officers", State.LOOK, says)
    return Finding("officers", "Officers", State.READY, "Every office is held.")


def _roll() -> Finding:
    found = Member.objects.filter(is_active=True).aggregate(
        members=Count("pk"), newest=Max("as_at"), unsourced=Count("pk", filter=Q(source=""))
    )
    newest = found["newest"]
    if not found["members"] or newest is None:
        return Finding("roll", "Membership roll", State.STOP, "No roll has been imported.")
    without = f", {found['unsourced']:,} of them without a source" if found["unsourced"] else ""
    says = f"{found['members']:,} members as at {formats.date_format(newest, 'j F Y')}{without}."
    is_old = timezone.localdate() - newest > STALE_ROLL
    state = State.LOOK if is_old or found["unsourced"] else State.READY
    return Finding("roll", "Membership roll", state, says)


def _registrations(conference: Conference) -> Finding:
    open_ones = Registration.objects.filter(
        conference=conference, state__in=(RegistrationState.WAITING, RegistrationState.LATE)
    ).count()
    asked = RegistrationQuery.objects.filter(conference=conference, answered_at=None).count()
    voting = conference.credentials.filter(may_vote=True).count()
    says = f"{voting:,} voting delegates have their credentials"
    if not voting:
        return Finding("delegates", "Delegates", State.STOP, "Nobody may vote yet.")
    if open_ones or asked:
        registrations = ngettext("%d registration", "%d registrations", open_ones) % open_ones
        queries = ngettext("%d query", "%d queries", asked) % asked
        says = f"{says}; waiting for an answer: {registrations} and {queries}."
        return Finding("delegates", "Delegates", State.LOOK, says)
    return Finding(
        "delegates", "Delegates", State.READY, f"{says}, and nothing waits for an answer."
    )


def _quorum(conference: Conference) -> Finding:
    seen = quorum_forecast(conference)
    states = {Outlook.OUT_OF_REACH: State.STOP, Outlook.NEAR: State.LOOK}
    return Finding("quorum", "Quorum", states.get(seen.outlook, State.READY), seen.sentence)


def _reach(conference: Conference) -> Finding:
    missing = _voting(conference).filter(is_reachable=False).count()
    if missing:
        says = (
            f"{missing} voting delegates can be sent no passcode at once, and have neither an "
            "app nor a printed sheet. Post them a sheet, or ask them for an address."
        )
        return Finding("reach", "Reaching delegates", State.LOOK, says)
    says = "Every voting delegate can be sent a passcode, or has an app or a sheet."
    return Finding("reach", "Reaching delegates", State.READY, says)


def _bounces(conference: Conference) -> Finding:
    since = timezone.now() - timedelta(days=7)
    counted = Dispatch.objects.filter(
        member__credentials__conference=conference, made_at__gte=since
    ).aggregate(
        gone=Count("pk", filter=Q(sent_at__isnull=False)),
        back=Count("pk", filter=Q(state=DispatchState.BOUNCED)),
        failed=Count("pk", filter=Q(state=DispatchState.FAILED)),
    )
    lost = counted["back"] + counted["failed"]
    all_of_them = counted["gone"] + counted["failed"]
    title = "Messages of the last week"
    if not all_of_them:
        says = "Nothing has been sent to a delegate: send the day's passcodes, or a test."
        return Finding("bounces", title, State.LOOK, says)
    says = f"{counted['gone']:,} sent to delegates, {lost:,} did not arrive."
    too_many = lost * 100 > all_of_them * TOO_MANY_BACK_PERCENT
    return Finding("bounces", title, State.STOP if too_many else State.READY, says)


def _channels() -> Finding:
    closed = [channel.label for channel in AT_ONCE if channel not in channels_open()]
    if closed:
        says = f"Not set up here: {', '.join(map(str, closed)).lower()}."
        return Finding("channels", "Channels", State.LOOK, says)
    says = f"E-mail from {settings.DEFAULT_FROM_EMAIL}, text messages and calls are set up."
    return Finding("channels", "Channels", State.READY, says)


def _freeze() -> Finding:
    freeze = freeze_in_force()
    waiting = changes_waiting().count()
    if freeze is None:
        says = "Contact details are not frozen: one person alone can change where a passcode goes."
        return Finding("freeze", "Freeze of contact details", State.STOP, says)
    until = formats.date_format(timezone.localtime(freeze.ends_at), "j F, H:i")
    if waiting:
        says = f"Frozen until {until}; {waiting} changes wait for a second person."
        return Finding("freeze", "Freeze of contact details", State.LOOK, says)
    return Finding("freeze", "Freeze of contact details", State.READY, f"Frozen until {until}.")


def _log() -> Finding:
    head = newest_head()
    if head is None:
        return Finding("log", "The log", State.STOP, "No head of the log has been signed.")
    waiting = unplaced_count()
    if waiting and timezone.now() - head.at > STALE_HEAD:
        says = f"{waiting:,} entries have waited for over an hour to be put under a signed head."
        return Finding("log", "The log", State.STOP, says)
    says = f"{head.size:,} entries under the last signed head."
    return Finding("log", "The log", State.READY, says)


OF_CONFERENCE: Final = (_rule, _officers, _registrations, _quorum, _reach, _bounces)
OF_UNION: Final = (_roll, _channels, _freeze, _log)


def out_of_reach(conference: Conference) -> Iterator[Credential]:
    """Give the voting delegates whom no passcode reaches at once, by number."""
    yield from _voting(conference).filter(is_reachable=False).order_by("number")


def _voting(conference: Conference) -> QuerySet[Any]:
    """Find the voting credentials, and whether their holder can have a passcode when it counts."""
    holder = OuterRef("member")
    kinds = [
        kind for channel in AT_ONCE if channel in channels_open() for kind in KINDS_OF[channel]
    ]
    has_app = TOTPDevice.objects.filter(user=holder, confirmed=True)
    has_sheet = PrintedCodeDevice.objects.filter(user=holder, codes__used_at=None)
    reachable = Exists(working(holder, kinds)) | Exists(has_app) | Exists(has_sheet)
    return (
        conference.credentials.filter(may_vote=True)
        .select_related("member", "body")
        .annotate(is_reachable=reachable)
    )
