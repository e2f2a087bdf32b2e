"""The addresses of a branch's desk for its motions, and of the page that checks a receipt."""

from django.urls import path

from motions.lodging import receipts, views

_BRANCH = "c/<slug:code>/branch/<slug:branch>/motions/"

urlpatterns = [
    path(_BRANCH, views.branch_desk, name="branch_desk"),
    path(f"{_BRANCH}new/", views.new_paper, name="new_paper"),
    path(f"{_BRANCH}<str:reference>/", views.paper, name="paper"),
    path("c/<slug:code>/receipt/", receipts.receipt, name="receipt"),
]
