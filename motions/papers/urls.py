"""The addresses of papers."""

from django.urls import path

from motions.papers import views
from motions.papers.feed import papers_feed

urlpatterns = [
    path("c/<slug:code>/papers/", views.papers, name="papers"),
    path("c/<slug:code>/papers/feed.atom", papers_feed, name="papers_feed"),
    path("c/<slug:code>/papers/draft/<slug:series>/", views.draft, name="paper_draft"),
    path("c/<slug:code>/papers/<slug:series>/", views.latest, name="paper_latest"),
    path("c/<slug:code>/papers/<slug:series>/<int:number>/", views.paper, name="issue"),
    path(
        "c/<slug:code>/papers/<slug:series>/<int:number>/withdraw/",
        views.withdraw,
        name="issue_withdraw",
    ),
    path(
        "c/<slug:code>/papers/<slug:series>/<int:number>/<slug:form>/",
        views.paper_file,
        name="issue_file",
    ),
    path(
        "c/<slug:code>/papers/<slug:series>/<int:number>/files/again/",
        views.make_again,
        name="issue_again",
    ),
    path("c/<slug:code>/today/", views.today, name="today"),
]
