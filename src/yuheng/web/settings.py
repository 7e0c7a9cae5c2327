"""Settings of the site, from the environment, read once here and nowhere else.

| variable | what | where not given |
|---|---|---|
| YUHENG_DATA | folder of snapshots, index, SQLite file, secret key | `~/.yuheng` |
| DATABASE_URL | `postgresql://user:password@host:port/name` or `sqlite:///path` | SQLite in the data folder |
| YUHENG_SECRET_KEY | Django's secret | the data folder's `secret.key`, which `yuheng serve` makes |
| YUHENG_HOSTS | names under which the site answers, parted by commas | localhost and its addresses |
| YUHENG_HTTPS | 1 where the site stands behind HTTPS: secure cookies, HSTS | 0 |
| YUHENG_READ_MEMORY | megabytes of memory that reading one file may take | 3072 |
| YUHENG_READ_SECONDS | seconds that reading one file may take | 600 |
| YUHENG_DEBUG | 1 for Django's debug pages; never on a server | 0 |
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

from yuheng.ledger.engine import database_from

DATA = Path(os.environ.get("YUHENG_DATA") or Path.home() / ".yuheng").absolute()
DEBUG = os.environ.get("YUHENG_DEBUG") == "1"
HTTPS = os.environ.get("YUHENG_HTTPS") == "1"
READ_MEMORY = int(os.environ.get("YUHENG_READ_MEMORY", "3072")) * 2**20
READ_SECONDS = int(os.environ.get("YUHENG_READ_SECONDS", "600"))


def _secret() -> str:
    """The key given, or the data folder's; a passing one where there is neither, so that importing writes nothing."""
    key_file = DATA / "secret.key"
    given = os.environ.get("YUHENG_SECRET_KEY", "")
    return given or (key_file.read_text("ascii").strip() if key_file.exists() else get_random_secret_key())


SECRET_KEY = _secret()
ALLOWED_HOSTS = [name for name in os.environ.get("YUHENG_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if name]
ROOT_URLCONF = "yuheng.web.urls_root"
WSGI_APPLICATION = "yuheng.web.wsgi.application"
AUTH_USER_MODEL = "ledger.Account"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "yuheng.ledger",
    "yuheng.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yuheng.web.frame.frame",
            ]
        },
    }
]

DATABASES = {"default": database_from(os.environ.get("DATABASE_URL", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "yuheng.web.accounts.locked"
MESSAGE_TAGS = {25: "good", 40: "bad"}  # success and error, as the style sheet names them

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True  # the files of the packages themselves are served; nothing is collected
WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 500

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
CSRF_FAILURE_VIEW = "yuheng.web.refusals.foreign"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"django": {"handlers": ["terminal"], "level": "ERROR", "propagate": False}},
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
