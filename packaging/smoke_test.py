"""Drive the program as it is shipped: the built folder, or what a package has installed. Linux; standard library only.

    python packaging/smoke_test.py dist/car-t-handbook/handbook
    python packaging/smoke_test.py --root /srv/debian /usr/bin/handbook        # inside another root (as root)

Without a screen: version, first page, a pocket card. On a screen of its own (Xvfb), with real keys: a medicine is added
and a symptom card is saved, the window is closed, and the command line reads both back. Then the record gets a
passphrase, the window is opened again, unlocked by typing it, and one more medicine is written down. All the while
strace watches: nothing may be written outside of the program's data folder, no socket but those of the screen and the
session may be made, and standard error may hold only what ``SAID`` explains.
"""

from __future__ import annotations

import argparse
import ctypes
import ctypes.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PASSPHRASE = "sample passphrase 2026"
FIRST, SECOND = "aciclovir", "paracetamol"
TABS_TO_KEEP = 17
"""From the name of a new medicine to the button that writes it down."""

SAID = {
    r"^上面是恢复码。|^记录和备份现在要用这个密码": "`record passphrase` tells what to do with the recovery code",
    r"This plugin does not support propagateSizeHints\(\)": "Qt says so on its offscreen platform",
}
"""Lines that may stand on standard error, as patterns, and why. Any other line fails."""

OF_THE_SYSTEM = (".cache/fontconfig",)
"""The system's list of its own fonts. The first graphical program of a person makes it, whichever that is."""

CALLS = (
    "openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,truncate,socket,connect"
)
_OPENED = re.compile(r"^\d+ +(?P<call>\w+)\((?P<rest>.*)\) += (?P<result>-?\d+)")
_PATHS = re.compile(r'"((?:[^"\\]|\\.)*)"')
_WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")
NAMES_OF_HOSTS = ("/etc/resolv.conf", "/etc/hosts", "/etc/host.conf")


class FailedError(Exception):
    """One sentence: what was expected, and what was there."""


@dataclass(frozen=True)
class Program:
    """A program in a root of its own or in ours, run by a person who is not root where that can be."""

    path: str
    root: Path
    home: str
    log: Path

    @property
    def data(self) -> str:
        """Where the program keeps everything, seen from inside."""
        return f"{self.home}/.local/share/car-t-handbook"

    def outside(self, inside: str) -> Path:
        """The same place seen from here."""
        return self.root / inside.lstrip("/")

    def command(self, *words: str, trace: Path | None = None) -> list[str]:
        """The whole command line: strace, the change of root, the program and its words."""
        enter = (
            []
            if self.root == Path("/")
            else [shutil.which("chroot") or "chroot", "--userspec=1000:1000", str(self.root)]
        )
        watch = ["strace", "-f", "-qq", "-s", "4096", "-e", f"trace={CALLS}", "-o", str(trace)] if trace else []
        return [*watch, *enter, self.path, *words]

    def environment(self, **more: str) -> dict[str, str]:
        """What a person's session sets, and nothing of ours; a bare one, as over ssh, which names no D-Bus."""
        return {
            "HOME": self.home, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "XDG_RUNTIME_DIR": f"{self.home}/run",
            "TMPDIR": f"{self.home}/tmp", **more,
        }  # fmt: skip

    def run(self, *words: str, code: int = 0, **more: str) -> str:
        """Run one command without a screen, watched; its standard output."""
        trace = self.log / f"trace-{len(list(self.log.iterdir()))}"
        done = subprocess.run(
            self.command(*words, trace=trace),
            env=self.environment(**{"QT_QPA_PLATFORM": "offscreen", **more}),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            cwd=self.outside(self.home),
        )
        if done.returncode != code:
            raise FailedError(f"{' '.join(words)}: exit code {done.returncode}, expected {code}: {done.stderr[-800:]}")
        self.judge(done.stderr, trace)
        return done.stdout

    def judge(self, stderr: str, trace: Path) -> None:
        """Whether a run said, wrote and opened only what it may."""
        if strange := [line for line in stderr.splitlines() if line and not any(re.search(p, line) for p in SAID)]:
            raise FailedError(f"on standard error: {strange}")
        text = trace.read_text(errors="replace")
        if not text:
            raise FailedError("strace saw nothing")
        allowed = (self.data, *(f"{self.home}/{place}" for place in OF_THE_SYSTEM), "/dev/", "/proc/")
        if wrote := sorted(set(written(text, self.home, allowed))):
            raise FailedError(f"written outside of {self.data}: {wrote}")
        if network := sorted(set(reached(text))):
            raise FailedError(f"reached for a network: {network}")


