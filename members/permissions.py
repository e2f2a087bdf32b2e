"""The permission table (guide 3.8): who may do what, where they must hold the office, with whom.

The rules of every room read it; nobody else says which office an act asks for. A new act is one
line here, and one trial in `tests/test_permissions.py`, which fails until there is one.

Acts bear the name of their event in the log, in the imperative: `ballot.opened` is `ballot.open`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from members.enums import Office


class Where(StrEnum):
    """In which body the office has to be held."""

    UNION = "of the whole union"
    HOLDS = "of the body that holds the conference or the vote"
    BRANCH = "of the branch it is about"


@dataclass(frozen=True, slots=True)
class Permission:
    """One line of the table.

    `offices` stand in the order in which the log names them for somebody who holds several.
    `others` may do it without an office, in words; `never` says whom an office does not help, and
    `second` who has to do it besides. Nothing in words here is enforced by being written: each is
    tried in the tests.
    """

    act: str
    words: str
    offices: tuple[Office, ...] = ()
    where: Where = Where.HOLDS
    others: str = ""
    never: str = ""
    second: str = ""


_RO, _SCRUTINEER, _TELLER = Office.RETURNING_OFFICER, Office.SCRUTINEER, Office.TELLER
_GS, _CLERK = Office.GENERAL_SECRETARY, Office.CLERK
CHAIRING: Final = (Office.CHAIR, Office.VICE_CHAIR)
AT_THE_DESK: Final = (*CHAIRING, _TELLER)
COMMITTEE: Final = (Office.SOC_CHAIR, Office.SOC_MEMBER, _CLERK)
CONDUCTS: Final = (*AT_THE_DESK, _RO)
REVIEWS: Final = (_RO, _GS, Office.SOC_CHAIR, _CLERK)
AT_THE_ELECTIONS_DESK: Final = (_RO, _CLERK, _GS)
COUNTS_THE_VOTES: Final = (_RO, _TELLER, _SCRUTINEER)
BRANCH_OFFICERS: Final = (Office.BRANCH_SECRETARY, Office.CHAIR)
OVER_RECORDS: Final = (_RO, Office.MEMBERSHIP_OFFICER, _GS)
REGISTRAR: Final = (Office.MEMBERSHIP_OFFICER,)
APPOINTS: Final = (_GS, _CLERK)
EXECUTIVE: Final = (_GS, Office.EXECUTIVE)
CALLS_MEETINGS: Final = (*CHAIRING, Office.BRANCH_SECRETARY, Office.SOC_CHAIR, _CLERK, _GS)
ARRANGES: Final = (*COMMITTEE, Office.BRANCH_SECRETARY)
SETS_SCREENS: Final = (_CLERK, Office.SOC_CHAIR, _TELLER, *CHAIRING)
MOVES_DEADLINES: Final = (_CLERK, Office.SOC_CHAIR, _GS)
REHEARSES: Final = (_CLERK, _RO, Office.SOC_CHAIR, *CHAIRING)
KEEPS_COMPLAINTS: Final = (_RO, _GS)
ENTERS_DEPARTURES: Final = (_RO, _GS, _CLERK, *CHAIRING)

_AFRESH: Final = "another officer, who did not ask for it"
_CANDIDATE: Final = "whoever stands in the election"


def _union(act: str, words: str, offices: tuple[Office, ...], **more: str) -> Permission:
    return Permission(act, words, offices, Where.UNION, **more)


def _here(act: str, words: str, offices: tuple[Office, ...] = (), **more: str) -> Permission:
    return Permission(act, words, offices, Where.HOLDS, **more)


def _branch(act: str, words: str, **more: str) -> Permission:
    return Permission(act, words, BRANCH_OFFICERS, Where.BRANCH, **more)


PEOPLE: Final = (
    _union("body.create", "Enter a branch, region or committee", APPOINTS),
    _union(
        "appointment.make", "Appoint somebody to an office", APPOINTS,
        never="oneself; two offices kept apart",
    ),
    _union("appointment.end", "End an appointment", APPOINTS),
    _union("member.enter", "Enter a person on the register", REGISTRAR),
    _union("member.suspend", "Enter that a person has left", REGISTRAR, never="oneself"),
    _union("member.reinstate", "Let a person back in", REGISTRAR, never="oneself"),
    _union("roll.import", "Import a membership roll", REGISTRAR),
    _union(
        "subject_access.give", "Take out everything held about a person", REGISTRAR,
        others="the person themselves",
    ),
    _union(
        "officer_key.retire", "End an officer's signing key", APPOINTS, others="its owner"
    ),
    _union(
        "officer_key.confirm", "Confirm the fingerprint of a signing key",
        (_RO, Office.CHAIR, _SCRUTINEER), never="its owner",
    ),
)  # fmt: skip

DELIVERY: Final = (
    _union("passcodes.post", "Send everyone on a roll their passcode", (_RO,)),
    _union("passcode.reissue", "Have a lost passcode sent anew, without seeing it",
           (Office.HELPDESK, _RO)),
    _union("passcode.cancel", "Cancel a passcode that is on its way or was sent",
           (Office.HELPDESK, _RO)),
    _union("passcode.put_in_post", "Enter that a printed sheet has gone to the post",
           (_RO, Office.ACCESS_OFFICER, Office.HELPDESK)),
    _union("printed_codes.issue", "Print sheets of one-time codes for those reached by post",
           (_RO, Office.ACCESS_OFFICER), others="each member their own"),
    _union("delivery.test", "Send oneself a test message by any channel",
           (_RO, Office.HELPDESK, Office.ADMINISTRATOR)),
)  # fmt: skip

HELPDESK: Final = (
    _union("member.look_up", "Find a member by number, to help them in", (Office.HELPDESK,)),
    _union("identity.check", "Enter by which facts somebody was known", (Office.HELPDESK,),
           never="oneself"),
    _union("passcode.unlock", "Clear the wait after wrong tries", (Office.HELPDESK,),
           never="oneself"),
    _union("call.note", "Enter what somebody called about", (Office.HELPDESK,), never="oneself"),
    _union("second_proof_reset.ask", "Ask for an officer's lost second proof to be forgotten",
           (Office.HELPDESK,), never="oneself",
           second="the general secretary or the returning officer"),
    _union("second_proof_reset.decide", "Agree that it is forgotten, or decline", (_GS, _RO),
           never="who asked for it, and whose it is"),
)  # fmt: skip

CONTACTS: Final = (
    _union("contact.change", "Change how a member is reached", REGISTRAR,
           others="the member themselves", never="whoever sends or issues passcodes",
           second="in a freeze, whoever may decide it"),
    _union("contact_change.decide", "Approve or refuse a change that waits in a freeze",
           (Office.MEMBERSHIP_OFFICER, _RO),
           never="who entered it, and the member themselves"),
    _union("contact_freeze.set", "Freeze contact details for a time",
           (_RO, Office.MEMBERSHIP_OFFICER)),
    _union("contact_freeze.end", "End a freeze before its time", (_RO, Office.MEMBERSHIP_OFFICER)),
    _union("contact_check.open", "Ask members whether their details are right",
           (Office.MEMBERSHIP_OFFICER, _RO)),
    _union("employer_domain.add", "Enter an employer's mail domain", REGISTRAR),
    _union("employer_domain.remove", "Take an employer's mail domain off the list", REGISTRAR),
    _union("contacts.report", "See the reports on addresses, with names",
           (_RO, Office.MEMBERSHIP_OFFICER, _SCRUTINEER)),
)  # fmt: skip

RECORDS: Final = (
    _union(
        "records.see", "See which records are due, held and destroyed",
        (*OVER_RECORDS, _SCRUTINEER, Office.AUDITOR),
    ),
    _union("deletion.ask", "Ask that records be destroyed", OVER_RECORDS, second=_AFRESH),
    _union("deletion.decline", "Decline it", OVER_RECORDS, never="who asked for it"),
    _union("deletion.confirm", "Confirm it, and destroy them", OVER_RECORDS,
           never="who asked for it"),
    _union("erasure.ask", "Ask for what a leaver wants erased", OVER_RECORDS, second=_AFRESH),
    _union("hold.place", "Stop every deletion", OVER_RECORDS),
    _union("hold.release", "Let deletions go on", OVER_RECORDS),
)  # fmt: skip

VOTES: Final = (
    _here("ballot.create", "Ask for a vote",
          (*CONDUCTS, _CLERK, _GS, Office.BRANCH_SECRETARY),
          second="where the statutory guard asks for it, an officer who reviews it"),
    _here("ballot.approve", "Let a vote by that the guard held back", REVIEWS,
          never="who asked for it"),
    _here("ballot.refuse", "Refuse a vote that the guard held back", REVIEWS,
          never="who asked for it"),
    _here("ballot.open", "Open a vote", CONDUCTS, never=_CANDIDATE),
    _here("ballot.extend", "Keep a vote open longer, never shorter", CONDUCTS, never=_CANDIDATE,
          second="another such officer, where it is open for an hour or more"),
    _here("ballot.announce_close", "Announce that a vote closes, once all have voted", CONDUCTS,
          never=_CANDIDATE),
    _here("ballot.close", "Close a vote, at its time or once all have voted", CONDUCTS,
          others="the clock", never=_CANDIDATE),
    _here("ballot.fix_seed", "Fix the seed that lots are drawn from", CONDUCTS, never=_CANDIDATE),
    _here("ballot.withdraw", "Note that a candidate withdrew", (_RO, _TELLER),
          others="the candidate", never="another candidate"),
    _here("ballot.count", "Count an election", (_RO, _TELLER), never=_CANDIDATE),
    _here("ballot.record_lot", "Record a lot drawn by hand", (_RO, _TELLER), never=_CANDIDATE,
          second="a witness, named in the record"),
    _here("ballot.declare", "Declare a result", (*CHAIRING, _RO), never=_CANDIDATE),
    _here("ballot.sign", "Certify: sign the declaration", (_RO,),
          never="a candidate, and whoever is of the executive or presides"),
    _here("ballot.recommend_void", "Recommend that a vote is void", (_RO,), never=_CANDIDATE,
          second="the chair, who is somebody else"),
    _here("ballot.void", "Order a vote void", CHAIRING, never="who recommended it"),
    _here("ballot.uphold", "Let a vote stand", CHAIRING, never=_CANDIDATE),
    _here("ballot.cast", "Vote", others="whoever is on the roll of the vote, once, for themselves",
            never="everyone else, whatever their office"),
    _union("assistance.open", "Take a vote by telephone: check who rings, and open it",
           (Office.HELPDESK, Office.ACCESS_OFFICER),
           never="the voter; a candidate; whoever put one forward", second="another such officer"),
    _union("assistance.confirm", "Watch a vote taken by telephone, and confirm it",
           (Office.HELPDESK, Office.ACCESS_OFFICER),
           never="who opened it; the voter; a candidate; whoever put one forward"),
    _here("figures.confirm", "Confirm the counted figures, before they are declared", (_TELLER,),
          second="another teller, where the standing orders ask for two"),
    _here("figures.dispute", "Say that the counted figures are wrong, and why", (_TELLER,)),
    _here("board.make", "Say who opens sealed votes", (_RO,)),
    _here("board.begin_again", "Begin making the key of a board again", (_RO,)),
    _here("board.retire", "Use a board for no further vote", (_RO,)),
    _here("trustee_message.give", "Make one's key as a trustee, share and confirm",
          others="each trustee of the board, for themselves", never="everyone else"),
    _here("shuffle.give", "Shuffle sealed papers before they are opened",
          others="each trustee of the vote", never="everyone else"),
    _here("partial_decryption.give", "Open one's part of a sealed vote, after its close",
          others="each trustee of the vote, once", never="everyone else"),
    _here("inability.report", "Report: I could not vote",
          others="whoever is on the roll of the vote"),
    _here("more_time.ask", "Ask for more time while a vote is open",
          others="whoever is on the roll of the vote, ten times"),
    _here("votes.see", "See how named people voted in the open", (_SCRUTINEER,),
          others="each voter their own; of a card vote, the branch its own",
          never="everyone, before the vote has closed and of a secret ballot"),
)  # fmt: skip

MEMBERSHIP_BALLOTS: Final = (
    _here("membership_ballot.plan", "Plan an indicative ballot of the members of a body",
          (_RO, _GS, _CLERK),
          second="the returning officer, who approves it; and where the statutory guard asks for "
          "it, an officer who reviews it"),
    _here("membership_ballot.approve", "Approve its roll, days and words: the clock opens it",
          (_RO,)),
    _here("membership_ballot.abandon", "Leave a plan that has not opened", (_RO, _GS, _CLERK)),
)  # fmt: skip

CONFERENCE: Final = (
    _here("conference.call", "Call a conference", APPOINTS),
    _here("standing_orders.set", "Set the standing orders, until conference first meets",
          (*APPOINTS, Office.SOC_CHAIR)),
    _here("meeting.call", "Call a meeting of a branch or committee", CALLS_MEETINGS),
    _here("meeting.join", "Come to a meeting",
          others="each member of the branch or committee that meets"),
    _here("session.arrange", "Arrange the sessions of a conference", ARRANGES),
    _here("agenda_item.arrange", "Arrange the items of a session", ARRANGES),
    _here("key_date.set", "Set a date of the timetable; a deadline only until it is published",
          (_CLERK,)),
    _here("timetable.publish", "Publish the timetable of deadlines", (_CLERK, Office.SOC_CHAIR)),
    _here("key_date.ask_change", "Ask that a published deadline be moved", MOVES_DEADLINES,
          second=_AFRESH),
    _here("key_date.decide_change", "Confirm that a deadline moves, or decline it",
          MOVES_DEADLINES, never="who asked for it, who may only take it back"),
    _here("session.open", "Open a session", CHAIRING),
    _here("session.close", "Close a session", CHAIRING),
    _here("agenda_item.take", "Take an item of the agenda", CHAIRING),
    _here("agenda_item.end", "End an item of the agenda", CHAIRING),
    _here("agenda_item.move", "Move an item to another time while conference sits",
          (*COMMITTEE, *CHAIRING)),
    _here("agenda_item.carry", "Carry an item that was not reached to another session",
          (*COMMITTEE, *CHAIRING)),
    _here("credential.check_in", "Check somebody in", (*AT_THE_DESK, *COMMITTEE),
          others="the holder of the credential"),
    _here("credential.check_out", "Record that somebody left", (*AT_THE_DESK, *COMMITTEE),
          others="the holder of the credential"),
    _here("speaker.ask", "Ask to speak, or take that back", AT_THE_DESK,
          others="the holder of a credential that may speak"),
    _here("speaker.call", "Call a speaker, in whichever order, or pass one over", CHAIRING),
    _here("speaker.time", "Start a speaker's time, give more of it, and end it", AT_THE_DESK),
    _here("point_of_order.raise", "Raise a point of order, or take it back", AT_THE_DESK,
          others="the holder of a credential that may speak"),
    _here("point_of_order.rule", "Rule on a point of order", CHAIRING),
    _here("indicative_vote.open", "Open an indicative vote", CONDUCTS),
    _here("screen.add", "Add a screen on the wall", SETS_SCREENS),
    _here("screen.switch", "Set what a screen on the wall shows", SETS_SCREENS),
    _here("screen.remove", "Take a screen on the wall away", SETS_SCREENS),
    _here("broadcast.set", "Enter where to watch, join, read captions and see the interpreter",
          (_CLERK, Office.SOC_CHAIR)),
    _here("test_vote.open", "Open a test vote for everyone who may vote", CONDUCTS),
    _here("test_vote.conclude", "Conclude a test vote: who managed, and who could not",
          CONDUCTS),
    _here("rehearsal.start", "Lay out a copy of a conference to rehearse in", REHEARSES),
    _here("rehearsal.run", "Let simulated delegates into a rehearsal, or end it early",
          REHEARSES),
    _here("rehearsal.clear", "Clear a rehearsal away, and keep its report", REHEARSES),
    _here("readiness.decide", "Decide on the readiness report to go ahead or not", (_RO,)),
    _here("incident.open", "Enter an incident", CONDUCTS),
    _here("incident.end", "Enter that an incident is over", CONDUCTS),
    _here("incident.decide", "Decide what follows from an incident", (_RO, *CHAIRING)),
    _here("departure.enter", "Enter a departure from rule", ENTERS_DEPARTURES),
    _here("departure.tell_officer", "Enter that the Certification Officer was told of it",
          ENTERS_DEPARTURES),
    _here("departure.tell_members", "Enter that the members were told of it", ENTERS_DEPARTURES),
    _here("departure.enter_reply", "Enter a reply to it", ENTERS_DEPARTURES),
    _here("complaint.receive", "Enter a complaint", KEEPS_COMPLAINTS),
    _here("complaint.begin_procedure", "Enter that its procedure began", KEEPS_COMPLAINTS),
    _here("complaint.end_procedure", "Enter that its procedure ended", KEEPS_COMPLAINTS),
    _here("complaint.tell_officer", "Enter that the Certification Officer knows of it",
          KEEPS_COMPLAINTS),
    _here("complaint.close", "Close a complaint", KEEPS_COMPLAINTS),
    _here("scrutiny_pack.ask_for", "Have a scrutiny pack made", (_RO, _SCRUTINEER)),
    _here("scrutiny_pack.sign", "Sign a scrutiny pack", (_RO,)),
)  # fmt: skip

DELEGATES: Final = (
    _here("entitlement.set", "Set by what scale, on what day and until when delegates are counted",
          (_CLERK, Office.MEMBERSHIP_OFFICER), never="anybody, once the figures are fixed"),
    _here("entitlements.fix", "Fix how many delegates each branch may send",
          (Office.MEMBERSHIP_OFFICER, _RO)),
    _branch("registration.enter", "Register a delegate, substitute, sharer or visitor",
            second="another officer of the branch"),
    _branch("registration.confirm", "Confirm a registration, or say no to it",
            never="who entered it"),
    _branch("registration.withdraw", "Withdraw a registration that still waits"),
    _here("registration.decide", "Decide on a registration that came late", COMMITTEE,
          never="a committee member on their own branch's delegates"),
    _here("registration.clear_seat", "Take a seat's designation off the record",
          others="whoever holds the seat"),
    _branch("registration_query.raise", "Ask why somebody could not be registered"),
    _here("registration_query.answer", "Answer it", (Office.MEMBERSHIP_OFFICER, *COMMITTEE)),
    _here("visitor.admit", "Give a visitor, an observer or the press a credential without a vote",
          (_CLERK,)),
    _here("credential.hand_over", "Hand a shared credential to the other sharer",
          (*AT_THE_DESK, *COMMITTEE), others="whoever holds it",
          never="whoever does not hold it now"),
    _here("sharers.convert", "Turn every sharer into a visitor", (_CLERK, Office.SOC_CHAIR)),
)  # fmt: skip

ELECTIONS: Final = (
    _here("post.create", "Set up a post to be elected", AT_THE_ELECTIONS_DESK),
    _here("post.review", "Approve or refuse a post that the guard held back", REVIEWS,
          never="who set it up"),
    _here("post.ask_later_close", "Ask for nominations to close later", AT_THE_ELECTIONS_DESK,
          second=_AFRESH),
    _here("post.confirm_later_close", "Confirm or decline a later close", AT_THE_ELECTIONS_DESK,
          never="who asked for it"),
    _here("post.close_nominations", "Close nominations, at their time", AT_THE_ELECTIONS_DESK,
          others="the clock"),
    _here("post.declare_unopposed", "Declare candidates elected unopposed", (_RO, *CHAIRING),
          never="whoever is nominated"),
    _here("post.put_to_vote", "Put a post to the vote", (_RO,), never="whoever is nominated"),
    _here("post.open_vote", "Open the vote on a post", (_RO, *CHAIRING, _TELLER),
          never=_CANDIDATE),
    _here("nomination.make", "Nominate", AT_THE_ELECTIONS_DESK,
          others="the secretary or lead delegate of a branch; where the post says so, any delegate",
          never="a returning officer, teller or scrutineer as the person nominated"),
    _here("nomination.rule_on", "Find a nomination valid or invalid", (_RO,),
          never="whoever is nominated"),
    _here("nomination.withdraw", "Withdraw a nomination", (_RO,),
          others="the person nominated, until the vote opens", never="another person nominated"),
    _here("nomination.consent", "Consent to stand, or decline", others="the person nominated"),
    _here("statement.write", "Write a candidate's statement", others="the candidate"),
)  # fmt: skip

MOTIONS: Final = (
    _branch("motion.draft", "Draft a motion, write it again, or throw the draft away"),
    _branch("motion.submit", "Send a motion in", second="another officer of the branch"),
    _branch("motion.confirm", "Confirm a motion that was sent in, or send it back",
            never="who sent it in, who may only take it back"),
    _branch("motion.reply", "Ask that a query on a motion be answered so",
            second="another officer of the branch"),
    _branch("motion.withdraw", "Ask that a motion be withdrawn, before the agenda is adopted",
            second="another officer of the branch"),
    _branch("motion.countersign", "Sign an answer or a withdrawal as the second, or leave it",
            never="who asked for it, who may only take it back"),
    _branch("mandate.give", "Enter how a branch tells its delegates to vote on a motion"),
    _here("motion.receive", "Receive a motion", (_CLERK,)),
    _here("motion.import", "Enter motions from a file, or undo that before any is ruled on",
          (_CLERK,)),
    _here("motion.rule", "Rule on a motion: in order, not in order, queried, or for elsewhere",
          COMMITTEE, never="a committee member on their own branch's motion"),
    _here("composite.group", "Group motions for compositing, and set the meeting", COMMITTEE),
    _here("composite.record_meeting", "Enter who was at a compositing meeting, and its notes",
          COMMITTEE),
    _here("composite.propose_text", "Put the words of a composite to the branches", COMMITTEE),
    _branch("composite.agree", "Agree to a composite, for a branch with a motion in it"),
    _branch("composite.decline", "Decline a composite: the motion stands alone again"),
    _branch("composite.break_up", "Break up a composite, before the final agenda"),
    _here("motion.schedule", "Put a motion on the agenda, move it there, take it out", COMMITTEE),
    _here("debate_group.set", "Group motions for one debate, or on their own again", COMMITTEE),
    _here("consequence.enter", "Enter what falls if a motion or an amendment is carried",
          COMMITTEE),
    _here("section_time.set", "Set when a section of the agenda ends", COMMITTEE),
    _here("priority_ballot.set_up", "Set out the paper of a priority ballot", (_CLERK,)),
    _here("priority_ballot.open", "Open a priority ballot to the branches", (_RO, *CHAIRING)),
    _here("priority_ballot.apply", "Draw the line of a priority ballot", COMMITTEE),
    _here("position.record", "Record the executive's position on a motion", (_GS, _CLERK)),
    _here("speaking_note.keep", "Keep and read the executive's speaking notes", EXECUTIVE),
    _here("motion.delegate", "Record that a body decided a motion in place of conference",
          (*CHAIRING, _CLERK)),
    _here("idea_round.open", "Ask all members for ideas", (_CLERK, Office.SOC_CHAIR, _GS)),
    _here("idea.hide", "Hide an idea, with a reason", (_CLERK, Office.SOC_CHAIR, _GS)),
    _branch("branch_idea_round.open", "Ask the members of a branch for ideas"),
    _branch("branch_idea.hide", "Hide an idea of a branch's round, with a reason"),
    _here("meeting_motion.enter", "Put a motion on the agenda of a meeting", CALLS_MEETINGS),
    _here("meeting_motion.take", "Put a motion of conference to a meeting that may decide it",
          CALLS_MEETINGS),
    _here("motion.divide", "Rule that a motion is taken in parts", CHAIRING),
    _here("part.put", "Put a part of a motion to the vote", CHAIRING),
    _here("motion.certify", "Certify the final text of a motion", (Office.SOC_CHAIR,)),
    _here("motion.adopt_policy", "Enter a resolution as policy", (_CLERK,)),
    _here("motion.supersede", "Enter that a later resolution takes the place of a policy",
          (_CLERK,)),
    _here("policy_action.enter", "Enter what a resolution asks to be done", APPOINTS),
    _here("policy_action.report", "Report on what a resolution asked for", APPOINTS),
    _here("soc_meeting.enter", "Enter a meeting of the committee, and who was there", COMMITTEE),
    _here("interest.declare", "Declare an interest in a motion, and take no part", COMMITTEE,
          never="a member of the committee for another; the clerk may enter one"),
    _here("soc_report.draft", "Draw up a report of the committee", COMMITTEE),
    _here("soc_report.publish", "Publish a report", (Office.SOC_CHAIR, _CLERK)),
    _here("paper.issue", "Issue an agenda, a report or an order of business to delegates",
          (_CLERK, Office.SOC_CHAIR)),
    _here("paper.withdraw", "Withdraw an issue of a paper, which stays to be read",
          (_CLERK, Office.SOC_CHAIR)),
    _branch("reference_back.ask", "Ask for a paragraph to be referred back, or take that back"),
    _here("minutes.add", "Add words to the minutes, marked as the clerk's, or strike them out",
          (_CLERK, Office.BRANCH_SECRETARY)),
    _here("minutes.agree", "Record that a later meeting agreed the minutes", CHAIRING),
    _here("soc_report.adopt", "Record that a report is adopted", CHAIRING),
    _here("motion.call", "Call a motion", CHAIRING),
    _here("motion.take_back", "Take back a call, a mover or a question put in error", CHAIRING),
    _here("motion.move", "Record who moves", CHAIRING),
    _here("motion.second", "Record who seconds", CHAIRING),
    _here("motion.direct", "Adjourn, resume, shelve, remit or drop a motion", CHAIRING),
    _here("motion.guillotine", "Guillotine a debate", (*CHAIRING, *COMMITTEE)),
    _here("motion.put", "Put a motion to the vote", CHAIRING),
    _branch("amendment.draft", "Draft an amendment"),
    _branch("amendment.submit", "Send an amendment in", second="another officer of the branch"),
    _branch("amendment.confirm", "Confirm an amendment that was sent in, or give it back",
            never="who sent it in"),
    _branch("amendment.withdraw", "Withdraw an amendment before it is moved"),
    _branch("amendment.answer", "Say for the motion's branch whether its mover accepts"),
    _here("amendment.receive", "Receive an amendment", (_CLERK,)),
    _here("amendment.rule", "Rule on an amendment: in order, or not in order", COMMITTEE,
          never="a committee member on their own branch's, or on one to its motion"),
    _here("amendment.accept", "Record that an amendment is accepted", CHAIRING),
    _here("amendment.open", "Open the debate on an amendment", CHAIRING),
    _here("amendment.leave_out", "Record that an amendment is not moved, or withdrawn", CHAIRING),
    _here("amendment.put", "Put an amendment to the vote", CHAIRING),
    _here("question.put", "Put a procedural question", CHAIRING),
    _here("procedure.ask", "Ask to move a procedural motion, or take that back", AT_THE_DESK,
          others="the holder of a credential that may vote"),
    _here("procedure.decline", "Decline to put a procedural motion, with the reason", CHAIRING),
    _here("card_vote.demand", "Demand a card vote on a question that has been put",
          others="the holder of a credential that may vote"),
    _here("question.choose_form", "Take a question by secret ballot, or not after all", CHAIRING),
    _here("question.open_vote", "Open the vote on a question", AT_THE_DESK),
    _here("question.challenge", "Enter a challenge to a vote",
          (*CHAIRING, _RO, *COMMITTEE, _TELLER)),
    _here("question.uphold", "Let a challenged vote stand", CHAIRING),
    _here("question.order_card_vote", "Order a card vote", CHAIRING),
    _here("question.void_technical", "Void a vote for a fault, and take it again", CHAIRING),
)  # fmt: skip

BRIEFINGS: Final = (
    _union("briefing.announce", "Announce, change or cancel a briefing, and enter who came",
           (_GS, _CLERK, Office.MEMBERSHIP_OFFICER), others="the secretary of the branch it is of"),
    _union("briefing_list.export", "Take a list of those at a briefing away, for a stated purpose",
           (_GS, _CLERK, Office.MEMBERSHIP_OFFICER), others="the secretary of the branch it is of"),
)  # fmt: skip

SECTIONS: Final[Mapping[str, tuple[Permission, ...]]] = MappingProxyType(
    {
        "People and offices": PEOPLE,
        "Passcodes on their way": DELIVERY,
        "Contact details": CONTACTS,
        "Helpdesk": HELPDESK,
        "Votes": VOTES,
        "Ballots of a membership": MEMBERSHIP_BALLOTS,
        "Conference": CONFERENCE,
        "Delegates": DELEGATES,
        "Elections to posts": ELECTIONS,
        "Motions": MOTIONS,
        "Briefings": BRIEFINGS,
        "Keeping records": RECORDS,
    }
)
"""The table as it is shown."""

PERMISSIONS: Final[Mapping[str, Permission]] = MappingProxyType(
    {line.act: line for section in SECTIONS.values() for line in section}
)
"""The table by act."""

MAY: Final[Mapping[str, frozenset[Office]]] = MappingProxyType(
    {act: frozenset(line.offices) for act, line in PERMISSIONS.items()}
)
"""Which offices may do an act."""


def offices_for(act: str) -> tuple[Office, ...]:
    """Give the offices that may do an act, in the order in which the log names them.

    An act that the table does not have is a mistake of ours: KeyError, and nobody may do it.
    """
    return PERMISSIONS[act].offices


def in_words(offices: Iterable[Office]) -> str:
    """Name offices as a refusal does: 'chair, or the teller'."""
    return " or the ".join(str(office.label).lower() for office in offices)
