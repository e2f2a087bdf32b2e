"""Which room answers which address."""

from django.urls import include, path

from config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("design/", views.design, name="design"),
    path("api/", include("config.api")),
    path("log/", include("audit.urls")),
    path("", include("members.urls")),
    path("", include("conferences.urls")),
    path("", include("motions.urls")),
    path("", include("ballots.urls")),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
