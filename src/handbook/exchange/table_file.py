"""A table as text: its rows one by one, whatever its encoding and delimiter.

Rows are numbered as a spreadsheet counts them: the first row of the file is 1, a line break within quotation marks
begins no new row, an empty row counts. The file is held once, as bytes, and read as often as its rows are asked for.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from handbook.domain import InputError
from handbook.exchange.encodings import encoding_of

DELIMITERS = ",;\t"
# The first line that some spreadsheets write and read to say what parts the cells; it is no row.
_SAYS_DELIMITER = re.compile(rb'"?sep=([,;\t])"?[ ,;\t]*(?:\r\n|\r|\n)', re.IGNORECASE)
_ANYTHING = re.compile(rb'[^ \t\r\n,;"]')
_HEAD = 1 << 18
# Every byte is a character: delimiters, quotation marks and line ends are never part of another one, in UTF-8 or
# GB18030, so that rows can be told apart before it is known what they say.
_BYTES = "latin-1"


class TableFile:
    """The rows of a CSV file.

    ``delimiter`` is what parts the cells of its first row, ``encoding`` one of those of
    :mod:`handbook.exchange.encodings`.
    """

    def __init__(self, data: bytes, *, where: str) -> None:
        """Look at ``data``.

        Raises:
            InputError: ``people.empty``, ``people.quotes`` (``row``), and the faults of
                :func:`handbook.exchange.encodings.encoding_of`.
        """
        self.where = where
        marked = data.startswith(codecs.BOM_UTF8)
        self._data = data.removeprefix(codecs.BOM_UTF8).rstrip(b"\x1a")  # 0x1A: how DOS ended a file
        says = _SAYS_DELIMITER.match(self._data)
        if says:
            self._data = self._data[says.end() :]
        if not _ANYTHING.search(self._data):
            raise InputError("people.empty", where=where)
        self.delimiter = says[1].decode() if says else _delimiter(self._data[:_HEAD].decode(_BYTES))
        self.encoding = _BYTES
        raw = ((number, "\n".join(cells).encode(_BYTES)) for number, cells in self.rows())
        self.encoding = encoding_of(self._data, raw, marked=marked, where=where)
        if next(self.rows(), None) is None:  # spaces of other alphabets, and nothing else
            raise InputError("people.empty", where=where)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each row that has anything in it. Raises ``InputError("people.quotes")`` (``row``)."""
        lines = io.TextIOWrapper(io.BytesIO(self._data), encoding=self.encoding, newline="")
        number = 0
        try:
            for number, cells in enumerate(csv.reader(lines, delimiter=self.delimiter, strict=True), start=1):
                if any(cells) and any(cell.strip() for cell in cells):
                    yield number, cells
        except csv.Error:
            # From here on nobody can say where a row begins.
            raise InputError("people.quotes", where=self.where, row=number + 1) from None


def _delimiter(head: str) -> str:
    """What stands most often between the cells of the first row that is not empty; a comma if nothing does."""
    counts = dict.fromkeys(DELIMITERS, 0)
    quoted = False
    for char in head.lstrip():
        if char == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif char in "\r\n":
            break
        elif char in counts:
            counts[char] += 1
    return max(counts, key=lambda delimiter: counts[delimiter])
