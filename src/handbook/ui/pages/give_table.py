"""What was understood of a table and what was not, as rows that can be read and selected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from handbook.content import reading_text
from handbook.domain import FaultList, Medicine, Reading, is_chinese
from handbook.tasks import exchange
from handbook.tasks.exchange import ImportPreview
from handbook.ui.context import Context
from handbook.ui.widgets import label
from handbook.ui.widgets.partial_dates import date_words
from handbook.ui.widgets.rows import breakable

MOST = 60
"""So many rows are shown; all of them are written."""

_STRETCH = (0, 3, 5)


class _Rows(QWidget):
    """Three columns below their headings, and how many rows are not shown."""

    def __init__(self, context: Context, headings: tuple[str, str, str], rows: list[tuple[str, str, str]]) -> None:
        super().__init__()
        theme, say = context.theme, context.phrases
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(14))
        grid.setVerticalSpacing(theme.px(8))
        for column, (key, stretch) in enumerate(zip(headings, _STRETCH, strict=True)):
            grid.addWidget(label(say(f"place.give.{key}"), "soft"), 0, column)
            grid.setColumnStretch(column, stretch)
        self.rows: list[tuple[QLabel, QLabel, QLabel]] = []
        for number, texts in enumerate(rows[:MOST], start=1):
            row, what, detail = (breakable(text) for text in texts)
            cells = (label(row, "strong", wrap=False), label(what), label(detail, selectable=True))
            for column, cell in enumerate(cells):
                grid.addWidget(cell, number, column, Qt.AlignmentFlag.AlignTop)
            self.rows.append(cells)
        if len(rows) > MOST:
            grid.addWidget(label(say("place.give.more", n=len(rows) - MOST), "soft"), MOST + 1, 0, 1, 3)


class Refused(_Rows):
    """Row, field and reason of what was not understood."""

    def __init__(self, context: Context, found: ImportPreview) -> None:
        language = 0 if is_chinese(context.language) else 1
        names = {name: both[language] for name, both in exchange.COLUMNS[found.kind].items()}
        rows = []
        for one in found.refused:
            first = one.error.faults[0] if isinstance(one.error, FaultList) else one.error
            reason = context.phrases(f"error.{first.code}", **first.params)
            rows.append((str(one.row), names.get(one.field, "–"), reason))
        super().__init__(context, ("row", "field", "reason"), rows)


class Understood(_Rows):
    """Row, what it is, and the rest of what it says, as the record will show it."""

    def __init__(self, context: Context, found: ImportPreview) -> None:
        rows = [
            (str(row), *(_medicine(context, one) if isinstance(one, Medicine) else _reading(context, one)))
            for row, one in _entries(found)
        ]
        super().__init__(context, ("row", f"kind_{found.kind}", "detail"), rows)


def _entries(found: ImportPreview) -> Iterator[tuple[int, Medicine | Reading]]:
    return zip(found.rows, found.entries, strict=True)


def _medicine(context: Context, one: Medicine) -> tuple[str, str]:
    say, dates = context.phrases, context.words.date
    start = say("place.give.from", date=date_words(say, dates, one.start)) if one.start.known else ""
    end = say("place.give.until", date=date_words(say, dates, one.end)) if one.end is not None else ""
    texts = (one.strength, one.dose, one.how_often, one.route, one.reason, start, end, one.note)
    return one.name, say("place.give.comma").join(text for text in texts if text)


def _reading(context: Context, one: Reading) -> tuple[str, str]:
    at: datetime = one.at
    when = f"{context.words.date(at.date())} {at:%H:%M}".replace(" ", "\u00a0")
    rest = (when, one.observer, one.note)
    return reading_text(one, context.words), context.phrases("place.give.comma").join(text for text in rest if text)
