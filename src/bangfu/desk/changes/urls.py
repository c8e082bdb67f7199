"""Routes of the changes of a household."""

from django.urls import path

from . import views

app_name = "changes"
urlpatterns = [
    path("households/new/", views.open_new, name="open"),
    path("households/<uuid:uuid>/changes/", views.choose, name="choose"),
    path("households/<uuid:uuid>/changes/<slug:slug>/", views.tell, name="tell"),
    path("changes/<uuid:uuid>/undo", views.take_back, name="undo"),
]
