"""The kit in use and the one before it: each step can be taken back, and nothing is half done."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic.kits import GOOD, kit, signed, trusted
from handbook import paths
from handbook.clinic import (
    INSTALLED,
    PREVIOUS,
    install_kit,
    installed_kit,
    kit_from_bytes,
    previous_kit,
    remove_kit,
    take_back,
)
from handbook.domain import InputError, MachineError, Signature

OLD, NEW = kit(GOOD), signed(GOOD.replace("2026.2", "2026.3"))


def install(folder: Path, data: bytes) -> None:
    install_kit(folder, kit_from_bytes(data, where="kit"))


def versions(folder: Path) -> tuple[str, str]:
    now, before = installed_kit(folder), previous_kit(folder)
    return now.kit.version if now else "", before.kit.version if before else ""


def test_install_update_take_back_and_remove(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert versions(folder) == ("", "")
    install(folder, OLD)
    assert versions(folder) == ("2026.2", "")
    install(folder, NEW)
    assert versions(folder) == ("2026.3", "2026.2")
    take_back(folder)
    assert versions(folder) == ("2026.2", "2026.3")
    take_back(folder)
    assert versions(folder) == ("2026.3", "2026.2")
    remove_kit(folder)
    assert versions(folder) == ("", "2026.3")
    take_back(folder)
    assert versions(folder) == ("2026.3", "")
    remove_kit(folder)
    install(folder, OLD)
    assert versions(folder) == ("2026.2", "")


def test_the_very_bytes_are_kept_so_the_signature_holds(tmp_path: Path) -> None:
    install(tmp_path, NEW)
    assert (tmp_path / INSTALLED).read_bytes() == NEW
    file = installed_kit(tmp_path, trusted=[trusted()])
    assert file is not None
    assert file.kit.signature is Signature.TRUSTED


def test_nothing_to_take_back(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"file\.absent"):
        take_back(tmp_path)
    install(tmp_path, OLD)
    (tmp_path / PREVIOUS).write_bytes(b"x")
    with pytest.raises(InputError, match=r"clinic\.damaged"):
        take_back(tmp_path)
    assert previous_kit(tmp_path) is None
    assert versions(tmp_path) == ("2026.2", "")


def test_a_damaged_kit_never_takes_the_place_of_a_sound_previous_one(tmp_path: Path) -> None:
    install(tmp_path, OLD)
    install(tmp_path, NEW)
    (tmp_path / INSTALLED).write_bytes(NEW[:-1])
    with pytest.raises(InputError, match=r"clinic\.damaged"):
        installed_kit(tmp_path)
    install(tmp_path, NEW)
    assert versions(tmp_path) == ("2026.3", "2026.2")
    (tmp_path / INSTALLED).write_bytes(b"")
    remove_kit(tmp_path)
    assert versions(tmp_path) == ("", "2026.2")


@pytest.mark.parametrize("failing", [1, 2])
def test_a_full_disk_leaves_the_kit_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int) -> None:
    install(tmp_path, OLD)
    real, calls = paths.write_whole, []

    def full(path: Path, data: bytes, **more: bool) -> None:
        calls.append(path)
        if len(calls) == failing:
            raise MachineError("file.no-space", where=str(path))
        real(path, data, **more)

    monkeypatch.setattr("handbook.clinic.installed.write_whole", full)
    with pytest.raises(MachineError):
        install(tmp_path, NEW)
    now = installed_kit(tmp_path)
    assert now is not None
    assert now.kit.version == "2026.2"


def test_a_folder_that_cannot_be_made_or_a_file_that_cannot_go(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MachineError):
        install(tmp_path / "file" / "data", OLD)
    (tmp_path / INSTALLED).mkdir()
    with pytest.raises(MachineError):
        remove_kit(tmp_path)
