"""Every address of the site: each room that has pages brings its own `urls.py`."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("bangfu.offices.urls")),
    path("rosters/", include("bangfu.rosters.urls")),
    path("", include("bangfu.desk.urls")),
]
