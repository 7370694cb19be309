"""What the tests of the format ask of its model."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from slugline.story.forms import Form, element_of, fields_of, form_of, is_list, is_struct
from slugline.story.metadata import Byline, Bylines


def holds(got: Any, wanted: Any) -> bool:
    """Whether a value has at least all that another has."""
    if isinstance(wanted, dict):
        return isinstance(got, dict) and all(name in got and holds(got[name], part) for name, part in wanted.items())
    if isinstance(wanted, list):
        return len(got) == len(wanted) and all(map(holds, got, wanted))
    return bool(got == wanted)


def structs_of(form: Form, seen: set[type[Struct]]) -> set[type[Struct]]:
    """Every object of the model that a value of some form may be or hold."""
    for choice in form.choices:
        if choice is Bylines:
            structs_of(form_of(Byline), seen)
        elif is_list(choice):
            structs_of(form_of(element_of(choice)), seen)
        elif is_struct(choice) and choice not in seen:
            seen.add(choice)
            for field in fields_of(choice).values():
                structs_of(form_of(field.annotation), seen)
    return seen
