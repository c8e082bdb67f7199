"""Routes of the changes of a household."""

from django.urls import path

from .views import acts, circumstances, corrections, papers, returning, settle

app_name = "changes"
urlpatterns = [
    path("households/new/", acts.open_new, name="open"),
    path("households/<uuid:uuid>/changes/", acts.choose, name="choose"),
    path("households/<uuid:uuid>/changes/<slug:slug>/", acts.tell, name="tell"),
    path(
        "households/<uuid:uuid>/settle/<uuid:subject>/<slug:kind>/",
        settle.settle,
        name="settle",
    ),
    path("people/<uuid:uuid>/corrections/", corrections.choose, name="wrong_about"),
    path("people/<uuid:uuid>/corrections/<slug:slug>/", corrections.tell, name="correct"),
    path("people/<uuid:uuid>/return/", returning.come_back, name="return"),
    path("people/<uuid:uuid>/facts/", circumstances.choose, name="facts"),
    path("people/<uuid:uuid>/facts/<slug:slug>/", circumstances.tell, name="fact"),
    path("changes/<uuid:uuid>/papers/<uuid:paper>", papers.open_paper, name="paper"),
    path("changes/<uuid:uuid>/undo", acts.take_back, name="undo"),
]
