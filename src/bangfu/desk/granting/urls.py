"""Routes of grants."""

from django.urls import path

from . import views

app_name = "granting"
urlpatterns = [
    path("", views.grants, name="grants"),
    path("<uuid:uuid>/end", views.end, name="end"),
    path("counted/", views.counted, name="counted"),
    path("counted/end", views.end_line, name="end_line"),
]
