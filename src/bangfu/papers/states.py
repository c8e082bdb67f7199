"""The kinds of originals that people hand in one by one, told by what is in them."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

_HEAD = 1024


class MediaType(TextChoices):
    """What a photo or a scan may be."""

    JPEG = "image/jpeg", _("照片")
    PNG = "image/png", _("图片")
    PDF = "application/pdf", _("PDF文件")


def kind_of(content: bytes) -> MediaType | None:
    """This function will tell by its first bytes what a file is; its name says nothing.

    JPEG begins with its start-of-image and a marker (ITU-T T.81, B.1.1), PNG with its signature and
    an IHDR chunk (ISO/IEC 15948, 5.2), PDF with ``%PDF-`` within the first 1024 bytes (the readers'
    custom, ISO 32000-1, annex on implementation notes). None for anything else.
    """
    if content.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return MediaType.PNG
    if b"%PDF-" in content[:_HEAD]:
        return MediaType.PDF
    return None
