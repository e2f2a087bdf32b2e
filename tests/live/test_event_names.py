"""Nchan is told every event beforehand, and nobody keeps a list: the templates are it."""

import re
from pathlib import Path

from live.event_names import event_names
from live.nchan import channels_for

TEMPLATES = Path(__file__).parents[2] / "templates"
MOST_OF_NCHAN = 255  # channels to one page


def test_names_are_those_of_the_templates() -> None:
    assert {"now", "hall", "progress", "teller", "chair", "elections"} <= set(event_names())


def test_no_template_makes_up_a_name_as_it_is_rendered() -> None:
    made_up = [
        template.name
        for template in TEMPLATES.rglob("*.html")
        if re.search(r'data-live-event="[^"]*[{]', template.read_text())
    ]
    assert not made_up, "Nchan would not know it: write the name out"


def test_page_with_all_channels_is_not_too_much_for_nchan() -> None:
    channels = channels_for(["floor:NDC27", "desk:NDC27", "wall:NDC27", "screen:NDC27"])

    assert len(channels.split(",")) <= MOST_OF_NCHAN
    assert len(channels) <= 8192, "nchan_max_channel_id_length of config/nginx"
