"""Whether a window can open, and what it lacks if not, by the name of the Debian package."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import SimpleNamespace

import pytest
from commands_helpers import Ran

from handbook.commands import screen, window
from handbook.domain import MachineError

Run = Callable[..., Ran]


def refused(environ: dict[str, str], *, lacking: set[str] = frozenset(), answers: bool = True) -> MachineError:
    with pytest.raises(MachineError) as caught:
        screen.require(environ, platform="linux", loads=lambda name: name not in lacking, answers=lambda _: answers)
    return caught.value


def test_without_a_display_there_is_no_screen(tmp_path: Path) -> None:
    for environ in ({}, {"DISPLAY": ""}, {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}):
        assert refused(environ).code == "screen.none"


def test_a_display_that_does_not_answer_is_none() -> None:
    assert refused({"DISPLAY": ":77"}, answers=False).code == "screen.none"
    with pytest.raises(MachineError) as caught:
        screen.require({"DISPLAY": ":7777"}, platform="linux")  # the real question to a server that is not there
    assert caught.value.code == "screen.none"


@pytest.mark.parametrize("library", [*screen.ALWAYS, *screen.X11])
def test_each_library_is_named_with_its_package(library: str) -> None:
    error = refused({"DISPLAY": ":0"}, lacking={library})
    assert error.code == "screen.libraries"
    assert error.params == {"libraries": library, "packages": screen.PACKAGES[library]}


def test_all_that_is_missing_is_named_at_once() -> None:
    error = refused({"DISPLAY": ":0"}, lacking={"libGL.so.1", "libgthread-2.0.so.0", "libglib-2.0.so.0"})
    assert error.params["packages"] == "libgl1 libglib2.0-0"


def test_one_way_to_the_screen_is_enough(tmp_path: Path) -> None:
    (tmp_path / "wayland-0").touch()
    wayland = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    x11 = {"libxcb-cursor.so.0"}
    screen.require(wayland, platform="linux", loads=lambda name: name not in x11)
    screen.require({**wayland, "DISPLAY": ":0"}, platform="linux", loads=lambda name: name not in x11)
    assert refused(wayland, lacking={"libwayland-cursor.so.0"}).params["packages"] == "libwayland-cursor0"
    both = refused({**wayland, "DISPLAY": ":0"}, lacking={"libwayland-cursor.so.0", *x11})
    assert both.params["packages"] == "libxcb-cursor0"


@pytest.mark.parametrize(
    ("environ", "platform"), [({}, "win32"), ({}, "darwin"), ({"QT_QPA_PLATFORM": "offscreen"}, "linux")]
)
def test_where_there_is_nothing_to_ask(environ: dict[str, str], platform: str) -> None:
    assert screen.require(environ, platform=platform) is None


def test_the_loader_finds_what_is_there() -> None:
    assert screen.loads("libc.so.6")
    assert not screen.loads("libnonsense.so.99")


class Broken(MetaPathFinder):
    """Lets the import of Qt fail as the loader of the system does."""

    def __init__(self, message: str) -> None:
        self.message = message

    def find_spec(self, name: str, path: object, target: object = None) -> None:
        if name.partition(".")[0] == "PySide6":
            raise ImportError(self.message, name=name)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def install(message: str) -> None:
        for name in [*sys.modules]:
            if name.split(".")[0] == "PySide6" or name.startswith("handbook.ui"):
                monkeypatch.delitem(sys.modules, name)
        import handbook  # noqa: PLC0415

        monkeypatch.delattr(handbook, "ui", raising=False)
        monkeypatch.setattr(sys, "meta_path", [Broken(message), *sys.meta_path])

    return install


@pytest.mark.parametrize("args", [("tour", "-o", "pictures"), ("--smoke",)])
def test_a_loader_s_message_becomes_a_package(run: Run, broken: Callable[[str], None], args: tuple[str, ...]) -> None:
    broken("libEGL.so.1: cannot open shared object file: No such file or directory")
    done = run(*args)
    assert (done.code, len(done.lines)) == (3, 1)
    assert "apt install libegl1" in done.err


def test_an_unknown_library_is_still_named(run: Run, broken: Callable[[str], None]) -> None:
    broken("libnew.so.7: cannot open shared object file: No such file or directory")
    assert "libnew.so.7" in run("--smoke").err


def test_no_qt_at_all(run: Run, broken: Callable[[str], None]) -> None:
    broken("No module named 'PySide6'")
    done = run("--smoke")
    assert (done.code, len(done.lines)) == (3, 1)
    assert "PySide6" in done.err


def test_a_mistake_of_our_own_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ours(MetaPathFinder):
        def find_spec(self, name: str, path: object, target: object = None) -> None:
            if name == "handbook.ui":
                raise ImportError("cannot import name 'x' from 'handbook.y'", name="handbook.y")

    import handbook  # noqa: PLC0415

    monkeypatch.delitem(sys.modules, "handbook.ui", raising=False)
    monkeypatch.delattr(handbook, "ui", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Ours(), *sys.meta_path])
    with pytest.raises(ImportError, match="cannot import name"):
        window.load_ui()


def test_pictures_into_a_folder_that_cannot_be_made(run: Run) -> None:
    Path("file").write_text("")
    done = run("tour", "-o", "file/pictures")
    assert (done.code, len(done.lines)) == (3, 1)
    assert done.err.startswith("file/pictures")


@pytest.mark.parametrize(
    "args", [("--language", "en", "--language", "zh-Hans"), ("--language", "en", "--language", "zh-Hans+en")]
)
def test_tour_draws_every_language_that_was_named_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    drawn: list[object] = []
    ui = SimpleNamespace(draw_tour=lambda _folder, **given: drawn.append(given["languages"]) or [])
    monkeypatch.setattr("handbook.commands.tour.load_ui", lambda **_: ui)
    assert run("tour", "-o", str(tmp_path / "out"), *args).code == 0
    assert drawn == [("en", "zh-Hans")]
