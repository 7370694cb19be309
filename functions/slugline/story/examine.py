"""Reads a JSON value as a type of the model, taking what is sound and telling every problem.

The slow one of two speeds of decoding: it runs when a document is not sound as a whole, and whenever one is checked.
What is unsound is dropped at the smallest place that can be spared: a mark of a span, an optional field, an element of
a list, a block. Where nothing can be spared, the unsoundness passes upwards, at last to the document.
"""

import json
import re
from typing import Any

import msgspec
from msgspec import Struct

from slugline.story.blocks import AnyBlock, Cell, FactBox, List, ListItem, Update
from slugline.story.forms import Form, bare_of, element_of, fields_of, form_of, is_list, is_struct, tag_of, words_of
from slugline.story.limits import MAX_BLOCKS, MAX_GUESSES, MAX_NESTING
from slugline.story.media import Block
from slugline.story.metadata import Bylines, bylines_of
from slugline.story.problem import Problem, Severity, did_you_mean, excerpt
from slugline.story.text import Span

NOTHING = object()
VITAL = ("embargo_until", "expires_at", "warning")
"""Fields whose misspelling is looked for in however large a document."""
_NAME = re.compile("[A-Za-z_][A-Za-z0-9_-]*")
_HALF = re.compile("[\ud800-\udfff]")
_HOLDERS = (FactBox, Update, List, ListItem)
_BOOLEANS = {"no": "false", "off": "false", "yes": "true", "on": "true"}
_NAMES = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


class Spoilt(Exception):  # noqa: N818 -- it is not an error but the way a part says that it cannot be had
    """A value cannot be had; its problem is told already."""


