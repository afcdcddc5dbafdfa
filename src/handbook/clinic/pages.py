"""Check a clinic's own pages as the book's own are checked (``content.check``), together with the book they join."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from handbook import content, resources
from handbook.domain import HandbookError, InputError
from handbook.paths import machine_error


def page_faults(pages: Mapping[str, bytes], *, where: str) -> list[HandbookError]:
    """Everything wrong with the own pages of a kit (``pages/LANGUAGE/ID.md``).

    They may use the book's facts, sources, terms and links, need the same page in both languages, and must not take the
    id of a page of the book: ``clinic.page-taken`` (``key``). All other codes are those of ``content.check``.

    Raises:
        MachineError: the folder for temporary files cannot be written.
    """
    book = resources.root() / "content"
    faults: list[HandbookError] = []
    ids = {PurePosixPath(name).stem for name in pages}
    try:
        with tempfile.TemporaryDirectory(prefix="handbook-kit-", ignore_cleanup_errors=True) as folder:
            both = Path(folder, "content")
            shutil.copytree(book, both)
            for name, text in sorted(pages.items()):
                # The caller has checked that the name is pages/LANGUAGE/ID.md and nothing else.
                target = both / PurePosixPath(name).relative_to("pages")
                if (book / target.relative_to(both)).exists():
                    faults.append(InputError("clinic.page-taken", where=where, key=name))
                else:
                    target.write_bytes(text)
            report = content.check(both)
    except OSError as error:
        raise machine_error(error, tempfile.gettempdir()) from error
    for fault in report.faults:
        file = PurePosixPath(fault.file)
        if file.suffix == ".md" and file.stem in ids and not (book / file).exists():
            place = f"pages/{fault.file}:{fault.line}" if fault.line else f"pages/{fault.file}"
            faults.append(InputError(fault.code, where=f"{where}: {place}", **fault.params))
    return faults
