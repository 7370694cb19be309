"""Reads templates without filling them in: every name, attribute, macro and filter against the typed context.

A template is followed as it would run: into what it includes, into the macros that it calls with what they are given,
knowing after `if x.y` that x.y is there. What cannot be known is let pass: the specimen's pages are the second judge.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, TemplateAssertionError, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext
from markupsafe import Markup

from local.theme import truth, types
from local.theme.finding import Finding, error, meant, warning
from local.theme.truth import Known
from local.theme.types import Caller, Macro, Module, Unknown
from slugline.page.context import With

MOST_DEPTH = 40
"""Includes and calls in one another that are followed."""
_UNSAFE = "takes the escaping off: a story's text could then run on the page"


class Scope(NamedTuple):
    """What stands at one place of a template: names with their types, and what is known to be there."""

    template: str
    names: dict[str, Any]
    known: Known = truth.NONE

    def inner(self, **names: Any) -> "Scope":
        """The same with names of its own."""
        known = self.known
        for name in names:
            known = truth.without(known, name)
        return Scope(self.template, self.names | names, known)

    def knowing(self, more: Known) -> "Scope":
        """The same names, where more is known to be there."""
        return self._replace(known=self.known | more)


class Reader:
    """Reads a theme's templates; `findings` and `used` grow as it goes."""

    def __init__(self, environment: Environment, names: Iterable[str]) -> None:
        self.environment = environment
        self.names = tuple(names)
        self.findings: dict[Finding, None] = {}
        self.used: dict[str, set[str]] = {}
        """Each template that others use, and those."""
        self._parsed: dict[str, nodes.Template | None] = {}
        self._files: dict[str, Path] = {}
        self._called: set[str] = set()
        self._depth = 0

    def read(self, name: str, given: dict[str, Any]) -> None:
        """Follows a template that is filled in by itself."""
        tree = self.parsed(name)
        if tree:
            self._walk(tree.body, Scope(name, dict(given)))

    def parsed(self, name: str) -> nodes.Template | None:
        """A template's tree, checked as its compiler does; None where it has none, which is told."""
        if name not in self._parsed:
            self._parsed[name] = self._parse(name)
        return self._parsed[name]

    def _parse(self, name: str) -> nodes.Template | None:
        try:
            source, self._files[name] = self._source(name)
        except UnicodeDecodeError as fault:
            self._tell(name, 1, f"is not UTF-8 (byte {fault.start:,})", "save it as UTF-8")
            return None
        try:
            self.environment.get_template(name)
        except TemplateSyntaxError as fault:
            what, _, mend = str(fault.message).partition(": write ")
            self._tell(name, fault.lineno, what, f"write {mend}" if mend else "see Jinja's template documentation")
            if not isinstance(fault, TemplateAssertionError):
                return None
        return self.environment.parse(source, name)

    def _source(self, name: str) -> tuple[str, Path]:
        if self.environment.loader is None:
            raise TemplateNotFound(name)
        source, file, _ = self.environment.loader.get_source(self.environment, name)
        return source, Path(file or name)

    def _tell(self, template: str, line: int, what: str, mend: str, kind: Callable[..., Finding] = error) -> None:
        self.findings[kind(self._files.get(template, Path(template)), line, what, mend)] = None

    # Statements.

    def _walk(self, body: Iterable[nodes.Node], scope: Scope) -> None:
        for node in body:
            visit = getattr(self, f"_on_{type(node).__name__.lower()}", None)
            if visit:
                visit(node, scope)
            elif isinstance(node, nodes.Expr):
                self.type_of(node, scope)
            else:
                self._walk(node.iter_child_nodes(), scope)

    def _on_output(self, node: nodes.Output, scope: Scope) -> None:
        for part in node.nodes:
            if not isinstance(part, nodes.TemplateData):
                self._printed(part, self.type_of(part, scope), scope)

    def _printed(self, part: nodes.Expr, hint: Any, scope: Scope) -> None:
        shown = truth.path(part) or "what is printed"
        if types.may_be_nothing(hint):
            mend = f"put {{% if {shown} %}} … {{% endif %}} around it"
            self._tell(scope.template, part.lineno, f"{shown} may be nothing, and would show as None", mend, warning)
        elif not all(kind is Any or kind in (str, Markup, int, float) for kind in types.choices(hint)):
            told = f"{shown} is {types.called(hint)}, which is no text"
            self._tell(scope.template, part.lineno, told, "print one of its parts", error)

    def _on_if(self, node: nodes.If, scope: Scope) -> None:
        self.type_of(node.test, scope)
        self._walk(node.body, scope.knowing(truth.if_true(node.test)))
        otherwise = scope.knowing(truth.if_false(node.test))
        for branch in node.elif_:
            self.type_of(branch.test, otherwise)
            self._walk(branch.body, otherwise.knowing(truth.if_true(branch.test)))
            otherwise = otherwise.knowing(truth.if_false(branch.test))
        self._walk(node.else_, otherwise)

    def _on_for(self, node: nodes.For, scope: Scope) -> None:
        hint = self._there(node.iter, scope)
        inner = scope.inner(**dict(_targets(node.target, types.element(hint))), loop=LoopContext)
        if node.test:
            self.type_of(node.test, inner)
            inner = inner.knowing(truth.if_true(node.test))
        self._walk(node.body, inner)
        self._walk(node.else_, scope.inner())

    def _on_assign(self, node: nodes.Assign, scope: Scope) -> None:
        for name, hint in _targets(node.target, self.type_of(node.node, scope)):
            known = scope.names.get(name)
            scope.names[name] = hint if known in (None, hint) else types.union(known, hint)

    def _on_assignblock(self, node: nodes.AssignBlock, scope: Scope) -> None:
        self._walk(node.body, scope.inner())
        scope.names.update(_targets(node.target, Markup))

    def _on_with(self, node: nodes.With, scope: Scope) -> None:
        given: dict[str, Any] = {}
        for target, value in zip(node.targets, node.values, strict=True):
            given |= dict(_targets(target, self.type_of(value, scope)))
        self._walk(node.body, scope.inner(**given))

    def _on_macro(self, node: nodes.Macro, scope: Scope) -> None:
        scope.names[node.name] = Macro(node, scope.template, scope.names)

    def _on_callblock(self, node: nodes.CallBlock, scope: Scope) -> None:
        function = self.type_of(node.call.node, scope)
        if isinstance(function, Macro):
            there = {own: given for given, own in _same(function, node.call).items()}
            self._call(function, node.call, scope, caller=Caller(node, scope, there))
        else:
            self.type_of(node.call, scope)
            self._walk(node.body, scope.inner(**{arg.name: Any for arg in node.args}))

    def _on_include(self, node: nodes.Include, scope: Scope) -> None:
        for name in self._templates(node.template, node.lineno, scope, missing=node.ignore_missing):
            tree = self.parsed(name)
            if tree and self._depth < MOST_DEPTH:
                self._depth += 1
                self._walk(tree.body, Scope(name, dict(scope.names), scope.known))
                self._depth -= 1

    def _on_extends(self, node: nodes.Extends, scope: Scope) -> None:
        for name in self._templates(node.template, node.lineno, scope):
            tree = self.parsed(name)
            self._walk(tree.body if tree else (), Scope(name, dict(scope.names), scope.known))

    def _on_import(self, node: nodes.Import, scope: Scope) -> None:
        for name in self._templates(node.template, node.lineno, scope):
            scope.names[node.target] = self._module(name, scope if node.with_context else None)

    def _on_fromimport(self, node: nodes.FromImport, scope: Scope) -> None:
        for name in self._templates(node.template, node.lineno, scope):
            module = self._module(name, scope if node.with_context else None)
            for wanted in node.names:
                there, here = wanted if isinstance(wanted, tuple) else (wanted, wanted)
                if there not in module.names and self.parsed(name):
                    mend = meant(there, module.names, f"add it to {self._files[name]}")
                    self._tell(scope.template, node.lineno, f"{name} has no macro `{there}`", mend)
                scope.names[here] = module.names.get(there, Any)

    def _on_scopedevalcontextmodifier(self, node: nodes.ScopedEvalContextModifier, scope: Scope) -> None:
        if any(option.key == "autoescape" for option in node.options):
            self._tell(scope.template, node.lineno, f"`autoescape` {_UNSAFE}", "leave it out")
        self._walk(node.body, scope)

    def _module(self, name: str, context: Scope | None) -> Module:
        tree = self.parsed(name)
        scope = Scope(name, dict(context.names) if context else {})
        own = [node for node in (tree.body if tree else ()) if not isinstance(node, nodes.Output)]
        self._walk(own, scope)
        return Module(name, scope.names)

    def _templates(self, node: nodes.Expr, line: int, scope: Scope, *, missing: bool = False) -> Iterator[str]:
        """The templates that a tag names, as far as it says; one that is not there is told."""
        named = node.as_const() if isinstance(node, (nodes.Const, nodes.List, nodes.Tuple)) else ()
        wanted = [named] if isinstance(named, str) else [*named]
        for name in wanted:
            self.used.setdefault(name, set()).add(scope.template)
        there = [name for name in wanted if name in self.names]
        if wanted and not there and not missing:
            self._tell(
                scope.template, line, f"there is no {wanted[0]}", meant(wanted[0], self.names, "add it to the theme")
            )
        yield from there[:1]

    # Expressions.

    def type_of(self, node: nodes.Node, scope: Scope) -> Any:
        """The type of an expression, each of its parts checked."""
        of = getattr(self, f"_of_{type(node).__name__.lower()}", None)
        if of:
            return of(node, scope)
        for part in node.iter_child_nodes():
            self.type_of(part, scope)
        if isinstance(node, (nodes.Compare, nodes.Not)):
            return bool
        return type(node.value) if isinstance(node, nodes.Const) else Any

    def _of_name(self, node: nodes.Name, scope: Scope) -> Any:
        if node.name in scope.names:
            hint = scope.names[node.name]
            return types.something(hint) if node.name in scope.known else hint
        if node.name not in self.environment.globals:
            named = ", ".join(f"`{name}`" for name in scope.names) or "nothing but what it is called with"
            mend = meant(node.name, scope.names, f"it is given {named}")
            self._tell(scope.template, node.lineno, f"`{node.name}` is not a name that this template is given", mend)
        return Any

    def _of_getattr(self, node: nodes.Getattr, scope: Scope) -> Any:
        return self._part(node, node.node, node.attr, scope)

    def _of_getitem(self, node: nodes.Getitem, scope: Scope) -> Any:
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            hint = types.something(self.type_of(node.node, scope))
            if all(map(types.is_struct, types.choices(hint))):
                return self._part(node, node.node, node.arg.value, scope)
            return Any
        self.type_of(node.arg, scope)
        return types.element(self._there(node.node, scope))

    def _part(self, node: nodes.Expr, whole: nodes.Expr, name: str, scope: Scope) -> Any:
        holder = self._there(whole, scope)
        hint = types.attribute(holder, name)
        shown = truth.path(whole) or "it"
        if isinstance(hint, Unknown):
            told = f"{shown} has no `{name}`"
            self._tell(scope.template, node.lineno, told, meant(name, hint.known, hint.mend))
            return Any
        telling = {f"{shown}.{name}"}
        beside = types.partner(holder, name)
        if beside:
            place = f"{shown}.{beside.name}"
            telling.add(place if isinstance(beside, With) else truth.absent(place))
        return types.something(hint) if telling & scope.known else hint

    def _there(self, node: nodes.Node, scope: Scope) -> Any:
        """The type of a value of which something is asked, so that it must not be nothing."""
        hint = self.type_of(node, scope)
        if types.may_be_nothing(hint):
            shown = truth.path(node) or "it"
            told = f"{shown} may be nothing, and has nothing then"
            self._tell(scope.template, node.lineno, told, f"put {{% if {shown} %}} … {{% endif %}} around it")
        return types.something(hint)

    def _of_condexpr(self, node: nodes.CondExpr, scope: Scope) -> Any:
        self.type_of(node.test, scope)
        first = self.type_of(node.expr1, scope.knowing(truth.if_true(node.test)))
        if node.expr2 is None:
            return first
        return types.union(first, self.type_of(node.expr2, scope.knowing(truth.if_false(node.test))))

    def _of_or(self, node: nodes.Or, scope: Scope) -> Any:
        left = self.type_of(node.left, scope)
        right = self.type_of(node.right, scope.knowing(truth.if_false(node.left)))
        return types.union(types.something(left), right)

    def _of_and(self, node: nodes.And, scope: Scope) -> Any:
        left = self.type_of(node.left, scope)
        return types.union(left, self.type_of(node.right, scope.knowing(truth.if_true(node.left))))

    def _of_concat(self, node: nodes.Concat, scope: Scope) -> Any:
        for part in node.nodes:
            self._printed(part, self.type_of(part, scope), scope)
        return str

    def _of_filter(self, node: nodes.Filter, scope: Scope) -> Any:
        hint = self.type_of(node.node, scope) if node.node else Any
        for part in (*node.args, *(argument.value for argument in node.kwargs)):
            self.type_of(part, scope)
        if node.name == "safe":
            self._tell(
                scope.template, node.lineno, f"`|safe` {_UNSAFE}", "leave it out: what is markup is safe already"
            )
        return {"length": int, "count": int, "first": types.element(hint), "last": types.element(hint)}.get(
            node.name, Any
        )

    def _of_test(self, node: nodes.Test, scope: Scope) -> Any:
        if node.name not in ("defined", "undefined"):
            for part in node.iter_child_nodes():
                self.type_of(part, scope)
        return bool

    def _of_call(self, node: nodes.Call, scope: Scope) -> Any:
        function = self.type_of(node.node, scope)
        if isinstance(function, Macro):
            self._call(function, node, scope)
            return Markup
        for part in (*node.args, *(argument.value for argument in node.kwargs)):
            self.type_of(part, scope)
        if isinstance(function, Caller):
            known = truth.renamed(scope.known, function.names)
            inner = function.scope.inner(**{argument.name: Any for argument in function.node.args}).knowing(known)
            self._walk(function.node.body, inner)
            return Markup
        return Any

    def _call(self, macro: Macro, node: nodes.Call, scope: Scope, caller: Any = Any) -> None:
        """Follows a macro with what it is given, and with what is known of that."""
        given = [self.type_of(part, scope) for part in node.args]
        named = {argument.key: self.type_of(argument.value, scope) for argument in node.kwargs}
        names = [argument.name for argument in macro.node.args]
        self._counted(macro, node, [*names[: len(given)], *named], scope)
        values = dict.fromkeys(names, Any) | dict(zip(names, given, strict=False)) | named
        known = truth.renamed(scope.known, _same(macro, node))
        again = f"{macro.template}:{macro.node.lineno}:{values}:{sorted(known)}:{id(caller)}"
        if again in self._called or self._depth > MOST_DEPTH:
            return
        self._called.add(again)
        self._depth += 1
        inner = macro.names | values | {"caller": caller, "varargs": Any, "kwargs": Any}
        self._walk(macro.node.body, Scope(macro.template, inner, known))
        self._depth -= 1

    def _counted(self, macro: Macro, node: nodes.Call, given: list[str], scope: Scope) -> None:
        """Tells of a macro that is given too little, or too much."""
        names = [argument.name for argument in macro.node.args]
        needed = names[: len(names) - len(macro.node.defaults)]
        lacking = [name for name in needed if name not in given]
        if (lacking or len(node.args) > len(names)) and not (node.dyn_args or node.dyn_kwargs):
            told = f"the macro `{macro.node.name}` takes ({', '.join(names)})"
            self._tell(scope.template, node.lineno, told, f"give it {', '.join(lacking) or 'no more'}")


def _same(macro: Macro, node: nodes.Call) -> dict[str, str]:
    """What a macro is given that has a name where it is called, and the macro's name for it."""
    pairs = zip(node.args, macro.node.args, strict=False)
    return {place: own.name for part, own in pairs if (place := truth.path(part))}


def _targets(target: nodes.Node, hint: Any) -> Iterator[tuple[str, Any]]:
    """The names that a value is given to."""
    if isinstance(target, nodes.Name):
        yield target.name, hint
    elif isinstance(target, nodes.Tuple):
        for part in target.items:
            yield from _targets(part, types.element(hint))
