"""The story format: metadata, text, blocks, embeds; its schema; its problems. No I/O, no clock, no environment."""
