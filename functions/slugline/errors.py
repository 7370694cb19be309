"""The one tree of errors; each carries the HTTP status that answers it."""

from http import HTTPStatus


class SluglineError(Exception):
    """Anything that keeps a page from being given; `status` is the answer's HTTP status."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR


class BadAddress(SluglineError):
    """The reader asked for an address that no story can have."""

    status = HTTPStatus.BAD_REQUEST


class NotFound(SluglineError):
    """Nothing is stored for the address."""

    status = HTTPStatus.NOT_FOUND


class MethodNotAllowed(SluglineError):
    """The request was neither GET nor HEAD."""

    status = HTTPStatus.METHOD_NOT_ALLOWED


class Undecodable(SluglineError):
    """A stored document lacks what a page cannot be made without; the publish desk meets this."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR


class Unrenderable(SluglineError):
    """The theme failed on a sound story; whoever changed the theme meets this."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR


class StorageUnavailable(SluglineError):
    """Storage did not answer, refused, or ran over its time budget; operations meet this."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


class Misconfigured(SluglineError):
    """A setting is missing or wrong; whoever deploys meets this, at start."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR


class Unreadable(SluglineError):
    """A message in the publish queue that nobody will ever understand; it goes to the dead letters, which alarm."""


class PurgeRefused(SluglineError):
    """The edge did not take a purge; operations meet this."""

    def __init__(self, why: str, *, for_its_tags: bool = False) -> None:
        super().__init__(why)
        self.for_its_tags = for_its_tags
        """Whether the tags were the reason, so that others alone may pass."""


class QueueRefused(SluglineError):
    """The publish queue did not take a message, or did not hold one back; operations meet this."""
