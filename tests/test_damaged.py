"""A damaged installation, a read-only data folder, a full disk at the first start: one sentence, the rest works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QMessageBox

from handbook import content, resources, tasks
from handbook.commands import damaged
from handbook.domain import ClinicNumbers, InputError, MachineError
from handbook.paper import fonts as paper_fonts
from handbook.phrases import NO_RESOURCES, Phrases, sentences
from handbook.ui import app as start
from handbook.ui import damage, fonts, icons, theme

ROOT = Path(__file__).parents[1]
EXPECTED = "This plugin does not support propagateSizeHints()"


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk
        shutil.copy2(source, target)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A copy of the program as it is packaged, with the list of its files."""
    home = tmp_path / "program"
    shutil.copytree(ROOT / "src", home / "src", copy_function=_link)
    shutil.copytree(ROOT / "resources", home / "resources", copy_function=_link)
    (home / "resources" / resources.LIST).write_text(resources.written(home / "resources"), encoding="utf-8")
    return home


def spoil(home: Path, *names: str) -> None:
    """Take away files or folders; with ``!`` in front they get other content, with ``0`` zeros of the same size."""
    for name in names:
        path = home / "resources" / name.lstrip("!0")
        if path.is_dir():
            shutil.rmtree(path)
            continue
        size = path.stat().st_size
        path.unlink()  # a link: the original stays
        if name.startswith("!"):
            path.write_bytes(b"\xff\x00 not what it was")
        elif name.startswith("0"):
            path.write_bytes(bytes(size))


