"""Routes of the pairs that may be one person."""

from django.urls import path

from . import views

app_name = "pairs"
urlpatterns = [
    path("pairs/", views.index, name="index"),
    path("pairs/look", views.look, name="look"),
    path("pairs/asked/", views.asked, name="asked"),
    path("pairs/<uuid:uuid>/", views.pair, name="pair"),
    path("pairs/<uuid:uuid>/decide", views.decide, name="decide"),
    path("pairs/<uuid:uuid>/reopen", views.reopen, name="reopen"),
    path("people/<uuid:uuid>/compare/", views.choose, name="choose"),
]
