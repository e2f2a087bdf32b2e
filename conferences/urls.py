"""The addresses of a conference's pages."""

from django.urls import include, path

from conferences import views
from conferences.views import timetable

app_name = "conferences"

urlpatterns = [
    *(
        path("", include(f"conferences.{part}.urls"))
        for part in (
            "setting_up",
            "now",
            "speaking",
            "screens",
            "desk",
            "running",
            "rehearsing",
            "meetings",
        )
    ),
    path("c/<slug:code>/", views.home, name="home"),
    path("c/<slug:code>/timetable/", timetable.timetable, name="timetable"),
    path("c/<slug:code>/timetable/publish/", timetable.publish, name="timetable_publish"),
    path("c/<slug:code>/timetable/<int:pk>/", timetable.decide, name="timetable_decide"),
    path("c/<slug:code>/day/", views.day, name="day"),
    path("c/<slug:code>/readiness/", views.readiness, name="readiness"),
    path("c/<slug:code>/readiness/passcodes/", views.day_codes, name="day_codes"),
    path("c/<slug:code>/registers/", views.registers, name="registers"),
    path("c/<slug:code>/registers/access/", views.register_access, name="register_access"),
    path("c/<slug:code>/registers/<slug:slug>.csv", views.register_csv, name="register_csv"),
    path("c/<slug:code>/registers/<slug:slug>/", views.register, name="register"),
    path(
        "c/<slug:code>/registers/<slug:slug>/<int:number>/",
        views.register_line,
        name="register_line",
    ),
    path("c/<slug:code>/delegates/", views.delegates, name="delegates"),
    path("c/<slug:code>/entitlements/", views.entitlements, name="entitlements"),
    path("c/<slug:code>/entitlements.csv", views.entitlements_csv, name="entitlements_csv"),
    path("c/<slug:code>/branches/<slug:branch>/", views.branch_delegates, name="branch_delegates"),
    path("c/<slug:code>/elections/", views.elections, name="elections"),
    path("c/<slug:code>/elections/new/", views.new_post, name="new_post"),
    path("c/<slug:code>/elections/<slug:reference>/", views.post, name="post"),
    path("c/<slug:code>/elections/<slug:reference>/nominate/", views.nominate, name="nominate"),
    path(
        "c/<slug:code>/elections/<slug:reference>/my-nomination/",
        views.my_nomination,
        name="my_nomination",
    ),
    path("c/<slug:code>/elections/<slug:reference>/desk/", views.post_desk, name="post_desk"),
    path("c/<slug:code>/ballots/", views.ballots, name="ballots"),
    path("c/<slug:code>/ballots/new/", views.propose_ballot, name="propose_ballot"),
    path("c/<slug:code>/ballots/<uuid:pk>/", views.proposed_ballot, name="proposed_ballot"),
    path("c/<slug:code>/ballots/<uuid:pk>/review/", views.review_ballot, name="review_ballot"),
    path("c/<slug:code>/ballots/<uuid:pk>/open/", views.open_indicative, name="open_indicative"),
    path(
        "c/<slug:code>/ballots/<uuid:pk>/declare/",
        views.declare_indicative,
        name="declare_indicative",
    ),
]
