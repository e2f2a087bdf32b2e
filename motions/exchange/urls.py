"""The addresses of what goes to other systems, and comes from them."""

from django.urls import path

from motions.exchange import importing, views

urlpatterns = [
    path("c/<slug:code>/exchange/", views.exchange, name="exchange"),
    path("c/<slug:code>/exchange/import/", importing.imports, name="imports"),
    path(
        "c/<slug:code>/exchange/import/<uuid:staged_id>/",
        importing.import_preview,
        name="import_preview",
    ),
    path(
        "c/<slug:code>/exchange/import/<int:number>/undo/",
        importing.import_undo,
        name="import_undo",
    ),
    path("c/<slug:code>/exchange/<str:file>", views.export, name="export"),
    path("c/<slug:code>/motions/<str:number>.akn.xml", views.one_motion, name="motion_akn"),
]
