"""No length of the window is a bare number of pixels: all go through the one scale (read from the source)."""

import ast
import re
from pathlib import Path

import handbook.ui

FOLDER = Path(handbook.ui.__file__).parent
CALLS = {
    "setContentsMargins", "setSpacing", "setFixedWidth", "setFixedHeight", "setFixedSize", "setMinimumWidth",
    "setMinimumHeight", "setMinimumSize", "setMaximumWidth", "setMaximumHeight", "setMaximumSize", "resize",
    "setIconSize", "addSpacing", "insertSpacing", "setHorizontalSpacing", "setVerticalSpacing", "setPixelSize",
    "setPointSize", "setPointSizeF", "setIndent", "setMargin", "setGridSize", "setRowMinimumHeight", "setRowHeight",
    "setColumnMinimumWidth", "setColumnWidth", "setDocumentMargin", "setTabStopDistance", "setTextWidth",
    "setIndentWidth", "setLineHeight", "setTopMargin", "setBottomMargin", "setLeftMargin", "setRightMargin",
    "setViewportMargins", "setDefaultSectionSize", "setCursorWidth", "setWidth", "setWidthF", "setTextIndent",
    "setBorder", "setPadding", "QSize", "QSizeF", "QFont", "QPen", "font", "ensureWidgetVisible", "ensureVisible",
    "adjusted", "Flow", "flow", "row", "Columns", "Canvas", "drawRoundedRect",
}  # fmt: skip
"""Methods, classes and helpers of this package that take lengths in pixels."""

ALLOWED = {
    "window.py": {"self.resize(1280, 820)", "self.setMinimumSize(640, 480)"},  # the screen's measure, not the text's
}
"""What is no length on a page, by file."""

SCALED = frozenset({"px", "text"})
STYLE = re.compile(r"(?<![\w.])(?!1px)[1-9]\d*(?:\.\d+)?\s*(?:px|pt)\b")
HAIR = 1.5
"""The pixel itself: a line that must not vanish at 100 %, a rectangle that is to be grown."""


def bare(node, constants):
    """The numbers other than 0 in an expression that nobody scales; a factor (twice, half) is no length."""
    if isinstance(node, ast.Constant) and type(node.value) in {int, float} and node.value > HAIR:
        yield node.value
    if isinstance(node, ast.Name) and node.id in constants:
        yield node.id
    parts = [getattr(node, name) for name in ("operand", "body", "orelse", "left", "right") if hasattr(node, name)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div, ast.FloorDiv)):
        parts = [side for side in parts if not isinstance(side, ast.Constant)]
    if isinstance(node, ast.Call) and name_of(node) in {"max", "min", "round", "int", "float"}:
        parts = node.args
    for part in (*parts, *getattr(node, "elts", ())):
        yield from bare(part, constants)


def name_of(call):
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def lengths(path):
    """What of a module is a length that does not go through the scale."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and type(node.value.value) is int
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node) in CALLS:
            arguments = [*node.args, *(word.value for word in node.keywords if word.arg != "weights")]
            if any(True for argument in arguments for _ in bare(argument, constants)):
                yield node.lineno, ast.unparse(node)
            helper = name_of(node) in {"flow", "row"}
            several = len(node.args) > 1 or any(isinstance(one, ast.Starred) for one in node.args)
            if helper and several and not any(word.arg == "gap" for word in node.keywords):
                yield node.lineno, f"no gap: {ast.unparse(node)}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and STYLE.search(node.value):
            yield node.lineno, node.value


def test_no_length_in_the_window_is_a_bare_number():
    found = [
        (path.name, line, what)
        for path in sorted(FOLDER.rglob("*.py"))
        for line, what in lengths(path)
        if what not in ALLOWED.get(path.name, ())
    ]
    assert found == []


def test_the_search_finds_what_it_is_to_find(tmp_path):
    source = tmp_path / "bad.py"
    source.write_text(
        "WIDE = 300\n"
        "a.setFixedWidth(12)\nb.setSpacing(4 if narrow else 0)\nc.resize(theme.px(3), 2 * theme.px(3) + 4)\n"
        "d.setMaximumWidth(WIDE)\ne.setStyleSheet(f'margin: 3px; width: {theme.px(3)}px')\nflow(one, two)\n"
        "good.setContentsMargins(0, theme.px(4), theme.px(WIDE) // 2, 0)\ngood.setStyleSheet(f'border: {edge}px')\n"
    )
    assert sorted(line for line, _ in lengths(source)) == [2, 3, 4, 5, 6, 7]
