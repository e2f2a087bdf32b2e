"""The addresses of the ideas."""

from django.urls import path

from motions.ideas import views

urlpatterns = [
    path("c/<slug:code>/ideas/", views.ideas, name="ideas"),
    path("c/<slug:code>/ideas/new/", views.open_round, name="open_idea_round"),
    path("c/<slug:code>/ideas/<int:number>/", views.idea_round, name="idea_round"),
]
