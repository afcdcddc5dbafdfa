"""Where a person's own files lie, and the one way to write a file: whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from handbook.domain import InputError, MachineError

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


PORTABLE = ("portable.txt", "portable", "portable.txt.txt")
"""A file of one of these names beside the frozen program keeps the data beside it: on a stick, in a shared folder.

The first is the one that people are told of; the others are what becomes of it where a system hides the end of names.
"""


def data_dir() -> Path:
    """Where the data lies, not created here: ``data`` beside a portable program, else the system's own folder for it.

    A portable program whose folder cannot be written to still looks there, and says that it cannot write: anything else
    would leave a patient's words on somebody else's computer, and show a family an empty book.
    """
    if getattr(sys, "frozen", False):
        folder = _beside(Path(sys.executable).resolve())
        if any((folder / name).is_file() for name in PORTABLE):
            return folder / "data"
    import platformdirs  # noqa: PLC0415  # not for who says where

    return Path(platformdirs.user_data_dir("car-t-handbook", appauthor=False, roaming=False))


def _beside(program: Path) -> Path:
    """The folder that a person sees the program in; on macOS that of the .app, which looks like one file."""
    inside = program.parents[2] if len(program.parents) > 2 else program
    return inside.parent if inside.suffix == ".app" else program.parent


def machine_error(error: OSError, path: Path | str) -> MachineError:
    """The system's refusal as one of four codes: no space, no permission, no such folder, cannot be written."""
    if error.errno in _NO_SPACE:
        return MachineError("file.no-space", where=str(path))
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return MachineError("file.no-permission", where=str(path))
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return MachineError("file.no-folder", where=str(path))
    return MachineError("file.cannot-write", where=str(path), reason=os.strerror(error.errno or 0))


def is_folder(path: Path) -> bool:
    """Whether ``path`` is a folder. Raises ``InputError("file.unreadable")`` where the system refuses to look."""
    try:
        return path.is_dir()
    except OSError as error:
        raise unreadable(error, path) from None


def is_file(path: Path) -> bool:
    """Whether ``path`` is a file. Raises as :func:`is_folder`."""
    try:
        return path.is_file()
    except OSError as error:
        raise unreadable(error, path) from None


def unreadable(error: OSError, path: Path | str) -> InputError:
    """The system's refusal to read as ``file.unreadable``."""
    return InputError("file.unreadable", where=str(path), reason=os.strerror(error.errno or 0))


def read_bytes(path: Path, *, longest: int = 100_000_000) -> bytes:
    """Read an input file. Raises ``InputError``: ``file.absent``, ``file.unreadable``, ``file.too-large``."""
    try:
        with path.open("rb") as file:
            data = file.read(longest + 1)
    except FileNotFoundError:
        raise InputError("file.absent", where=str(path)) from None
    except OSError as error:
        raise unreadable(error, path) from None
    if len(data) > longest:
        raise InputError("file.too-large", where=str(path), longest=longest)
    return data


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write ``data`` to ``path`` so that a reader sees the old file or the new one, never half of it.

    ``private``: a file that only this person may read (mode 600), from its first byte on.

    Raises:
        MachineError: ``file.no-space``, ``file.no-permission``, ``file.no-folder``, ``file.cannot-write``; the old file
            is still there.
    """
    write_all([(path, data)], private=private)


def write_all(files: Sequence[tuple[Path, bytes]], *, private: bool = False) -> None:
    """Write several files as :func:`write_whole` does. None is touched before all lie on the disk under other names.

    Whatever stops it, a person included, no such other name is left behind.
    """
    staged: list[tuple[Path, Path, str]] = []  # the temporary file, what it will replace, what that was called
    named: Path | str = ""
    try:
        for path, data in files:
            named = path
            if path.exists() and not path.is_file():
                # A device or a pipe (/dev/stdout) holds nothing that could be lost; replacing it would destroy it.
                path.write_bytes(data)
                continue
            target = Path(os.path.realpath(path))  # behind a link, the file that it names is replaced, not the link
            import tempfile  # noqa: PLC0415  # most runs only read

            handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".handbook-")
            staged.append((Path(temporary), target, str(path)))
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            # mkstemp makes a private file; a new document has the mode that any new file of this person would have.
            if private:
                continue
            with suppress(OSError):
                Path(temporary).chmod(target.stat().st_mode if target.exists() else 0o666 & ~_umask())
        for made, target, name in staged:
            named = name
            made.replace(target)
    except OSError as error:
        raise machine_error(error, named) from error
    finally:
        for made, _, _ in staged:
            with suppress(OSError):
                made.unlink()
    for folder in {target.parent for _, target, _ in staged}:
        sync_folder(folder)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def sync_folder(folder: Path) -> None:
    """See that what was renamed in ``folder`` is on the disk, as far as the system can."""
    if sys.platform == "win32":  # Windows has no handle on a folder that could be synced
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
