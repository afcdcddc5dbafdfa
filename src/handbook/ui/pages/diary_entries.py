"""One kind of diary entry on a sheet: the newest ones, and a form to write one down or to change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from handbook.domain import HandbookError
from handbook.record import Done, Store
from handbook.ui.context import Context
from handbook.ui.pages.card_note import Note
from handbook.ui.unfinished import BEGUN, as_begun, offer_back, touched
from handbook.ui.widgets import Field, Sheet, button, flow, label, line_edit, rule
from handbook.ui.widgets.rows import breakable
from handbook.ui.widgets.spoken import name_parts_of, tell_apart

FIRST_SHOWN = 6
Draft = dict[str, Any]
Job = Callable[[Store], Done]


class Entry(Protocol):
    """What all entries have."""

    @property
    def id(self) -> str:
        """Its own id."""


E = TypeVar("E", bound=Entry)


class EntrySheet(Sheet, Generic[E]):
    """The sheet of one kind. A subclass says what the fields are and what an entry reads like.

    The draft lies in ``context.drafts["diary"]`` under the kind: ``id``, one text a field, and what the subclass adds.
    """

    place: ClassVar[str] = "diary"
    """The page that it lies on."""
    kind: ClassVar[str]
    """Also the first part of its actions' names in the record."""
    fields: ClassVar[tuple[str, ...]]
    """In reading order."""
    long: ClassVar[frozenset[str]] = frozenset()
    """Those with room for some lines."""
    needed: ClassVar[tuple[str, ...]] = ()
    """Of these one has to be filled in."""

    writing = Signal(object)
    """A field that has the focus now and has to be seen."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, context.phrases(f"place.diary.{self.kind}_title"))
        self.context = context
        self._shown: object = None
        self._whole = False
        self._inputs: dict[str, QLineEdit | QPlainTextEdit] = {}
        self._fields: dict[str, Field] = {}
        self._body = QWidget()
        self.column.addWidget(self._body)
        context.bridge.saved.connect(self._saved)
        context.bridge.failed.connect(self._refused)
        self.refresh()

    # -- what a subclass says ----------------------------------------------------------------------------------

    def entries(self) -> Sequence[E]:
        """All of them, newest first."""
        raise NotImplementedError

    def words(self, entry: E) -> tuple[str, str]:
        """What stands in the line, and small below it."""
        raise NotImplementedError

    def texts(self, entry: E) -> dict[str, str]:
        """The fields of an entry that is to be changed."""
        raise NotImplementedError

    def write(self, draft: Draft, old: E | None) -> Job:
        """What the record is asked to do: a job for ``bridge.do``. ``old`` is the entry being changed, or None."""
        raise NotImplementedError

    def remove(self, store: Store, key: str) -> Done:
        """Take one out."""
        raise NotImplementedError

    def more(self, column: QVBoxLayout, draft: Draft) -> None:
        """More than lines of text on the form."""

    def begin(self, draft: Draft, old: E | None) -> None:
        """What the draft has beside its texts."""

    def more_fault(self) -> QWidget | None:
        """What of :meth:`more` has to be looked at; None if all is well."""
        return None

    def presses(self) -> list[QPushButton]:
        """More buttons beside the one that begins a new entry."""
        return []

    # -- showing -----------------------------------------------------------------------------------------------

    def say(self, key: str, **params: object) -> str:
        """A sentence of the diary."""
        return self.context.phrases(f"place.diary.{key}", **params)

    @property
    def draft(self) -> Draft | None:
        """What is being written, if anything is."""
        return self.context.drafts.setdefault("diary", {}).get(self.kind)

    @property
    def state(self) -> object:
        """What the sheet shows; it is built anew when this changes."""
        return (tuple(self.entries()), self.draft and self.draft["id"], self.context.today(), self._whole, self._older)

    @property
    def _older(self) -> bool:
        return self.kind in self.context.state.older

    def refresh(self) -> None:
        """Show the record as it stands; a form that is being filled in stays as it is."""
        state = self.state
        if state == self._shown:
            return
        self._shown = state
        focused = self.focusWidget()
        name = focused.objectName() if focused is not None and self._body.isAncestorOf(focused) else None
        body = self._build()
        self.column.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        body.show()
        if name is not None:
            (body.findChild(QWidget, name) or self.new).setFocus()

    def _build(self) -> QWidget:
        theme = self.context.theme
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(label(self.say(f"{self.kind}_why"), "soft"))
        self.new = button(self.say(f"{self.kind}_new"), self._new)
        self.new.setObjectName(f"new {self.kind}")
        column.addWidget(flow(self.new, *self.presses(), gap=theme.px(12)))
        self._inputs, self._fields = {}, {}
        draft = self.draft
        if draft is not None:
            before = set(body.findChildren(QWidget))
            self._form(column, draft)
            form = [part for part in body.findChildren(QWidget) if part not in before]
            name_parts_of(self.context.phrases, self.say(f"{self.kind}_title"), form)
        entries = self.entries()
        shown = entries if self._whole else entries[:FIRST_SHOWN]
        for entry in shown:
            column.addWidget(rule())
            column.addWidget(self._row(entry))
        if len(shown) < len(entries) or self._older:
            column.addWidget(flow(button(self.say("more"), self._more, role="link")))
        tell_apart(self.context.phrases, body.findChildren(QPushButton))
        return body

    def _row(self, entry: E) -> QWidget:
        theme = self.context.theme
        line, detail = self.words(entry)
        cell = QWidget()
        cell.setObjectName(f"row {entry.id}")
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(label(breakable(line), "strong"))
        if detail:
            column.addWidget(label(breakable(detail)))
        presses = []
        for name, slot in (("change", self._change), ("delete", self._delete)):
            press = button(self.say(name), slot, role="link", name=self.say(f"{name}_name", what=line))
            press.setProperty("entry", entry.id)
            press.setObjectName(f"{name} {entry.id}")
            presses.append(press)
        column.addWidget(flow(*presses, gap=theme.px(12)))
        return cell

    def _form(self, column: QVBoxLayout, draft: Draft) -> None:
        theme = self.context.theme
        for name in self.fields:
            draft.setdefault(name, "")  # one that an earlier version kept may know fewer fields
            control: QLineEdit | QPlainTextEdit
            if name in self.long:
                control = Note(theme.px(92))
                control.setPlainText(draft[name])
                control.textChanged.connect(self._typed)
            else:
                control = line_edit(draft[name])
                control.textEdited.connect(self._typed)
                control.returnPressed.connect(self.submit)
            control.setObjectName(f"{self.kind} {name}")
            self._inputs[name] = control
            self._fields[name] = Field(theme, self.say(f"{self.kind}_{name}"), control)
            column.addWidget(self._fields[name])
        self.more(column, draft)
        keep = button(self.say("keep"), self.submit, role="primary")
        keep.setObjectName(f"keep {self.kind}")
        presses = [keep, button(self.say("not_now"), self._drop, role="")]
        if self._entry(draft["id"]) is not None:
            presses.append(button(self.say("before"), self._before, role="link"))
        column.addWidget(flow(*presses, gap=theme.px(12)))

    # -- what a person does ------------------------------------------------------------------------------------

    def _entry(self, key: str) -> E | None:
        return next((entry for entry in self.entries() if entry.id == key), None)

    def _begin(self, key: str, texts: dict[str, str], old: E | None) -> None:
        if (begun := self.draft) is not None and touched(begun):
            if begun["id"] != key:
                self.context.message.emit(self.context.phrases("unfinished.first"))
            self._new()
            return
        draft: Draft = {"id": key, **texts}
        self.begin(draft, old)
        self.context.drafts.setdefault("diary", {})[self.kind] = draft
        self.refresh()
        draft[BEGUN] = as_begun(draft)
        first = self._inputs[self.fields[0]]
        first.setFocus()
        self.writing.emit(first)

    @Slot()
    def _new(self) -> None:
        if self.draft is not None:  # begun and not finished: it is there
            first = self._inputs[self.fields[0]]
            first.setFocus()
            self.writing.emit(first)
            return
        self._begin(self.context.new_id(), dict.fromkeys(self.fields, ""), None)

    @Slot()
    def _change(self) -> None:
        entry = self._entry(self._sent())
        if entry is not None:
            self._begin(entry.id, self.texts(entry), entry)

    @Slot()
    def _delete(self) -> None:
        key = self._sent()
        self.context.bridge.do(lambda store: self.remove(store, key))

    @Slot()
    def _before(self) -> None:
        if (draft := self.draft) is not None:
            table = "team_call" if self.kind == "call" else self.kind
            self.context.go.emit("history", f"{table}/{draft['id']}")

    def _sent(self) -> str:
        sender = self.sender()
        return str(sender.property("entry")) if sender is not None else ""

    @Slot()
    def _more(self) -> None:
        if self._whole or len(self.entries()) <= FIRST_SHOWN:
            self.context.bridge.reach_further()
        self._whole = True
        self.refresh()

    @Slot()
    def _typed(self) -> None:
        if (draft := self.draft) is not None:
            for name, control in self._inputs.items():
                draft[name] = control.text() if isinstance(control, QLineEdit) else control.toPlainText()

    @Slot()
    def _drop(self) -> None:
        draft = self.draft
        self._close()
        if draft is not None and touched(draft):
            offer_back(self.context, self.place, self.context.drafts["diary"], self.kind, draft)

    def _close(self) -> None:
        self.context.drafts.setdefault("diary", {}).pop(self.kind, None)
        self.refresh()
        self.new.setFocus()

    @Slot()
    def submit(self) -> None:
        """Ask the record to keep it, or say beside the field what is missing."""
        draft = self.draft
        if draft is None or draft.get("waiting"):
            return
        empty = bool(self.needed) and not any(draft[name].strip() for name in self.needed)
        for name, field in self._fields.items():
            field.fault(self.say("empty") if empty and name == self.needed[0] else "")
        wrong = self._inputs[self.needed[0]] if empty else self.more_fault()
        if wrong is not None:
            wrong.setFocus()
            self.writing.emit(wrong)
            return
        draft["waiting"] = True
        self.context.bridge.do(self.write(draft, self._entry(draft["id"])))

    @Slot(object)
    def _saved(self, done: Done) -> None:
        draft = self.draft
        if draft is not None and draft.get("waiting") and done.name in {f"{self.kind}.add", f"{self.kind}.change"}:
            self._close()

    @Slot(object)
    def _refused(self, error: HandbookError) -> None:  # noqa: ARG002  # the window says why; the words stay
        if (draft := self.draft) is not None:
            draft.pop("waiting", None)
