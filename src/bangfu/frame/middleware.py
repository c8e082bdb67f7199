"""What is turned away before any view: characters that cannot be seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from .fields import refuse_unseen


class UnseenMiddleware:
    """Answers 400 with a sentence, so that no view and no query meets such a character."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Look at address and body; the check of the form's token has read the body already."""
        refuse_unseen(request)
