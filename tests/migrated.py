"""The tests' database as `migrate` leaves it, made once for several runs of the suite to copy.

    python -m tests.migrated FOLDER

To migrate takes longest of all that a run begins with. What is left in FOLDER are the files of a
PostgreSQL that has been stopped; a run finds them by TELLERS_TEST_MIGRATED=FOLDER.
"""

import os
import shutil
import sys
from pathlib import Path

import django

from tests import servers


def main(folder: Path) -> None:
    """Migrate, and put the files where they are asked for."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.db import connection  # noqa: PLC0415 - Django has only just begun

    try:
        with servers.postgresql():
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            connection.close()
            servers.keep_as_made(connection.settings_dict["NAME"])
        shutil.move(servers.SCRATCH / "postgresql", folder)
    finally:
        shutil.rmtree(servers.SCRATCH, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
