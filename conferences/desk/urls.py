"""The addresses of the teller's desk and the returning officer's."""

from django.urls import path

from conferences.desk import views

urlpatterns = [
    path("c/<slug:code>/teller/", views.teller, name="teller"),
    path("c/<slug:code>/teller/extend/", views.extend, name="extend"),
    path("c/<slug:code>/teller/close/", views.close, name="close"),
    path("c/<slug:code>/teller/facts/", views.facts, name="desk_facts"),
    path("c/<slug:code>/teller/waiting/", views.waiting, name="waiting"),
    path("c/<slug:code>/teller/confirm/", views.confirm, name="confirm_figures"),
    path("c/<slug:code>/teller/dispute/", views.dispute, name="dispute_figures"),
    path("c/<slug:code>/teller/incident/", views.incident, name="desk_incident"),
    path("c/<slug:code>/returning-officer/", views.returning_officer, name="returning_officer"),
    path(
        "c/<slug:code>/returning-officer/recommend-void/",
        views.recommend_void,
        name="recommend_void",
    ),
]
