"""The addresses of amendments: written, sent and confirmed by branches."""

from django.urls import path

from motions.amendments import editor, views

urlpatterns = [
    path("c/<slug:code>/motions/<str:number>/amend/", editor.amend, name="amend"),
    path("c/<slug:code>/amendments/<str:reference>/", views.amendment, name="amendment"),
    path("c/<slug:code>/amendments/<str:reference>/words/", editor.redraft, name="redraft"),
]
