"""What every act on an amendment shares: the table, the record, and which way its words stand."""

from typing import Any

from audit.recording import OpenEntry
from conferences.speaking.closing import subject_over
from motions.amendment_life import ENDED, AmendmentAct, AmendmentState, line_for
from motions.models import Amendment
from motions.steps import sha256


def advance_amendment(
    log: OpenEntry, amendment: Amendment, act: AmendmentAct, *, finding: str = "", **facts: Any
) -> Amendment:
    """Move an amendment along one line of the table, and record it with the hash of its words."""
    line = line_for(AmendmentState(amendment.state), act, finding=finding)
    amendment.state = line.target
    amendment.save()
    log.record(
        f"amendment.{act.done}",
        subject=amendment,
        was=str(line.source),
        now=str(line.target),
        text_sha256=sha256(amendment.words),
        **facts,
    )
    if amendment.state in (AmendmentState.VOTING, *ENDED):  # till then it may be taken back
        subject_over(log, conference=amendment.conference, subject=amendment.log_name)
    return amendment
