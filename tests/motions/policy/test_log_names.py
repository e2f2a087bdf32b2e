"""What a resolution asked for is named in the log by its number and the resolution's."""

import pytest

from audit.browsing import subjects
from audit.browsing.subjects import Named
from audit.store.write_guard import recorded_writes
from motions.models import Motion
from motions.policy.actions import action_enter
from motions.states import MotionState
from tests.factories.conferences import Sitting

pytestmark = pytest.mark.django_db


def test_action_is_named_by_its_resolution(sitting: Sitting) -> None:
    motion = sitting.motion("M6")
    with recorded_writes():
        Motion.objects.filter(pk=motion.pk).update(state=MotionState.POLICY)
    action = action_enter(motion=motion, actor=sitting.clerk, what="Act", responsible="NEC")

    assert subjects.named([action.log_name, "policy-action:NDC27/M99.1", "policy-action:"]) == {
        action.log_name: Named(f"Action 1 on M6, {motion.title}", "/c/NDC27/motions/M6/")
    }