def written(trace: str, cwd: str, allowed: Iterable[str]) -> Iterator[str]:
    """Paths that a trace shows as made, changed or opened for writing, and that lie in none of ``allowed``.

    A folder on the way to an allowed place may be made.
    """
    for line in trace.splitlines():
        found = _OPENED.match(line)
        if not found or int(found["result"]) < 0 or found["call"] in ("socket", "connect"):
            continue
        if found["call"] in ("open", "openat") and not _WRITES.search(found["rest"]):
            continue
        for path in _PATHS.findall(found["rest"]):
            whole = path if path.startswith("/") else f"{cwd}/{path}"
            whole = os.path.normpath(whole)
            on_the_way = found["call"].startswith("mkdir") and any(one.startswith(f"{whole}/") for one in allowed)
            if not on_the_way and not any(f"{whole}/".startswith(one.rstrip("/") + "/") for one in allowed):
                yield whole


def reached(trace: str) -> Iterator[str]:
    """Internet sockets and look-ups of host names in a trace."""
    for line in trace.splitlines():
        if re.search(r"\bAF_INET6?\b", line) or any(f'"{name}"' in line for name in NAMES_OF_HOSTS):
            yield line.strip()


# -- a screen, and somebody in front of it -------------------------------------------------------------------------


@contextmanager
def screen() -> Iterator[str]:
    """An X server of our own; its name."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp", "-ac"],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        os.close(write)
        with os.fdopen(read) as said:
            yield f":{said.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


class Somebody:
    """In front of one window: waits until it is quiet, types, looks at nothing."""

    def __init__(self, program: Program, display: str, *words: str) -> None:
        self._program, self._display = program, display
        self._trace = program.log / f"trace-{len(list(program.log.iterdir()))}"
        self._stderr = (program.log / f"{self._trace.name}.err").open("w+")
        self._process = subprocess.Popen(
            program.command(*words, trace=self._trace),
            env=program.environment(DISPLAY=display),
            stdout=subprocess.DEVNULL,
            stderr=self._stderr,
            cwd=program.outside(program.home),
        )
        self._window = self._find()
        self._pid = int(self._x("getwindowpid", self._window))
        self._x("windowfocus", "--sync", self._window)
        self.settle()

    def _x(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            env={**os.environ, "DISPLAY": self._display},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip()

    def _find(self) -> str:
        for _ in range(600):
            if self._process.poll() is not None:
                break
            if found := self._x("search", "--onlyvisible", "--name", "CAR-T"):
                return found.splitlines()[0]
            time.sleep(0.1)
        self._stderr.seek(0)
        raise FailedError(f"no window came: {self._stderr.read()[-800:]}")

    def settle(self) -> None:
        """Wait until the program has used no processor for half a second."""
        before, quiet = -1, 0
        while quiet < 5:
            fields = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
            now = int(fields[11]) + int(fields[12])
            quiet = quiet + 1 if now <= before + 1 else 0
            before = now
            time.sleep(0.1)

    def key(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self._x("key", "--clearmodifiers", key)
        self.settle()

    def type(self, words: str) -> None:
        """Type words."""
        self._x("type", "--delay", "20", words)
        self.settle()

    def close(self) -> None:
        """Close the window as its cross does, and judge the whole run."""
        ask_to_close(self._display, int(self._window))
        try:
            code = self._process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise FailedError("the window does not close") from None
        self._stderr.seek(0)
        if code:
            raise FailedError(f"the window ended with {code}: {self._stderr.read()[-800:]}")
        self._program.judge(self._stderr.read(), self._trace)
        self._stderr.close()


def ask_to_close(display: str, window: int) -> None:
    """Send WM_DELETE_WINDOW, what a window manager does when the cross is pressed; there is none on our screen."""

    class Message(ctypes.Structure):
        _fields_ = (
            ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("sent", ctypes.c_int), ("display", ctypes.c_void_p),
            ("window", ctypes.c_ulong), ("kind", ctypes.c_ulong), ("format", ctypes.c_int),
            ("data", ctypes.c_long * 20),
        )  # fmt: skip

    x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    connection = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    atoms = [x11.XInternAtom(connection, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")]
    message = Message(type=33, window=window, kind=atoms[0], format=32)
    message.data[0] = atoms[1]
    x11.XSendEvent(connection, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(message))
    x11.XCloseDisplay(connection)


# -- what is done --------------------------------------------------------------------------------------------------


def smoke(program: Program, version: str) -> None:
    """Everything, in order. Raises ``FailedError`` at the first thing that is wrong."""
    step("version, first page, pocket card, all without a screen")
    expect(program.run("--version").strip(), f"handbook {version}")
    program.run("--smoke")
    program.run("card", "--blank", "-o", f"{program.data}/card.pdf")
    expect(program.outside(f"{program.data}/card.pdf").read_bytes()[:5], b"%PDF-")
    with screen() as display:
        step("the window: a medicine, a symptom card, close")
        somebody = Somebody(program, display, "--ui-language", "en")
        add(somebody, FIRST)
        somebody.key("ctrl+k")
        somebody.key("space")  # yes, to the first item
        somebody.close()
        step("read back")
        kept = json.loads(program.run("record", "export", f"{program.data}/record", "-o", "-"))
        expect([one["name"] for one in kept["medicines"]], [FIRST])
        expect([len(one["answers"]) for one in kept["symptom_cards"]], [1])
        step("a passphrase; unlock; one more medicine")
        secret = program.outside(f"{program.data}/passphrase.txt")
        secret.write_text(PASSPHRASE)
        secret.chmod(0o644)
        told = {"HANDBOOK_PASSPHRASE_FILE": f"{program.data}/passphrase.txt"}
        program.run("record", "passphrase", f"{program.data}/record", **told)
        somebody = Somebody(program, display, "--ui-language", "en")
        somebody.type(PASSPHRASE)
        somebody.key("Return")
        somebody.settle()
        add(somebody, SECOND)
        somebody.close()
        kept = json.loads(program.run("record", "export", f"{program.data}/record", "-o", "-", **told))
        expect(sorted(one["name"] for one in kept["medicines"]), sorted([FIRST, SECOND]))
        secret.unlink()
    step("a record without its passphrase stays shut")
    if FIRST.encode() in program.outside(f"{program.data}/record/record.db").read_bytes():
        raise FailedError("the locked record can be read")


def add(somebody: Somebody, name: str) -> None:
    """Write down a medicine by its name alone."""
    somebody.key("ctrl+m")
    somebody.type(name)
    somebody.key(*["Tab"] * TABS_TO_KEEP)
    somebody.key("space")


def portable(program: Program) -> None:
    """The same folder with ``portable.txt`` beside the program keeps its data beside itself, and nowhere else."""
    step("portable.txt beside the program")
    source = Path(program.path).resolve().parent
    copy = program.outside(program.home) / "stick"
    subprocess.run(
        ["cp", "-al" if source.stat().st_dev == copy.parent.stat().st_dev else "-a", source, copy], check=True
    )
    (copy / "portable.txt").touch()
    done = subprocess.run(
        [str(copy / Path(program.path).name), "--smoke"],
        env=program.environment(QT_QPA_PLATFORM="offscreen"), capture_output=True, text=True, check=False,
    )  # fmt: skip
    expect((done.returncode, (copy / "data" / "record" / "record.db").is_file()), (0, True))


def expect(found: object, wanted: object) -> None:
    """Raises ``FailedError`` unless both are equal."""
    if found != wanted:
        raise FailedError(f"found {found!r}, expected {wanted!r}")


def step(words: str) -> None:
    """Say what comes next."""
    print(f"  {words}", flush=True)


def main() -> int:
    """0 if all is well."""
    options = argparse.ArgumentParser(description="Drive the program as it is shipped.")
    options.add_argument("program", help="the program, as seen inside of the root")
    options.add_argument("--root", type=Path, default=Path("/"), help="a root to change to; needs to be root")
    options.add_argument("--keep", action="store_true", help="leave the person's folder there")
    given = options.parse_args()
    path = given.program if given.root != Path("/") else str(Path(given.program).resolve())
    import tomllib  # noqa: PLC0415

    project = Path(__file__).resolve().parents[1] / "pyproject.toml"
    version = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"]
    (given.root / "tmp").mkdir(exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="handbook-person-", dir=given.root / "tmp"))
    log = Path(tempfile.mkdtemp(prefix="handbook-smoke-"))
    inside = str(home) if given.root == Path("/") else f"/{home.relative_to(given.root)}"
    for folder in ("tmp", "run", ".local/share/car-t-handbook"):
        (home / folder).mkdir(parents=True, mode=0o700)
    if given.root != Path("/"):
        subprocess.run(["chown", "-R", "1000:1000", str(home)], check=True)
    program = Program(path, given.root, inside, log)
    print(f"{path} in {given.root}")
    try:
        smoke(program, version)
        if given.root == Path("/"):
            portable(program)
    except FailedError as error:
        print(f"FAILED: {error}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(log, ignore_errors=True)
        if not given.keep:
            shutil.rmtree(home, ignore_errors=True)
    print("passed")
    return 0


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
