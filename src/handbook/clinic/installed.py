"""The kit that this computer uses, and the one before it: two files in the data folder.

Installing, taking back and removing each keep what was there as the previous kit, so that every step can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.clinic.kitfile import LONGEST_ARCHIVE, KitFile, open_kit
from handbook.clinic.names import INSTALLED, PREVIOUS
from handbook.domain import InputError
from handbook.paths import is_file, machine_error, read_bytes, write_whole

if TYPE_CHECKING:
    from handbook.clinic.trusted import TrustedKey


def installed_kit(folder: Path, *, trusted: Iterable[TrustedKey] = ()) -> KitFile | None:
    """The kit in use according to ``folder``; None where there is none. Raises as :func:`open_kit`."""
    path = folder / INSTALLED
    return open_kit(path, trusted=trusted) if is_file(path) else None


def previous_kit(folder: Path, *, trusted: Iterable[TrustedKey] = ()) -> KitFile | None:
    """The kit that :func:`take_back` would bring back; None where there is none or it cannot be read any more."""
    with suppress(InputError):
        if is_file(folder / PREVIOUS):
            return open_kit(folder / PREVIOUS, trusted=trusted)
    return None


def install_kit(folder: Path, file: KitFile) -> None:
    """Use ``file`` from now on; what was in use becomes the previous kit.

    Raises:
        MachineError: as :func:`handbook.paths.write_whole`; the kit in use is then still the old one.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise machine_error(error, folder) from error
    _keep_previous(folder)
    write_whole(folder / INSTALLED, file.data)


def remove_kit(folder: Path) -> None:
    """Use no kit; what was in use becomes the previous kit. Raises as :func:`install_kit`."""
    _keep_previous(folder)
    _unlink(folder / INSTALLED)


def take_back(folder: Path) -> None:
    """Use the previous kit again; what was in use, if anything, becomes the previous kit.

    Raises:
        InputError: the previous kit is absent or damaged (:func:`open_kit`); nothing is changed.
        MachineError: as :func:`install_kit`.
    """
    file = open_kit(folder / PREVIOUS)
    current = folder / INSTALLED
    now = read_bytes(current, longest=LONGEST_ARCHIVE) if is_file(current) else None
    write_whole(current, file.data)
    if now is None:
        _unlink(folder / PREVIOUS)
    else:
        write_whole(folder / PREVIOUS, now)


def _keep_previous(folder: Path) -> None:
    """Make the kit in use the previous one. A damaged one is not worth the place of a sound one."""
    current = folder / INSTALLED
    if not is_file(current):
        _unlink(folder / PREVIOUS)
        return
    with suppress(InputError):
        write_whole(folder / PREVIOUS, open_kit(current).data)


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise machine_error(error, path) from error
