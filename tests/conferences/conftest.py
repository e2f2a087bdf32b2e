"""The same small conference as in the motions' tests, loaded once for each module."""

from tests.motions.conftest import _loaded, sitting

__all__ = ["_loaded", "sitting"]
