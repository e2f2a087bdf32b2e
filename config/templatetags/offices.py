"""What an office leads to, told on pages that know no conference."""

from dataclasses import dataclass
from itertools import groupby

from django import template

from config.desks import Link, pages_of
from members.models import Appointment

register = template.Library()
FEW = 3


@dataclass(frozen=True, slots=True)
class Doors:
    """The pages about one conference or vote; `of` is empty for those about none in particular.

    Those of the first conference are open, and those of another where they are few.
    """

    of: str
    links: list[Link]
    is_open: bool


@register.simple_tag
def desk_of(held: Appointment) -> list[Doors]:
    """Give the pages on which the holder of an office does its work, by what they are about."""
    links = list(pages_of(held))
    about = list(dict.fromkeys(link.of for link in links))
    links.sort(key=lambda link: about.index(link.of))
    groups = [(of, list(group)) for of, group in groupby(links, key=lambda link: link.of)]
    first = next((of for of, _ in groups if of), "")
    return [Doors(of, group, of in ("", first) or len(group) <= FEW) for of, group in groups]
