"""The addresses of motions and of the chair's console."""

from django.urls import path

from motions import views

app_name = "motions"

urlpatterns = [
    path("c/<slug:code>/motions/", views.motions, name="motions"),
    path("c/<slug:code>/motions/<str:number>/", views.motion, name="motion"),
    path("c/<slug:code>/scrutiny-pack/", views.packs, name="packs"),
    path("c/<slug:code>/scrutiny-pack/<uuid:pk>.zip", views.pack_file, name="pack_file"),
    path("c/<slug:code>/scrutiny-pack/<uuid:pk>/sign/", views.sign_pack, name="sign_pack"),
    path("c/<slug:code>/chair/", views.chair, name="chair"),
    path("c/<slug:code>/chair/act/", views.act, name="act"),
    path("c/<slug:code>/chair/figures/", views.figures, name="figures"),
]
