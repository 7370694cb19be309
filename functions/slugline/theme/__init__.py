"""Reading a theme: from folders while it is worked on, from its baked form in the Lambda. One of the two rooms that do I/O."""
