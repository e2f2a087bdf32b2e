"""The addresses of the running day."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
