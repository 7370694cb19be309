"""How templates are read and compiled, wherever they come from.

Three general habits of Jinja's are of no use to a typed context, and cost a fifth of a page: each attribute is looked
up through the environment, in case the value is a mapping; each text is copied into a `Markup` that the next join
throws away; and each piece is handed on by itself, through every template that includes another. The compiler here
writes plain attribute access, escapes to plain text, and hands on a template in one piece.
"""

from collections.abc import Mapping, MutableMapping
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, new_context
from markupsafe import Markup, escape

from slugline.page.text import escape_plain

_ALWAYS_THERE = "what a template may use is always there, and may be nothing"


def escaped(value: object) -> str:
    """A value as it may stand between tags or in a quoted attribute."""
    if type(value) is str:
        return escape_plain(value)
    if isinstance(value, Markup):
        return value
    return str(value) if type(value) is int else escape(value)


class _Compiler(CodeGenerator):
    """Jinja's compiler, for a context of typed objects."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 -- Jinja's visitors are named so
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def enter_frame(self, frame: Frame) -> None:
        super().enter_frame(frame)
        if frame.rootlevel:
            self.buffer(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:  # noqa: FBT001, FBT002 -- Jinja's
        if frame.rootlevel:
            self.writeline(f"yield concat({frame.buffer})")
        super().leave_frame(frame, with_python_scope)

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802 -- likewise
        of_nothing_too = len(node.args) + len(node.kwargs) > 1  # `default(…, true)` takes the place of nothing as well
        if node.name in ("default", "d") and isinstance(node.node, nodes.Getattr) and not of_nothing_too:
            self.fail(f"`{node.name}` never shows: {_ALWAYS_THERE}: write `x.{node.node.attr} or …`", node.lineno)
        super().visit_Filter(node, frame)

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802 -- likewise
        if node.name in ("defined", "undefined") and isinstance(node.node, nodes.Getattr):
            mend = f"write `if x.{node.node.attr}`"
            self.fail(f"`is {node.name}` says nothing: {_ALWAYS_THERE}: {mend}", node.lineno)
        super().visit_Test(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class _Template(Template):
    """A template that another one may include."""

    def new_context(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 -- Jinja's name
        shared: bool = False,  # noqa: FBT001, FBT002 -- likewise
        locals: Mapping[str, Any] | None = None,  # noqa: A002 -- likewise
    ) -> Context:
        """What is included shares all that the including template has: the globals are there, and not counted again."""
        if not shared:
            return super().new_context(vars, shared, locals)
        return new_context(self.environment, self.name, self.blocks, vars, shared, None, locals)


class _Environment(Environment):
    code_generator_class = _Compiler
    template_class = _Template

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._known: dict[str, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 -- Jinja's name
    ) -> Template:
        """A template by its name; Jinja's own memory asks more at each include than finding it again takes."""
        if not isinstance(name, str):
            return name
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = super().get_template(name, parent, globals)
        return known

    escaped = staticmethod(escaped)


def environment(loader: BaseLoader) -> Environment:
    """How templates are read: everything escaped, nothing undefined, no white space where a tag stood.

    Each is read once: a theme whose files have changed is another theme.
    """
    return _Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
        auto_reload=False,
    )
