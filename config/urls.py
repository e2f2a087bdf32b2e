"""Which room answers which address."""

from django.urls import include, path

from config import views

urlpatterns = [
    path("", include("ballots.urls")),  # first: most of the requests in a vote are votes
    path("", views.home, name="home"),
    path("design/", views.design, name="design"),
    path("api/", include("config.api")),
    path("briefings/", include("conferences.briefings.urls")),
    path("live/", include("live.urls")),
    path("log/", include("audit.urls")),
    path("", include("members.urls")),
    path("", include("conferences.urls")),
    path("", include("motions.urls")),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
