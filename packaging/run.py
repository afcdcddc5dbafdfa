"""``make run``: the window where there is a screen; else the same job without one, into ``out/``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from handbook.commands import cli, screen
from handbook.commands.front import Front
from handbook.domain import MachineError

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "out"

JOBS = (
    ("card", "--person", str(HERE / "sample-person.toml"), "-o", str(OUT / "card-booklet.pdf")),
    ("card", "--person", str(HERE / "sample-person.toml"), "--format", "bank", "-o", str(OUT / "card-bank.pdf")),
    ("checklist", "-o", str(OUT / "checklist.pdf")),
    ("tour", "--language", "zh-Hans+en", "-o", str(OUT / "pictures")),
)


def main() -> int:
    """The window's exit code, or that of the first job that failed."""
    try:
        screen.require()
    except MachineError as error:
        front = Front.of([])
        front.tell(error)
        front.notice("run.instead", folder=OUT)
        return without_a_screen()
    cli.main([])
    return 0


def without_a_screen() -> int:
    """Make the cards, the checklist and the pictures, and print where they are; every job is tried."""
    OUT.mkdir(exist_ok=True)
    worst = 0
    for job in JOBS:
        done = subprocess.run([sys.executable, "-m", "handbook", *job], check=False)
        worst = worst or done.returncode
        if not done.returncode and job[0] != "tour":  # the tour prints its own paths
            print(job[-1], flush=True)
    return worst


if __name__ == "__main__":
    sys.exit(main())
