"""The pages for the doctor's visit: since when, what is left out, how they look, print and save."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QRadioButton

from handbook import tasks
from handbook.content import Book
from handbook.domain import FaultList, HandbookError
from handbook.record import Record
from handbook.ui import background
from handbook.ui.context import Context
from handbook.ui.saving import SheetOut
from handbook.ui.widgets import Columns, Sheet, button, flow, label
from handbook.ui.widgets.dates import DateField
from handbook.ui.widgets.preview import Preview
from handbook.ui.widgets.rows import capital
from handbook.ui.widgets.ticks import Tick

DAYS = {"week": 7, "month": 30}
USUAL = "month"
Pages = tuple[bytes, tuple[tuple[float, float], ...]]
"""A PDF and the sizes of its pages in points."""


class VisitChoices(Sheet):
    """Draft: ``since`` (infusion, week, month, own), ``day`` as typed, ``left`` the parts that are left out."""

    changed = Signal()

    def __init__(self, context: Context, draft: dict[str, Any], out: SheetOut) -> None:
        super().__init__(context.theme, context.phrases("place.give.visit"), gap=12)
        self._context, self._draft, self._out, self._say = context, draft, out, context.phrases
        self._draft.setdefault("left", [])
        self.add(label(self._words("visit_why"), "soft"))
        self.add(label(self._words("since"), "strong"))
        self._group = QButtonGroup(self)
        self.since_buttons: dict[str, QRadioButton] = {}
        for key in ("infusion", *DAYS, "own"):
            press = QRadioButton(self._words(f"since_{key}"))
            press.setAccessibleName(f"{self._words('since')} {press.text()}")
            press.setProperty("key", key)
            self._group.addButton(press)
            self.since_buttons[key] = press
        self._group.buttonClicked.connect(self._since_chosen)
        self.add(flow(*self.since_buttons.values(), gap=context.theme.px(14)))
        self.day = DateField(context.theme, context.phrases, self._words("since_day"))
        self.day.changed.connect(self._day_entered)
        self.day.typed.connect(self._day_typed)
        self.add(self.day)
        if "day" in draft:
            self.day.set_draft(str(draft["day"]))
        self.add(label(self._words("parts"), "strong"))
        ticks = Columns(least=context.theme.px(190), gap=context.theme.px(8), weights=(1, 1), below=0)
        self.ticks: dict[str, Tick] = {}
        for part in tasks.VISIT_PARTS:
            words = context.words(f"visit.part.{part}")
            tick = self.ticks[part] = Tick(context.theme, part, capital(words))
            tick.box.setChecked(part not in self._draft["left"])
            tick.ticked.connect(self._ticked)
            ticks.add(tick)
        self.add(ticks, label(self._words("parts_why"), "soft"))
        self.print = button(
            self._words("visit_print"), self._print, role="primary", icon="places/print", theme=context.theme
        )
        self.save = button(self._words("visit_save"), self._save)
        self.add(flow(self.print, self.save, gap=context.theme.px(12)))
        self.column.addStretch(1)  # beside a long preview the ticks keep together
        self.refresh()

    def _words(self, key: str) -> str:
        return self._say(f"place.give.{key}")

    def refresh(self) -> None:
        """Offer the infusion once there was one."""
        infusion = self._context.state.journey.infusion
        self.since_buttons["infusion"].setVisible(infusion is not None and infusion <= self._context.today())
        self.since_buttons[self.chosen].setChecked(True)
        self.day.setVisible(self.chosen == "own")

    @property
    def chosen(self) -> str:
        """Which of the ways to say since when is down."""
        kept = str(self._draft.get("since", USUAL))
        infusion = self._context.state.journey.infusion
        gone = kept == "infusion" and (infusion is None or infusion > self._context.today())
        return USUAL if gone else kept

    @property
    def since(self) -> date | None:
        """The first day; None while a day of one's own is not written."""
        today, chosen = self._context.today(), self.chosen
        if chosen == "infusion":
            return self._context.state.journey.infusion
        if chosen in DAYS:
            return today - timedelta(days=DAYS[chosen])
        day = self.day.value if self.day.check() else None
        if isinstance(day, date) and day > today:
            self.day.fault(self._words("since_later"))
            return None
        return day if isinstance(day, date) else None

    @property
    def left_out(self) -> tuple[str, ...]:
        """The parts that the family leaves out."""
        return tuple(part for part in tasks.VISIT_PARTS if part in self._draft["left"])

    def job(self) -> Callable[[], bytes] | None:
        """What makes the pages, called in the background; None while it is not known since when."""
        context, since = self._context, self.since
        if since is None:
            return None
        how = {
            "since": since,
            "now": context.now(),
            "window": tasks.look_back(context.state.journey, context.today(), context.settings.look_back_days),
            "kit": context.kit,
            "leave_out": self.left_out,
            "language": context.language,
            "printed_on": context.today(),
        }
        return partial(_visit, context.bridge.record, context.book, how)

    def _ready(self) -> Callable[[], bytes] | None:
        job = self.job()
        if job is None:
            if not self.day.fault_text:
                self.day.fault(self._words("since_needed"))
            self.day.input.setFocus()
        return job

    @Slot()
    def _print(self) -> None:
        if (job := self._ready()) is not None:
            self._out.print(self._words("visit_print"), job, backs=False)

    @Slot()
    def _save(self) -> None:
        if (job := self._ready()) is not None:
            name = self._say("place.give.visit_file", date=self._context.today().isoformat())
            self._out.save(self._words("visit_save"), name, job)

    @Slot(object)
    def _since_chosen(self, press: QRadioButton) -> None:
        self._draft["since"] = press.property("key")
        self.refresh()
        self.changed.emit()
        if self.chosen == "own":
            self.day.input.setFocus()

    @Slot(str)
    def _day_typed(self, text: str) -> None:
        self._draft["day"] = text

    @Slot(object)
    def _day_entered(self, day: date | None) -> None:  # noqa: ARG002  # ``since`` reads and judges it
        self.changed.emit()

    @Slot(str, bool)
    def _ticked(self, part: str, now: bool) -> None:
        left = [one for one in self._draft["left"] if one != part]
        self._draft["left"] = left if now else [*left, part]
        self.changed.emit()


