"""What the tests of the command line share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pypdfium2

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: bytes
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of standard error."""
        return self.err.splitlines()

    @property
    def text(self) -> str:
        """Standard output as text."""
        return self.out.decode()


def pdf_text(data: bytes) -> str:
    """All text of a PDF, page after page."""
    document = pypdfium2.PdfDocument(data)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return text


def page_sizes(data: bytes) -> list[tuple[float, float]]:
    """The size of each page in points."""
    document = pypdfium2.PdfDocument(data)
    sizes = [page.get_size() for page in document]
    document.close()
    return sizes
