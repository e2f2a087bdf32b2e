"""The addresses of a branch's desk for its motions."""

from django.urls import path

from motions.lodging import views

_BRANCH = "c/<slug:code>/branch/<slug:branch>/motions/"

urlpatterns = [
    path(_BRANCH, views.branch_desk, name="branch_desk"),
]
