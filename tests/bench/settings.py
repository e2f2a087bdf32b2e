"""The demo's settings, with the floors served beside the product."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
