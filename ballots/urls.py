"""The addresses of a ballot."""

from django.urls import path

from ballots import views

app_name = "ballots"

urlpatterns = [
    path("ballots/<uuid:pk>/", views.ballot, name="ballot"),
    path("ballots/<uuid:pk>/cast/", views.cast, name="cast"),
    path("ballots/<uuid:pk>/receipt/", views.receipt, name="receipt"),
    path("ballots/<uuid:pk>/unable/", views.unable, name="unable"),
]
