"""The door for web servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "familjecentral.settings")

application = get_wsgi_application()

from familjecentral.home.launch import refuse_example_data  # noqa: E402  needs the applications to be loaded

refuse_example_data()
