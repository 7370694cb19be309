"""What the environment says, read once, at start. A wrong setting fails the start and is named."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from slugline.errors import Misconfigured
from slugline.page.theme import Theme
from slugline.site import BaseUrl
from slugline.storage import Storage
from slugline.theme.baked import is_baked, load_baked

DEFAULT_CACHE_BYTES = 32 * 1024 * 1024
DEFAULT_BUDGET = 3.0
"""Seconds; room for a second attempt after one that ran out of time."""
METRICS = "Slugline"
BAKED = Path(__file__).parents[1] / "baked"
"""Where the artifact has its theme, compiled."""
_BUCKET = re.compile(r"[a-zA-Z0-9._-]{1,255}")


class Settings(NamedTuple):
    """What the function runs with."""

    storage: str
    """SLUGLINE_STORAGE: a folder, or s3://bucket/prefix."""
    theme: Path | None
    """SLUGLINE_THEME: a folder that overrides the default theme file by file, or a baked one."""
    base_url: str | None
    """SLUGLINE_BASE_URL: takes the place of the one in the site's settings."""
    cache_bytes: int
    """SLUGLINE_CACHE_BYTES: how many bytes of pages are kept in memory; 0 keeps none."""
    budget: float
    """SLUGLINE_STORAGE_SECONDS: how long one request may wait for storage in all."""
    metrics: str = METRICS
    """SLUGLINE_METRICS: the namespace of the metrics; one for each stack, or their alarms are each other's."""


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings that an environment states.

    Raises:
        Misconfigured: one is missing or wrong; the message names it.
    """
    storage = environment.get("SLUGLINE_STORAGE", "")
    if not storage:
        raise Misconfigured("SLUGLINE_STORAGE is not set: name a folder, or s3://bucket/prefix")
    theme = environment.get("SLUGLINE_THEME")
    return Settings(
        storage=storage,
        theme=Path(theme) if theme else None,
        base_url=_base_url(environment.get("SLUGLINE_BASE_URL")),
        cache_bytes=int(_number(environment, "SLUGLINE_CACHE_BYTES", DEFAULT_CACHE_BYTES, low=0, high=2**32)),
        budget=_number(environment, "SLUGLINE_STORAGE_SECONDS", DEFAULT_BUDGET, low=0.1, high=30),
        metrics=environment.get("SLUGLINE_METRICS") or METRICS,
    )


def _base_url(text: str | None) -> str | None:
    try:
        return msgspec.convert(text, BaseUrl) if text else None
    except msgspec.ValidationError:
        told = "write scheme and host only, like https://www.example.com"
        raise Misconfigured(f"SLUGLINE_BASE_URL is {text!r}: {told}") from None


def _number(environment: Mapping[str, str], name: str, default: float, *, low: float, high: float) -> float:
    text = environment.get(name, "")
    try:
        value = float(text) if text else default
    except ValueError:
        raise Misconfigured(f"{name} is {text!r}: write a number") from None
    if not low <= value <= high:
        raise Misconfigured(f"{name} is {text}: write a number from {low:g} to {high:g}")
    return value


def open_storage(settings: Settings) -> Storage:
    """The storage that the settings name.

    Raises:
        Misconfigured: it cannot be one.
    """
    if not settings.storage.startswith("s3://"):
        from slugline.storage.folder import Folder  # noqa: PLC0415 -- only what is used is loaded at a cold start

        root = Path(settings.storage)
        if not (root / "stories").is_dir():
            raise Misconfigured(f"SLUGLINE_STORAGE is {settings.storage}: there is no folder stories/ in it")
        return Folder(root)
    from slugline.storage.s3 import Bucket  # noqa: PLC0415 -- likewise: the SDK is most of a cold start

    bucket, _, prefix = settings.storage.removeprefix("s3://").partition("/")
    if not _BUCKET.fullmatch(bucket):
        raise Misconfigured(f"SLUGLINE_STORAGE is {settings.storage}: write s3://bucket or s3://bucket/prefix")
    return Bucket(bucket, prefix.strip("/"), budget=settings.budget)


def open_theme(settings: Settings) -> Theme:
    """The theme that the settings name: baked, where it is; else from its folder, over the default theme.

    Raises:
        Misconfigured: it cannot be used; the message names the file.
    """
    for folder in (settings.theme, BAKED):
        if folder and is_baked(folder):
            return load_baked(folder, settings.base_url)
        if folder is settings.theme and folder is not None:
            break
    from slugline.theme.folder import folders_of, load_theme  # noqa: PLC0415 -- the artifact has no need of it

    return load_theme(folders_of(settings.theme), settings.base_url)
