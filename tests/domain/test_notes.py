"""The text of notes and questions: lines are kept, what no paper can print is refused."""

from datetime import UTC, datetime

import pytest

from handbook.domain import LONGEST_NOTE, InputError, Note, NoteKind, clean_note

AT = datetime(2026, 11, 8, tzinfo=UTC)


def test_lines_are_kept_and_tabs_and_margins_are_not():
    assert clean_note("  一\t二 \r\n\r\n三\n") == "一 二\n\n三"
    assert clean_note("e\u0301") == "é"
    assert clean_note("字" * LONGEST_NOTE) == "字" * LONGEST_NOTE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "record.no-text"),
        (" \n\t\n", "record.no-text"),
        ("一\n\x07", "text.control"),
        ("一\u2028二", "text.control"),
        ("\u202e一", "text.direction"),
    ],
)
def test_what_is_no_text_is_refused(text, code):
    with pytest.raises(InputError) as caught:
        clean_note(text)
    assert caught.value.code == code


def test_too_long_says_by_how_much():
    with pytest.raises(InputError) as caught:
        clean_note("字\n" * LONGEST_NOTE)
    assert caught.value.code == "text.too-long"
    assert caught.value.params == {"key": "text", "longest": LONGEST_NOTE, "over": LONGEST_NOTE - 1}


def test_only_a_question_without_a_tick_is_open():
    assert Note("a", "", NoteKind.QUESTION, "?", AT).open
    assert not Note("a", "", NoteKind.QUESTION, "?", AT, AT).open
    assert not Note("a", "", NoteKind.NOTE, "!", AT).open
