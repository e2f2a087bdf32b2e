"""All settings, from the environment.

With nothing set, this is the demo: SQLite, tasks run at once after the commit, mail goes to a page.
`DATABASE_URL` and `REDIS_URL` switch to PostgreSQL, Redis and Celery workers. With
`TELLERS_PRODUCTION` set, the system checks in `config.checks` refuse anything unsafe.
"""

import os
import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from kombu import Queue

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

PRODUCTION = env.bool("TELLERS_PRODUCTION", default=False)
DEMO = env.bool("TELLERS_DEMO", default=not PRODUCTION)
DEBUG = env.bool("TELLERS_DEBUG", default=False)

# Where the demo keeps its database, its keys and its mail; production keeps its exports here.
DATA_DIR = Path(env.str("TELLERS_DATA_DIR", default=str(BASE_DIR / ".demo")))


def _given_secret(name: str) -> str:
    """Read a secret from NAME or the file NAME_FILE; empty where neither is set."""
    if value := str(env.str(name, default="")):
        return value
    path = env.str(f"{name}_FILE", default="")
    return Path(path).read_text().strip() if path else ""


def _secret(name: str) -> str:
    """Read a secret; outside production, make one and keep it."""
    if value := _given_secret(name):
        return value
    if PRODUCTION:
        return ""  # config.checks says so, in words
    kept = DATA_DIR / "keys" / name.lower()
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48))
    return kept.read_text().strip()


SECRET_KEY = _secret("TELLERS_SECRET_KEY")
PASSCODE_PEPPER = _secret("TELLERS_PASSCODE_PEPPER")
# What the key of an open election is kept under. To change it makes its papers unreadable, so only
# when no election is open; then no backup with a key in it opens anything any more.
PAPER_SECRET = _secret("TELLERS_PAPER_SECRET")
# What voters' credentials and the server's own key in sealed votes are worked out from. To change
# it makes votes that are not opened yet unreadable for ever.
SEALING_SECRET = _secret("TELLERS_SEALING_SECRET")
# Processes that check sealed ballots, beside each process that serves pages.
SEALING_WORKERS = env.int("TELLERS_SEALING_WORKERS", default=os.cpu_count() or 2)
# What contact details are sealed under. To change it: name the new one here and the old one among
# the former, run `manage.py reseal_contacts`, then forget the old one.
CONTACT_SECRET = _secret("TELLERS_CONTACT_SECRET")
CONTACT_SECRETS_FORMER = env.list("TELLERS_CONTACT_SECRETS_FORMER", default=[])

