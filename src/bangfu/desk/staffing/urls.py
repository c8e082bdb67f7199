"""Routes of the staff sheet."""

from django.urls import path

from . import views

app_name = "staffing"
urlpatterns = [
    path("", views.upload, name="upload"),
    path("blank", views.blank, name="blank"),
    path("open", views.open_all, name="open"),
]
