"""The types of a template's values, as the typed context has them, and what can be asked of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from jinja2 import nodes
from jinja2.runtime import LoopContext
from markupsafe import Markup
from msgspec import Struct

from slugline.page.context import With, Without


@dataclass(frozen=True, eq=False)
class Macro:
    """A macro, with the names that it sees."""

    node: nodes.Macro
    template: str
    names: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Caller:
    """What a `call` block has between its tags, for the macro to place."""

    node: nodes.CallBlock
    scope: Any
    """Where it stands."""
    names: Mapping[str, str]
    """How the macro calls what it was given: its own names, and those of the place where the block stands."""


@dataclass(frozen=True, eq=False)
class Module:
    """An imported template."""

    template: str
    names: Mapping[str, Any]


class Unknown(NamedTuple):
    """A type has no such attribute."""

    known: tuple[str, ...]
    mend: str


PLAIN = {str: "text", Markup: "markup", int: "a number", float: "a number", bool: "yes or no"}


def bare(hint: Any) -> Any:
    """A type without what is said about it."""
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    return hint


def choices(hint: Any) -> tuple[Any, ...]:
    """The types that a value may have; one, unless it is a union."""
    hint = bare(hint)
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return tuple(bare(part) for part in parts)


def may_be_nothing(hint: Any) -> bool:
    """Whether a value may be None."""
    return NoneType in choices(hint)


def something(hint: Any) -> Any:
    """The type of a value that is not None."""
    return union(*(part for part in choices(hint) if part is not NoneType))


def union(*hints: Any) -> Any:
    """Any of some types."""
    parts = dict.fromkeys(part for hint in hints for part in choices(hint))
    if not parts or Any in parts:
        return Any
    hint, *rest = parts
    for part in rest:
        hint = Union[hint, part]  # noqa: UP007 -- a type made at run time
    return hint


def element(hint: Any) -> Any:
    """What a loop over a value is given."""
    found = [get_args(part)[0] if get_origin(part) is tuple else Any for part in choices(hint)]
    return union(*found)


def attribute(hint: Any, name: str) -> Any:
    """The type of an attribute of a value that is not None; Unknown where it has none of that name."""
    found = [_attribute(part, name) for part in choices(hint)]
    return next((part for part in found if isinstance(part, Unknown)), None) or union(*found)


def partner(hint: Any, name: str) -> With | Without | None:
    """The attribute on which another depends, if any."""
    for part in choices(hint):
        told = hints_of(part).get(name) if is_struct(part) else None
        for word in get_args(told)[1:] if get_origin(told) is Annotated else ():
            if isinstance(word, (With, Without)):
                return word
    return None


def is_struct(kind: Any) -> bool:
    """Whether a type is one of the context's own."""
    return isinstance(kind, type) and issubclass(kind, Struct)


@cache
def hints_of(struct: Any) -> dict[str, Any]:
    """A struct's attributes and their types."""
    hints = get_type_hints(struct, include_extras=True)
    return {name: hints[name] for name in struct.__struct_fields__}


def _attribute(kind: Any, name: str) -> Any:
    if isinstance(kind, Module):
        return kind.names.get(name, Unknown(tuple(kind.names), f"{kind.template} has no such macro"))
    if is_struct(kind):
        hints = hints_of(kind)
        return hints.get(name, Unknown(tuple(hints), f"templates/CONTEXT.md has what {kind.__name__} has"))
    origin = get_origin(kind) or kind
    if origin is dict:
        return Unknown((), f'write ["{name}"]: these are words by name')
    if origin in (*PLAIN, tuple, LoopContext) and not hasattr(origin, name):
        return Unknown(tuple(word for word in dir(origin) if not word.startswith("_")), "leave it out")
    return Any


def called(hint: Any) -> str:
    """A type in words."""
    names = []
    for part in choices(hint):
        origin = get_origin(part) or part
        names.append("several things" if origin is tuple else PLAIN.get(origin, getattr(origin, "__name__", "a value")))
    return " or ".join(dict.fromkeys(names)).replace("NoneType", "nothing")
