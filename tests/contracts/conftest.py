"""What several contracts share."""

from pathlib import Path

import pytest

from tests.contracts import undo_house


@pytest.fixture(scope="session")
def small_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small house, to be copied and not written to."""
    return undo_house.build(tmp_path_factory.mktemp("undo"))
