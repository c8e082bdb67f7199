"""Routes of the lists; names stay in the desk's own space."""

from django.urls import path

from .views import keeping
from .views import pages as lists

pages = [
    path("households/", lists.households, name="households"),
    path("people/", lists.people, name="people"),
    path("lists/<slug:name>/views", keeping.views, name="list_views"),
    path("lists/<slug:name>/views/keep", keeping.keep, name="keep_view"),
    path("lists/<slug:name>/columns", keeping.columns, name="list_columns"),
]
