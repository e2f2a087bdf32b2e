"""The addresses of the mandates of branches."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
