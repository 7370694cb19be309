"""The `slugline` command, for an engineer's own machine. Never in the Lambda artifact."""
