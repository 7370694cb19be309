"""The artifacts that are deployed, as a fixture."""

from __future__ import annotations

import pytest

from tests.infra import builds
from tests.parts import missing, python314, wheels


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> builds.Built:
    """Both artifacts for both processors, for Python 3.14, with byte code."""
    missing.need(wheels)
    missing.need(python314)
    return builds.build(tmp_path_factory.mktemp("built"))
