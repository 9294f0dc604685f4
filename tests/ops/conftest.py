import shutil
import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def folder():
    """A new folder for data; as root, PostgreSQL runs as an account that may not enter pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="deskbell-ops-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)
