"""The one settings module. Production is the base; the environment is read here and nowhere else.

Every variable is described in `.env.example`. `LOCAL=1` is the only switch for a development or demonstration run:
it allows plain HTTP and invented example data, both of which production refuses.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured

from familjecentral.core import languages

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()


def required(name: str, example: str) -> str:
    """The value of an environment variable, or one clear line that says how to set it."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment, for example: {name}={example}"
        )
    return value


# --- What kind of run this is ------------------------------------------------------------------------------------

LOCAL = env.bool("LOCAL", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = (
    env.str("SECRET_KEY", default="local-run-only-not-a-secret")
    if LOCAL
    else required("SECRET_KEY", "$(python3 -c 'import secrets; print(secrets.token_urlsafe(50))')")
)
SITE_URL = (
    env.str("SITE_URL", default="http://127.0.0.1:8000")
    if LOCAL
    else required("SITE_URL", "https://example.org")
).rstrip("/")
ALLOWED_HOSTS = (
    env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
    if LOCAL
    else required("ALLOWED_HOSTS", "example.org,www.example.org").split(",")
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
WAGTAILADMIN_BASE_URL = SITE_URL

# --- The house ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "familjecentral.core",
    "familjecentral.home",
    "familjecentral.translations",
    "familjecentral.alerts",
    "familjecentral.feedback",
    "familjecentral.figures",
    "familjecentral.search",
    "news",
    "locations",
    "familjecentral.pagecache",
    # Patches our models' fields, so it comes after them and before Wagtail binds its panels.
    "modeltranslation",
    "wagtail.contrib.frontend_cache",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "familjecentral.core.middleware.BrowserRulesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "familjecentral.core.middleware.ContentSecurityPolicyMiddleware",
    "familjecentral.core.middleware.LanguageMiddleware",
    "familjecentral.core.freshness.FreshnessMiddleware",
    "familjecentral.core.middleware.UnreadableInputMiddleware",
    "familjecentral.home.redirects.LanguageNeutralRedirectMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "familjecentral.urls"
WSGI_APPLICATION = "familjecentral.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "core.User"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "familjecentral.core.template_loader.CompactLoader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "familjecentral.home.context.frame",
            ],
            "builtins": ["familjecentral.core.templatetags.site"],
        },
    }
]

# --- Data --------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers never wait for a writer, and a writer waits for its turn instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A database that does not answer must not hold a worker: seconds for a connection, milliseconds for a lost one.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)
    DATABASES["default"]["OPTIONS"].setdefault("tcp_user_timeout", 10_000)

# --- Caches ------------------------------------------------------------------------------------------------------

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    # How often somebody sends a form is counted here: in memory only, and in no other process.
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # What all processes of the page cache share. A tenth of a second is long for it: without it pages are made anew.
    "pages": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "familjecentral",
        "OPTIONS": {"socket_timeout": 0.2, "socket_connect_timeout": 0.1},
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": env.str("PAGE_CACHE_DIR", default=str(VAR_DIR / "pages")),
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
# Megabytes that stored pages take in the memory of each process: about a thousand pages.
PAGE_CACHE_MB = env.int("PAGE_CACHE_MB", default=32)
# A proxy or CDN that takes PURGE requests for pages that are published.
FRONTEND_CACHE_URL = env.str("FRONTEND_CACHE_URL", default="")
WAGTAILFRONTENDCACHE = (
    {
        "proxy": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": FRONTEND_CACHE_URL,
        }
    }
    if FRONTEND_CACHE_URL
    else {}
)
WAGTAILFRONTENDCACHE_LANGUAGES = [language.code for language in languages.PUBLIC]

# --- Uploads and static files --------------------------------------------------------------------------------------

MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))
MEDIA_URL = "/media/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(VAR_DIR / "static"))
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "familjecentral.core.stylesheet.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 3600
# Several machines share one bucket; MEDIA_ROOT is then not used.
MEDIA_S3_BUCKET = env.str("MEDIA_S3_BUCKET", default="")
if MEDIA_S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "familjecentral.core.bucket.BucketStorage",
        "OPTIONS": {
            "bucket_name": MEDIA_S3_BUCKET,
            "endpoint_url": required("MEDIA_S3_ENDPOINT", "https://s3.example.org"),
            "region_name": env.str("MEDIA_S3_REGION", default="eu-north-1"),
            "access_key": required("MEDIA_S3_ACCESS_KEY", "the key's name"),
            "secret_key": required("MEDIA_S3_SECRET_KEY", "the key itself"),
            # A name that is taken gets another, as on a disk.
            "file_overwrite": False,
        },
    }
