"""The addresses of ballots of a membership, among those of the room."""

from django.urls import path

from ballots.membership import mine, views

urlpatterns = [
    path("membership-ballots/", views.memberships, name="memberships"),
    path("membership-ballots/new/", views.membership_new, name="membership_new"),
    path("membership-ballots/<uuid:pk>/", views.membership, name="membership"),
    path("membership-ballots/<uuid:pk>/act/", views.membership_act, name="membership_act"),
    path("membership-ballots/<uuid:pk>/change/", views.membership_change, name="membership_change"),
    path(
        "membership-ballots/<uuid:pk>/unreached/",
        views.membership_unreached,
        name="membership_unreached",
    ),
    path("asked/<uuid:pk>/", mine.asked, name="asked"),
    path("asked/<uuid:pk>/recommendation/", mine.recommendation, name="recommendation"),
    path("asked/reminders/", mine.reminders, name="reminders"),
]
