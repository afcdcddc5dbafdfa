"""The sheet under a page of the book: own notes, and questions for the team that can be ticked off as asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from handbook.domain import HandbookError, InputError, Note, NoteKind, clean_note
from handbook.ui.beside import QUESTIONS, dated, home, title_of
from handbook.ui.context import Context
from handbook.ui.widgets.basic import Field, Sheet, button, label, rule
from handbook.ui.widgets.layouts import flow
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.rows import breakable
from handbook.ui.widgets.spoken import tell_apart
from handbook.ui.widgets.ticks import Tick

MANY = 50
"""Notes of one group that are shown at first, and that a press on "more" adds: thousands would hold up the window."""

Draft = dict[str, Any]
"""``id``, ``page``, ``kind`` and ``text`` of what is being written; ``waiting`` once it was sent to the record."""


class NoteForm(QWidget):
    """Writes one note or question. ``draft`` is changed in place at every key."""

    kept = Signal(str)
    dropped = Signal(str)
    """Carry the key of the draft."""

    def __init__(self, context: Context, key: str, draft: Draft) -> None:
        super().__init__()
        self._context, self._key, self.draft = context, key, draft
        theme, say = context.theme, context.phrases
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self.input = QPlainTextEdit(draft["text"])
        self.input.setTabChangesFocus(True)
        self.input.setFixedHeight(theme.px(104))
        self.input.setObjectName(f"text {key}")
        self.input.textChanged.connect(self._typed)
        named = say("reading.new_question" if draft["kind"] == NoteKind.QUESTION else "reading.new_note")
        self._field = Field(theme, named, self.input)
        column.addWidget(self._field)
        keep = button(say("reading.keep"), self.submit, role="primary")
        column.addWidget(flow(keep, button(say("reading.drop"), self._drop, role="link"), gap=theme.px(12)))

    @property
    def fault(self) -> str:
        """The sentence that stands beside the field."""
        return self._field.fault_text

    @Slot()
    def _typed(self) -> None:
        self.draft["text"] = self.input.toPlainText()

    @Slot()
    def _drop(self) -> None:
        self.dropped.emit(self._key)

    @Slot()
    def submit(self) -> None:
        """Send ``kept``, or say beside the field what is wrong."""
        try:
            clean_note(self.draft["text"])
        except InputError as error:
            self._field.fault(" ".join(self._context.phrases.error(error)))
            self.input.setFocus()
            return
        self._field.fault("")
        self.kept.emit(self._key)


def notes_of(context: Context, page: str) -> list[Note]:
    """What was written beside a page; on the page of questions, also the questions of all pages."""
    return [
        note
        for note in context.state.notes
        if home(context, note) == page or (page == QUESTIONS and note.kind is NoteKind.QUESTION)
    ]


class NotesSheet(Sheet):
    """All that was written beside one page; on the page of questions, the questions of all pages."""

    printed = Signal()
    saved = Signal()
    """The open questions are to be printed, or saved as PDF."""
    writing = Signal(object)
    """A field to write in was opened and has the focus."""

    def __init__(self, context: Context, page: str) -> None:
        everything = page == QUESTIONS
        super().__init__(context.theme, context.phrases("reading.questions" if everything else "reading.notes"))
        self._context, self._page, self._everything = context, page, everything
        self._shown: object = None
        self._most = MANY
        self._body = QWidget()
        self.column.addWidget(self._body)
        context.bridge.failed.connect(self._refused)
        self.refresh()

    # -- what is shown -----------------------------------------------------------------------------------------

    @property
    def _drafts(self) -> dict[str, Draft]:
        return cast("dict[str, Draft]", self._context.drafts.setdefault("notes", {}))

    @property
    def notes(self) -> list[Note]:
        """What stands on the sheet."""
        return notes_of(self._context, self._page)

    @property
    def forms(self) -> list[NoteForm]:
        """What is being written just now."""
        return self._body.findChildren(NoteForm)

    def refresh(self) -> None:
        """Show the record as it stands; the focus stays where it was."""
        self._settle()
        shown = (self.notes, sorted(self._drafts), self._context.today(), self._most)
        if shown == self._shown:
            return
        self._shown = shown
        focused = self.focusWidget()
        name = focused.objectName() if focused is not None and self._body.isAncestorOf(focused) else None
        body = self._build()
        self.column.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        body.show()
        if name is not None:
            again = body.findChild(QWidget, name) if name else None
            (again or self.first).setFocus()

    def row(self, note: str) -> QWidget | None:
        """The row of a note; as many more are shown as it takes."""
        at = next((number for number, one in enumerate(self.notes) if one.id == note), -1)
        if at >= self._most:
            self._most = at + 1
            self.refresh()
        return self._body.findChild(QWidget, f"row {note}")

    @Slot()
    def _more(self) -> None:
        self._most += MANY
        self.refresh()

    def _settle(self) -> None:
        """Drop the drafts that are on disk."""
        written = {(note.id, note.text) for note in self._context.state.notes}
        for key, draft in list(self._drafts.items()):
            if draft.get("waiting") and (draft["id"], draft["waiting"]) in written:
                del self._drafts[key]

    def _build(self) -> QWidget:
        body = QWidget()
        theme, say = self._context.theme, self._context.phrases
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        notes = self.notes
        if self._everything:
            groups = [
                ("", [note for note in notes if note.open]),
                ("reading.questions_asked", [note for note in notes if note.ticked]),
                ("reading.questions_notes", [note for note in notes if note.kind is NoteKind.NOTE]),
            ]
        else:
            groups = [("", notes)]
        if not groups[0][1]:
            empty = "reading.questions_empty" if self._everything else "reading.notes_empty"
            words = say(empty) if self._everything else say(empty, title=title_of(self._context, QUESTIONS))
            column.addWidget(Measure(theme, label(words, "soft")))
        self._add_group(column, groups[0][1])
        for kind in (NoteKind.QUESTION, NoteKind.NOTE):
            if (key := self._new_key(kind)) in self._drafts:
                column.addWidget(self._form(key))
        self.first = button(say("reading.add_question"), self._add_question)
        self.first.setObjectName("add question")
        add_note = button(say("reading.add_note"), self._add_note, role="second")
        add_note.setObjectName("add note")
        presses: list[QPushButton] = [self.first, add_note]
        if self._everything and groups[0][1]:
            name = say("reading.print_name")
            print_ = button(say("reading.print"), self.printed.emit, icon="places/print", theme=theme, name=name)
            print_.setObjectName("print")
            save = button(say("reading.save"), self.saved.emit, name=say("reading.save_name"))
            save.setObjectName("save")
            presses += [print_, save]
        column.addWidget(flow(*presses, gap=theme.px(12)))
        for title, group in groups[1:]:
            if group:
                head = label(say(title), "strong")
                head.setContentsMargins(0, theme.px(10), 0, 0)
                column.addWidget(head)
                self._add_group(column, group)
        tell_apart(say, body.findChildren(QAbstractButton))
        return body

    def _add_group(self, column: QVBoxLayout, notes: Sequence[Note]) -> None:
        shown = [note for number, note in enumerate(notes) if number < self._most or note.id in self._drafts]
        for number, note in enumerate(shown):
            if number:
                column.addWidget(rule())
            column.addWidget(self._form(note.id) if note.id in self._drafts else self._row(note))
        if len(shown) < len(notes):
            more = button(self._context.phrases("reading.more", n=len(notes) - len(shown)), self._more, role="link")
            more.setObjectName("more")
            column.addWidget(flow(more))

    def _form(self, key: str) -> NoteForm:
        form = NoteForm(self._context, key, self._drafts[key])
        form.kept.connect(self._keep)
        form.dropped.connect(self._drop)
        return form

    def _row(self, note: Note) -> QWidget:
        theme, say = self._context.theme, self._context.phrases
        row = QWidget()
        row.setObjectName(f"row {note.id}")
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        elsewhere = title_of(self._context, note.page) if self._everything and note.page != self._page else ""
        if note.kind is NoteKind.QUESTION:
            tick = Tick(theme, note.id, breakable(note.text), detail=self._dates(note, elsewhere))
            tick.box.setAccessibleName(say("reading.asked_on", text=note.text))
            tick.box.setChecked(note.ticked is not None)
            tick.box.setObjectName(f"tick {note.id}")
            tick.ticked.connect(self._tick)
            column.addWidget(Measure(theme, tick))
        else:
            column.addWidget(Measure(theme, label(breakable(note.text), selectable=True)))
            column.addWidget(Measure(theme, label(self._dates(note, elsewhere), "soft")))
        presses = []
        if elsewhere:
            presses.append(self._press("go", note, name=say("reading.go_name", title=elsewhere)))
        presses += [
            self._press(key, note, name=say(f"reading.{key}_name", text=note.short)) for key in ("change", "delete")
        ]
        line = QHBoxLayout()
        indent = theme.px(48) if note.kind is NoteKind.QUESTION else 0
        line.setContentsMargins(indent, 0, 0, 0)
        line.addWidget(flow(*presses, gap=theme.px(12)))
        column.addLayout(line)
        return row

    def _press(self, key: str, note: Note, *, name: str) -> QPushButton:
        slots = {"go": self._go, "change": self._change, "delete": self._delete}
        press = button(self._context.phrases(f"reading.{key}"), slots[key], role="link", name=name)
        press.setProperty("note", note.id)
        press.setObjectName(f"{key} {note.id}")
        return press

    def _dates(self, note: Note, elsewhere: str) -> str:
        context, say = self._context, self._context.phrases
        date = dated(context, note.at)
        written = say("reading.written", date=date)
        if elsewhere:
            written = say("reading.written_on_page", date=date, title=elsewhere)
        return say("reading.asked", written=written, date=dated(context, note.ticked)) if note.ticked else written

    # -- what a person does ------------------------------------------------------------------------------------

    def _new_key(self, kind: NoteKind) -> str:
        return f"new {kind.value} {self._page}"

    def _sent_note(self) -> Note | None:
        sender = self.sender()
        key = str(sender.property("note")) if sender is not None else ""
        return next((note for note in self._context.state.notes if note.id == key), None)

    @Slot()
    def _add_question(self) -> None:
        self._open_new(NoteKind.QUESTION)

    @Slot()
    def _add_note(self) -> None:
        self._open_new(NoteKind.NOTE)

    def _open_new(self, kind: NoteKind) -> None:
        page = "" if self._everything else self._page
        draft = {"id": self._context.new_id(), "page": page, "kind": kind.value, "text": ""}
        self._open(self._new_key(kind), draft)

    @Slot()
    def _change(self) -> None:
        if (note := self._sent_note()) is not None:
            self._open(note.id, {"id": note.id, "page": note.page, "kind": note.kind.value, "text": note.text})

    def _open(self, key: str, draft: Draft) -> None:
        self._drafts.setdefault(key, draft)
        self.refresh()
        field = self._body.findChild(QPlainTextEdit, f"text {key}")
        if field is not None:
            field.setFocus()
            self.writing.emit(field)

    @Slot(str)
    def _drop(self, key: str) -> None:
        self._drafts.pop(key, None)
        self.refresh()
        (self._body.findChild(QPushButton, f"change {key}") or self.first).setFocus()

    @Slot(str)
    def _keep(self, key: str) -> None:
        draft = self._drafts[key]
        if draft.get("waiting"):
            return
        text = draft["waiting"] = clean_note(draft["text"])
        old = next((note for note in self._context.state.notes if note.id == draft["id"]), None)
        if old is None:
            now = self._context.now()
            new = Note(draft["id"], draft["page"], NoteKind(draft["kind"]), text, now)
            self._context.bridge.do(lambda store: store.add_note(new))
        else:
            changed = replace(old, text=text)
            self._context.bridge.do(lambda store: store.change_note(changed))

    @Slot(object)
    def _refused(self, error: HandbookError) -> None:  # noqa: ARG002  # the window says why; the words stay
        for draft in self._drafts.values():
            draft.pop("waiting", None)

    @Slot()
    def _delete(self) -> None:
        if (note := self._sent_note()) is not None:
            key = note.id
            self._context.bridge.do(lambda store: store.delete_note(key))

    @Slot(str, bool)
    def _tick(self, key: str, asked: bool) -> None:
        self._context.bridge.do(lambda store: store.tick_question(key, asked))

    @Slot()
    def _go(self) -> None:
        if (note := self._sent_note()) is not None:
            self._context.go.emit("handbook", f"note:{note.id}")
