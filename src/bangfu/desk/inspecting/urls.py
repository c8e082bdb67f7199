"""Routes of inspections."""

from django.urls import path

from . import views

app_name = "inspecting"
urlpatterns = [
    path("commissions/", views.commissions, name="commissions"),
    path("commissions/new", views.send, name="send"),
    path("commissions/<uuid:uuid>/end", views.end, name="end"),
    path("", views.mine, name="mine"),
    path("<uuid:uuid>/", views.sample, name="sample"),
    path("<uuid:uuid>/evidence", views.evidence, name="evidence"),
]
