"""How templates are read and compiled, wherever they come from.

Two general habits of Jinja's are of no use to a typed context, and cost a tenth of a page: each attribute is looked up
through the environment, in case the value is a mapping, and each text is copied into a `Markup` that the next join
throws away. The compiler here writes plain attribute access, and leaves text that needs no escaping as it is.
"""

import re

from jinja2 import BaseLoader, Environment, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

_special = re.compile("[&<>\"']").search


def escaped(value: object) -> str:
    """A value as it may stand between tags or in a quoted attribute."""
    if isinstance(value, str) and (isinstance(value, Markup) or not _special(value)):
        return value
    return escape(value)


class _Compiler(CodeGenerator):
    """Jinja's compiler, for a context of typed objects."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 -- Jinja's visitors are named so
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class _Environment(Environment):
    code_generator_class = _Compiler
    escaped = staticmethod(escaped)


def environment(loader: BaseLoader) -> Environment:
    """How templates are read: everything escaped, nothing undefined, no white space where a tag stood."""
    return _Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, cache_size=-1
    )
