"""The addresses of motions to read."""

from django.urls import path

from motions.texts import views

urlpatterns = [
    path("c/<slug:code>/motions/", views.motions, name="motions"),
    path("motions/cleaned/", views.cleaned_words, name="cleaned_words"),
    path("c/<slug:code>/motions/<str:number>/versions/", views.versions, name="versions"),
    path("c/<slug:code>/motions/<str:number>/", views.motion, name="motion"),
]
