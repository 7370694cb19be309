"""What the environment says, read once, at start. A wrong setting fails the start and is named."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from slugline.errors import Misconfigured
from slugline.story.providers import Provider, read

METRICS = "Slugline"
PROVIDERS = "providers.msgpack"
"""The file of an artifact that holds its theme's providers of embeds: all of a theme that the check of a story asks."""
DEFAULT_RENDER_SECONDS = 6
SPREAD_SECONDS = 20
"""How long a purge may take to reach every place of the edge (CloudFront: 5 s for 95 %, 25 s for all), and a margin."""
MAX_DELAY = 900
"""Seconds that a message can be held back; SQS's limit."""
_STORAGE = re.compile(r"s3://([a-zA-Z0-9._-]{1,255})(?:/(.*))?")


class Settings(NamedTuple):
    """What the function runs with."""

    bucket: str
    """Of SLUGLINE_STORAGE, s3://bucket/prefix, as the render function has it."""
    prefix: str
    distribution: str
    """SLUGLINE_DISTRIBUTION: the id of the CloudFront distribution."""
    queue: str
    """SLUGLINE_QUEUE: the address of the queue whose messages come here, and to which later ones are sent."""
    second_purge: int
    """Seconds after which a page is purged again: past the render function's time-out, SLUGLINE_RENDER_SECONDS."""
    metrics: str
    """SLUGLINE_METRICS: the namespace of the metrics, the same as the render function's."""


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings that an environment states.

    Raises:
        Misconfigured: one is missing or wrong; the message names it.
    """
    found = _STORAGE.fullmatch(environment.get("SLUGLINE_STORAGE", ""))
    if not found:
        raise Misconfigured("SLUGLINE_STORAGE: write s3://bucket or s3://bucket/prefix; events come from a bucket")
    return Settings(
        bucket=found[1],
        prefix=(found[2] or "").strip("/"),
        distribution=_needed(environment, "SLUGLINE_DISTRIBUTION", "the id of the CloudFront distribution"),
        queue=_needed(environment, "SLUGLINE_QUEUE", "the address of the publish queue"),
        second_purge=_render_seconds(environment) + SPREAD_SECONDS,
        metrics=environment.get("SLUGLINE_METRICS") or METRICS,
    )


def providers_of(artifact: Path) -> dict[str, Provider]:
    """The providers of embeds that an artifact carries, as its theme has them.

    Raises:
        Misconfigured: it carries none, or those of another version.
    """
    file = artifact / PROVIDERS
    try:
        return read(file.read_bytes())
    except (OSError, msgspec.DecodeError) as fault:
        raise Misconfigured(f"{file}: {fault}; build the artifact again") from fault


def _needed(environment: Mapping[str, str], name: str, what: str) -> str:
    if value := environment.get(name, ""):
        return value
    raise Misconfigured(f"{name} is not set: write {what}")


def _render_seconds(environment: Mapping[str, str]) -> int:
    text = environment.get("SLUGLINE_RENDER_SECONDS") or str(DEFAULT_RENDER_SECONDS)
    highest = MAX_DELAY - SPREAD_SECONDS
    if not (text.isdecimal() and 1 <= int(text) <= highest):
        raise Misconfigured(f"SLUGLINE_RENDER_SECONDS is {text!r}: write whole seconds from 1 to {highest}")
    return int(text)
