"""Where to go on to, when a page was left for something else first."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_ADDRESS = 500  # a cookie holds little, and a page of ours has a short address


def onward_address(request: HttpRequest) -> str:
    """Read where to go on to."""
    return request.POST.get("next", request.GET.get("next", ""))[:LONGEST_ADDRESS]


def is_ours(request: HttpRequest, address: str) -> bool:
    """Tell whether an address is a page of this site: nobody is sent anywhere else."""
    return url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
