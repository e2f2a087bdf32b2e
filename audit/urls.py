"""Addresses of the public log."""

from django.urls import path

from audit import views
from audit.publishing import serving
from audit.witness.site import COSIGNATURES, QUESTION

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("<int:seq>/", views.entry, name="entry"),
    path("how-to-check/", views.how_to_check, name="how_to_check"),
    path("heads/", views.heads, name="heads"),
    path(COSIGNATURES, views.hand_in, name="hand_in"),
    path(f"{QUESTION}<int:old>", views.question, name="question"),
    path("witnesses/", views.witnesses, name="witnesses"),
    path("witnesses/<uuid:pk>/head", views.head_for_witness, name="head_for_witness"),
    path("story/<path:subject>/", views.story, name="story"),
    path("people/<str:pseudonym>/", views.person, name="person"),
    path("desk/", views.desk, name="desk"),
    path("desk/find-person/", views.find_person, name="find_person"),
    path("check/", views.check, name="check"),
    path("check/tellers-check.html", views.check_alone, name="check_alone"),
    *serving.urlpatterns,
]
