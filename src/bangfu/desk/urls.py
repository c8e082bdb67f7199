"""Routes of the desk; the switch of language is asked for by name from every floor."""

from django.urls import include, path

from bangfu.desk import views
from bangfu.desk.entitled import views as entitling
from bangfu.desk.lists import urls as lists

pages = [
    path("", views.home, name="home"),
    *lists.pages,
    path("households/<uuid:uuid>/", views.household, name="household"),
    path("households/<uuid:uuid>/entitled/", entitling.entitled, name="entitled"),
    path("households/<uuid:uuid>/entitled/keep", entitling.keep, name="keep_entitled"),
    path("households/<uuid:uuid>/entitled/<uuid:batch>/", entitling.kept, name="kept_entitled"),
    path("people/<uuid:uuid>/", views.person, name="person"),
    path("people/<uuid:uuid>/show", views.show, name="show"),
    path("search/", views.search, name="search"),
    path("search/found", views.found, name="found"),
    path("help/", views.help_page, name="help"),
]
urlpatterns = [
    path("audit/", include("bangfu.desk.auditing.urls")),
    path("grants/", include("bangfu.desk.granting.urls")),
    path("staff/", include("bangfu.desk.staffing.urls")),
    path("inspections/", include("bangfu.desk.inspecting.urls")),
    path("", include("bangfu.desk.changes.urls")),
    path("", include("bangfu.desk.pairs.urls")),
    path("", include("bangfu.desk.rights.urls")),
    path("language", views.switch_language, name="set_language"),
    path("size", views.switch_size, name="set_size"),
    path("", include((pages, "desk"))),
]
