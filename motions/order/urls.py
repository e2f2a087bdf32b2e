"""The addresses of the order of business."""

from django.urls import path

from motions.order import executive_views, priority_views, views

urlpatterns = [
    path("c/<slug:code>/order/", views.order, name="order"),
    path("c/<slug:code>/order/consequences/", views.consequences, name="consequences"),
    path("c/<slug:code>/order/priority/", priority_views.priority, name="priority"),
    path(
        "c/<slug:code>/motions/<str:number>/executive/",
        executive_views.executive,
        name="executive",
    ),
]
