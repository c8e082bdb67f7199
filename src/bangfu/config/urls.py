"""Every address of the site: each room that has pages brings its own `urls.py`."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("bangfu.offices.urls")),
    path("standards/", include("bangfu.policies.urls")),
    path("rosters/", include("bangfu.rosters.urls")),
    path("", include("bangfu.desk.urls")),
]

handler400 = "bangfu.config.faults.malformed"
handler403 = "bangfu.config.faults.refused"
handler404 = "bangfu.config.faults.not_there"
handler500 = "bangfu.config.faults.broken"
