"""The recovery code on paper: whole, in groups, and naming nobody."""

from datetime import date

import pypdfium2
import pytest

from handbook import content, tasks
from handbook.record import new_recovery_code, read_recovery_code


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_the_code_is_read_back_from_the_sheet(language):
    book, code = content.load(), new_recovery_code()
    pdf = tasks.make_recovery_sheet(book, code, language=language, printed_on=date(2026, 11, 8))
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    lines = document[0].get_textpage().get_text_bounded().splitlines()
    words = book.words(language)
    assert lines[0] == words("recovery.title")
    groups = code.split("-")
    at = next(number for number, line in enumerate(lines) if line.startswith(groups[0]))
    assert read_recovery_code("".join(lines[at : at + 2])) == read_recovery_code(code)
