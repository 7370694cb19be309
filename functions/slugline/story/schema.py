"""The JSON Schema of the story format, generated from the model."""

from typing import Any

import msgspec

from slugline.story.document import AnyDocument
from slugline.story.metadata import Byline, Bylines
from slugline.story.text import Text

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# Where an image stands by itself its `type` may be left out.
_UNTYPED = ("poster", "share_image", "images", "image")


def schema() -> dict[str, Any]:
    """The schema of any document, in JSON Schema 2020-12."""
    (root, *_), components = msgspec.json.schema_components(
        [AnyDocument, Byline, Text], schema_hook=_hook, ref_template="#/$defs/{name}"
    )
    components["Picture"] = _picture(components["Image"])
    for component in components.values():
        for name, form in component.get("properties", {}).items():
            if name in _UNTYPED:
                _untype(form)
    return {
        "$schema": DIALECT,
        "title": "Slugline story, version 1",
        "description": "What Slugline reads from storage: a story, a live blog, a redirect or a withdrawal.",
        **root,
        "$defs": components,
    }


def _hook(form: type) -> dict[str, Any]:
    if form is Bylines:
        (text,), _ = msgspec.json.schema_components([Text], ref_template="#/$defs/{name}")
        return {
            "description": "authors, or a sentence",
            "anyOf": [{"type": "array", "items": {"$ref": "#/$defs/Byline"}}, *text["anyOf"]],
        }
    raise NotImplementedError(form)


def _picture(image: dict[str, Any]) -> dict[str, Any]:
    required = [name for name in image["required"] if name != "type"]
    return {
        **image,
        "title": "Picture",
        "description": "An image block whose `type` may be left out.",
        "required": required,
    }


def _untype(form: Any) -> None:
    """Turns references to Image into references to Picture."""
    if isinstance(form, dict):
        if form.get("$ref") == "#/$defs/Image":
            form["$ref"] = "#/$defs/Picture"
        for part in form.values():
            _untype(part)
    elif isinstance(form, list):
        for part in form:
            _untype(part)
