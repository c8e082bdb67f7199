"""Routes of the auditor."""

from django.urls import path

from . import views

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("<int:number>/", views.entry, name="entry"),
    path("verify", views.check, name="verify"),
    path("sheets/", views.sheets, name="sheets"),
    path("sheets/<int:year>-<int:month>/", views.sheet, name="sheet"),
    path("sheets/<int:year>-<int:month>/sign", views.sign, name="sign"),
    path("alerts/", views.alerts, name="alerts"),
    path("alerts/<uuid:uuid>/", views.alert, name="alert"),
    path("alerts/<uuid:uuid>/conclude", views.conclude, name="conclude"),
]
