"""`make bench`: every benchmark in turn; each measures ratios in one run and says when a goal is missed."""

import runpy
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Run the benchmarks and return 1 if one misses its goal."""
    missed = 0
    for path in sorted(HERE.glob("[a-z]*.py")):
        print(f"\n== {path.stem}", flush=True)
        try:
            runpy.run_path(str(path), run_name="__main__")
        except SystemExit as end:
            missed += bool(end.code)
    return int(bool(missed))


sys.exit(main())
