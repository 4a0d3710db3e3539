"""The site's settings as the tests run them: a local run, with cheap passwords and no network.

The database is TEST_DATABASE_URL's where that is set, SQLite in a temporary file otherwise; never the one in DATABASE_URL.
"""

import os
import tempfile

# ruff: noqa: E402, F403, F405 (the environment has to stand before the settings read it)
UNSET = ("SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "SECURE_SSL_REDIRECT", "EMAIL_URL")
for name in (*UNSET, "REDIS_URL", "FRONTEND_CACHE_URL", "LOG_REQUESTS"):
    os.environ.pop(name, None)
os.environ["LOCAL"] = "1"
os.environ["DEBUG"] = "0"
_files = tempfile.TemporaryDirectory(prefix="familjecentral-tests-")
# A file, not memory: the browser tests' server then has connections of its own, as in a real run.
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{_files.name}/db.sqlite3"
os.environ["MEDIA_ROOT"] = f"{_files.name}/media"
os.environ["STATIC_ROOT"] = f"{_files.name}/static"
os.environ["PAGE_CACHE_DIR"] = f"{_files.name}/pages"

from familjecentral.settings import *

Path(STATIC_ROOT).mkdir()

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": f"{_files.name}/test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Hashed names need `collectstatic` first; the tests read the sources.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
