"""``make run``: the window where there is a screen; else the same job without one, into ``out/``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from handbook.commands import screen
from handbook.commands.front import Front
from handbook.domain import MachineError

HERE = Path(__file__).resolve().parent
SAMPLE = str(HERE / "sample-person.toml")
JOBS = {
    "card-booklet.pdf": ("card", "--person", SAMPLE),
    "card-bank.pdf": ("card", "--person", SAMPLE, "--format", "bank"),
    "checklist.pdf": ("checklist",),
    "pictures": ("tour", "--language", "zh-Hans+en"),
}


def main(out: Path = HERE.parent / "out") -> int:
    """The window's exit code; without a screen, that of the first job that failed."""
    try:
        screen.require()
    except MachineError as error:
        front = Front.of([])
        front.tell(error)
        front.notice("run.instead", folder=out)
        return without_a_screen(out)
    return subprocess.call([sys.executable, "-m", "handbook"])


def without_a_screen(out: Path) -> int:
    """Make the cards, the checklist and the pictures in ``out`` and print their paths; every job is tried."""
    out.mkdir(parents=True, exist_ok=True)
    worst = 0
    for name, job in JOBS.items():
        code = subprocess.call([sys.executable, "-m", "handbook", *job, "-o", str(out / name)])
        worst = worst or code
        if code == 0 and job[0] != "tour":  # the tour prints the path of each picture
            print(out / name, flush=True)
    return worst


if __name__ == "__main__":
    sys.exit(main())
