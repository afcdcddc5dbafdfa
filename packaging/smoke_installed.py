"""A shorter smoke test for every system: standard library only, no keys are pressed.

    python packaging/smoke_installed.py PROGRAM

Draws the first page on the system's own screen, makes a card, takes a list of medicines into a record, gives it a
passphrase, reads it back with and without, tests a backup. Standard error may hold only what is expected there, and
beside the folder that it is given the program may leave nothing in the person's home.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

PASSPHRASE = "sample passphrase 2026"
QUIET = ("propagateSizeHints", "恢复码", "密码", "加进了", "备份写在", "Fontconfig")
"""Words of lines that may stand on standard error."""


class FailedError(Exception):
    """One sentence: what was expected, and what was there."""


def smoke(program: Sequence[str], folder: Path) -> None:
    """Everything, in order. Raises ``FailedError``."""
    record, backup, secret = folder / "data" / "record", folder / "backup.db", folder / "passphrase.txt"
    medicines = folder / "medicines.csv"
    medicines.write_text("名称,剂量\n阿昔洛韦,0.2 g\n", encoding="utf-8")
    secret.write_text(PASSPHRASE, encoding="utf-8")

    def run(*words: object, code: int = 0, unlocked: bool = False) -> str:
        environment = dict(os.environ)
        if unlocked:
            environment["HANDBOOK_PASSPHRASE_FILE"] = str(secret)
        done = subprocess.run(
            [*program, "--data-dir", str(folder / "data"), *map(str, words)],
            capture_output=True, check=False, timeout=300, env=environment, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        said = done.stderr.decode(errors="replace").splitlines()
        strange = [] if code else [line for line in said if line and not any(word in line for word in QUIET)]
        if done.returncode != code or strange:
            raise FailedError(f"{' '.join(map(str, words))}: exit code {done.returncode}, said {said}")
        print(f"  {' '.join(map(str, words))[:100]}", flush=True)
        return done.stdout.decode(errors="replace")

    before = home()
    if not run("--version").startswith("handbook "):
        raise FailedError("that is another program")
    run("--smoke")
    run("card", "--blank", "-o", folder / "card.pdf")
    if (folder / "card.pdf").read_bytes()[:5] != b"%PDF-":
        raise FailedError("the card is no PDF")
    run("record", "import", record, medicines)
    run("record", "passphrase", record, unlocked=True)
    run("record", "show", record, code=1)
    if "阿昔洛韦" not in run("record", "export", record, "-o", "-", unlocked=True):
        raise FailedError("the medicine is not in the record")
    run("record", "backup", record, "-o", backup, unlocked=True)
    run("record", "verify", backup, unlocked=True)
    if new := home() - before:
        raise FailedError(f"left in the home: {sorted(new)}")


def home() -> set[str]:
    """What lies at the top of the home, and where programs keep their things."""
    places = [Path.home(), *(Path.home() / place for place in (".config", ".local/share", "AppData/Local", "Library"))]
    return {str(path) for place in places if place.is_dir() for path in place.iterdir() if path.name != ".cache"}


def main() -> int:
    """0 if all is well."""
    with tempfile.TemporaryDirectory() as name:
        try:
            smoke(sys.argv[1:], Path(name))
        except FailedError as error:
            print(f"FAILED: {error}", file=sys.stderr)
            return 1
    print("passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
