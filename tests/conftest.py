"""The real parts as fixtures: each is started once, and needed by name."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from slugline.page.theme import Theme
from slugline.theme.folder import folders_of, load_theme
from tests.parts import amp, chromium, emulator, missing, nu, s3

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A job in the background of a shell ignores Ctrl+C, and so would every server that the tests start and end by it.
    signal.signal(signal.SIGINT, signal.default_int_handler)

STORAGE = Path(__file__).parent
"""The storage root of the samples: it holds `stories/` and `media/`."""


@pytest.fixture(scope="session")
def theme() -> Theme:
    """The default theme, from its folder."""
    return load_theme(folders_of(None))


@pytest.fixture(scope="session")
def amp_validator() -> Iterator[amp.AmpValidator]:
    """The official AMP validator, in one process."""
    missing.need(amp)
    with amp.AmpValidator() as validator:
        yield validator


@pytest.fixture(scope="session")
def nu_checker() -> None:
    """The Nu HTML checker: call `nu.check_pages`."""
    missing.need(nu)


@pytest.fixture(scope="module")
def browser() -> Iterator[chromium.Chromium]:
    """Chromium; of one module, since its event loop keeps others of the same thread from running."""
    missing.need(chromium)
    with chromium.Chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def s3_server() -> Iterator[s3.S3]:
    """An S3 stand-in over HTTP, with versions."""
    missing.need(s3)
    with s3.S3() as server:
        yield server


@pytest.fixture
def bucket(s3_server: s3.S3) -> s3.Bucket:
    """A fresh, versioned bucket."""
    return s3_server.bucket()


@pytest.fixture(scope="session")
def lambda_emulator() -> None:
    """The Lambda runtime emulator: call `emulator.start`."""
    missing.need(emulator)
