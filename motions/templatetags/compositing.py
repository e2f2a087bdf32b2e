"""What the page of a motion says of composites, for `_made_from.html`."""

from django import template

from motions.composites.marks import made_from

register = template.Library()
register.simple_tag(made_from)
