"""Files written whole or not at all, settings kept, the program's own folder found."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from handbook import paths, resources, settings
from handbook.domain import InputError, MachineError
from handbook.settings import Settings


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    paths.write_whole(path, b"one")
    path.chmod(0o640)
    paths.write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640, "a file keeps the mode it had"
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        paths.write_whole(tmp_path / "a", b"")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_a_link_is_followed_even_to_a_file_that_is_not_there_yet(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    link = tmp_path / "link"
    link.symlink_to("folder/target")
    paths.write_whole(link, b"x")
    assert link.is_symlink()
    assert (tmp_path / "folder" / "target").read_bytes() == b"x"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    paths.write_whole(pipe, b"through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "file.no-space"),
        (errno.EDQUOT, "file.no-space"),
        (errno.EACCES, "file.no-permission"),
        (errno.EPERM, "file.no-permission"),
        (errno.EROFS, "file.no-permission"),
        (errno.ENOENT, "file.no-folder"),
        (errno.ENOTDIR, "file.no-folder"),
        (errno.EIO, "file.cannot-write"),
        (0, "file.cannot-write"),
    ],
)
@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_what_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, code: str
) -> None:
    def fail(*_args: object) -> None:
        raise OSError(number, "no")

    path = tmp_path / "a"
    path.write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr(*{"write": (os, "fdopen"), "fsync": (os, "fsync"), "replace": (Path, "replace")}[call], fail)
        with pytest.raises(MachineError) as caught:
            paths.write_whole(path, b"new")
    assert (caught.value.code, caught.value.where) == (code, str(path))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_mode_or_a_folder_that_cannot_be_set_or_synced_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise OSError(errno.EPERM, "no")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "chmod", fail)
        patch.setattr(os, "open", os.open)
        paths.write_whole(tmp_path / "a", b"x")
        patch.setattr(sys, "platform", "win32")
        paths.write_whole(tmp_path / "b", b"x")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == b"x"


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=5000))
def test_what_is_read_is_what_was_written(tmp_path: Path, data: bytes) -> None:
    paths.write_whole(tmp_path / "a", data)
    assert paths.read_bytes(tmp_path / "a") == data


def test_reading(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert paths.read_bytes(tmp_path / "a", longest=5) == b"12345"
    for path, code in ((tmp_path / "none", "file.absent"), (tmp_path, "file.unreadable")):
        with pytest.raises(InputError) as caught:
            paths.read_bytes(path)
        assert (caught.value.code, caught.value.where) == (code, str(path))
    with pytest.raises(InputError) as caught:
        paths.read_bytes(tmp_path / "a", longest=4)
    assert caught.value.code == "file.too-large"


def test_the_data_folder_is_named_and_not_made() -> None:
    assert paths.data_dir().name == "car-t-handbook"
    assert not paths.data_dir().exists()


@pytest.mark.parametrize(
    ("program", "seen_in"),
    [
        ("handbook", "."),
        ("CAR-T Handbook.app/Contents/MacOS/handbook", "."),
        ("x/handbook", "x"),
        ("x/y/handbook", "x/y"),
    ],
)
def test_a_marker_beside_the_frozen_program_keeps_the_data_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, seen_in: str
) -> None:
    marker = tmp_path / seen_in / "portable.txt"
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.touch()
    monkeypatch.setattr(sys, "executable", str(tmp_path / program))
    assert tmp_path not in paths.data_dir().parents, "only the frozen program looks beside itself"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert paths.data_dir() == tmp_path.resolve() / seen_in / "data"
    assert not paths.data_dir().exists()
    marker.unlink()
    assert tmp_path not in paths.data_dir().parents


def test_settings_come_back_as_they_were_kept(tmp_path: Path) -> None:
    kept = Settings(language="en", theme="night", scale=175, card_format="bank", look_back_days=60, observer="女儿")
    settings.save(tmp_path / "new", kept)
    assert settings.load(tmp_path / "new") == kept


@pytest.mark.parametrize(
    "text",
    [
        "", "scale = 500", "theme = 5", "[printers.A.front]\nacross = 5.0", "not toml", "\x00", 'future = "key"',
    ],
)  # fmt: skip
def test_settings_that_cannot_be_understood_are_the_defaults(tmp_path: Path, text: str) -> None:
    (tmp_path / settings.FILE_NAME).write_text(text)
    assert settings.load(tmp_path) == Settings()


def test_no_settings_are_the_defaults_and_are_not_written(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "none") == Settings()
    assert list(tmp_path.iterdir()) == []


def test_settings_in_another_encoding_are_the_defaults(tmp_path: Path) -> None:
    (tmp_path / settings.FILE_NAME).write_bytes(b'observer = "\xff"')
    assert settings.load(tmp_path) == Settings()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MachineError) as caught:
        settings.save(tmp_path / "file" / "data", Settings())
    assert caught.value.code == "file.no-folder"


def test_a_choice_of_language_leaves_the_rest() -> None:
    kept = Settings(theme="night")
    assert settings.with_language(kept, "en") == msgspec.structs.replace(kept, language="en")


def test_the_program_s_own_files_are_found() -> None:
    assert (resources.root() / "content" / "content.toml").is_file()
    assert (resources.root() / "fonts" / "NotoSansSC-Regular.ttf").is_file()


def test_they_are_found_in_a_wheel_and_in_a_frozen_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "handbook"
    (package / "resources" / "content").mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(package / "resources.py"))
    assert resources.root() == package / "resources"
    (tmp_path / "frozen" / "resources" / "content").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "frozen"), raising=False)
    assert resources.root() == tmp_path / "frozen" / "resources"
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "damaged"))
    with pytest.raises(MachineError) as caught:
        resources.root()
    assert caught.value.code == "resources.missing"
    assert str(tmp_path / "damaged") in caught.value.where
