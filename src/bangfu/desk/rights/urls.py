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
    path("retention/", views.retention, name="retention"),
    path("retention/<uuid:uuid>/", views.due, name="due"),
    path("erasures/<uuid:uuid>/", views.erasure, name="erasure"),
]
