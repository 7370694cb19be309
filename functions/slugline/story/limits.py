"""How large a story may be. Every bound of the format is named here."""

MAX_DOCUMENT_BYTES = 5 * 1024 * 1024
"""A stored document over this many bytes is not read: its page would near Lambda's 6 MB answer limit."""

MAX_BLOCKS = 10_000
"""Blocks a document may hold, nested ones included; those past it are left out."""

MAX_NESTING = 6
"""How deep blocks may stand in blocks, and list items in list items."""

MAX_GUESSES = 500
"""Unknown fields of a document for which a known one is guessed."""

MAX_URL = 2_048
"""Characters of an address; longer ones break in mail clients and proxies."""

MAX_PATH = 512
"""Characters of a story's path: its storage key, percent-encoded, stays under S3's 1,024 bytes in most scripts."""

MAX_ID = 200
"""Characters of a story's or section's id: it becomes a cache tag, at most 256 long."""

MAX_PIXELS = 30_000
"""Width or height of a picture or player, in CSS pixels."""

MAX_RENDITIONS = 24
"""Renditions of one picture that are offered to the browser."""
