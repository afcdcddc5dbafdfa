"""Yardstick: a bare PySide6 window with the same two fonts loaded. Ends after its first drawing if told to."""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


class Window(QMainWindow):
    def paintEvent(self, event):  # noqa: N802  # Qt's name
        super().paintEvent(event)
        if "--smoke" in sys.argv:
            QTimer.singleShot(0, self.close)


app = QApplication(sys.argv[:1])
app.setStyle("Fusion")
for weight in ("Regular", "Bold"):
    font = QFontDatabase.addApplicationFont(str(Path(sys.argv[1]) / "fonts" / f"NotoSansSC-{weight}.ttf"))
window = Window()
label = QLabel("CAR-T 手册")
label.setFont(QFont(QFontDatabase.applicationFontFamilies(font)[0], 18))
window.setCentralWidget(label)
window.resize(1280, 820)
window.show()
app.exec()
