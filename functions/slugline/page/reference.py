"""The page that tells theme authors what a template may use: templates/CONTEXT.md, generated from the typed context."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec.structs import fields

from slugline.labels import Labels, Messages
from slugline.page import context
from slugline.page.parts import PARTS, told

_INTRODUCTION = """# What a theme may hold, and a template use

This page is generated from `functions/slugline/page/parts.py` and `context.py` (`make docs`).
A test holds them together.
A theme is a folder with files of these names; each takes the place of the default theme's. `slugline theme FOLDER`
says what it overrides, and what in it does not fit: a name that is not on this page, by file and line.

Everything is escaped where it is printed; what is marked *markup* here is safe already. There is nothing to decide in
a template: values that may be absent say so (*or nothing*), and are asked for with `if`, not with `is defined`, since
every name on this page is always there. A value that is *given with* another is there whenever that one is,
and one that is *given where there is no* other whenever that one is not.
"""

_EXAMPLE = """## An example

`mytheme/blocks/pull_quote/html.jinja`: a pull quote with the name before the words. It serves both formats, as there is
no `amp.jinja` beside it:

```jinja
<figure class="pull-quote">
{% if block.attribution %}
<figcaption>{{ block.attribution }}</figcaption>
{% endif %}
<blockquote><p>{{ labels.quote_open }}{{ block.text }}{{ labels.quote_close }}</p></blockquote>
</figure>
```

## What templates cannot do

- The page's own script does not run, and `style="…"` does nothing: the Content-Security-Policy forbids them. In a
  template that serves AMP (`amp.jinja`, and `html.jinja` without one) elements that AMP refuses are told.
- `|safe` and `autoescape false` are refused: what is safe is *markup* already.
- An attribute cannot be made up: `x.y|default(…)` and `x.y is defined` are refused, as they would always say the same.
- A new type of block needs Python ([CONTRIBUTING](../CONTRIBUTING.md)).
"""


def reference() -> str:
    """The page, in Markdown."""
    views = sorted(_views(), key=lambda view: (_is_block(view), view.__name__))
    frame = [_section(view) for view in views if not _is_block(view)]
    blocks = [_section(view) for view in views if _is_block(view)]
    words = [_section(struct) for struct in (Labels, Messages)]
    parts = [
        *(_INTRODUCTION, _files(), _EXAMPLE, "## Blocks\n", *blocks),
        *("## The page and its parts\n", *frame, "## Labels\n", *words),
    ]
    return "\n".join(parts)


def _files() -> str:
    lines = ["## The files", "", "| file | what it is | given, with `labels` |", "| --- | --- | --- |"]
    lines += [f"| `{part.name}` | {part.what} | {', '.join(told(part))} |" for part in PARTS]
    return "\n".join([*lines, ""])


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
    said = [_said(word) for word in words]
    return bare, "; ".join(word for word in said if word)


def _said(word: Any) -> str | None:
    if isinstance(word, context.With):
        return f"given with `{word.name}`"
    if isinstance(word, context.Without):
        return f"given where there is no `{word.name}`"
    return word if isinstance(word, str) else getattr(word, "description", None)


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
