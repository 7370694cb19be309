"""The real parts that the tests run on: one module each, found or missing by itself, started and ended by itself."""
