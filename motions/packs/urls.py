"""The addresses of scrutiny packs."""

from django.urls import path

from motions.packs import views

urlpatterns = [
    path("c/<slug:code>/scrutiny-pack/", views.packs, name="packs"),
    path("c/<slug:code>/scrutiny-pack/<uuid:pk>.zip", views.pack_file, name="pack_file"),
    path("c/<slug:code>/scrutiny-pack/<uuid:pk>/sign/", views.sign_pack, name="sign_pack"),
]
