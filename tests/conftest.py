"""What every test starts from: a cache folder of its own, plain colours, the same random examples each time."""

import os
import shutil
import tempfile

import pytest
from hypothesis import settings

for _name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "DEALCOACH_DEBUG", "LINES"):
    os.environ.pop(_name, None)

settings.register_profile("fixed", derandomize=True, deadline=None, database=None)
settings.load_profile("fixed")

_FOLDER = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """The workers inherit the folder of the process that starts them."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        config.stash[_FOLDER] = os.environ["DEALCOACH_CACHE_DIR"] = tempfile.mkdtemp(
            prefix="dealcoach-tests-"
        )


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    if folder := config.stash.get(_FOLDER, None):
        shutil.rmtree(folder, ignore_errors=True)