def run(home: Path, folder: Path, *before: str) -> tuple[int, list[str]]:
    """The exit code of a start up to the first page, and what it says."""
    done = subprocess.run(
        [*before, sys.executable, "-m", "handbook", "--data-dir", str(folder), "--smoke"],
        env={**os.environ, "PYTHONPATH": str(home / "src")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=home,
    )
    return done.returncode, [line for line in done.stderr.splitlines() if line != EXPECTED]


@pytest.mark.parametrize(
    ("spoiled", "named"),
    [
        (["content/zh-Hans/words.toml"], "content/zh-Hans/words.toml: "),  # the book opens in English
        (["translations/ui-frame.zh-Hans.toml", "translations/ui-frame.en.toml"], "translations/ui-frame.en.toml, "),
        (["content/content.toml"], "content："),
        ([""], NO_RESOURCES),
    ],
    ids=["words", "sentences", "book", "everything"],
)
def test_one_sentence_and_no_crash(tmp_path: Path, installed: Path, spoiled: list[str], named: str) -> None:
    spoil(installed, *spoiled)
    code, lines = run(installed, tmp_path / "data")
    assert code == 3
    assert len(lines) == 1
    assert named in lines[0]


@pytest.mark.parametrize(
    ("spoiled", "words"),
    [
        ("content/symptoms.toml", ["card", "--blank", "-o"]), ("fonts/NotoSansSC-Bold.ttf", ["checklist", "-o"]),
        ("content/zh-Hans/words.toml", ["card", "--blank", "--format", "bank", "-o"]),
        ("translations/commands.zh-Hans.toml", ["card", "--help"]),
        ("0content/symptoms.toml", ["card", "--blank", "-o"]), ("0content/symptoms.toml", ["checklist", "-o"]),
        ("0content/zh-Hans/words.toml", ["card", "--blank", "-o"]), ("0content/facts.toml", ["visit", "-o"]),
        ("0fonts/NotoSansSC-Regular.ttf", ["card", "--blank", "-o"]),
    ],
)  # fmt: skip
def test_no_command_makes_paper_of_what_is_left(
    tmp_path: Path, installed: Path, spoiled: str, words: list[str]
) -> None:
    """A card without its symptoms would be worse than none."""
    spoil(installed, spoiled)
    out = tmp_path / "out.pdf"
    done = subprocess.run(
        [sys.executable, "-m", "handbook", *words, *([str(out)] if words[-1] == "-o" else [])],
        env={**os.environ, "PYTHONPATH": str(installed / "src")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr, out.exists()) == (3, False, False), done.stderr
    assert spoiled.lstrip("0") in done.stderr


def test_a_whole_installation_says_nothing(tmp_path: Path, installed: Path) -> None:
    assert run(installed, tmp_path / "data") == (0, [])


@pytest.fixture
def opened(qapp, qtbot, tmp_path: Path, installed: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    """Start on a spoiled installation in this process and return the window that came."""
    caches = (fonts._registered, theme.load, icons._source, icons.pixmap)
    shown = []
    made = start.MainWindow

    def make(context):
        shown.append(made(context))
        return shown[0]

    def go(*spoiled: str):
        spoil(installed, *spoiled)
        monkeypatch.setattr(sys, "_MEIPASS", str(installed), raising=False)
        monkeypatch.setattr(start, "MainWindow", make)
        for cache in caches:
            cache.cache_clear()
        assert start.run_window(tmp_path / "data", smoke=True) == 3
        return shown[0]

    yield go
    for window in shown:
        window.deleteLater()
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()
    start.application()


@pytest.mark.parametrize(
    ("spoiled", "language"),
    [
        (("icons",), "zh-Hans"),
        (("!translations/ui-frame.zh-Hans.toml",), "zh-Hans"),
        (("!fonts/NotoSansSC-Bold.ttf",), "zh-Hans"),
        (("themes/day.toml", "!themes/night.toml"), "zh-Hans"),
        (("content/zh-Hans/language.toml",), "en"),
        (("content/zh-Hans/fever.md", "content/symptoms.toml"), "zh-Hans"),
        (("0content/zh-Hans/fever.md", "0content/symptoms.toml"), "zh-Hans"),
        (("0content/facts.toml",), "zh-Hans"),
    ],
    ids=["icons", "sentences", "font", "themes", "language", "pages", "zeros", "facts"],
)
def test_the_book_opens_with_what_is_left(opened, capsys, spoiled, language):
    window = opened(*spoiled)
    told = capsys.readouterr().err.strip()
    assert window.context.language == language
    assert told == window.foot.text
    assert spoiled[0].lstrip("!0") in told
    window.go("handbook", "crs")
    texts = [label.text() for label in window.findChildren(QLabel)]
    assert window.page.title
    assert any(texts)


def test_where_nothing_can_be_shown_a_window_says_so(qapp):
    said = []

    def look():
        said.extend(one.text() for one in qapp.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible())

    QTimer.singleShot(0, look)
    damage.say_only(["第一句", "second"], smoke=True)
    assert said == ["第一句\nsecond"]


def test_a_bug_is_not_called_damage(qapp):
    assert damage.found() is None
    assert damage.told_by(KeyError("x")) is None
    assert damage.told_by(TypeError("x")) is None
    assert damage.told_by(InputError("content.no-book", where="x")).code == "resources.missing"


def test_a_bug_reaches_whoever_started(qapp, tmp_path, monkeypatch):
    def bug(*_args, **_more):
        raise KeyError("bug")

    monkeypatch.setattr(start, "_run", bug)
    with pytest.raises(KeyError):
        start.run_window(tmp_path)


def test_the_list_names_what_is_missing_or_has_another_size(
    qapp: object, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(installed), raising=False)
    assert resources.damaged() == []
    spoil(installed, "icons/handbook.svg", "!content/facts.toml", "!content/en/crs.md", "clinic/kit.toml")
    lacking = ["clinic/kit.toml", "content/en/crs.md", "content/facts.toml", "icons/handbook.svg"]
    assert sorted(resources.damaged()) == lacking
    assert damage.found().where.endswith(", …")
    (installed / "resources" / resources.LIST).write_bytes(b"\xff")
    assert resources.damaged() == [resources.LIST], "a program that was packaged has one"
    (installed / "resources" / resources.LIST).write_bytes(b"1 0 a\0b\nnonsense\n")
    assert resources.damaged() == [resources.LIST]


def test_a_file_of_the_same_size_with_other_bytes_is_found_by_reading(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(installed), raising=False)
    assert resources.damaged(read=True) == []
    spoil(installed, "0content/symptoms.toml")
    assert resources.damaged() == []
    assert resources.damaged(read=True) == ["content/symptoms.toml"]
    spoil(installed, "0fonts/NotoSansSC-Bold.ttf")
    assert resources.damaged(read=True, fonts=True) == ["content/symptoms.toml", "fonts/NotoSansSC-Bold.ttf"]


def test_no_paper_without_symptoms_and_without_its_font(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where nobody has asked for damage before: in a window that has been open for days."""
    spoil(installed, "0content/symptoms.toml", "0fonts/NotoSansSC-Bold.ttf")
    book = content.load(installed / "resources" / "content")
    with pytest.raises(MachineError) as raised:
        tasks.make_checklist(book, numbers=ClinicNumbers(), kit=None, languages=("en",), printed_on=date(2026, 11, 8))
    assert raised.value.code == "resources.missing"
    monkeypatch.setattr(sys, "_MEIPASS", str(installed), raising=False)
    with pytest.raises(MachineError) as raised:
        paper_fonts.font.__wrapped__(paper_fonts.BOLD)  # as in a process that has not read it yet
    assert raised.value.code == "font.unreadable"


def test_sentences_of_a_spoiled_catalogue_come_in_the_other_language(tmp_path: Path) -> None:
    folder = tmp_path / "translations"
    folder.mkdir()
    (folder / "a.zh-Hans.toml").write_text('x = "甲"', encoding="utf-8")
    (folder / "a.en.toml").write_text('x = "A"', encoding="utf-8")
    (folder / "b.en.toml").write_text('y = "B {n}"', encoding="utf-8")
    (folder / "b.zh-Hans.toml").write_bytes(b"\xff")
    say = Phrases.load("zh-Hans", tmp_path)
    assert (say("x"), say("y", n=1)) == ("甲", "B 1")
    with pytest.raises(KeyError):
        say("z")
    (folder / "a.zh-Hans.toml").unlink()
    with pytest.raises(MachineError):
        Phrases.load("zh-Hans", tmp_path)


def test_a_fault_is_told_whatever_happened_to_the_catalogues(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(installed), raising=False)
    error = InputError("file.absent", where="x")
    assert sentences("en", error)[0].startswith("x: ")
    spoil(installed, "translations/errors-files.en.toml", "translations/errors-files.zh-Hans.toml")
    assert sentences("en", error) == [NO_RESOURCES]
    spoil(installed, "translations")
    assert sentences("en", error) == [NO_RESOURCES]


SMALL = "mount -t tmpfs -o size=%s tmpfs '%s' && exec \"$@\""
BARRED = "mount -t tmpfs -o size=1M tmpfs '%s' && mount -o remount,ro '%s' && exec \"$@\""


@pytest.mark.parametrize(
    ("script", "words"),
    [(SMALL % ("16k", "{}"), "磁盘满了"), (BARRED % ("{}", "{}"), "没有权限")],
    ids=["full", "read-only"],
)
def test_a_disk_that_takes_nothing_is_told_and_the_book_opens(tmp_path: Path, script: str, words: str) -> None:
    """On a disk of its own: a mode or a limit would not stop root, as which CI runs."""
    disk = tmp_path / "disk"
    disk.mkdir()
    apart = ["unshare", "-m" if os.geteuid() == 0 else "-rm", "sh", "-c", script.replace("{}", str(disk)), "sh"]
    code, lines = run(ROOT, disk / "data", *apart)
    assert (code, len(lines)) == (3, 1)
    assert words in lines[0]


# -- libraries -----------------------------------------------------------------------------------------------------

PACKAGED = """
import sys
sys._MEIPASS = sys.argv.pop(1)
for name in filter(None, sys.argv.pop(1).split(",")):
    sys.modules[name] = None  # a library that is there and cannot be loaded
from handbook import resources
resources._found.cache_clear()
from handbook.__main__ import main
main()
"""


def packaged(home: Path, *args: str, unloadable: str = "") -> tuple[int, list[str]]:
    """As :func:`run`, of the program as it is when it is packaged, with two libraries on its list."""
    done = subprocess.run(
        [sys.executable, "-c", PACKAGED, str(home), unloadable, *args],
        env={**os.environ, "PYTHONPATH": str(home / "src"), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    return done.returncode, [line for line in done.stderr.splitlines() if line != EXPECTED]


@pytest.fixture
def libraries(installed: Path) -> Path:
    """The installed program with the list of what is not its resources."""
    shutil.rmtree(installed / "src")
    (installed / "src").symlink_to(ROOT / "src")
    for name in ("apsw/engine.so", "libQt6Core.so.6", "PySide6/empty.txt"):
        (installed / name).parent.mkdir(exist_ok=True)
        (installed / name).write_bytes(b"" if "empty" in name else b"\x7fELF and more")
    written = "".join(line for line in resources.program_list(installed).splitlines(True) if " src/" not in line)
    (installed / "resources" / resources.PROGRAM).write_text(written, encoding="utf-8")
    return installed


def test_a_whole_program_starts(libraries: Path, tmp_path: Path) -> None:
    assert packaged(libraries, "--data-dir", str(tmp_path / "data"), "--smoke") == (0, [])


@pytest.mark.parametrize("library", ["apsw/engine.so", "libQt6Core.so.6"])
@pytest.mark.parametrize("left", [None, b"", b"\x7fELF", bytes(13)], ids=["gone", "empty", "half", "zeros"])
def test_a_damaged_library_is_told_before_it_is_loaded(
    libraries: Path, tmp_path: Path, library: str, left: bytes | None
) -> None:
    (libraries / library).unlink()
    if left is not None:
        (libraries / library).write_bytes(left)
    for args in (("--data-dir", str(tmp_path / "data"), "--smoke"), ("card", "--blank", "-o", str(tmp_path / "c.pdf"))):
        assert packaged(libraries, *args) == (3, [NO_RESOURCES, library])
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("library", ["msgspec", "apsw", "PySide6", "reportlab"])
def test_a_library_that_cannot_be_loaded_is_told_too(libraries: Path, tmp_path: Path, library: str) -> None:
    args = ("--smoke",) if library != "reportlab" else ("card", "--blank", "-o", str(tmp_path / "c.pdf"))
    code, told = packaged(libraries, *args, unloadable=library)
    assert code == 3
    assert len(told) <= 2
    assert "Traceback" not in "".join(told)


def test_many_libraries_are_named_by_the_first_few_and_shown_in_a_window(monkeypatch, capsys) -> None:
    shown: list[str] = []
    monkeypatch.setattr(damage, "say_only", lambda lines, *, smoke: shown.extend([*lines, str(smoke)]))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert damaged.tell(["a.so", "b.so", "c.so", "d.so"], ["--smoke"]) == 3
    assert shown == [NO_RESOURCES, "a.so, b.so, c.so, …", "True"]
    assert capsys.readouterr().err == f"{NO_RESOURCES}\na.so, b.so, c.so, …\n"
    for names, args in ((["libQt6Gui.so.6"], []), (["a.so"], ["card"]), (["a.so"], ["--version"])):
        shown.clear()
        assert damaged.tell(names, args) == 3
        assert shown == []


def test_resources_that_may_not_be_looked_into_are_told(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def barred(_path: Path) -> bool:
        raise PermissionError

    monkeypatch.setattr(sys, "_MEIPASS", str(installed), raising=False)
    resources._found.cache_clear()
    monkeypatch.setattr(Path, "is_dir", barred)
    try:
        with pytest.raises(MachineError) as caught:
            resources.root()
    finally:
        resources._found.cache_clear()
    assert caught.value.code == "resources.missing"
