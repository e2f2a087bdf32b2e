"""The addresses of what delegates ask for from the floor."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
