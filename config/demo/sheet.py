"""The sheet of paper that a demo puts on the table: where to go, who to be, how to check."""

import os
from collections.abc import Iterator
from urllib.parse import urljoin

from audit.keys import log_key
from audit.publishing.layout import check_by
from audit.publishing.witnessed import current_trust
from conferences.delegates.delegations import registrations_open
from conferences.models import Conference, Credential
from config.demo.premises import log_folder, witness_folder
from members.enums import Office
from members.models import Appointment, Member
from members.selectors import officers_of
from motions.models import Motion
from motions.states import MotionState

# Who is offered, in the order in which a visitor would try them, and the page that is theirs.
OFFICES = (
    (Office.CHAIR, "chair/"),
    (Office.TELLER, "teller/"),
    (Office.RETURNING_OFFICER, "returning-officer/"),
    (Office.MEMBERSHIP_OFFICER, "/members/import/"),
    (Office.CLERK, ""),
    (Office.HELPDESK, "/helpdesk/"),
    (Office.ACCESS_OFFICER, "/assist/"),
    (Office.SCRUTINEER, "/log/desk/"),
    (Office.AUDITOR, "/log/"),
)
DELEGATES = 2


def delegates_offered(conference: Conference) -> list[Credential]:
    """Choose the delegates whom a visitor may be: the first branches' leaders."""
    leaders = conference.credentials.filter(is_leader=True, may_vote=True)
    return list(leaders.select_related("member", "body").order_by("number")[:DELEGATES])


def sheet(conference: Conference, *, address: str) -> str:
    """Lay out the sheet for a terminal."""
    here = f"{address}/c/{conference.code}"
    folder, witness = os.path.relpath(log_folder()), os.path.relpath(witness_folder())
    lines = [
        "",
        f"  {conference.title} is in session.  Nobody and nothing in it is real.",
        "",
        f"  Start here          {address}/",
        f"  Hall screen         {here}/hall/          (no sign-in)",
        f"  Elections           {here}/elections/     (E1 is counted, E2 open; stand in E4)",
        f"  Policy book         {address}/policy/      (of the conference before)",
        f"  Where codes arrive  {address}/mailbox/",
        f"  Public log          {address}/log/",
        "",
        "  Sign in with a membership number; the passcode appears in the mailbox.",
        "  One browser is one person: take a private window for the second.",
        "",
        *(
            f"    {role:<18} {who:<22} {number:<10} {page}"
            for role, who, number, page in _who(conference, here)
        ),
        "",
        "  Check the log, with nothing of ours but the program:",
        f"    .venv/bin/python manage.py export_log {folder}",
        f"    .venv/bin/python -m audit.verify {folder} \\",
        f"      {check_by(current_trust(), f'{folder}/trust.json')}",
        "",
        "  Or be a witness to it, with a key of your own; its page says who has signed:",
        f"    .venv/bin/python -m audit.witness new-key you.example --folder {witness}",
        f'    .venv/bin/python manage.py witness add "$(cat {witness}/witness.vkey)"',
        f"    .venv/bin/python -m audit.witness sign {address}/log/ --folder {witness} \\",
        f"      --log '{log_key().verifier}'",
        "",
        "  Ctrl-C stops it. The next start is a new session; --keep goes on with this one.",
        "",
    ]
    return "\n".join(lines)


def _who(conference: Conference, here: str) -> Iterator[tuple[str, str, str, str]]:
    for credential in delegates_offered(conference):
        yield "Delegate", *_named(credential.member), f"{here}/now/"
    for waiting in registrations_open(conference)[:1]:
        second = officers_of(waiting.branch).exclude(member=waiting.entered_by).first()
        if second:
            page = f"{here}/branches/{waiting.branch.code}/"
            yield "Branch officer", *_named(second.member), page
    yield from _at_the_motions_desk(conference, here)
    for office, page in OFFICES:
        held = Appointment.objects.filter(body=conference.body, office=office)
        if (
            appointment := held.select_related("member")
            .order_by("member__membership_number")
            .first()
        ):
            yield str(office.label), *_named(appointment.member), urljoin(f"{here}/", page)


def _at_the_motions_desk(conference: Conference, here: str) -> Iterator[tuple[str, str, str, str]]:
    """Offer who writes motions for the next conference, who confirms, and who rules on them."""
    following = Motion.objects.filter(state=MotionState.AWAITING_SECOND_OFFICER)
    waiting = following.exclude(conference=conference).select_related("lodged_by", "conference")
    for motion in waiting[:1]:
        there = here.removesuffix(conference.code) + motion.conference.code
        page = f"{there}/branch/{motion.lodged_by.code}/motions/"
        for officer in officers_of(motion.lodged_by).order_by("pk"):
            wrote = officer.member_id == motion.submitted_by_id
            role = "Branch, drafts" if wrote else "Branch, confirms"
            yield role, *_named(officer.member), page
        ruling = officers_of(conference.body).filter(office=Office.SOC_CHAIR).first()
        if ruling:
            yield "Committee's chair", *_named(ruling.member), f"{there}/committee/"


def _named(member: Member) -> tuple[str, str]:
    return member.name, member.membership_number
