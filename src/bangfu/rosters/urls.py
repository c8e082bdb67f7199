"""Routes of the rosters."""

from django.urls import path

from .views import jobs, lists, pages, replies, rows

app_name = "rosters"
urlpatterns = [
    path("", lists.batches, name="batches"),
    path("upload", lists.upload, name="upload"),
    path("worklist/", replies.worklist, name="worklist"),
    path("worklist/replies", replies.replies, name="replies"),
    path("<uuid:uuid>/", pages.batch, name="batch"),
    path("<uuid:uuid>/difference", pages.difference, name="difference"),
    path("<uuid:uuid>/progress", pages.progress, name="progress"),
    path("<uuid:uuid>/original", pages.original, name="original"),
    path("<uuid:uuid>/open", rows.open_cell, name="open"),
    path("<uuid:uuid>/edit", rows.edit, name="edit"),
    path("<uuid:uuid>/settle", rows.settle, name="settle"),
    path("<uuid:uuid>/ask", rows.ask, name="ask"),
    path("<uuid:uuid>/skip", rows.skip, name="skip"),
    path("<uuid:uuid>/columns/<int:part>/", rows.columns, name="columns"),
    path("<uuid:uuid>/date", rows.set_date, name="date"),
    path("<uuid:uuid>/take-in", jobs.take_in, name="take_in"),
    path("<uuid:uuid>/take-back", jobs.take_back, name="take_back"),
    path("<uuid:uuid>/drop", jobs.drop, name="drop"),
    path("<uuid:uuid>/go-on", jobs.go_on, name="go_on"),
]
