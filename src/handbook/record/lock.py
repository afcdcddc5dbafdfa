"""Who may write: an OS lock on a file in the record's folder, with the holder's name in it.

The lock belongs to the open file, so it also keeps out a second opener in the same process, and it ends with the
process however that ends: a file left behind by a crash blocks nobody.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

FILE_NAME = "record.lock"
_LONGEST_NAME = 200


class FolderLock:
    """Held, or not held and naming who holds it."""

    def __init__(self, handle: int | None, holder: str) -> None:
        self._handle = handle
        self.holder = holder

    @property
    def held(self) -> bool:
        """Whether this process may write."""
        return self._handle is not None

    @classmethod
    def take(cls, folder: Path) -> FolderLock:
        """Try to take the lock of ``folder`` without waiting. Raises ``OSError`` if the lock file cannot be used."""
        handle = os.open(folder / FILE_NAME, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            taken = _lock(handle)
            if taken:
                # A full disk must not keep a family from reading its record, so the name may be missing.
                with suppress(OSError):
                    os.ftruncate(handle, 0)
                    os.write(handle, f"{computer()} ({os.getpid()})".encode())
                return cls(handle, "")
            holder = os.read(handle, _LONGEST_NAME).decode(errors="replace") or "?"
        except OSError:
            os.close(handle)
            raise
        os.close(handle)
        return cls(None, holder)

    def release(self) -> None:
        """Let others write. The file stays: deleting it would let two openers lock two different files."""
        if self._handle is not None:
            with suppress(OSError):
                os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _lock(handle: int) -> bool:
        # Locked bytes cannot be read by others on Windows; one far behind the name can be locked all the same.
        os.lseek(handle, 1 << 30, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        # flock, not lockf: a lockf belongs to the process and would let a second window of this program in.
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def computer() -> str:
    """The name of this computer, without importing ``platform``, which takes two milliseconds."""
    return os.uname().nodename if sys.platform != "win32" else os.environ.get("COMPUTERNAME", "")
