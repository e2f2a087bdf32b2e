"""The addresses of the motions room: each part of it has its own. Texts come last: any number."""

from django.urls import include, path

app_name = "motions"

urlpatterns = [
    path("", include(f"motions.{part}.urls"))
    for part in (
        "amendments",
        "composites",
        "order",
        "debate",
        "procedure",
        "committee",
        "packs",
        "papers",
        "policy",
        "minutes",
        "exchange",
        "lodging",
        "mandates",
        "ideas",
        "meetings",
        "rehearsing",
        "texts",
    )
]
