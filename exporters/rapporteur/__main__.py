"""`python -m rapporteur` does what `rapporteur` does."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
