"""Routes of the rosters."""

from django.urls import path

from . import views

app_name = "rosters"
urlpatterns = [
    path("", views.batches, name="batches"),
    path("upload", views.upload, name="upload"),
    path("worklist/", views.worklist, name="worklist"),
    path("<uuid:uuid>/", views.batch, name="batch"),
    path("<uuid:uuid>/progress", views.progress, name="progress"),
    path("<uuid:uuid>/open", views.open_cell, name="open"),
    path("<uuid:uuid>/edit", views.edit, name="edit"),
    path("<uuid:uuid>/settle", views.settle, name="settle"),
    path("<uuid:uuid>/columns/<int:part>/", views.columns, name="columns"),
    path("<uuid:uuid>/date", views.set_date, name="date"),
    path("<uuid:uuid>/take-in", views.take_in, name="take_in"),
    path("<uuid:uuid>/take-back", views.take_back, name="take_back"),
    path("<uuid:uuid>/drop", views.drop, name="drop"),
    path("<uuid:uuid>/go-on", views.go_on, name="go_on"),
]
