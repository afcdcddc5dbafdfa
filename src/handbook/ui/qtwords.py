"""Qt's own words (Copy, Paste, the print dialog) in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication


def translate_qt(app: QApplication, language: str) -> None:
    """Install Qt's translation for ``language`` and take out any other; English needs none."""
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    if language.startswith("zh"):
        translator = QTranslator(app)  # parented: a local one would be collected and the words go back to English
        if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            app.installTranslator(translator)
