"""The door for the web server."""

from __future__ import annotations

import os
import tempfile

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")

application = get_wsgi_application()
# Libraries that write a sheet keep half of it in the folder for temporary files meanwhile.
tempfile.tempdir = str(settings.FILE_UPLOAD_TEMP_DIR)
