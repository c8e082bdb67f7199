"""Routes of the rights of people."""

from django.urls import path

from . import views

app_name = "rights"
urlpatterns = [
    path("households/<uuid:uuid>/looks/", views.looks, name="looks"),
    path("households/<uuid:uuid>/ask/", views.ask, name="ask"),
    path("requests/", views.requests, name="requests"),
    path("requests/<uuid:uuid>/", views.request_page, name="request"),
    path("requests/<uuid:uuid>/show", views.show, name="show"),
    path("requests/<uuid:uuid>/letter", views.letter, name="letter"),
    path("requests/<uuid:uuid>/file", views.own_file, name="file"),
    path("retention/", views.retention, name="retention"),
    path("retention/<uuid:uuid>/", views.due, name="due"),
    path("retention/terms/<slug:kind>/", views.term, name="term"),
    path("holds/<uuid:uuid>/", views.hold, name="hold"),
    path(
        "households/<uuid:uuid>/erase/", views.erase, {"kind": "household"}, name="erase_household"
    ),
    path("people/<uuid:uuid>/erase/", views.erase, {"kind": "person"}, name="erase_person"),
    path("erasures/<uuid:uuid>/", views.erasure, name="erasure"),
]
