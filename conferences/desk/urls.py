"""The addresses of the teller's desk and the returning officer's."""

from django.urls import path

from conferences.desk import views

urlpatterns = [
    path("c/<slug:code>/teller/", views.teller, name="teller"),
    path("c/<slug:code>/teller/extend/", views.extend, name="extend"),
    path("c/<slug:code>/teller/close/", views.close, name="close"),
    path("c/<slug:code>/returning-officer/", views.returning_officer, name="returning_officer"),
    path(
        "c/<slug:code>/returning-officer/recommend-void/",
        views.recommend_void,
        name="recommend_void",
    ),
]
