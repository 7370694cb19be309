"""What a type annotation of the model asks of a JSON value, laid open for the examiner."""

from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from msgspec import Meta, Struct
from msgspec.structs import fields


class Form(NamedTuple):
    """An annotation, taken apart."""

    choices: tuple[Any, ...]
    """The bare types a value may have, `None` left out."""
    optional: bool
    """Whether null stands for an absent value."""
    what: str | None
    """What an editor is told of a wrong value, or None."""
    mend: str | None
    vital: bool
    """Whether losing a wrong value would show what must not be shown."""


class Field(NamedTuple):
    """A field of a struct."""

    name: str
    annotation: Any
    required: bool


@cache
def form_of(annotation: Any) -> Form:
    """Takes an annotation apart: unions are laid open, a single value keeps the rules that stand around it."""
    bare, told = _unwrapped(annotation)
    if get_origin(bare) in (Union, UnionType):
        inner = [form_of(choice) for choice in get_args(bare)]
        choices = tuple(choice for form in inner for choice in form.choices)
        for form in inner:
            told = {"what": form.what, "mend": form.mend} | told if form.what else told
        return _form(choices, told, optional=any(form.optional for form in inner))
    if bare is NoneType:
        return _form((), {}, optional=True)
    choice = bare if is_struct(bare) or is_list(bare) else annotation
    return _form((choice,), told, optional=False)


def _form(choices: tuple[Any, ...], told: dict[str, Any], *, optional: bool) -> Form:
    return Form(choices, optional, told.get("what"), told.get("mend"), bool(told.get("vital")))


def _unwrapped(annotation: Any) -> tuple[Any, dict[str, Any]]:
    """The bare annotation, and what its Meta tells an editor."""
    if get_origin(annotation) is not Annotated:
        return annotation, {}
    bare, *metas = get_args(annotation)
    told: dict[str, Any] = {}
    for meta in metas:
        told |= (meta.extra or {}) if isinstance(meta, Meta) else {}
    return bare, told


def bare_of(choice: Any) -> Any:
    """A single choice without the rules that stand around it."""
    return get_args(choice)[0] if get_origin(choice) is Annotated else choice


def is_struct(choice: Any) -> bool:
    """Whether a choice is an object of the model."""
    return isinstance(choice, type) and issubclass(choice, Struct)


def is_list(choice: Any) -> bool:
    """Whether a choice is a list of the model."""
    return get_origin(choice) is tuple


def element_of(choice: Any) -> Any:
    """The annotation of a list's elements."""
    return get_args(choice)[0]


def words_of(choice: Any) -> tuple[str, ...]:
    """The words a closed list allows, or none."""
    bare = bare_of(choice)
    return tuple(map(str, get_args(bare))) if get_origin(bare) is Literal else ()


@cache
def fields_of(struct: type[Struct]) -> dict[str, Field]:
    """The fields of an object, by name."""
    return {f.encode_name: Field(f.name, f.type, f.required) for f in fields(struct)}


def tag_of(struct: type[Struct]) -> tuple[str, str] | None:
    """The field and the word that tell an object of this type from others, or None."""
    config = struct.__struct_config__
    return (str(config.tag_field), str(config.tag)) if config.tag is not None else None
