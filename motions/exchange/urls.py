"""The addresses of what goes to other systems, and comes from them."""

from django.urls import path

from motions.exchange import views

urlpatterns = [
    path("c/<slug:code>/exchange/", views.exchange, name="exchange"),
    path("c/<slug:code>/exchange/<str:file>", views.export, name="export"),
    path("c/<slug:code>/motions/<str:number>.akn.xml", views.one_motion, name="motion_akn"),
]
