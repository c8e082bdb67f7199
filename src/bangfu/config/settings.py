"""Django's settings. What differs between installations comes from BANGFU_HOME and variables."""

from __future__ import annotations

import os
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from bangfu.config.database.address import address
from bangfu.config.home import PACKAGE, Home

HOME = Home.here()
BANGFU_HOME = HOME.path
SECRET_KEY = HOME.secrets()["secret_key"]
DEBUG = False

# The address under which people reach it; https:// there turns the strict cookies on.
ORIGIN = os.environ.get("BANGFU_ORIGIN", "").strip().rstrip("/")
HTTPS = ORIGIN.startswith("https://")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
ALLOWED_HOSTS += [host for host in os.environ.get("BANGFU_HOSTS", "").split(",") if host]
if ORIGIN:
    ALLOWED_HOSTS.append(ORIGIN.split("://", 1)[-1].split(":", 1)[0].split("/", 1)[0])
    CSRF_TRUSTED_ORIGINS = [ORIGIN]

# Rooms that Django must know, from the lowest floor up; kernel and matching are pure.
ROOMS = [
    "frame", "audit", "privacy", "papers", "offices", "registry", "policies", "rosters", "desk",
    "demo",
]  # fmt: skip

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    *[f"bangfu.{room}" for room in ROOMS],
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # From here on inside one transaction with the visitor's scope.
    "bangfu.offices.middleware.ScopeMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bangfu.frame.middleware.UnseenMiddleware",
]
# axes needs no middleware of its own: the form of login says until when an account is locked.
# It locks by account name alone, because a whole office shares one address.
SILENCED_SYSTEM_CHECKS = ["axes.W002", "axes.W006"]

ROOT_URLCONF = "bangfu.config.urls"
WSGI_APPLICATION = "bangfu.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Database -------------------------------------------------------------------------------
_doors = address(HOME).doors
# A pool only where the same process answers many requests (`bangfu serve` sets this).
_pool = {"min_size": 2, "max_size": 16, "timeout": 15}
_default = {"pool": _pool} if os.environ.get("BANGFU_POOL") == "1" else {}
DATABASES: dict[str, dict[str, Any]] = {
    "default": _doors["default"].django(**_default),
    "trace": _doors["trace"].django(),
    "owner": _doors["owner"].django(),
}
for _alias in DATABASES.values():
    # Asked before use, because the server may have been started again meanwhile. A pool keeps
    # its own connections.
    _alias["CONN_HEALTH_CHECKS"] = True
    _alias["CONN_MAX_AGE"] = 0 if "pool" in _alias["OPTIONS"] else 60
DATABASE_ROUTERS = ["bangfu.config.database.router.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_ON_APP_READY = None

# --- People ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "offices.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "bangfu.offices.signin.DoorBackend",
]
PASSWORD_HASHERS = ["bangfu.offices.hashing.KeyedArgon2"]
_validation = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_validation}.CommonPasswordValidator"},
    {"NAME": "bangfu.config.passwords.ThreeOfFourClasses"},
    {"NAME": "bangfu.offices.passwords.NotTheAccount"},
    {"NAME": "bangfu.offices.passwords.NotUsedBefore"},
]
ACCOUNT_ADAPTER = "bangfu.offices.signin.Adapter"
ACCOUNT_FORMS = {
    "login": "bangfu.offices.forms.LoginForm",
    "change_password": "bangfu.offices.forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
# axes counts failures in the database; allauth's own limits live in one process only.
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "bangfu.offices.signin.SecondFactors"
MFA_FORMS = {
    "authenticate": "bangfu.offices.forms.SecondFactorForm",
    "reauthenticate": "bangfu.offices.forms.SecondFactorAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "帮扶台账"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1 / 3  # hours: twenty minutes
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "bangfu.offices.signin.counted_name"
AXES_SENSITIVE_PARAMETERS = ["login", "code"]
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = None

SESSION_ENGINE = "bangfu.offices.sessions"
SESSION_COOKIE_NAME = "bangfu_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "bangfu_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
# A page may not write to the database, so what is said once travels in a signed cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
IDLE_MINUTES = 20
# A password older than this is changed before anything else; 0 asks nobody.
PASSWORD_DAYS = int(os.environ.get("BANGFU_PASSWORD_DAYS", "90"))
# From how many a day on somebody's work is looked into: names of bangfu.audit.odd.Limits, such as
# "many_files=80,night_from=21". What is not named stays as it is there.
ODD_LIMITS = {
    name.strip(): int(number)
    for name, _is, number in (
        part.partition("=") for part in os.environ.get("BANGFU_ODD_LIMITS", "").split(",")
    )
    if name.strip()
}
# Demo accounts are asked for a one-time code only where somebody set one up.
DEMO_SECOND_FACTOR = os.environ.get("BANGFU_DEMO_SECOND_FACTOR") == "1"

# --- What a browser is told -----------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Words, time, files ---------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "frame" / "locale"]
LANGUAGE_COOKIE_NAME = "bangfu_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 600
MEDIA_ROOT = HOME.files
FILE_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
# Closed to other users and swept daily; the machine's own folder for such files is neither.
FILE_UPLOAD_TEMP_DIR = HOME.drafts
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 200
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# --- Log: what happened and where, never to whom --------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "bangfu.config.logs.WithoutValues"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.db.backends": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
    },
}
