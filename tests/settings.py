"""The settings of a test run: config.settings, in an environment that the suite chooses.

The tests run on a PostgreSQL that they start themselves or, with TELLERS_TEST_DATABASE=sqlite, on
the SQLite of a demo. Nothing else of the caller's environment reaches them, and nothing of theirs
reaches the caller's demo.
"""

import os

from tests import servers

for name in list(os.environ):
    mine = name.startswith("TELLERS_") and not name.startswith("TELLERS_TEST_")
    if mine or name in {"DATABASE_URL", "REDIS_URL", "EMAIL_URL"}:
        del os.environ[name]

os.environ["TELLERS_DATA_DIR"] = str(servers.SCRATCH)
os.environ["TELLERS_SECRET_KEY"] = "a key for tests, which guards nothing and is kept by nobody"
os.environ["TELLERS_PASSCODE_PEPPER"] = "a pepper for tests"
os.environ["TELLERS_CONTACT_SECRET"] = "a secret for the contact details of tests"
os.environ["TELLERS_PAPER_SECRET"] = "a secret for the papers of tests"
os.environ["TELLERS_SEALING_SECRET"] = "a secret for the sealed votes of tests"
if servers.database() == "postgresql":
    os.environ["DATABASE_URL"] = servers.postgresql_url()

from config.settings import *  # noqa: E402 - after the environment that it reads
from config.settings import DATABASES  # noqa: E402

if servers.database() == "sqlite":
    # A file, as in a demo: SQLite in memory has no write-ahead log and locks differently.
    DATABASES["default"]["TEST"] = {"NAME": str(servers.SCRATCH / "test.sqlite3")}
