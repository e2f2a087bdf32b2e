"""The addresses of a ballot."""

from django.urls import path

from ballots import views

app_name = "ballots"

urlpatterns = [
    path("ballots/<uuid:pk>/", views.ballot, name="ballot"),
    path("ballots/<uuid:pk>/cast/", views.cast, name="cast"),
    path("ballots/<uuid:pk>/receipt/", views.receipt, name="receipt"),
    path("ballots/<uuid:pk>/unable/", views.unable, name="unable"),
    path("ballots/<uuid:pk>/disclosures/", views.disclosures, name="disclosures"),
    path("ballots/<uuid:pk>/declaration/", views.declaration, name="declaration"),
    path("ballots/<uuid:pk>/declaration/sign/", views.sign_declaration, name="sign_declaration"),
    path(
        "ballots/<uuid:pk>/declaration/draft.pdf", views.declaration_draft, name="declaration_draft"
    ),
    path("ballots/<uuid:pk>/declaration.pdf", views.declaration_paper, name="declaration_paper"),
    path("ballots/<uuid:pk>/declaration.json", views.declaration_data, name="declaration_data"),
    path(
        "ballots/<uuid:pk>/declaration/<int:number>.pdf",
        views.declaration_paper,
        name="declaration_paper",
    ),
    path(
        "ballots/<uuid:pk>/declaration/<int:number>.json",
        views.declaration_data,
        name="declaration_data",
    ),
]
