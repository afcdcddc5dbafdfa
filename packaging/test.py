"""Run all tests: in as many processes as there are processors (4 at most), with full branch coverage where it is owed.

Long fault and fuzz tests run as a seeded sample here; ``make faults`` runs them in full. pytest's own closing line is
the last line, and its exit code is that of this script.
"""

from __future__ import annotations

import os
import subprocess
import sys

COVERED = ("handbook.domain", "handbook.content", "handbook.record", "handbook.paper")
"""Packages in which every branch is tested; anything less fails the run."""


def main() -> int:
    """The exit code of pytest; arguments go to pytest, and as they choose a part of the tests, no coverage is owed."""
    processes = min(4, os.cpu_count() or 1)
    coverage = [
        *(f"--cov={package}" for package in COVERED),
        *("--cov-branch", "--cov-report=term-missing:skip-covered", "--cov-fail-under=100"),
    ]
    command = [
        *(sys.executable, "-m", "pytest", "-n", str(processes), "--dist", "worksteal"),
        *(sys.argv[1:] or coverage),
    ]
    return subprocess.call(command)


if __name__ == "__main__":
    sys.exit(main())