class VisitPreview(Sheet):
    """The pages as they print, made anew when the record or the choices change."""

    def __init__(self, context: Context, choices: VisitChoices) -> None:
        super().__init__(context.theme, context.phrases("place.give.look"), role="wash")
        self._context, self._choices = context, choices
        self._making = self._wanted = False
        self._shown: object = None
        self._seen: object = None
        self._state = label(context.phrases("place.give.making"), "soft")
        self._fault = label("", "error", selectable=True)
        self.preview = Preview(context)
        self.add(self._state, self._fault, self.preview)
        self._fault.hide()
        self.preview.hide()
        choices.changed.connect(self.refresh)

    @property
    def busy(self) -> bool:
        """Whether pages are being made."""
        return self._making or self.preview.busy

    @Slot()
    def refresh(self) -> None:
        """Make the pages anew if anything that stands on them may have changed."""
        context, choices = self._context, self._choices
        wanted = (choices.since, choices.left_out, context.today(), context.kit)
        if context.state is not self._seen or wanted != self._shown:
            self._seen, self._shown = context.state, wanted
            self._make()

    def _make(self) -> None:
        if self._making:
            self._wanted = True  # one at a time; the newest wins
            return
        job = self._choices.job()
        if job is None:
            self._tell(self._context.phrases("place.give.since_needed"))
            return
        self._making = True
        background.run(partial(_made, job), done=self._arrived, failed=self._failed, bug=self._bug)

    def _tell(self, sentence: str, fault: str = "") -> None:
        """In place of the pages, never older ones."""
        self._state.setText(sentence)
        self._state.setVisible(bool(sentence))
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        self.preview.setVisible(not sentence and not fault)

    @Slot(object)
    def _arrived(self, pages: Pages) -> None:
        self._tell("")
        self.preview.show_pdf(*pages, 1)
        self._over()

    @Slot(object)
    def _failed(self, error: HandbookError) -> None:
        faults = error.faults if isinstance(error, FaultList) else (error,)
        self._tell("", "\n".join(line for fault in faults for line in self._context.phrases.error(fault)))
        self._over()

    @Slot(object)
    def _bug(self, error: BaseException) -> None:
        self._over()
        self._context.bridge.crashed.emit(error)

    def _over(self) -> None:
        self._making = False
        if self._wanted:
            self._wanted = False
            self._make()


def _visit(record: Record, book: Book, how: dict[str, Any]) -> bytes:
    """Read what the pages need and make them; waits for the record, so it is called in the background only."""
    begin = datetime.combine(how["since"], time(), how["now"].tzinfo)
    diary = record.submit(lambda store: tasks.read_diary(store, begin)).result()
    return tasks.make_visit(
        book,
        **diary.given(),
        look_back=diary.look_back,
        passport=diary.passport,
        numbers=tasks.own_numbers(diary.numbers, how["kit"]),
        **how,
    )


def _made(job: Callable[[], bytes]) -> Pages:
    pdf = job()
    return pdf, tasks.page_points(pdf)
