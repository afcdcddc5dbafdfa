"""Check a clinic's own pages as the book's own are checked (``content.check``), together with the book they join."""

from __future__ import annotations

from collections.abc import Mapping

from handbook import content
from handbook.domain import HandbookError, InputError, Signature


def page_faults(pages: Mapping[str, bytes], *, where: str) -> list[HandbookError]:
    """Everything wrong with the own pages of a kit (``pages/LANGUAGE/ID.md``), with file and line.

    They may use the book's facts, sources, terms and links, need the same page in both languages, and must not take the
    id of a page of the book: ``clinic.page-taken``. All other codes are those of ``content.check``.
    """
    report = content.check(own=content.OwnPages("", Signature.NONE, pages))
    found = [fault for fault in report.faults if fault.file in pages or _twin(fault.file) in pages]
    return [InputError(error.code, where=f"{where}: {error.where}", **error.params) for error in
            (fault.error() for fault in found)]  # fmt: skip


def _twin(name: str) -> str:
    """The same page in the other language: the one that is lacking has no file."""
    pages, language, page = (*name.split("/"), "", "")[:3]
    return f"{pages}/{'en' if language == 'zh-Hans' else 'zh-Hans'}/{page}"