class Examiner:
    """Reads one document; `problems` and `skipped` (blocks lost) grow as it goes."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.skipped = 0
        self.built: list[tuple[Struct, str]] = []
        """Every object made, with its place in the JSON: inner ones first."""
        self._blocks = 0
        self._depth = 0
        self._guesses = 0

    def tell(self, severity: Severity, place: str, what: str, mend: str, value: Any = NOTHING) -> None:
        """Notes a problem; `{}` in `what` stands for the value that is wrong."""
        found = "" if value is NOTHING else excerpt(value)
        told = what.replace("{}", found)
        self.problems.append(Problem(severity=severity, place=place, what=told, mend=mend, found=found))

    def spoil(self, place: str, what: str, mend: str, value: Any = NOTHING) -> Spoilt:
        """Notes an error; the caller raises what is returned."""
        self.tell("error", place, what, mend, value)
        return Spoilt()

    def read(self, value: Any, annotation: Any, place: str) -> Any:
        """The value as the annotation asks, built of what is sound.

        Raises:
            Spoilt: nothing of it can be had.
        """
        form = form_of(annotation)
        if value is None and (form.optional or Cell in form.choices):
            return None if form.optional else ""  # spreadsheets export an empty cell so
        if isinstance(value, dict) and (element := _lone_element(form)):
            self.tell("warning", place, "is one object where a list is wanted", "put it into a list: [ … ]")
            return (self.read(value, element, place),)
        choice = self._choice(value, form, place)
        if choice is Bylines:
            return bylines_of(value, lambda part, inner: self.read(part, inner, place))
        if is_struct(choice):
            return self._struct(value, choice, place)
        if is_list(choice):
            return self._list(value, choice, annotation, place)
        return self._leaf(value, choice, form, place)

    def _choice(self, value: Any, form: Form, place: str) -> Any:
        """Which of the types a value may have is meant: by its tag, else by its shape."""
        if Bylines in form.choices:
            return Bylines
        structs = [choice for choice in form.choices if is_struct(choice)]
        if isinstance(value, dict) and structs:
            return self._tagged(value, structs, place) if len(structs) > 1 else self._lone(value, structs[0], place)
        for choice in form.choices:
            if is_list(choice) and isinstance(value, list):
                return choice
            if choice is str and isinstance(value, str):
                return choice
        rest = [choice for choice in form.choices if not is_list(choice) and not is_struct(choice)]
        if rest and not isinstance(value, (dict, list)):
            return rest[0]
        raise self.spoil(place, "is {}", f"write {_expected(form)}", value)

    def _tagged(self, value: dict[str, Any], structs: list[type[Struct]], place: str) -> Any:
        tags = {tag[1]: (tag[0], struct) for struct in structs if (tag := tag_of(struct))}
        field = next(iter(tags.values()))[0]
        word = value.get(field)
        if isinstance(word, str) and word in tags:
            return tags[word][1]
        if word is None:
            raise self.spoil(place, f"has no `{field}`", f"give it one of {', '.join(tags)}")
        meant = did_you_mean(word, tuple(tags))
        mend = f'did you mean "{meant}"?' if meant else f"write one of {', '.join(tags)}"
        raise self.spoil(f"{place}.{field}", "is {}, which is unknown", mend, word)

    def _lone(self, value: dict[str, Any], struct: type[Struct], place: str) -> Any:
        """Where only one type can stand, its tag may be left out."""
        tag = tag_of(struct)
        word = value.get(tag[0]) if tag else None
        if tag and word is not None and word != tag[1]:
            self.tell("warning", f"{place}.{tag[0]}", "is {}", f'write "{tag[1]}", or leave it out', word)
        return struct

    def _struct(self, value: Any, struct: type[Struct], place: str) -> Any:
        if not isinstance(value, dict):
            raise self.spoil(place, "is {}", "write an object: { … }", value)
        if self._depth > MAX_NESTING and issubclass(struct, (Block, ListItem)):
            raise self.spoil(place, f"stands more than {MAX_NESTING} blocks deep", "move it up")
        holds = issubclass(struct, _HOLDERS)
        self._depth += holds
        try:
            sound = self._fields(value, struct, place)
        finally:
            self._depth -= holds
        try:
            made = struct(**sound)
        except ValueError as fault:
            what, _, mend = str(fault).partition("|")
            raise self.spoil(place, what, mend) from None
        self.built.append((made, place))
        return made

    def _count(self, place: str) -> None:
        self._blocks += 1
        if self._blocks > MAX_BLOCKS:
            raise self.spoil(place, f"is past the {MAX_BLOCKS:,} blocks a story may have", "split the story")

    def _fields(self, value: dict[str, Any], struct: type[Struct], place: str) -> dict[str, Any]:
        fields = fields_of(struct)
        sound: dict[str, Any] = {}
        missing = self._unknown(value, struct, place)
        for name, field in fields.items():
            if name not in value:
                if field.required:
                    self.tell(
                        "error", place, f"has no `{name}`", f"add `{name}`: {_expected(form_of(field.annotation))}"
                    )
                    missing = True
                continue
            if value[name] is None and not field.required:
                continue
            try:
                got = self.read(value[name], field.annotation, f"{place}.{name}")
            except Spoilt:
                missing |= field.required or form_of(field.annotation).vital
            else:
                sound[field.name] = got
        if missing:
            raise Spoilt
        return sound

    def _unknown(self, value: dict[str, Any], struct: type[Struct], place: str) -> bool:
        """Tells the fields that are none; True if one of them was meant to keep something from being shown."""
        known = fields_of(struct)
        tag = tag_of(struct)
        vital = False
        for name in value:
            if name in known or (tag and name == tag[0]):
                continue
            meant = self._guess(name, tuple(known))
            at = _at(place, name)
            if meant and meant not in value:
                self.tell("error", at, "is not a field", f"did you mean `{meant}`?")
                vital |= form_of(known[meant].annotation).vital
            else:
                self.tell("warning", at, "is not a field, and is not used", "remove it")
        return vital

    def _guess(self, name: str, known: tuple[str, ...]) -> str | None:
        """What a misspelt field was meant to be; a document with no end of unknown fields is not worth the time."""
        self._guesses += 1
        if self._guesses > MAX_GUESSES:
            known = tuple(field for field in known if field in VITAL)
        return did_you_mean(name, known)

    def _list(self, value: Any, choice: Any, annotation: Any, place: str) -> tuple[Any, ...]:
        element = element_of(choice)
        sound: list[Any] = []
        counted = element == AnyBlock
        for index, part in enumerate(value):
            try:
                if counted:
                    self._count(f"{place}[{index}]")
                sound.append(self.read(part, element, f"{place}[{index}]"))
            except Spoilt:
                self.skipped += _holds_blocks(element)
                if Cell in form_of(element).choices:
                    sound.append("")  # the cells after it stay in their columns
        if value and not sound and not _may_be_empty(annotation):
            # A list of which nothing is left is as good as absent; one that was empty all along is what it says.
            raise Spoilt
        if not value and not _may_be_empty(annotation):
            raise self.spoil(place, "is empty", "put something into it, or leave it out")
        return tuple(sound)

    def _leaf(self, value: Any, choice: Any, form: Form, place: str) -> Any:
        try:
            got = msgspec.convert(value, choice)
        except msgspec.ValidationError:
            got = self._coerced(value, choice, form, place)
        return self._whole(got, place) if isinstance(got, str) else got

    def _coerced(self, value: Any, choice: Any, form: Form, place: str) -> Any:
        """A number written as text, or text written as a number, is what it is meant to be.

        Times and durations are not among them: msgspec would read "2027" as so many seconds since 1970.
        """
        if bare_of(choice) not in _NAMES:
            raise self.spoil(place, *_told(value, choice, form), value)
        candidate = str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
        if bare_of(choice) is bool and isinstance(value, str):
            candidate = _BOOLEANS.get(value.strip().lower(), value)
        try:
            got = msgspec.convert(candidate, choice, strict=False)
        except msgspec.ValidationError:
            raise self.spoil(place, *_told(value, choice, form), value) from None
        as_meant = f"write {excerpt(got)}"
        mend = (
            "write it in quotes"
            if isinstance(got, str)
            else "write it without quotes"
            if candidate is value
            else as_meant
        )
        self.tell("warning", place, "is {}", mend, value)
        return got

    def _whole(self, text: str, place: str) -> str:
        """A text whose half characters (lone surrogates) are replaced by U+FFFD."""
        whole = _HALF.sub("\ufffd", text)
        if whole != text:
            self.tell("warning", place, "has half a character (a lone surrogate)", "write the whole character")
        return whole


def _at(place: str, name: str) -> str:
    """The JSON path of a field, whatever it is called."""
    return f"{place}.{name}" if _NAME.fullmatch(name) else f"{place}[{json.dumps(name)}]"


def _lone_element(form: Form) -> Any:
    """What the elements of a list are, where objects are wanted in a list and not alone; else None."""
    if Bylines in form.choices or any(map(is_struct, form.choices)):
        return None
    elements = [element_of(choice) for choice in form.choices if is_list(choice)]
    return next((element for element in elements if any(map(is_struct, form_of(element).choices))), None)


def _may_be_empty(annotation: Any) -> bool:
    try:
        msgspec.convert([], annotation)
    except msgspec.ValidationError:
        return False
    return True


def _holds_blocks(annotation: Any) -> bool:
    return any(is_struct(choice) and issubclass(choice, Block) for choice in form_of(annotation).choices)


def _expected(form: Form) -> str:
    names = []
    for choice in form.choices:
        if is_list(choice):
            names.append("a list")
        elif choice is Span or is_struct(choice) or choice is Bylines:
            names.append("an object" if choice is not Bylines else "a list of authors, or a sentence")
        else:
            names.append(_NAMES.get(choice, form.mend.removeprefix("write ") if form.mend else "text"))
    return " or ".join(dict.fromkeys(names))


def _told(value: Any, choice: Any, form: Form) -> tuple[str, str]:
    """What is wrong with a single value, and its mend."""
    words = words_of(choice)
    if words and not form.what:
        meant = did_you_mean(value, words)
        return "is {}", f'did you mean "{meant}"?' if meant else f"write one of {', '.join(words)}"
    if form.what and form.mend:
        return "{} " + form.what, form.mend
    return "is {}", f"write {_fault(value, choice)}"


def _fault(value: Any, choice: Any) -> str:
    """Msgspec's own words, for rules that have none of ours."""
    try:
        msgspec.convert(value, choice)
    except msgspec.ValidationError as fault:
        told = str(fault).removeprefix("Expected ")
        for kind, name in _NAMES.items():
            told = told.replace(f"`{kind.__name__}`", name)
        return told
    return "it differently"
