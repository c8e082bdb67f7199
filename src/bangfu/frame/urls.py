"""Routes of the frame."""

from django.urls import path

from bangfu.frame import views

app_name = "frame"
urlpatterns = [path("language", views.switch_language, name="language")]