BACKUP_DIR = env.str("BACKUP_DIR", default=str(VAR_DIR / "backups"))

# --- Hours ---------------------------------------------------------------------------------------------------

# Days that a confirmation of a centre's hours vouches for them; after that visitors are asked to call first.
HOURS_CONFIRMED_FOR_DAYS = env.int("HOURS_CONFIRMED_FOR_DAYS", default=180)

# --- Translations ----------------------------------------------------------------------------------------------

# A class that writes first drafts (translations/machine.py). None is set, and nothing is sent anywhere.
MACHINE_TRANSLATION = env.str("MACHINE_TRANSLATION", default="")

# --- Languages: the list is core/languages.py, nothing is listed here -----------------------------------------------

languages.register()
LANGUAGE_CODE = languages.SOURCE
LANGUAGES = [(language.code, language.name) for language in languages.LANGUAGES]
LANGUAGES_BIDI = [language.code for language in languages.LANGUAGES if language.direction == "rtl"]
USE_I18N = True
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["familjecentral.formats"]

MODELTRANSLATION_DEFAULT_LANGUAGE = languages.SOURCE
MODELTRANSLATION_LANGUAGES = tuple(code for code, _ in LANGUAGES)
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": (languages.SOURCE,)}
MODELTRANSLATION_CUSTOM_FIELDS = ("StreamField", "RichTextField")


def MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME(name: str, code: str) -> str:
    """Editors write Swedish: only the other languages' fields say which language they are in."""
    return str(name) if code == languages.SOURCE else f"{name} ({languages.by_code(code).name})"


# --- Wagtail -----------------------------------------------------------------------------------------------------

WAGTAIL_PAGE_MODEL = "core.BasePage"
WAGTAILIMAGES_IMAGE_MODEL = "core.Image"
WAGTAILDOCS_DOCUMENT_MODEL = "core.Document"
WAGTAIL_SITE_NAME = "Familjecentral"
# One page holds all languages (decision 1), so Wagtail's own language trees stay off.
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = [(languages.SOURCE, languages.by_code(languages.SOURCE).name)]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("sv", "Svenska"), ("en", "English")]
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_UNICODE_USERNAMES = True
# Autosave keeps a page busy while a translator saves the same page; editors save by hand.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILREDIRECTS_AUTO_CREATE = True
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}
}
WAGTAILIMAGES_IMAGE_FORM_BASE = "familjecentral.core.images.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Nothing is embedded on the public site: a video is a link to its publisher.
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

# --- Security ----------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not LOCAL)
SECURE_REDIRECT_EXEMPT = [r"^-/"]
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 0 if LOCAL else env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=not LOCAL)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=not LOCAL)
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
# "Nearest first" asks for the position; nothing else of the device is ever asked for.
PERMISSIONS_POLICY = (
    "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), serial=(), midi=(), "
    "accelerometer=(), gyroscope=(), magnetometer=(), display-capture=(), browsing-topics=()"
)
WAGTAILADMIN_USER_LOGIN_FORM = "familjecentral.core.login.LoginForm"
# Where to tell of a weakness (/.well-known/security.txt). Without one it is the site's contact page.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_PATH = "/"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "familjecentral.home.errors.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"
# The CMS previews pages in a frame of its own; "DENY" would end that.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# The public site runs with the strict policy; the CMS needs inline script and style (see ContentSecurityPolicyMiddleware).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    }
}
CMS_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
}

# --- Mail and log ------------------------------------------------------------------------------------------------

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="noreply@localhost")
# A line for each request, without a word of who asks (request_log.py).
LOG_REQUESTS = env.bool("LOG_REQUESTS", default=not LOCAL)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{levelname} {name} {message}", "style": "{"},
        "json": {"()": "familjecentral.request_log.JsonLines"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json" if LOG_REQUESTS else "line"}
    },
    # What was not found or refused is in the line of its request; here its whole address would stand too.
    "loggers": {"django.request": {"level": "ERROR"}} if LOG_REQUESTS else {},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
