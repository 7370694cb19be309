"""The reference page of the story format, generated from its schema: FORMAT.md beside this module."""

from inspect import cleandoc
from typing import Any

from slugline.story.limits import MAX_BLOCKS, MAX_DOCUMENT_BYTES, MAX_NESTING
from slugline.story.metadata import GENRES
from slugline.story.providers import Provider, Providers, bare_form
from slugline.story.schema import schema

MANY = 10
"""Alternatives that are not listed one by one."""

_KINDS = ("Story", "Liveblog", "Redirect", "Withdrawn")
_INTRODUCTION = f"""# The story format, version 1

This page is generated from the model (`make docs`); a test holds it fresh. The same as JSON Schema: `slugline schema`.

A document is a JSON object in UTF-8, of at most {MAX_DOCUMENT_BYTES:,} bytes and {MAX_BLOCKS:,} blocks, which stand
at most {MAX_NESTING} deep in blocks. It lies in storage at `stories/<path>.json`. A story, the one at
`/world/asia/harbour-talks`:

```json
{{
  "version": "1",
  "kind": "story",
  "id": "cms-20261124-0042",
  "path": "/world/asia/harbour-talks",
  "headline": "Harbour talks go into a third night",
  "language": "en-GB",
  "published_at": "2026-11-24T08:30:00Z",
  "body": [
    {{"type": "paragraph", "text": ["Both sides called the offer ", {{"text": "serious", "marks": ["italic"]}}, "."]}}
  ]
}}
```

*Text* is a string, or a list of strings and [spans](#span); it is never HTML. What is wrong in a document costs as
little as possible: a bad optional field is left out, a bad block is left out, and `slugline check` names each. A
document without one of the required fields is not shown at all: the last good version is. One with a wrong
`embargo_until` or `expires_at` is not shown either, and no other version in its place.
"""


def reference(providers: Providers) -> str:
    """The page, in Markdown."""
    components = schema()["$defs"]
    blocks = {c["properties"]["type"]["enum"][0]: c for n, c in components.items() if _is_block(c) and n != "Picture"}
    rest = {n: c for n, c in components.items() if (n not in _KINDS and not _is_block(c)) or n == "Picture"}
    parts = [
        _INTRODUCTION,
        "## Kinds of document\n",
        *(_section(f"`{components[name]['properties']['kind']['enum'][0]}`", components[name]) for name in _KINDS),
        "## Blocks\n",
        *(_section(f"`{name}`", component) for name, component in sorted(blocks.items())),
        "## Parts\n",
        *(_section(name, component) for name, component in sorted(rest.items())),
        "## Words\n",
        f"Genres with a label of their own: {', '.join(f'`{genre}`' for genre in GENRES)}.\n",
        "Providers of embeds. Any other, and any id that is not of its provider's form, needs a `url`.\n",
        "| provider | known as | form of its ids |",
        "| --- | --- | --- |",
        *(_provider(name, provider) for name, provider in providers.items()),
        "",
    ]
    return "\n".join(parts)


def _provider(name: str, provider: Provider) -> str:
    form = f"`{bare_form(provider.ids)}`".replace("|", "\\|") if provider.ids else "none: give its address"
    return f"| `{name}` | {provider.name or 'the page of its address'} | {form} |"


def _is_block(component: dict[str, Any]) -> bool:
    return "type" in component.get("properties", {}) and "enum" in component["properties"]["type"]


def _section(title: str, component: dict[str, Any]) -> str:
    lines = [f"### {title}", "", cleandoc(component.get("description", "")), ""]
    lines += ["| field | form | |", "| --- | --- | --- |"]
    required = component.get("required", [])
    for name, form in component["properties"].items():
        told = form.get("description", "")
        wanted = "**required**" if name in required else ""
        note = "; ".join(part for part in (wanted, told, _default(form)) if part)
        lines.append(f"| `{name}` | {_form(form)} | {note} |")
    return "\n".join([*lines, ""])


def _default(form: dict[str, Any]) -> str:
    default = form.get("default")
    return f"default `{str(default).lower()}`" if default not in (None, [], "", ()) else ""


def _form(form: dict[str, Any]) -> str:  # noqa: PLR0911 -- one return for each shape that a schema has
    """The form of a field in words."""
    if "$ref" in form:
        return _linked(form["$ref"])
    if "anyOf" in form:
        kinds = [one.get("type") for one in form["anyOf"]]
        if kinds[:2] == ["string", "array"]:
            return " or ".join(["text", *(_form(one) for one in form["anyOf"][2:] if one.get("type") != "null")])
        if len(kinds) > MANY:
            return "[blocks](#blocks)"
        return " or ".join(dict.fromkeys(_form(one) for one in form["anyOf"] if one.get("type") != "null"))
    if "enum" in form:
        return ", ".join(f"`{word}`" for word in form["enum"])
    if form.get("type") == "array":
        return f"list of {_form(form['items'])}" if form.get("items") else "list"
    words = {"string": "string", "integer": "whole number", "number": "number", "boolean": "true or false"}
    word = {"date-time": "time", "duration": "duration"}.get(form.get("format", ""), words[form["type"]])
    bounds = [
        f"{sign} {form[key]:g}"
        for key, sign in (("minimum", "≥"), ("exclusiveMinimum", ">"), ("maximum", "≤"))
        if key in form
    ]
    return " ".join([word, *bounds])


def _linked(reference: str) -> str:
    name = reference.rsplit("/", 1)[1]
    component = schema_component(name)
    if _is_block(component) and name != "Picture":
        word = component["properties"]["type"]["enum"][0]
        return f"[`{word}`](#{word})"
    return f"[{name}](#{name.lower()})"


def schema_component(name: str) -> dict[str, Any]:
    """One object of the schema, by name."""
    component: dict[str, Any] = schema()["$defs"][name]
    return component
