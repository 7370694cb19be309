"""`python -m local` is the `slugline` command."""

from local.command import main

main()
