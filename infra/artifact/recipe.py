"""What the artifacts are, each in a few words."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
FUNCTIONS = ROOT / "functions"

OF_ITSELF = ("HeadBucket", "CreateSession")
"""What the client of S3 asks by itself: where a bucket is, a directory bucket's session."""


class Recipe(NamedTuple):
    """What one function carries; the rest follows from what its handler imports."""

    name: str
    handler: str
    """The module of the handler, as a file below `functions/`."""
    operations: Mapping[str, tuple[str, ...]]
    """By service of the SDK: what our code asks for. The models of all else are left out."""
    theme: bool
    """Whether it carries a baked theme."""


RENDER = Recipe(
    name="render",
    handler="render/handler.py",
    operations={"s3": ("GetObject", "ListObjectVersions", *OF_ITSELF)},
    theme=True,
)
PUBLISH = Recipe(
    name="publish",
    handler="publish/handler.py",
    operations={
        "s3": ("GetObject", "ListObjectVersions", "PutObject", "DeleteObject", *OF_ITSELF),
        "sqs": ("SendMessage", "ChangeMessageVisibility"),
        "cloudfront": ("CreateInvalidation",),
    },
    theme=False,
)
