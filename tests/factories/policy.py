"""A later conference of the same body, with a resolution that could take the place of a policy."""

from datetime import timedelta

from audit.store.write_guard import recorded_writes
from conferences.quorum import Quorum
from conferences.setting_up.calling import conference_call
from motions.models import Motion, MotionText
from motions.states import MotionState
from motions.steps import sha256
from tests.factories.conferences import Sitting


def carried_later(sitting: Sitting, days: int = 365) -> Motion:
    first = sitting.conference.starts_on + timedelta(days=days)
    later = conference_call(
        body=sitting.conference.body,
        actor=sitting.clerk,
        code="NDC28",
        title="The next",
        starts_on=first,
        ends_on=first,
        quorum=Quorum(2, 1),
    )
    text = "Conference resolves otherwise."
    with recorded_writes():
        motion = Motion.objects.create(
            conference=later,
            reference="M1",
            number="M1",
            kind="ordinary",
            title="Otherwise",
            lodged_by=sitting.motion("M6").lodged_by,
            majority="simple",
            form="show_of_hands",
            state=MotionState.CARRIED,
            nec_position="none",
            lodged_order=1,
        )
        MotionText.objects.create(
            motion=motion, version=1, text=text, sha256=sha256(text), why="as lodged"
        )
    return motion
