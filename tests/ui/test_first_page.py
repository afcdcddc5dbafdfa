"""What is loaded before the first page is drawn: this list is the start-up time, so whoever adds to it does so here."""

import os
import subprocess
import sys
from ast import literal_eval

import pytest
from PySide6.QtWidgets import QLabel

from handbook.ui import sample
from handbook.ui.app import application, make_context
from handbook.ui.tour import settle
from handbook.ui.window import MainWindow

CODE = """
import sys
from handbook.commands import window
from handbook.ui import app

drawn = app._Start.drawn

def tell(self):
    later = [name for name, module in sys.modules.items() if "__getattr__" in vars(module) and "signature" in name]
    print({"modules": sorted(sys.modules), "later": sorted(later), "place": self._window.place})
    drawn(self)

app._Start.drawn = tell
sys.exit(window.asked(["--data-dir", sys.argv[1], "--smoke"])())
"""

HANDBOOK = set(
    """
    handbook handbook.on_demand handbook.paths handbook.phrases handbook.resources handbook.sentences handbook.settings
    handbook.clinic handbook.clinic.names handbook.clinic.numbers
    handbook.commands handbook.commands.front handbook.commands.screen handbook.commands.window
    handbook.content handbook.content.book handbook.content.faults handbook.content.files handbook.content.spoken
    handbook.content.words
    handbook.domain handbook.domain.clinic handbook.domain.errors handbook.domain.journey handbook.domain.language
    handbook.domain.numbers handbook.domain.toml
    handbook.record handbook.record.actions handbook.record.backup handbook.record.backups handbook.record.beside
    handbook.record.bin handbook.record.card_file handbook.record.connection handbook.record.diary
    handbook.record.journal
    handbook.record.keys handbook.record.lock handbook.record.migrations handbook.record.on_card handbook.record.opening
    handbook.record.rows handbook.record.store handbook.record.symptoms handbook.record.thread
    handbook.record.unfinished handbook.record.vault handbook.record.worker
    handbook.tasks handbook.tasks.numbers
    handbook.ui handbook.ui.actions handbook.ui.app handbook.ui.background handbook.ui.binding handbook.ui.bridge
    handbook.ui.context handbook.ui.courier handbook.ui.crash handbook.ui.fonts handbook.ui.frame handbook.ui.garbage
    handbook.ui.heading handbook.ui.icons handbook.ui.keeping
    handbook.ui.kit_in_use handbook.ui.lock handbook.ui.opening handbook.ui.people handbook.ui.qtwords
    handbook.ui.minute handbook.ui.session_lock handbook.ui.shortcuts handbook.ui.system_look handbook.ui.theme
    handbook.ui.undo_keys handbook.ui.unfinished handbook.ui.window
    handbook.ui.pages handbook.ui.pages.base handbook.ui.pages.today
    handbook.ui.widgets handbook.ui.widgets.basic handbook.ui.widgets.callframe handbook.ui.widgets.cards
    handbook.ui.widgets.dates handbook.ui.widgets.journey handbook.ui.widgets.layouts handbook.ui.widgets.measure
    handbook.ui.widgets.more handbook.ui.widgets.press handbook.ui.widgets.question handbook.ui.widgets.spoken
    handbook.ui.widgets.recent handbook.ui.widgets.rows handbook.ui.widgets.windows
    """.split()  # noqa: SIM905  # a list that is read and compared by people
)

OTHERS = {"PySide6", "shiboken6", "shibokensupport", "signature_bootstrap", "apsw", "msgspec", "tomli_w"}
"""What does not come with Python."""

COMES_WITH_THEM = {"typing_extensions", "_distutils_hack", "__feature__"}

NEVER = {
    "argparse", "calendar", "click", "concurrent", "csv", "ctypes", "email", "hashlib", "json", "locale", "logging",
    "platformdirs", "sqlite3", "ssl",
}  # fmt: skip
"""Of Python itself: each is some milliseconds."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", CODE, str(tmp_path_factory.mktemp("data"))]
    return literal_eval(subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout)


def test_only_what_the_first_page_needs_is_imported_before_it_is_drawn(loaded):
    assert loaded["place"] == "today"
    ours = {name for name in loaded["modules"] if name.partition(".")[0] == "handbook"}
    assert ours - {"handbook.ui.damage"} == HANDBOOK  # which is asked for once the page is drawn


def test_of_other_libraries_only_qt_and_what_reads_the_record_and_the_settings(loaded):
    names = {name.partition(".")[0] for name in loaded["modules"]}
    foreign = names - sys.stdlib_module_names - {"handbook", "__main__"}
    foreign = {name for name in foreign if not name.startswith(("_", "org", "nt"))}
    assert foreign - COMES_WITH_THEM == OTHERS
    assert names & NEVER == set()
    assert not {"PySide6.QtPrintSupport", "PySide6.QtNetwork"} & set(loaded["modules"])


def test_what_pyside_compiles_for_messages_about_wrong_calls_waits_for_one(loaded):
    assert {name.rpartition(".")[2] for name in loaded["later"]} == {
        "enum_sig", "errorhandler", "layout", "mapping", "parser", "pyi_generator", "tool",
    }  # fmt: skip


def with_and_without(code):
    """What a script does where this program has imported Qt, and where nobody has; its argument says which."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return [
        subprocess.run([sys.executable, "-c", code, who], env=env, check=True, capture_output=True, text=True)
        for who in ("ours", "plain")
    ]


