"""The addresses of the policy book, and of what follows conference."""

from django.urls import path

from motions.policy import views

urlpatterns = [
    path("policy/", views.policy_book, name="policy"),
    path("c/<slug:code>/resolutions/", views.resolutions, name="resolutions"),
    path("c/<slug:code>/resolutions/<str:number>/", views.resolution, name="resolution"),
    path("c/<slug:code>/resolutions/<str:number>/certify/", views.certify, name="certify"),
    path("c/<slug:code>/resolutions/<str:number>/actions/", views.action, name="policy_action"),
    path(
        "c/<slug:code>/resolutions/<str:number>/actions/<int:action>/",
        views.report,
        name="action_report",
    ),
    path("c/<slug:code>/resolutions/<str:number>/superseded/", views.supersede, name="supersede"),
]
