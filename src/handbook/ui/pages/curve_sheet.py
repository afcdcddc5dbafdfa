"""The curve on the symptom page: one, three, seven or thirty days, as a drawing or as the same in a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import chain

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from handbook.content import clinic_text, happening_text
from handbook.domain import Medicine
from handbook.domain.curve import SPANS, Curve, Entries, Happening, Span, curve, happenings, last_days
from handbook.ui import background
from handbook.ui.context import Context
from handbook.ui.pages.medicine_list import dates_of
from handbook.ui.widgets import Answers, Sheet, button, flow, label, rule
from handbook.ui.widgets.curve import CurveView
from handbook.ui.widgets.growing import Growing
from handbook.ui.widgets.moment import moment_words
from handbook.ui.widgets.recent import symptom_names
from handbook.ui.widgets.rows import breakable, capital

FEW = 40
"""So many lines of the table are shown, and so many more each time a person asks for more."""

WHEN = 190
"""The column of times, in pixels at 100 %: "昨天（11 月 24 日）22:15" in one or two lines."""


Tabled = tuple[tuple[Happening, ...], tuple[Medicine, ...]]
"""What the table says: what happened, oldest first, and the medicines that are drawn as bars."""


def _tabled(entries: Entries, span: Span, now: datetime) -> Tabled:
    return happenings(entries, span), tuple(bar.medicine for bar in curve(entries, span, now).bars)


class CurveSheet(Sheet):
    """Worked out in the background from the record as it stands; the span and the kind are kept in ``draft``."""

    def __init__(self, context: Context, draft: dict[str, object]) -> None:
        words = context.words
        super().__init__(context.theme, words("curve.title"))
        self._context, self._draft = context, draft
        self._shown: object = None
        self._waiting = 0
        self._lines = FEW
        self._table_body: Growing | None = None
        say = context.phrases
        spans = [(str(days), say(f"curve.days_{days}")) for days in SPANS]
        self.span = Answers(self._context.theme, words("curve.title"), spans, str(self.days), wrap=True)
        self.span.changed = self._span_chosen
        self.kind = button("", self._other_kind, role="link")
        self.add(self.span, label(words("curve.legend") + say("curve.now_line"), "soft"), flow(self.kind))
        self._body = QWidget()
        self.column.addWidget(self._body)

    @property
    def days(self) -> int:
        """How far back it goes."""
        return int(str(self._draft.get("days", SPANS[1])))

    @property
    def as_table(self) -> bool:
        """Whether the table is shown in place of the drawing."""
        return bool(self._draft.get("table"))

    @property
    def busy(self) -> bool:
        """Whether it is being worked out or built."""
        return self._waiting > 0 or (self._table_body is not None and self._table_body.busy)

    def refresh(self) -> None:
        """Work it out again if the record, the hour or the choice has changed."""
        context = self._context
        state, now = context.state, context.now()
        entries = Entries(
            readings=state.readings,
            medicines=state.medicines,
            doses=state.doses,
            answers=tuple(answer for card in state.cards for answer in card.answers),
            calls=state.calls,
        )
        span = last_days(self.days, now)
        seen = (entries, span, self.as_table, self._lines, context.numbers.fever_line)
        if seen == self._shown:
            return
        self._shown = seen
        self.kind.setText(context.phrases("curve.as_drawing" if self.as_table else "curve.as_table"))
        self.kind.setAccessibleName(self.kind.text())
        self._waiting += 1
        if self.as_table:
            job = partial(_tabled, entries, span, now)
            background.run(job, done=self._table, failed=self._bug, bug=self._bug)
        else:
            drawing = partial(curve, entries, span, now, fever_line=context.numbers.fever_line)
            background.run(drawing, done=self._drawing, failed=self._bug, bug=self._bug)

    @Slot(object)
    def _drawing(self, drawn: Curve) -> None:
        self._waiting -= 1
        if not self._waiting and not self.as_table:
            context = self._context
            names: Mapping[str, str] = symptom_names(context)
            self._show(CurveView(context.theme, drawn, context.words, symptoms=names, fever=self._fever()))

    def _fever(self) -> str:
        """The clinic's line in words."""
        context = self._context
        if context.numbers.fever_line is None:
            return context.words("curve.line_unset")
        return context.words("curve.line", value=clinic_text("fever_line", context.numbers, context.words))

    @Slot(object)
    def _table(self, tabled: Tabled) -> None:
        self._waiting -= 1
        if self._waiting or not self.as_table:
            return
        body = Growing(self._context.theme, gap=6)
        self._show(body)
        self._table_body = body
        lines, medicines = tabled
        body.grow(chain([label(self._fever())], self._taken(medicines), self._rows(lines[::-1])))

    def _row(self, when: str, what: str) -> QWidget:
        theme = self._context.theme
        time = label(capital(when), "soft")
        time.setFixedWidth(theme.px(WHEN))
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(18))
        across.addWidget(time, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(label(breakable(what), selectable=True), 1, Qt.AlignmentFlag.AlignTop)
        return row

    def _taken(self, medicines: Sequence[Medicine]) -> Iterator[QWidget]:
        """The medicines that are drawn as bars, each with its days; then a line below them."""
        words = self._context.words
        if medicines:
            yield label(words("curve.medicines"), "strong")
        for medicine in medicines:
            days = dates_of(self._context, medicine)
            if medicine.end is None:
                days += "\n" + words("medicine_list.on_hold" if medicine.on_hold else "medicine_list.ongoing")
            needed = words("medicine_list.as_needed") if medicine.as_needed else ""
            name = " ".join(filter(None, (medicine.name, medicine.strength)))
            yield self._row(days, words("medicine_list.comma").join(filter(None, (name, needed))))
        yield rule()

    def _rows(self, newest: Sequence[Happening]) -> Iterator[QWidget]:
        """Line by line what happened and when; below, the way to more."""
        words, say = self._context.words, self._context.phrases
        medicines = {medicine.id: medicine.name for medicine in self._context.state.medicines}
        names = symptom_names(self._context)
        for line in newest[: self._lines]:
            text = happening_text(line, words, medicines=medicines, symptoms=names)
            yield self._row(moment_words(self._context, line.at), text)
        if not newest:
            yield label(words("curve.none"), "soft")
        if (rest := len(newest) - self._lines) > 0:
            yield flow(button(say("curve.more", count=min(rest, FEW), all=len(newest)), self._more, role="link"))

    def _show(self, body: QWidget) -> None:
        self._table_body = None
        self.column.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        body.show()

    @Slot(object)
    def _bug(self, error: BaseException) -> None:
        self._waiting -= 1
        self._context.bridge.crashed.emit(error)

    def _span_chosen(self, key: str) -> None:
        self._draft["days"] = key or str(self.days)
        self.span.show_answer(str(self.days))  # one of them always holds
        self.refresh()

    @Slot()
    def _other_kind(self) -> None:
        self._draft["table"] = not self.as_table
        self.refresh()

    @Slot()
    def _more(self) -> None:
        self._lines += FEW
        self.refresh()
