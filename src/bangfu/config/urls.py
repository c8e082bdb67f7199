"""Every address of the site: each room brings its own `urls.py`."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

# Where a room's pages begin; desk has the front page.
PLACES = {
    "frame": "",
    "audit": "audit/",
    "papers": "papers/",
    "offices": "",
    "registry": "registry/",
    "rosters": "rosters/",
    "desk": "",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path(place, include(f"bangfu.{room}.urls"))
    for room, place in PLACES.items()
    if room in settings.ROOMS_HERE and find_spec(f"bangfu.{room}.urls")
]