WRONG_CALLS = """
import builtins, sys
if sys.argv[1] == "ours":
    from handbook import ui
    assert builtins.__import__ is builtins.__orig_import__
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

app = QApplication([])
widget = QWidget()
for wrong in (
    lambda: QPoint("here"), lambda: widget.resize("x"), lambda: widget.resize(), lambda: widget.resize(1, 2, 3),
    lambda: QLabel("x", nonsense=3), lambda: QVBoxLayout(widget).addWidget(3), lambda: QTimer.singleShot("a"),
    lambda: Qt.AlignmentFlag.AlignTop | "x", lambda: widget.nonsense, lambda: QWidget.resize.__doc__[99999],
    lambda: help(QWidget.resize), lambda: [][len(QWidget.__init__.__signature__.parameters)],
):
    try:
        print(wrong())
    except (AttributeError, IndexError, TypeError) as error:
        print(type(error).__name__, error)
"""


def test_wrong_calls_are_explained_as_they_are_without_this_program():
    ours, plain = with_and_without(WRONG_CALLS)
    assert ours.stdout == plain.stdout
    assert "QPoint.__init__(xpos: int, ypos: int, /)" in ours.stdout


ENUMERATIONS = """
import copy, enum, importlib, sys
if sys.argv[1] == "ours":
    from handbook import ui
seen = {}

def walk(home, names):
    for name in names:
        found = getattr(home, name, None)
        if not isinstance(found, type) or found in seen:
            continue
        seen[found] = None
        if not issubclass(found, enum.Enum):
            walk(found, list(vars(found)))
            continue
        members = list(found)
        seen[found] = [
            found.__module__, found.__qualname__, found.__mro__[1:], found.__members__, members, sorted(vars(found)),
            [getattr(found, part, None) for part in ("_boundary_", "_flag_mask_", "_all_bits_", "_singles_mask_")],
            [(found(one.value) is one, copy.deepcopy(one) is one, one == one.value) for one in members],
        ]
        if issubclass(found, enum.Flag):
            seen[found].append([(one | two, one & two, ~one) for one in members[:5] for two in members[:5]])
        for stranger in (987654, "x"):
            try:
                seen[found].append(found(stranger))
            except (TypeError, ValueError) as error:
                seen[found].append(repr(error))

for name in ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtPrintSupport"):
    module = importlib.import_module("PySide6." + name)
    walk(module, sorted(dir(module)))
print(*(told for told in seen.values() if told), sep="\\n")
print(sum("An enumeration." == found.__doc__ for found, told in seen.items() if told), file=sys.stderr)
"""


def test_enumerations_are_what_they_are_without_this_program():
    ours, plain = with_and_without(ENUMERATIONS)
    assert ours.stdout == plain.stdout
    assert int(ours.stderr) == len(ours.stdout.splitlines()) > 600, "PySide6 makes its enumerations in another way now"


def test_the_window_appears_with_its_page_and_what_can_wait_follows(qapp, qtbot, tmp_path):
    application()
    context = make_context(tmp_path / "data", clock=lambda: sample.NOW)
    kept, record, keep = [], context.bridge.record, context.bridge.record.keep_backups
    record.keep_backups = lambda: kept.append("kept") or keep()
    window = MainWindow(context)
    at_first = []

    def look():
        words = [part.text() for part in window.page.findChildren(QLabel) if part.isVisible()]
        at_first.append((words, list(kept), window.starting))

    window.drawn.connect(look)
    window.show()
    settle(qapp, window)
    window.resize(1100, 700)
    settle(qapp, window)
    ((words, kept_then, starting),) = at_first
    assert context.phrases("place.today.welcome") in words
    assert (kept_then, starting) == ([], True)
    assert (kept, window.starting) == (["kept"], False)
    window.close()
    window.deleteLater()
