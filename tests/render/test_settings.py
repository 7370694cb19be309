"""Settings: a wrong one fails the start, and the message names the variable, or the file and the place in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from render.settings import DEFAULT_BUDGET, DEFAULT_CACHE_BYTES, open_storage, open_theme, settings_from
from slugline.errors import Misconfigured
from slugline.storage.s3 import ATTEMPTS, CONNECT_SECONDS, READ_SECONDS, Bucket
from tests.parts.pins import ROOT

TEMPLATES = ROOT / "templates"


def begin(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Imports the handler in an interpreter of its own, as Lambda does, with the code that runs here."""
    import render  # noqa: PLC0415 -- where it lies is what is asked

    paths = f"{Path(render.__file__).parents[1]}"
    command = [sys.executable, "-W", "error", "-c", "import render.handler"]
    given = {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1", "AWS_EC2_METADATA_DISABLED": "true"}
    return subprocess.run(command, env=given | environment, capture_output=True, text=True, check=False, timeout=60)


def open_all(environment: dict[str, str]) -> None:
    """Opens all that an environment names."""
    settings = settings_from(environment)
    open_theme(settings)
    open_storage(settings)


@pytest.fixture
def sound(tmp_path: Path) -> dict[str, str]:
    """An environment that is right."""
    (tmp_path / "stories").mkdir()
    return {"SLUGLINE_STORAGE": str(tmp_path)}


def test_a_sound_environment(sound: dict[str, str]) -> None:
    """With all set right the start succeeds in silence; storage is all that must be set."""
    for more in (
        {},
        {"SLUGLINE_BASE_URL": "https://news.example", "SLUGLINE_CACHE_BYTES": "0", "SLUGLINE_STORAGE_SECONDS": "1.5"},
        {"SLUGLINE_STORAGE": "s3://stories/a/b", "SLUGLINE_BASE_URL": "", "SLUGLINE_THEME": ""},
    ):
        done = begin(sound | more)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("name", "value", "mend"),
    [
        ("SLUGLINE_STORAGE", "", "s3://bucket/prefix"),
        ("SLUGLINE_STORAGE", "/no/such/folder", "no folder stories/"),
        ("SLUGLINE_STORAGE", "s3://", "s3://bucket"),
        ("SLUGLINE_STORAGE", "s3:///prefix", "s3://bucket"),
        ("SLUGLINE_STORAGE", "s3://[bucket", "s3://bucket"),
        ("SLUGLINE_STORAGE", "s3://bucket?prefix", "s3://bucket"),
        ("SLUGLINE_STORAGE", "s3:/bucket", "no folder stories/"),
        ("SLUGLINE_STORAGE", "gs://bucket", "no folder stories/"),
        ("SLUGLINE_THEME", "/no/such/theme", "no folder /no/such/theme"),
        ("SLUGLINE_BASE_URL", "www.example.com", "scheme and host"),
        ("SLUGLINE_BASE_URL", "https://www.example.com/", "scheme and host"),
        ("SLUGLINE_BASE_URL", "https://www.example.com\n", "scheme and host"),
        ("SLUGLINE_CACHE_BYTES", "32MB", "write a number"),
        ("SLUGLINE_CACHE_BYTES", "-1", "from 0 to"),
        ("SLUGLINE_CACHE_BYTES", "nan", "from 0 to"),
        ("SLUGLINE_STORAGE_SECONDS", "fast", "write a number"),
        ("SLUGLINE_STORAGE_SECONDS", "0", "from 0.1 to"),
        ("SLUGLINE_STORAGE_SECONDS", "inf", "from 0.1 to 30"),
    ],
)
def test_a_wrong_value(sound: dict[str, str], name: str, value: str, mend: str) -> None:
    """A wrong value is refused before anything is served, by a message that names the variable and what to write."""
    with pytest.raises(Misconfigured) as error:
        open_all(sound | {name: value})
    assert name in str(error.value)
    assert mend in str(error.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLUGLINE_STORAGE", "/no/such/folder"),
        ("SLUGLINE_THEME", "/no/such/theme"),
        ("SLUGLINE_BASE_URL", "example"),
        ("SLUGLINE_CACHE_BYTES", "x"),
        ("SLUGLINE_STORAGE_SECONDS", "x"),
    ],
)
def test_the_start_fails(sound: dict[str, str], name: str, value: str) -> None:
    """The handler cannot be imported with a wrong value: its last word is Misconfigured, with the variable's name."""
    done = begin(sound | {name: value})
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("slugline.errors.Misconfigured: ")
    assert name in last


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("site.toml", 'name = "x"\nbase_url =\nlanguage = "en"', "line 2"),
        ("site.toml", 'name = "x"', "base_url"),
        ("site.toml", 'name = "x"\nbase_url = "https://x.example/"\nlanguage = "en"', "$.base_url"),
        ("site.toml", 'name = "x"\nbase_url = "https://x.example"\nlanguage = "en"\nampp = "on"', "ampp"),
        ("site.toml", b"name = '\xff'", "UTF-8"),
        ("page/base.css", b"/* \xff */", "UTF-8"),
        (
            "site.toml",
            'name = "x"\nbase_url = "https://x.example"\nlanguage = "en"\ntimezone = "Europe/Londn"',
            "Londn",
        ),
        ("site.toml", 'name = "x"\nbase_url = "https://x.example/"\nlanguage = "en"', "scheme and host only"),
        ("labels/fr.toml", 'page_of = "{seite}"', "seite"),
        ("locales/fr.toml", 'date = "{jour} {month}"', "jour"),
        ("locales/fr.toml", 'regions = [{of = ["fr-BE"], time = "{heure}"}]', "heure"),
        ("locales/fr.toml", 'regions = [{time = "{hour}"}]', "says `of`"),
        ("locales/fr.toml", 'digits = "01"', "$.digits"),
        ("labels/ar.toml", "skip = 7", "$.skip"),
        ("labels/ar.toml", "skip\n", "line 1"),
        ("locales/fr.toml", 'months = ["janvier"]', "$.months"),
    ],
)
def test_a_broken_theme(sound: dict[str, str], tmp_path: Path, file: str, content: str | bytes, told: str) -> None:
    """Settings and words that are wrong fail the start; the message names the file, and the line or the field."""
    theme = tmp_path / "theme"
    (theme / file).parent.mkdir(parents=True)
    (theme / file).write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(Misconfigured) as error:
        open_theme(settings_from(sound | {"SLUGLINE_THEME": str(theme)}))
    assert str(theme / file) in str(error.value)
    assert told in str(error.value)


def test_defaults(sound: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not set, or set to nothing, is as documented; the budget has room for every attempt."""
    for environment in (
        sound,
        sound | dict.fromkeys(("SLUGLINE_BASE_URL", "SLUGLINE_CACHE_BYTES", "SLUGLINE_METRICS"), ""),
    ):
        settings = settings_from(environment)
        assert settings[1:] == (None, None, DEFAULT_CACHE_BYTES, DEFAULT_BUDGET, "Slugline")
    assert DEFAULT_BUDGET >= ATTEMPTS * (CONNECT_SECONDS + READ_SECONDS)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    for storage, prefix in (("s3://b", ""), ("s3://b/", ""), ("s3://b/x/y/", "x/y"), ("s3://b/x y+ü", "x y+ü")):
        bucket = open_storage(settings_from({"SLUGLINE_STORAGE": storage}))
        assert isinstance(bucket, Bucket)
        assert (bucket.bucket, bucket._name("k")) == ("b", f"{prefix}/k".removeprefix("/"))
        bucket._client.close()
