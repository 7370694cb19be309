"""What keeps an artifact from being built."""

from slugline.errors import SluglineError


class Unbuildable(SluglineError):  # noqa: N818 -- the errors are called what happened, as in slugline.errors
    """A theme, a package or a compiler is not there or wrong; whoever builds meets this, with what to do."""
