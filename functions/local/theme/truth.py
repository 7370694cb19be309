"""What is known to be there in a template: after `if x.y`, x.y is not nothing."""

from collections.abc import Mapping

from jinja2 import nodes

Known = frozenset[str]
NONE: Known = frozenset()


def path(node: nodes.Node) -> str | None:
    """A name, or an attribute of one, as it is written: `story.section.url`; None for anything else."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        before = path(node.node)
        return f"{before}.{node.attr}" if before else None
    return None


def if_true(test: nodes.Node) -> Known:
    """What is there if a test holds."""
    if isinstance(test, nodes.And):
        return if_true(test.left) | if_true(test.right)
    if isinstance(test, nodes.Or):
        return if_true(test.left) & if_true(test.right)
    if isinstance(test, nodes.Not):
        return if_false(test.node)
    if isinstance(test, nodes.Compare):
        return _of(test.expr) if any(op.op in ("gt", "gteq") for op in test.ops) else NONE
    return _of(test)


def if_false(test: nodes.Node) -> Known:
    """What is there if a test does not hold."""
    if isinstance(test, nodes.Or):
        return if_false(test.left) | if_false(test.right)
    if isinstance(test, nodes.Not):
        return if_true(test.node)
    if isinstance(test, nodes.Test) and test.name == "none":
        return _of(test.node)
    return frozenset(absent(place) for place in _of(test))


def absent(place: str) -> str:
    """How it is noted that something is not there."""
    return f"no {place}"


def without(known: Known, name: str) -> Known:
    """What is known after a name has been given to something else."""
    return frozenset(place for place in known if place.removeprefix("no ").split(".")[0] != name)


def renamed(known: Known, names: Mapping[str, str]) -> Known:
    """What is known of some things where they have other names: of each of `names` under the one that it leads to."""
    found = set()
    for told in known:
        place = told.removeprefix("no ")
        for name, other in names.items():
            if place == name or place.startswith(f"{name}."):
                found.add(told[: len(told) - len(place)] + other + place[len(name) :])
    return frozenset(found)


def _of(node: nodes.Node) -> Known:
    place = path(node)
    return frozenset({place}) if place else NONE
