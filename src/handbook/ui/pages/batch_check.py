"""A part of the page of cards for many people: how far the work is, what the check found, what can be done with it."""

from __future__ import annotations

from handbook.tasks import Checked
from handbook.ui.batch_work import HowToPrint, Steps
from handbook.ui.context import Context
from handbook.ui.widgets import Sheet, button, flow, label


class CheckSheet(Sheet):
    """Progress with a button to stop, the result in a sentence, and the buttons that save and print."""

    def __init__(self, context: Context) -> None:
        self._say = context.phrases
        super().__init__(context.theme, self._words("checking"), gap=12)
        self.progress = label("", "soft")
        self.stop_button = button(self._words("stop"), role="")
        self._result = label("", "strong")
        self._result.setObjectName("result")
        self.save_button = button(self._words("save"), role="primary")
        self.print_button = button(self._words("print"))
        self.rejects_button = button(self._words("rejects"))
        self.report_button = button(self._words("report"), role="")
        self.stopping = flow(self.stop_button)
        self.add(self.progress, self.stopping, self._result)
        self.add(
            flow(self.save_button, self.print_button, self.rejects_button, self.report_button, gap=context.theme.px(8))
        )

    def _words(self, key: str, **params: object) -> str:
        return self._say(f"place.batch.{key}", **params)

    def show_result(self, checked: Checked | None, how: HowToPrint, *, free: bool) -> None:
        """What the check found, and what can be done with it; nothing can be while something is being saved."""
        self._result.setText("")
        if checked is not None:
            key = "all_good" if not checked.rejected else "some_good" if checked.good else "none_good"
            bad, sheets = checked.rows - checked.good, how.sheet.count(checked.places, how.at)
            self._result.setText(self._words(key, rows=checked.rows, good=checked.good, bad=bad, sheets=sheets))
        self._result.setVisible(checked is not None)
        good = checked is not None and checked.good > 0
        for press, shown in (
            (self.save_button, good),
            (self.print_button, good),
            (self.rejects_button, checked is not None and bool(checked.rejected)),
            (self.report_button, checked is not None),
        ):
            press.setVisible(shown)
            press.setEnabled(free)

    def show_progress(self, steps: Steps | None) -> None:
        """How far the work is, with the time left as soon as it can be told; nothing where nothing runs."""
        shown = steps is not None and steps.count > 0
        if steps is not None and shown:
            drawing = steps.stage == "draw"
            if steps.left is None:
                words = self._words("counting_draw" if drawing else "counting", done=steps.done, count=steps.count)
            else:
                key = "people.progress-draw" if drawing else "people.progress-check"
                words = self._say(key, done=steps.done, count=steps.count, left=steps.left)
            self.progress.setText(words)
        self.progress.setVisible(shown)
        self.stopping.setVisible(shown)
