"""Which room answers which address."""

from django.urls import include, path

from config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("design/", views.design, name="design"),
    path("api/", include("config.api")),
    path("", include("members.urls")),
    path("", include("conferences.urls")),
    path("", include("motions.urls")),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
