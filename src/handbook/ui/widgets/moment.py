"""When something was: now, some minutes ago, or a day and time of one's own, so that the past is easily written.

A time that has not come yet, or that was more than a year ago, is asked about; it is never refused or changed unasked.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handbook.domain import InputError, parse_day
from handbook.ui.context import Context
from handbook.ui.widgets.basic import Field, button, label, line_edit
from handbook.ui.widgets.layouts import flow
from handbook.ui.widgets.question import Question
from handbook.ui.widgets.recent import AHEAD, weekday
from handbook.ui.widgets.rows import capital

MINUTES = (5, 15, 60)
LONG_AGO = timedelta(days=366)
MORNING = 5
"""The hour before which a night belongs to two days."""
_CLOCK = re.compile(r"(\d{1,2})\s*[:.。点时]\s*(\d{2})\s*分?|(\d{1,2})(\d{2})|(\d{1,2})\s*[点时]")


def moment_words(context: Context, at: datetime) -> str:
    """``今天 07:10``, ``昨天 22:30`` or the full date: a time that nobody can take for another day.

    After midnight "today" is a day to some and still the evening before to others, so both days are named then.
    """
    day, now = at.date(), context.now()
    today = now.date()
    shown = f"{at:%H:%M}"
    days = (today - day).days
    if days in {0, 1}:
        words = context.phrases("moment.yesterday_at" if days else "moment.today_at", time=shown)
        if at.hour < MORNING:
            before = day - timedelta(days=1)
            return context.phrases("moment.night", at=words, before=weekday(context, before), day=weekday(context, day))
        if now.hour < MORNING:
            return context.phrases("moment.named", at=words, day=weekday(context, day))
        return words
    return context.phrases("moment.day_at", date=context.words.date(day).replace(" ", "\u00a0"), time=shown)


def read_clock(text: str) -> time | None:
    """A time of day as people type it: 23:05, 23.05, 2305, 23点05; None for anything else."""
    match = _CLOCK.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return None
    hour, minute = (int(match[1] or match[3] or match[5]), int(match[2] or match[4] or 0))
    return time(hour, minute) if hour < 24 and minute < 60 else None


def on_the_clock(wall: datetime, now: datetime) -> datetime:
    """``wall`` with the offset that clocks here had then: summer time if it was summer. ``now`` carries today's."""
    try:
        if now.astimezone().utcoffset() == now.utcoffset():
            return wall.astimezone()
    except (OverflowError, OSError, ValueError):  # before the calendar of this system begins
        pass
    return wall.replace(tzinfo=now.tzinfo)


def _day_before(at: datetime, now: datetime) -> datetime:
    """The same time of the day before, which is meant where midnight lies between."""
    return on_the_clock(at.replace(tzinfo=None) - timedelta(days=1), now)


