"""`python -m roadworthy`: the command, by the Python that has it."""

from roadworthy.cli.main import main

main()
