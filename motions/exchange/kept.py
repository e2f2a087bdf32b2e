"""What came with imported motions and has no place here, for whoever may have it back."""

from collections.abc import Mapping

from conferences.models import Conference
from motions.exchange.openslides_columns import OS4, OS4_NAMES
from motions.models import ImportedMotion


def came_as(conference: Conference) -> Mapping[str, Mapping[str, str]]:
    """Give, by our number, the cells of each motion that came from OpenSlides 4."""
    rows = ImportedMotion.objects.filter(
        motion_import__conference=conference, motion_import__kind__in=(OS4, OS4_NAMES)
    )
    return dict(rows.values_list("motion__number", "came_as"))


def has_names(conference: Conference) -> bool:
    """Say whether the last such file had machine names as headings, and not labels."""
    last = conference.motion_imports.filter(kind__in=(OS4, OS4_NAMES)).first()
    return last is not None and last.kind == OS4_NAMES