class MomentChoice(QWidget):
    """The time of an entry.

    ``draft`` keeps ``at`` (absent: now), while they are typed ``day`` and ``clock``, and as ``sure`` the ``at`` that
    needs no question any more.
    """

    changed = Signal()

    def __init__(self, context: Context, title: str, draft: dict[str, Any]) -> None:
        super().__init__()
        self._context, self._draft, self._title = context, draft, title
        theme, say = context.theme, context.phrases
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(label(title, "soft"))
        self.words = label("", "strong")
        column.addWidget(self.words)
        self.minus = []
        for minutes in MINUTES:
            press = button(say(f"moment.minus_{minutes}"), self._earlier, role="")
            press.setProperty("minutes", minutes)
            self.minus.append(press)
        self.now = button(say("moment.now"), self._now, role="link")
        self.other = button(say("moment.other"), self._other, role="link")
        column.addWidget(flow(*self.minus, self.now, self.other, gap=theme.px(8)))
        self.day, self.clock = line_edit(), line_edit()
        self._fields = {
            "day": Field(theme, say("moment.day"), self.day, hint=say("dates.example")),
            "clock": Field(theme, say("moment.clock"), self.clock, hint=say("moment.clock_example")),
        }
        for name, control in (("day", self.day), ("clock", self.clock)):
            control.setFixedWidth(theme.px(190))
            control.setAccessibleName(f"{title} {say(f'moment.{name}')}")
            control.textEdited.connect(self._typed)
            control.editingFinished.connect(self._left)
        self._own = flow(*self._fields.values(), gap=theme.px(14))
        column.addWidget(self._own)
        self.doubt = Question(theme, self._stay, self._take)
        column.addWidget(self.doubt)
        self._own.setVisible("day" in draft)
        if "day" in draft:
            self._write(str(draft["day"]), str(draft["clock"]))
        context.minute.connect(self.refresh)  # the minute that is shown is the one that is written
        self.refresh()

    @property
    def at(self) -> datetime:
        """The time with its offset: now, unless another was chosen."""
        chosen = self._draft.get("at")
        return datetime.fromisoformat(chosen) if chosen else self._context.now()

    def show_at(self, at: datetime) -> None:
        """Begin with the time of an entry that is changed."""
        self._draft["at"] = at.isoformat()
        self.refresh()

    def clear(self) -> None:
        """Now, again."""
        for key in ("at", "day", "clock", "sure"):
            self._draft.pop(key, None)
        self._own.hide()
        self.doubt.hide()
        self.refresh()

    def ready(self) -> bool:
        """Whether the time can be written down; if not, a sentence or a question stands beside it."""
        self.doubt.hide()
        return self._readable() and not self._doubtful()

    def _readable(self) -> bool:
        return self._own.isHidden() or self._read()

    def _doubtful(self) -> bool:
        """Ask about a time that is likelier a slip than what was meant."""
        say, at, now = self._context.phrases, self.at, self._context.now()
        if now - LONG_AGO <= at <= now + AHEAD or self._draft.get("sure") == self._draft.get("at"):
            return False
        time = moment_words(self._context, at)
        stay = say("moment.ask_stay", time=time)
        if at < now:
            self.doubt.ask(capital(say("moment.long_ago", time=time)), stay=stay)
        elif (before := _day_before(at, now)) <= now:
            instead = moment_words(self._context, before)
            take = say("moment.ask_take", instead=instead)
            self.doubt.ask(capital(say("moment.ahead_instead", time=time, instead=instead)), stay=stay, take=take)
        else:
            self.doubt.ask(capital(say("moment.ahead", time=time)), stay=stay)
        return True

    @Slot()
    def _take(self) -> None:
        self._draft["at"] = _day_before(self.at, self._context.now()).isoformat()
        self._settled()
        self.changed.emit()

    @Slot()
    def _stay(self) -> None:
        self._draft["sure"] = self._draft["at"]
        self._settled()

    def _settled(self) -> None:
        if not self._own.isHidden():
            self._own_time()
        self.doubt.hide()
        self.refresh()
        (self.now if self._own.isHidden() else self.clock).setFocus()

    def first(self) -> QWidget:
        """Where the cursor belongs when the time has to be looked at."""
        if self.doubt.asked:
            return self.doubt.first()
        return self.day if self._fields["day"].fault_text else self.clock

    @Slot()
    def refresh(self) -> None:
        """Write the time out, with the day if it is not today."""
        key = "moment.then" if self._draft.get("at") else "moment.is_now"
        words = self._context.phrases(key, time=moment_words(self._context, self.at))
        self.words.setText(capital(words))

    def _write(self, day: str, clock: str) -> None:
        self.day.setText(day)
        self.clock.setText(clock)

    def _read(self) -> bool:
        say, read = self._context.phrases, read_clock(self.clock.text())
        try:
            day: date | None = parse_day(self.day.text().strip())
            self._fields["day"].fault("")
        except InputError as error:
            day = None
            self._fields["day"].fault(" ".join(say.error(error)))
        self._fields["clock"].fault("" if read else say("moment.clock_wrong"))
        if day is None or read is None:
            return False
        self._draft["at"] = on_the_clock(datetime.combine(day, read), self._context.now()).isoformat()
        self.refresh()
        self.changed.emit()
        return True

    @Slot()
    def _earlier(self) -> None:
        sender = self.sender()
        if sender is not None and self._readable():  # what is typed counts, also where a press does not take the cursor
            at = self.at - timedelta(minutes=int(sender.property("minutes")))
            self._draft["at"] = at.isoformat()
            self.doubt.hide()
            if not self._own.isHidden():
                self._own_time()
            self.refresh()
            self.changed.emit()

    @Slot()
    def _now(self) -> None:
        self.clear()
        self.changed.emit()

    @Slot()
    def _other(self) -> None:
        self._own_time()
        self._own.show()
        self.day.setFocus()
        self.day.selectAll()

    def _own_time(self) -> None:
        self._write(f"{self.at.date()}", f"{self.at:%H:%M}")
        self._typed()

    @Slot()
    def _typed(self) -> None:
        self._draft["day"], self._draft["clock"] = self.day.text(), self.clock.text()
        self.doubt.hide()

    @Slot()
    def _left(self) -> None:
        if not self._own.isHidden():
            self._read()