# The log. The origin is the log's name for ever; the key file holds an Ed25519 private key (PEM).
AUDIT_ORIGIN = env.str("TELLERS_AUDIT_ORIGIN", default="sample.tellers.example/audit/2027")
AUDIT_SIGNING_KEY_FILE = Path(
    env.str("TELLERS_AUDIT_KEY_FILE", default=str(DATA_DIR / "keys" / "log.pem"))
)
RECEIPT_SIGNING_KEY_FILE = Path(
    env.str("TELLERS_RECEIPT_KEY_FILE", default=str(DATA_DIR / "keys" / "receipts.pem"))
)
# Where the password of sealed keys is read, at start: better a credential than a file on disk.
KEY_PASSWORD_FILE = env.str("TELLERS_KEY_PASSWORD_FILE", default="")
# A folder that is kept up to date with the log, for a web server, a mirror or a backup to pick up.
AUDIT_LOG_FOLDER = Path(_folder) if (_folder := env.str("TELLERS_LOG_FOLDER", default="")) else None
# The rooms in which every change is an act, and so must be in the log.
AUDIT_GOVERNED_ROOMS = ("members", "conferences", "motions", "ballots")
# Tables whose rows change without an act: failed tries and sent codes must be kept even when the
# act around them is refused.
AUDIT_UNGOVERNED_TABLES: set[str] = {
    "members_passcodedevice",
    "members_printedcodedevice",
    "members_printedcode",
    "members_knownbrowser",
    "otp_totp_totpdevice",
    "members_sessionepoch",
    # A roll file before the decision on it, and how its columns are read.
    "members_waitingroll",
    "members_rollpiece",
    "members_rollline",
    "members_rollfinding",
    "members_rollmapping",
    "members_rollundo",  # how it was before the last import: forgotten with the next
    "members_rollundocontact",
    "members_demomail",
    "members_jotting",  # what somebody is typing: no act, and nobody's business
    "motions_reminder",  # that a branch was reminded of a deadline: no act
    "members_dispatch",  # a worker claims, sends and tries again; the log says what came of it
    "members_posting",  # its counts; the act itself is in the log as passcodes.posted
    "ballots_openingpiece",  # work of the machine; what comes of it is in the archive and the log
    "ballots_turnoutpoint",  # how many had voted, each hour: the clock counts, and nobody acts
    "ballots_turnedaway",  # a vote that was refused: kept though its act is not
    "conferences_scrutinypack",
    # Who watched a briefing, and which messages are on their way: the public log is for good.
    "conferences_briefingattendance",
    "conferences_briefingnotice",
    "motions_paperfile",  # made again from its issue at any time; the issue itself is in the log
    "motions_stagedimport",  # a file of motions before the decision on it: nothing is entered
    "conferences_devicecheck",  # what somebody's telephone can do: a help to them, and no act
    "conferences_rehearsal",  # how far a run has come; that it was run and what was found is logged
    # Shared and rated in confidence: the public log is for good. A round's opening is an act.
    "motions_idea",
    "motions_idearating",
    "motions_compositedraft",  # the compositing desk; what is put to the branches is an act
}
# Tables of the log's own room that can change, and so must not change unrecorded: what may be
# erased, what may not be yet, and who agreed to it.
AUDIT_GOVERNED_TABLES: set[str] = {
    "audit_disclosure",
    "audit_hold",
    "audit_deletion",
    "audit_witness",
}
# How many of the witnesses must have signed a head before a reader should believe it, and before
# it is published. Only where enough of them answer by themselves: a memory stick would hold it up.
AUDIT_WITNESSES_NEEDED = env.int("TELLERS_WITNESSES_NEEDED", default=0)
# An authority that stamps heads with its own time (RFC 3161), and the file of its root certificate.
TIMESTAMP_URL = env.str("TELLERS_TIMESTAMP_URL", default="")
TIMESTAMP_CA_FILE = Path(env.str("TELLERS_TIMESTAMP_CA_FILE", default="/dev/null"))
# After which acts a head is stamped at once; otherwise it is once a day.
TIMESTAMPED_ACTS = ("ballot.closed",)

# Whether opening, closing, voiding, declaring and the like need the officer's own signature.
OFFICERS_MUST_SIGN = env.bool("TELLERS_OFFICERS_MUST_SIGN", default=PRODUCTION)
# Whether an officer proves who they are by an authenticator app or a passkey besides.
OFFICERS_NEED_SECOND = env.bool("TELLERS_OFFICERS_NEED_SECOND", default=PRODUCTION)
# The pass-phrase of every sample officer of a demo; nowhere else is there one.
SAMPLE_PASS_PHRASE = "sample officers sign with this" if DEMO else ""

