"""The tests: each mirrors what it tests; `parts` are the real parts that they run on."""
