"""Routes of the standards: read, tried out, changed."""

from django.urls import path

from .views import changes, library, whatifs

app_name = "policies"
urlpatterns = [
    path("", library.index, name="index"),
    path("what-if/", whatifs.ask, name="what_if"),
    path("what-if/text/", whatifs.ask_in_words, name="what_if_text"),
    path("what-if/budget/", whatifs.budget, name="budget"),
    path("what-if/<uuid:uuid>/", whatifs.result, name="result"),
    path("what-if/<uuid:uuid>/names/<slug:ident>/", whatifs.names, name="names"),
    path("changes/<uuid:uuid>/", changes.revision, name="revision"),
    path("changes/<uuid:uuid>/edit/", changes.edit, name="edit"),
    path("changes/<uuid:uuid>/try", changes.try_out, name="try"),
    path("changes/<uuid:uuid>/move", changes.move, name="move"),
    path("<slug:ident>/", library.standard, name="standard"),
    path("<slug:ident>/change/", changes.begin, name="change"),
    path("<slug:ident>/text", changes.begin_text, name="begin_text"),
]
