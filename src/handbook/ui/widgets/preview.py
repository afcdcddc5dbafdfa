"""The preview of what prints: the pages, and the buttons to turn and to zoom them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from handbook.ui import true_size
from handbook.ui.context import Context
from handbook.ui.widgets.basic import button, label, row
from handbook.ui.widgets.layouts import flow
from handbook.ui.widgets.pageview import STEP, PageView


class Preview(QWidget):
    """Pages of a PDF with buttons above and, below, how large the picture is and the way to measure the screen."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        theme, say = context.theme, context.phrases
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self.view = PageView(context)
        self.previous_button = self._button("‹", say("preview.previous"), self._previous)
        self.next_button = self._button("›", say("preview.next"), self._next)
        self.smaller_button = self._button("−", say("preview.smaller"), self._smaller)  # a minus sign
        self.larger_button = self._button("+", say("preview.larger"), self._larger)
        self.fit_button = self._button(say("preview.fit"), say("preview.fit"), self._fit, checkable=True)
        self.true_button = self._button(say("preview.true"), say("preview.true"), self._true, checkable=True)
        self._percent, self._pages = self._beside(), self._beside()
        gap = theme.px(8)
        steps = row(self.smaller_button, self._percent, self.larger_button, gap=gap, stretch=False)
        sizes = flow(self.fit_button, self.true_button, steps, gap=gap)
        turns = row(self.previous_button, self.next_button, gap=gap, stretch=False)
        self._turns = flow(turns, self._pages, gap=gap)
        column.addWidget(sizes)
        column.addWidget(self._turns)
        column.addWidget(self.view)
        self._state = label("", "soft")
        self._state.setMinimumHeight(theme.target)
        self._state.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.measure_button = button(say("preview.measure"), self._measure, role="link")
        column.addWidget(flow(self._state, self.measure_button, gap=theme.px(8)))
        self.view.changed.connect(self._changed)

    def _button(self, text: str, name: str, pressed: object, *, checkable: bool = False) -> QPushButton:
        made = button(text, pressed, role="answer", name=name)  # type: ignore[arg-type]  # a bound method
        made.setCheckable(checkable)
        made.setStyleSheet("QPushButton:checked { font-weight: normal; }")  # its words keep their width
        if text != name:
            made.setToolTip(name)
        return made

    def _beside(self) -> QLabel:
        made = label("", wrap=False)
        made.setMinimumHeight(self._context.theme.target)
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return made

    def show_pdf(self, pdf: bytes, points: tuple[tuple[float, float], ...], step: int) -> None:
        """Show another file, ``step`` pages at a time; ``points`` are the sizes of its pages."""
        self.view.show_pdf(pdf, points, step)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What Tab reaches, in the order in which it is seen."""
        return (
            self.fit_button, self.true_button, self.smaller_button, self.larger_button, self.previous_button,
            self.next_button, self.view, self.measure_button,
        )  # fmt: skip

    @property
    def count(self) -> int:
        """How many pages the file has."""
        return self.view.count

    @property
    def busy(self) -> bool:
        """Whether pages are still being made."""
        return self.view.busy

    @Slot()
    def _changed(self) -> None:
        say, view = self._context.phrases, self.view
        first, last = view.numbers[0] + 1, view.numbers[-1] + 1
        key = "preview.page" if first == last else "preview.sides"
        where = say(key, first=first, last=last, count=view.count)
        percent = f"{round(100 * view.zoom)} %"
        self._pages.setText(where)
        self._percent.setText(percent)
        self._turns.setVisible(view.cards > 1)
        self.fit_button.setChecked(view.mode == "fit")
        self.true_button.setChecked(view.mode == "true")
        kept = true_size.measured(self._context, view)
        self._state.setText(say("preview.measured", date=kept.measured) if kept else say("preview.unmeasured"))
        view.setAccessibleName(say("preview.name", pages=where))
        view.setAccessibleDescription(say("preview.keys", percent=percent))

    @Slot()
    def _previous(self) -> None:
        self.view.turn(-1)

    @Slot()
    def _next(self) -> None:
        self.view.turn(1)

    @Slot()
    def _smaller(self) -> None:
        self.view.zoom_by(1 / STEP)

    @Slot()
    def _larger(self) -> None:
        self.view.zoom_by(STEP)

    @Slot()
    def _fit(self) -> None:
        self.view.set_mode("fit")

    @Slot()
    def _true(self) -> None:
        self.view.set_mode("true")

    @Slot()
    def _measure(self) -> None:
        self._context.go.emit("screen", "")
