"""How Probata is wired. Machines differ by environment variables, read through config.env."""

from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from config import embedded, env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = embedded.VAR

VERSION = "0.1.0"
DEMO = env.flag("DEMO", default=False)
DEBUG = env.flag("DEBUG", default=False)
REQUIRE_MFA = env.flag("REQUIRE_MFA", default=not DEMO)
SECRET_KEY = env.secret("SECRET_KEY", "demo-key-not-for-production" if DEMO or DEBUG else None)
ALLOWED_HOSTS = env.text("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
HTTPS = env.flag("HTTPS", default=not (DEMO or DEBUG))
SITE_URL = env.text("SITE_URL", "http://localhost:8000")

INSTALLED_APPS = [
    "config",
    "accounts",
    "audit",
    "cases",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "template_partials",
    "rest_framework",
    "drf_spectacular",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 60 * 60
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Probata: "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0)
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Probata"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
EMAIL_URL = urlsplit(env.secret("EMAIL_URL", ""))
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_URL.hostname
    else f"django.core.mail.backends.{'console' if DEMO or DEBUG else 'dummy'}.EmailBackend"
)
EMAIL_HOST, EMAIL_PORT = EMAIL_URL.hostname or "", EMAIL_URL.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL_URL.username or "", EMAIL_URL.password or ""
EMAIL_USE_TLS = EMAIL_URL.scheme == "smtp+tls"
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "probata@localhost")

# The database holds everything that people decide, and every job.
_dsn = conninfo_to_dict(env.secret("DATABASE_URL", embedded.postgres_url()))
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _dsn.get("dbname", "probata"),
        "USER": _dsn.get("user", ""),
        "PASSWORD": _dsn.get("password", ""),
        "HOST": _dsn.get("host", ""),
        "PORT": str(_dsn.get("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counts of sign-in attempts and used codes: shared by all processes, and gone without harm.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_throttle",
        # So many that nobody pushes their own failures out by failing as somebody else.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# The broker only wakes workers: the job row is the truth.
CELERY_BROKER_URL = env.secret("BROKER_URL", embedded.broker_url())
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
JOB_WAKE_SECONDS = env.number("JOB_WAKE_SECONDS", 5)
CELERY_BEAT_SCHEDULE = {
    "look for waiting jobs": {
        "task": "cases.jobs.tasks.do_next",
        "schedule": JOB_WAKE_SECONDS,
        "options": {"expires": JOB_WAKE_SECONDS},
    },
    "hash stored exhibits again": {
        "task": "cases.exhibits.tasks.recheck_what_is_due",
        "schedule": 6 * 60 * 60,
    },
    "sign the audit's root of the day": {
        "task": "cases.packs.tasks.sign_root_of_today",
        "schedule": 60 * 60,
    },
    "settle what was changed beneath a ledger": {
        "task": "cases.claims.tasks.settle_what_is_disturbed",
        "schedule": 60,
        "options": {"expires": 60},
    },
}
# A worker that has not renewed its lease for this long is taken for dead.
JOB_LEASE_SECONDS = env.number("JOB_LEASE_SECONDS", 30)

# The object store holds exhibits and what is derived from them.
OBJECT_STORE_URL = env.text("OBJECT_STORE_URL", "")
S3_ENDPOINT_URL = env.text("S3_ENDPOINT_URL", "")
_store = urlsplit(OBJECT_STORE_URL)
_OBJECTS: dict[str, object] = (
    {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": _store.netloc,
            "location": _store.path.strip("/"),
            "endpoint_url": S3_ENDPOINT_URL or None,
            "file_overwrite": True,
            "default_acl": None,
        },
    }
    if _store.scheme == "s3"
    else {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "objects"},
    }
)
EXHIBIT_MAX_BYTES = env.number("EXHIBIT_MAX_BYTES", 50 * 1024**3)
EXHIBIT_RECHECK_DAYS = env.number("EXHIBIT_RECHECK_DAYS", 7)
# What opens the private halves of signing keys; without it, a file made when first needed.
PACK_KEY = env.secret("PACK_KEY", "")
PACK_KEY_PATH = VAR_DIR / "pack.key"
ORGANIZATION = env.text("ORGANIZATION", "Probata")
# Where exhibits may be imported from, beside uploads.
IMPORT_ROOT = env.text("IMPORT_ROOT", "")
IMPORT_BUCKETS = [name for name in env.text("IMPORT_BUCKETS", "").split(",") if name]

# The engine that telemetry queries run on: DuckDB in each worker, or Spark on a cluster.
ENGINE = env.choice("ENGINE", "duckdb", ("duckdb", "spark"))
SPARK_MASTER = env.text("SPARK_MASTER", "local[*]")
SPARK_OPTIONS = env.pairs("SPARK_OPTIONS")
# DuckDB's share of a worker; what does not fit is spilled to disk.
TELEMETRY_MEMORY = env.text("TELEMETRY_MEMORY", "2GB")
TELEMETRY_THREADS = env.number("TELEMETRY_THREADS", 2)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "objects": _OBJECTS,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
PLOTLY_JS = Path(str(files("plotly") / "package_data"))  # plotly.js, as its wheel brings it
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("plotly", PLOTLY_JS)]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "accounts.authentication.WithinScope",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["accounts.authentication.TokenThrottle"],
    "DEFAULT_THROTTLE_RATES": {"api": env.text("API_RATE", "600/min")},
    "DEFAULT_PAGINATION_CLASS": "cases.core.answers.Pages",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "SCHEMA_COERCE_PATH_PK": False,
    "EXCEPTION_HANDLER": "cases.core.answers.answer_to_error",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Probata",
    "DESCRIPTION": "Investigations that never mistake what is alleged for what is proved.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["config.schema.describe_refusals"],
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
