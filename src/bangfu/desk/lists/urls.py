"""Routes of the lists; names stay in the desk's own space."""

from django.urls import path

from .views import exporting, keeping, layouts
from .views import pages as lists

pages = [
    path("households/", lists.households, name="households"),
    path("people/", lists.people, name="people"),
    path("lists/<slug:name>/views", keeping.views, name="list_views"),
    path("lists/<slug:name>/views/keep", keeping.keep, name="keep_view"),
    path("lists/<slug:name>/columns", keeping.columns, name="list_columns"),
    path("lists/<slug:name>/export", exporting.choose, name="export"),
    path("lists/<slug:name>/export/sheet", exporting.export, name="export_sheet"),
    path("lists/<slug:name>/layouts", layouts.layouts, name="layouts"),
    path("lists/<slug:name>/layouts/new", layouts.new, name="new_layout"),
    path("lists/<slug:name>/layouts/learn", layouts.learn, name="learn_layout"),
    path("lists/<slug:name>/layouts/<uuid:uuid>", layouts.layout, name="layout"),
    path("lists/<slug:name>/layouts/<uuid:uuid>/drop", layouts.drop, name="drop_layout"),
    path("handouts/<uuid:uuid>/", exporting.handout, name="handout"),
    path("handouts/<uuid:uuid>/again", exporting.again, name="make_again"),
    path("handouts/<uuid:uuid>/file", exporting.download, name="download"),
]
