"""Under each page: where it comes from, how old that is, and whether a clinician has approved the words."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from handbook.content import Page, kit_notes, page_approval
from handbook.ui.context import Context
from handbook.ui.widgets.basic import label
from handbook.ui.widgets.book import BookText
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.richtext import Writer, words


class SourceList(QWidget):
    """Under each page: where it comes from, how old that is, and whether a clinician has approved the words."""

    def __init__(self, context: Context, page: Page) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.px(8))
        phrases, writer = context.phrases, Writer(context)
        head = label(phrases("book.sources"), "strong")
        head.setContentsMargins(context.theme.px(3), 0, 0, 0)
        column.addWidget(head)
        lines = []
        for key in page.sources:
            source = context.book.sources.get(key)
            if source is None:
                continue
            dated = context.words.date(source.date) if source.date else phrases("book.undated")
            title = source.title[page.language]
            # A title that names its own year is not followed by it once more.
            line = words(title if dated in title else phrases("book.source", title=title, date=dated))
            lines.append(f"<li>{line}{writer.weak_mark() if source.weak else ''}</li>")
        self.text = BookText(context, name=phrases("book.sources"), role="small")
        self.text.show_html(f"<ul>{''.join(lines)}</ul>")
        column.addWidget(self.text)
        if not lines:
            head.hide()
            self.text.hide()
        notes = [phrases("book.reviewed", date=context.words.date(page.reviewed)), approval(context, page)]
        if page.own and context.book.own is not None:
            notes.insert(0, context.words("own.page", name=context.book.own.clinic))
            if not page.approved_by or notes[-1].startswith(context.words("fixed.not_approved")):
                notes += kit_notes(context.kit, context.words, context.today())
        for note in notes:
            line_ = label(note, "soft")
            line_.setContentsMargins(context.theme.px(3), 0, 0, 0)
            column.addWidget(Measure(context.theme, line_, size=15))


def approval(context: Context, page: Page) -> str:
    """Who approved a page, or that nobody has yet. The same words on every page."""
    notice = page_approval(page, context.kit, context.words, context.book.version, context.today())
    if notice != context.words("fixed.not_approved"):
        return notice
    return context.phrases("book.not_approved", notice=notice, advice=context.words("fixed.not_advice"))
