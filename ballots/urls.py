"""The addresses of a ballot."""

from django.urls import path, re_path

from ballots import views
from ballots.membership.urls import urlpatterns as of_memberships
from ballots.views.boards import board, boards, trustee, trustee_file
from ballots.views.openings import opening
from ballots.views.secret_booth import secret_booth, secret_scripts

app_name = "ballots"

urlpatterns = [
    path("ballots/<uuid:pk>/", views.ballot, name="ballot"),
    path("ballots/<uuid:pk>/cast/", views.cast, name="cast"),
    path("ballots/<uuid:pk>/secret/", secret_booth, name="secret_booth"),
    path("booth/programs/", secret_scripts, name="booth_scripts"),
    path("ballots/<uuid:pk>/cast-sealed/", views.cast_sealed, name="secret_cast"),
    path("sealed/<str:uuid>/", views.sealed, name="sealed"),
    path("sealed/<str:uuid>/<str:name>.bel", views.archive, name="sealed_archive"),
    path("ballots/<uuid:pk>/opening/", opening, name="opening"),
    path("boards/", boards, name="boards"),
    path("boards/<uuid:pk>/", board, name="board"),
    path("boards/<uuid:pk>/mine/", trustee, name="trustee"),
    path("boards/<uuid:pk>/mine/<str:name>", trustee_file, name="trustee_file"),
    path("ballots/<uuid:pk>/booth/", views.booth, name="booth"),
    path("ballots/<uuid:pk>/receipt/", views.receipt, name="receipt"),
    path("ballots/<uuid:pk>/unable/", views.unable, name="unable"),
    path("ballots/<uuid:pk>/more-time/", views.more_time, name="more_time"),
    path("ballots/<uuid:pk>/desk/", views.election_desk, name="election_desk"),
    path("ballots/<uuid:pk>/delivery/", views.delivery, name="delivery"),
    path("assist/", views.assist, name="assist"),
    path("assist/<uuid:pk>/", views.assistance, name="assistance"),
    path("vote/", views.my_votes, name="my_votes"),
    path("vote/<uuid:pk>/", views.vote, name="vote"),
    path("vote/<uuid:pk>/mine/", views.own_paper, name="own_paper"),
    path("ballots/<uuid:pk>/disclosures/", views.disclosures, name="disclosures"),
    path("ballots/<uuid:pk>/count/", views.count, name="count"),
    path("ballots/<uuid:pk>/count/rules/", views.other_rules, name="other_rules"),
    re_path(
        r"^ballots/(?P<pk>[0-9a-f-]{36})/count\.(?P<kind>json|csv|html|pdf)$",
        views.count_file,
        name="count_file",
    ),
    re_path(
        r"^ballots/(?P<pk>[0-9a-f-]{36})/papers\.(?P<kind>blt|json)$", views.papers, name="papers"
    ),
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
    *of_memberships,
]
