"""What a reader chooses for his own screen: the language, the size of the type."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

SIZE_COOKIE = "bangfu_size"
SIZES = ("plain", "large")


def switch_language(request: HttpRequest) -> HttpResponseBase:
    """Keep the chosen language in a cookie and go back to the page that asked (POST)."""
    return set_language(request)


@require_POST
def switch_size(request: HttpRequest) -> HttpResponseBase:
    """Keep the chosen size of type in a cookie and go back to the page that asked.

    It belongs to the screen, not to the account: the same clerk reads on a phone and on a desk.
    """
    back = request.POST.get("next", "")
    host = {request.get_host()}
    if not url_has_allowed_host_and_scheme(back, host, require_https=request.is_secure()):
        back = "/"
    answer = HttpResponseRedirect(back)
    if request.POST.get("size") in SIZES:
        answer.set_cookie(
            SIZE_COOKIE, request.POST["size"], max_age=timedelta(days=365), samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE, httponly=True,
        )  # fmt: skip
    return answer
