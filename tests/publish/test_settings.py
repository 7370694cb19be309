"""Settings: a wrong one fails the start, and the message names the variable and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.settings import DEFAULT_RENDER_SECONDS, MAX_DELAY, PROVIDERS, SPREAD_SECONDS, providers_of, settings_from
from slugline.errors import Misconfigured

SOUND = {
    "SLUGLINE_STORAGE": "s3://stories/newsroom",
    "SLUGLINE_DISTRIBUTION": "E2QWRUHAPOMQZL",
    "SLUGLINE_QUEUE": "https://sqs.eu-west-1.amazonaws.com/123456789012/publish",
    "SLUGLINE_RENDER_SECONDS": "10",
}


@pytest.mark.parametrize(
    ("storage", "bucket", "prefix"),
    [("s3://b", "b", ""), ("s3://b/", "b", ""), ("s3://b/x/y/", "b", "x/y"), ("s3://b/x y+ü", "b", "x y+ü")],
)
def test_a_sound_environment(storage: str, bucket: str, prefix: str) -> None:
    """The bucket and its prefix are as the render function has them; the second purge is past its time-out."""
    settings = settings_from(SOUND | {"SLUGLINE_STORAGE": storage})
    assert (settings.bucket, settings.prefix) == (bucket, prefix)
    assert (settings.distribution, settings.queue) == (SOUND["SLUGLINE_DISTRIBUTION"], SOUND["SLUGLINE_QUEUE"])
    assert settings.second_purge == 30


@pytest.mark.parametrize(
    ("seconds", "later"), [("", DEFAULT_RENDER_SECONDS + SPREAD_SECONDS), ("1", 21), ("3", 23), ("880", 900)]
)
def test_the_second_purge(seconds: str, later: int) -> None:
    """It follows from the render function's time-out, and is never later than a queue can hold a message back."""
    assert settings_from(SOUND | {"SLUGLINE_RENDER_SECONDS": seconds}).second_purge == later <= MAX_DELAY
    assert SPREAD_SECONDS >= 20


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("SLUGLINE_STORAGE", value) for value in ("", "/folder", "s3://", "s3:///x", "s3://b?x", "gs://b")),
        ("SLUGLINE_DISTRIBUTION", ""),
        ("SLUGLINE_QUEUE", ""),
        *(("SLUGLINE_RENDER_SECONDS", value) for value in ("0", "-1", "881", "10.5", "ten", "1e1", " 10")),
    ],
)
def test_a_wrong_value(name: str, value: str) -> None:
    """It is refused by a message that names the variable and says what to write."""
    with pytest.raises(Misconfigured, match=f"{name}.*write "):
        settings_from(SOUND | {name: value})


@pytest.mark.parametrize("name", ["SLUGLINE_STORAGE", "SLUGLINE_DISTRIBUTION", "SLUGLINE_QUEUE"])
def test_a_missing_one(name: str) -> None:
    """What must be set and is not is refused likewise; the time-out alone has a default."""
    with pytest.raises(Misconfigured, match=f"{name}.*write "):
        settings_from({key: value for key, value in SOUND.items() if key != name})
    assert settings_from({key: value for key, value in SOUND.items() if key != "SLUGLINE_RENDER_SECONDS"})


@pytest.mark.parametrize("content", [None, b"", b"\xc1", b"\x81\xa1x\x80"])
def test_an_artifact_without_its_providers(tmp_path: Path, content: bytes | None) -> None:
    """A function that could not check embeds does not start: the message names the file and the mend."""
    if content is not None:
        (tmp_path / PROVIDERS).write_bytes(content)
    with pytest.raises(Misconfigured, match=r"providers\.msgpack: .*build the artifact again"):
        providers_of(tmp_path)
