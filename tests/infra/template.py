"""The stack's template as tests look at it: as it is written, and as SAM expands it; and copies with a slip in them."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from boto3.session import Session
from samtranslator.parser.parser import Parser  # type: ignore[import-untyped] # it has no types
from samtranslator.translator.translator import Translator  # type: ignore[import-untyped] # likewise
from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-untyped] # likewise

from infra import stack

Template = dict[str, Any]
REGION = "eu-west-1"
FUNCTIONS = ("RenderFunction", "PublishFunction")


def written() -> Template:
    """Return the template as it is written, its short forms made long."""
    parsed: Template = yaml_parse(stack.TEMPLATE.read_text("utf-8"))
    return parsed


def expanded(template: Template, artifacts: Mapping[str, str] | None = None) -> Template:
    """Return what SAM makes of a template.

    Args:
        template: stays as it is.
        artifacts: s3:// addresses to take the place of each function's CodeUri, as `sam deploy` does it.
    """
    given = copy.deepcopy(template)
    for name in FUNCTIONS:
        given["Resources"][name]["Properties"]["CodeUri"] = (artifacts or {}).get(name, "s3://artifacts/code.zip")
    translator = Translator({}, Parser(), boto_session=Session(region_name=REGION))
    made: Template = translator.translate(given, {})
    return made


def resources(template: Template, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the names and properties of a template's resources of a type."""
    for name, resource in template["Resources"].items():
        if resource["Type"] == kind:
            yield name, resource.get("Properties", {})


def properties(template: Template, name: str) -> dict[str, Any]:
    """Return the properties of a resource."""
    found: dict[str, Any] = template["Resources"][name]["Properties"]
    return found


def with_slip(template: Template, place: str, value: object) -> Template:
    """Return a copy in which something is otherwise; where the value is None, it is gone.

    Args:
        template: stays as it is.
        place: where, below the resources: names and numbers with slashes between, as `Bucket/Properties/Tags/0`.
        value: what stands there instead.
    """
    slipped = copy.deepcopy(template)
    *way, last = [int(step) if step.isdecimal() else step for step in place.split("/")]
    at: Any = slipped["Resources"]
    for step in way:
        at = at[step]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return slipped
