"""What the tests of mail share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path: Path) -> None:
    """What tests store goes with them."""
    settings.MEDIA_ROOT = tmp_path
