"""The pages of requests that fail, in the ordinary layout; `urls.py` names them as handlers.

Django's own would look for a form's token in what was sent, and stumble a second time over a body
that cannot be read: an unknown address with a broken upload would answer 500.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from bangfu.frame.fields import Unseen


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This function will say what was wrong with a request that cannot be read (400).

    Without the request: it may have failed before anybody knew who sent it.
    """
    return HttpResponse(render_to_string("400.html", {"why": _why(exception)}), status=400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This function will say that the page is not for this post (403)."""
    return render(request, "403.html", status=403)


def not_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This function will say that there is no such page (404)."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """This function will say that the fault is the platform's (500); it asks no database."""
    return HttpResponse(render_to_string("500.html"), status=500)


def _why(exception: Exception) -> str:
    if isinstance(exception, MultiPartParserError):
        return _(
            "没有收下：可能是文件名太长，也可能没有传完。请把文件名改短些，退回上一页再传一次。"
        )
    if isinstance(exception, Unseen):
        return _("没有收下：里面有看不见的控制字符。请退回上一页，删掉后重新输入。")
    if isinstance(exception, TooManyFilesSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        return _("没有收下：一次最多传%(most)d个文件，请分几次传。") % {"most": most}
    if isinstance(exception, TooManyFieldsSent):
        return _("没有收下：一次提交的内容太多，请分几次提交。")
    if isinstance(exception, RequestDataTooBig):
        return _("没有收下：填写的内容太长。请退回上一页改短，大段材料请作为文件上传。")
    return ""
