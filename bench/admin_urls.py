"""Addresses of the bench: the platform's, and an admin site that lets its visitor in."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path

from bangfu.config.urls import urlpatterns as platform
from bangfu.registry.models import Household, Person


class OpenSite(admin.AdminSite):
    """Everybody signed in may look: rights are not what is measured."""

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated)


class Plain(admin.ModelAdmin):
    """What a town would write in an afternoon: columns, filters, a search on names."""

    list_per_page = 25
    ordering = ("sort_key", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model._default_manager.using("owner").order_by(*self.ordering)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_module_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class People(Plain):
    """People, searched by name."""

    list_display = ("name", "sex", "born_on", "identity_state", "category", "stage")
    list_filter = ("category", "sex", "identity_state")
    search_fields = ("name",)


class Households(Plain):
    """Households with their heads."""

    list_display = ("number", "head", "size", "category", "cause", "place", "changed_at")
    list_filter = ("category", "cause", "disabled")
    list_select_related = ("head",)
    search_fields = ("number", "head__name")


site = OpenSite(name="bench_admin")
site.register(Person, People)
site.register(Household, Households)
urlpatterns = [*platform, path("bench/", site.urls)]
