"""Measurements, apart from the tests: `make bench`. Everything is a ratio within one run; machines differ."""
