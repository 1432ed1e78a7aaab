"""`python -m rapporteur` does what `rapporteur` does."""

import sys

from .cli import command

if __name__ == "__main__":
    sys.exit(command())
