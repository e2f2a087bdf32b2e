"""What a page says of a motion's place in the order of business."""

from django import template

from motions.models import Motion
from motions.order.about import InOrder, in_order

register = template.Library()


@register.simple_tag
def order_of(motion: Motion) -> InOrder:
    """Give how a motion stands in the order of business."""
    return in_order(motion)
