"""The door for web servers: the log around the figures, around the page cache, around Django."""

import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "familjecentral.settings")

django = get_wsgi_application()

# These need the applications to be loaded.
from familjecentral.figures.counting import CountVisits  # noqa: E402
from familjecentral.home.launch import refuse_example_data  # noqa: E402
from familjecentral.pagecache.front import PageCache  # noqa: E402
from familjecentral.request_log import RequestLog, Together  # noqa: E402

refuse_example_data()

# While somebody changes templates, every page is made anew.
site = CountVisits(django if settings.DEBUG else PageCache(django))
application = RequestLog(site, Together(sys.stderr.write) if settings.LOG_REQUESTS else None)
