"""A conference as a file describes it: bodies, people, entitlements, settings, timetable, posts.

`read_conference` notes every problem it finds; nothing here touches the database. Entitlements are
checked against the rule in the same file: a delegation of the wrong size is a problem.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction

from conferences.delegates.entitlement import EntitlementRule, usual_qualifying_date
from conferences.election_document import PostRow, check_candidates, read_posts
from conferences.key_date_document import KeyDateRow, read_key_dates
from conferences.quorum import Quorum
from conferences.reading import Reading
from conferences.standing_orders import STEP_UP, SpeakingTimes, StandingOrders, VoteWindows

SCHEMA = "demo-conference/1"
ROLES = {
    "president": "chair",
    "vice_president": "vice_chair",
    "general_secretary": "general_secretary",
    "soc_chair": "soc_chair",
    "soc_member": "soc_member",
    "committee_clerk": "clerk",
    "returning_officer": "returning_officer",
    "teller": "teller",
    "scrutineer": "scrutineer",
    "auditor_readonly": "auditor",
    "nec_member": "executive",
    "lead_delegate": "",
}
"""The roles a file may give to people, with the office that each holds in the union."""

FORMS = {
    "electronic_show": "show_of_hands",
    "card_vote": "card_vote",
    "secret_ballot": "secret_ballot",
}
AGENDA_KINDS = {
    "president": "formal",
    "returning_officer": "formal",
    "soc_chair": "report",
    "report": "report",
    "motion": "motion",
    "speaker": "speaker",
}
_BREAK = re.compile(r"(BREAK|LUNCH|TEA)\b")
_PER_CENT = re.compile(r"(\d{1,3}) per cent\b")
_BRANCHES = re.compile(r"at least (\d+) branches")
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}")


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A region, a branch or a committee, with its delegates."""

    code: str
    name: str
    parent: str = ""
    delegates: int = 0
    card_strength: int = 0
    may_vote: bool = True
    women: int | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person named in the file."""

    id: str
    name: str
    role: str
    branch: str
    email: str
    mobile: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A slot in the order of business."""

    starts_at: time
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A sitting."""

    number: int
    held_on: date
    items: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class ConferenceDocument:
    """Everything in the file that is not about motions."""

    union: BodyRow
    code: str
    title: str
    starts_on: date
    ends_on: date
    qualifying_on: date
    is_sample: bool
    key_dates: tuple[KeyDateRow, ...]
    orders: StandingOrders | None
    regions: tuple[BodyRow, ...]
    branches: tuple[BodyRow, ...]
    committees: tuple[BodyRow, ...]
    people: tuple[PersonRow, ...]
    sessions: tuple[SessionRow, ...]
    posts: tuple[PostRow, ...]

    @property
    def bodies(self) -> dict[str, BodyRow]:
        """Give every body that may lodge a motion, by its code."""
        return {row.code: row for row in (*self.branches, *self.committees)}


def read_conference(file: Reading) -> ConferenceDocument:
    """Read the conference part of a file, noting what is wrong with it."""
    if file.text("schema") not in ("", SCHEMA):
        file["schema"].problem(f"must be {SCHEMA}")
    union, conference = file["union"], file["conference"]
    regions = tuple(
        BodyRow(row.text("code", max_length=20), row.text("name")) for row in file.rows("regions")
    )
    rule = _entitlement(conference["entitlement_rule"])
    branches = tuple(_branch(row, {r.code for r in regions}, rule) for row in file.rows("branches"))
    committees = tuple(_committee(row) for row in file.rows("other_entitlements"))
    people = tuple(_person(row, {b.code for b in branches}) for row in file.rows("people"))
    code = conference.text("code", max_length=20)
    if code and not _SLUG.fullmatch(code):
        conference["code"].problem("must be letters, digits and hyphens")
    starts_on, ends_on = conference.day("starts"), conference.day("ends")
    if ends_on < starts_on:
        conference["ends"].problem("is before the start")
    document = ConferenceDocument(
        union=BodyRow(union.text("short", max_length=20), union.text("name")),
        code=code,
        title=conference.text("title"),
        starts_on=starts_on,
        ends_on=ends_on,
        qualifying_on=_qualifying_on(conference["entitlement_rule"], starts_on),
        is_sample=bool(union.flag("sample", default=False)),
        key_dates=read_key_dates(file),
        orders=_standing_orders(file, conference, rule),
        regions=regions,
        branches=branches,
        committees=committees,
        people=people,
        sessions=tuple(_session(row) for row in file.rows("timetable")),
        posts=read_posts(file, {b.code for b in branches}),
    )
    _check_whole(file, document)
    return document


def _entitlement(rule: Reading) -> EntitlementRule | None:
    first, step = rule.whole("first", least=1), rule.whole("step", least=1)
    minimum, cap = rule.whole("minimum"), rule.whole("cap")
    try:
        return EntitlementRule(
            first, step, or_part=rule.flag("or_part") is not False, minimum=minimum, cap=cap
        )
    except ValueError as error:
        rule.problem(str(error))
        return None


def _qualifying_on(rule: Reading, starts_on: date) -> date:
    if "qualifying_date" in rule:
        return rule.day("qualifying_date")
    return usual_qualifying_date(starts_on)


def _branch(row: Reading, regions: set[str], rule: EntitlementRule | None) -> BodyRow:
    members = row.whole("members_at_qualifying_date", least=1)
    delegates = row.whole("delegates", least=1)
    strength = row.whole("card_vote_strength", least=1)
    if rule and members > 1 and delegates != rule.delegates(members):
        row["delegates"].problem(
            f"the entitlement rule gives {rule.delegates(members)} delegates "
            f"to {members:,} members, not {delegates}"
        )
    if strength != members:
        row["card_vote_strength"].problem("must be the members at the qualifying date")
    return BodyRow(
        row.text("code", max_length=20),
        row.text("name"),
        parent=row.one_of("region", regions) if regions else "",
        delegates=delegates,
        card_strength=strength,
        women=row["profile"].whole("women", most=members) if "profile" in row else None,
    )


def _committee(row: Reading) -> BodyRow:
    name = row.text("body")
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z']+", name)).upper()
    return BodyRow(
        initials[:20],
        name,
        delegates=row.whole("delegates", least=1, most=500),
        may_vote=row.one_of("vote", ("none", "show only")) != "none",
    )


def _person(row: Reading, branches: set[str]) -> PersonRow:
    role = row.one_of("role", tuple(ROLES))
    branch = row.one_of("branch", branches) if "branch" in row else ""
    if role == "lead_delegate" and not branch:
        row["branch"].problem("a lead delegate leads the delegation of a branch")
    return PersonRow(
        id=row.text("id", max_length=20),
        name=row.text("name"),
        role=role,
        branch=branch,
        email=row.text("email", default=""),
        mobile=row.text("mobile", max_length=32, default=""),
    )


def _session(row: Reading) -> SessionRow:
    return SessionRow(
        number=row.whole("session", least=1, most=99),
        held_on=row.day("date"),
        items=tuple(_item(item) for item in row.rows("items")),
    )


def _item(row: Reading) -> ItemRow:
    title = row.text("item")
    kind = row.text("kind", default="")
    if kind and kind not in AGENDA_KINDS:
        row["kind"].problem(f"must be one of: {', '.join(sorted(AGENDA_KINDS))}")
    unnamed = "break" if _BREAK.match(title) else "formal"
    return ItemRow(row.hour("time"), title, AGENDA_KINDS.get(kind, unnamed))


def _standing_orders(
    file: Reading, conference: Reading, rule: EntitlementRule | None
) -> StandingOrders | None:
    quorum, windows = conference["quorum"], conference["vote_window_seconds"]
    times = conference["speaking_times_seconds"]
    trigger = _PER_CENT.search(conference.text("technical_failure_trigger"))
    if trigger is None:
        conference["technical_failure_trigger"].problem("must say a number of per cent")
    demand = _BRANCHES.search(conference["card_vote"].text("may_be_called_by"))
    if demand is None:
        conference["card_vote"]["may_be_called_by"].problem("must say: at least so many branches")
    forms = [FORMS.get(form, "") for form in conference.names("voting_forms", tuple(FORMS))]
    seconds = {name: windows.whole(name, least=1, most=86_400) for name in _WINDOWS}
    lengths = {name: times.whole(name, least=1, most=86_400) for name in _TIMES}
    delegates = quorum.whole("quorum_delegates", least=1)
    branches = quorum.whole("quorum_branches")
    if rule is None or trigger is None or demand is None:
        return None
    try:
        return StandingOrders(
            quorum=Quorum(delegates, branches),
            entitlement=rule,
            windows=VoteWindows(**seconds),
            speaking_times=SpeakingTimes(**lengths),
            forms=tuple(forms),
            enabling_rule=_enabling_rule(file),
            technical_failure_trigger=Fraction(int(trigger[1]), 100),
            card_vote_branches=int(demand[1]),
            step_up=conference.one_of("step_up", STEP_UP, default="cards"),
        )
    except ValueError as error:
        conference.problem(str(error))
        return None


_WINDOWS = ("default", "accessible", "card", "minimum")
_TIMES = ("mover", "amendment_mover", "speaker", "reply", "procedural")


def _enabling_rule(file: Reading) -> str:
    """Name the report paragraph that permits voting this way, else the rulebook (guide 2.9, 5)."""
    for report in file.rows("soc_reports", required=False):
        for item in report.rows("items", required=False):
            if item.value.get("type") == "voting":
                return f"SOC report {report.value.get('number')}, paragraph {item.value.get('ref')}"
    return file["union"].text("rulebook", default="")


def _check_whole(file: Reading, document: ConferenceDocument) -> None:
    for where, codes in {
        "regions": [row.code for row in document.regions],
        "branches": [row.code for row in document.branches],
        "other_entitlements": [row.code for row in document.committees],
        "people": [row.id for row in document.people],
        "timetable": [str(row.number) for row in document.sessions],
    }.items():
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            file[where].problem(f"{code} comes {codes.count(code)} times")
    leaders = [person.branch for person in document.people if person.role == "lead_delegate"]
    for branch in document.branches:
        if leaders.count(branch.code) != 1:
            file["people"].problem(
                f"branch {branch.code} needs one lead delegate and has {leaders.count(branch.code)}"
            )
    _check_totals(file, document)
    if not document.is_sample:  # a sample may invent its candidates
        check_candidates(file, document.posts, {person.name for person in document.people})


def _check_totals(file: Reading, document: ConferenceDocument) -> None:
    delegates = sum(row.delegates for row in document.branches)
    seats = sum(row.delegates for row in document.committees if row.may_vote)
    totals = {
        "members": sum(row.card_strength for row in document.branches),
        "branch_delegates": delegates,
        "voting_credentials": delegates + seats,
    }
    for name, total in totals.items():
        said = file["totals"].whole(name)
        if said != total:
            file["totals"][name].problem(f"the rows of the file come to {total:,}, not {said:,}")