ALLOWED_HOSTS = env.list("TELLERS_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("TELLERS_ORIGINS", default=[])

INSTALLED_APPS = [
    "config.apps.SiteConfig",
    "motions",
    "conferences",
    "ballots",
    "members",
    "live",
    "audit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp_webauthn",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # a phone in a hall; form tokens are masked
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "members.middleware.Pens",
    "members.middleware.SecondProofs",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.ActsAreNotPages",
    "config.middleware.TextHasNoNul",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]

# A request is not one transaction: a failed passcode must stay counted when the act is refused.
ATOMIC_REQUESTS = False
DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'tellers.sqlite3'}")
}
_database = DATABASES["default"]
_database["CONN_MAX_AGE"] = None
_database["CONN_HEALTH_CHECKS"] = True
if "sqlite3" in _database["ENGINE"]:
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Tasks: through Redis where there is one, else at once, after the commit.
REDIS_URL = env.str("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A Redis that hangs must not hold a thread that could take a vote: what is asked of it waits for
# three seconds, and what it should have passed on is taken up by the timekeeper.
_REDIS_PATIENCE = {"socket_timeout": 3, "socket_connect_timeout": 3}
CELERY_BROKER_TRANSPORT_OPTIONS = _REDIS_PATIENCE if REDIS_URL else {}
CELERY_TASK_PUBLISH_RETRY = False
# A queue for each channel, so that a gateway which hangs holds up no mail. A worker that is given
# no queues works on all of them.
CELERY_TASK_QUEUES = [Queue(name) for name in ("celery", "email", "sms", "voice")]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": _REDIS_PATIENCE,
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Mail: to a page in the demo, by SMTP where EMAIL_URL says so.
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
if DEMO and "EMAIL_URL" not in env.ENVIRON:
    EMAIL_BACKEND = "members.delivery.mailbox.MailboxBackend"
# Whom to call when a contact detail was changed by somebody else; it stands in notices and pages.
HELPDESK_TELEPHONE = env.str("TELLERS_HELPDESK_TELEPHONE", default="01632 960100")
EMAIL_TIMEOUT = 10  # a mail server that hangs is tried again later
DEFAULT_FROM_EMAIL = env.str("TELLERS_FROM_EMAIL", default="passcodes@sample.tellers.example")

# Texts and calls: by one HTTP gateway (docs/delivery.md), or to the demo's page. Its key is ours to
# it; with the secrets, it and the mail provider sign their reports of what was delivered.
GATEWAY_URL = env.str("TELLERS_GATEWAY_URL", default="").rstrip("/")
GATEWAY_KEY = _given_secret("TELLERS_GATEWAY_KEY")
REPORT_SECRETS = {
    "phone": _given_secret("TELLERS_GATEWAY_SECRET"),
    "mail": _given_secret("TELLERS_MAIL_SECRET"),
}
# What messages call the sender. Empty: they name no union (guide 2.7), which is as it should be
# wherever members have not been told otherwise.
MESSAGE_NAME = env.str("TELLERS_MESSAGE_NAME", default="")

# Where the site is, for the links in messages that a worker sends.
SITE_URL = env.str("TELLERS_SITE_URL", default="http://127.0.0.1:8000").rstrip("/")

# People. No passwords anywhere: a member proves an address, an app or a printed sheet.
AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = ["members.backends.PasscodeBackend"]
LOGIN_URL = "members:sign_in"
LOGIN_REDIRECT_URL = "home"
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_NAME = "tellers"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
OTP_TOTP_ISSUER = "Tellers"
# Passkeys belong to the host of the page that asks, which is one of TELLERS_HOSTS. The package
# warns of sessions in cookies, whose copies could be played again: here an answer counts only if
# its question was put after the passkey's last use (`members.services.passkeys`).
OTP_WEBAUTHN_RP_NAME = "Tellers"
OTP_WEBAUTHN_RP_ID_CALLABLE = "members.services.passkeys.host_of"
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False
OTP_WEBAUTHN_HELPER_CLASS = "members.services.passkeys.Ceremony"
SILENCED_SYSTEM_CHECKS = ["otp_webauthn.E030", "otp_webauthn.E040"]

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("TELLERS_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
# A ballot paper is small. A body over a megabyte is refused before anything reads it; a roll
# file comes in as an upload, which streams to disk and has a limit of its own.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
ROLL_FILE_MAX_BYTES = 512 * 1024 * 1024

# Where members get the source of what counts their votes: AGPL section 13 asks for it.
SOURCE_URL = env.str("TELLERS_SOURCE_URL", default="")

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION
STORAGES = {
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["config.problems.SafeJSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["config.throttles.MemberThrottle"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "PAGE_SIZE": 100,
    "EXCEPTION_HANDLER": "config.problems.problem_response",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Tellers",
    "DESCRIPTION": "Conferences, motions, results, the log and its proofs; and casting a vote.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.problems.describe_problems",
    ],
    "ENUM_NAME_OVERRIDES": {
        "AgendaKind": "conferences.enums.AgendaKind",
        "MotionKind": "motions.enums.MotionKind",
        "QuestionKind": "motions.enums.QuestionKind",
        "AmendmentState": "motions.serializers.AMENDMENT_STATES",
        "QuestionState": "motions.enums.QuestionState",
        "BallotState": "ballots.enums.BallotState",
        "MotionState": "motions.serializers.MOTION_STATES",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("TELLERS_LOG_LEVEL", default="WARNING")},
}
