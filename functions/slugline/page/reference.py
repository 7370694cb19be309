"""The page that tells theme authors what a template may use: templates/CONTEXT.md, generated from the typed context."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec.structs import fields

from slugline.labels import Labels, Messages
from slugline.page import context

_INTRODUCTION = """# What a template may use

This page is generated from `functions/slugline/page/context.py` (`make docs`); a test holds the two together.
A template that uses anything else fails when it is rendered.

Block templates (`blocks/<type>/html.jinja`, and `amp.jinja` where AMP differs) are given `block` and `labels`; the
templates of the page (`page/…`) are given `page` and `labels`; `page/warned` is given `block` and `labels`. Everything
is escaped where it is printed; what is marked *markup* here is safe already. There is nothing to decide in a template:
values that may be absent say so.
"""


def reference() -> str:
    """The page, in Markdown."""
    views = sorted(_views(), key=lambda view: (_is_block(view), view.__name__))
    frame = [_section(view) for view in views if not _is_block(view)]
    blocks = [_section(view) for view in views if _is_block(view)]
    words = [_section(struct) for struct in (Labels, Messages)]
    return "\n".join(
        [_INTRODUCTION, "## Blocks\n", *blocks, "## The page and its parts\n", *frame, "## Labels\n", *words]
    )


def _views() -> Iterator[type[context.View]]:
    for thing in vars(context).values():
        if isinstance(thing, type) and issubclass(thing, context.View) and thing is not context.View:
            yield thing


def _is_block(view: type) -> bool:
    return hasattr(view, "template")


def _section(struct: type) -> str:
    hints = get_type_hints(struct, include_extras=True)
    lines = [
        f"### {struct.__name__}",
        "",
        (struct.__doc__ or "").strip(),
        "",
        "| name | what it is | |",
        "| --- | --- | --- |",
    ]
    for field in fields(struct):
        bare, told = _told(hints[field.name])
        lines.append(f"| `{field.name}` | {_form(bare)} | {told} |")
    return "\n".join([*lines, ""])


def _told(hint: Any) -> tuple[Any, str]:
    """A hint without its words, and the words."""
    if get_origin(hint) is not Annotated:
        return hint, ""
    bare, *words = get_args(hint)
    said = [word if isinstance(word, str) else getattr(word, "description", None) for word in words]
    return bare, "; ".join(word for word in said if word)


def _form(hint: Any) -> str:
    hint, _ = _told(hint)
    if get_origin(hint) in (Union, UnionType):
        return " or ".join("nothing" if part is NoneType else _form(part) for part in get_args(hint))
    if get_origin(hint) is tuple:
        inner = get_args(hint)
        return f"{len(inner)} of {_form(inner[0])}" if inner[-1] is not ... else f"several {_form(inner[0])}"
    if get_origin(hint) is dict:
        return "words by name"
    names = {"str": "text", "Markup": "*markup*", "int": "number", "bool": "yes or no"}
    name = getattr(hint, "__name__", str(hint))
    return names.get(name, f"[{name}](#{name.lower()})")
