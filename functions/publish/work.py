"""A batch of messages on its way: what each came to, and the one purge for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from publish.effect import Effect
from publish.messages import Again, Change


@dataclass
class Work:
    """One message, and what it came to."""

    message: str
    """Its id."""
    receipt: str
    """By which the queue knows this delivery."""
    deliveries: int
    """How often it has been delivered, this time included."""
    changes: tuple[Change, ...] = ()
    again: Again | None = None
    effects: list[Effect] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """Why it must be delivered again; none where it is done."""

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags it wants forgotten."""
        return self.again.tags if self.again else tuple(tag for effect in self.effects for tag in effect.tags)

    @property
    def identities(self) -> tuple[str, ...]:
        """What it is about, the same at each delivery."""
        if self.again:
            return (self.again.reference,)
        return tuple(change.identity or f"message {self.message}" for change in self.changes)


def tags_in(works: Iterable[Work]) -> tuple[str, ...]:
    """The tags that some messages want forgotten, each once, in one order: a purge of a known name must be the same."""
    return tuple(sorted({tag for work in works for tag in work.tags}))


def reference_of(works: Iterable[Work], turn: str) -> str:
    """The name of a purge: the same for the same events, tags and turn, in whatever order and however often they come.

    CloudFront takes a known name as the purge that had it, and refuses it for other tags.
    """
    works = list(works)
    named = [*sorted({identity for work in works for identity in work.identities}), *tags_in(works)]
    return f"{turn}-{blake2b(chr(0).join(named).encode(), digest_size=20).hexdigest()}"
