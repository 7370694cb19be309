"""Reading a theme: from folders while it is worked on, baked in the Lambda. With `storage`, the rooms that do I/O."""
