"""Reusable parts that know no page."""

from handbook.ui.widgets.basic import (
    Answers,
    Field,
    Sheet,
    button,
    choice,
    label,
    line_edit,
    picture,
    row,
    rule,
    show_part,
    tab_after,
)
from handbook.ui.widgets.layouts import Columns, Flow, flow

__all__ = [
    "Answers",
    "Columns",
    "Field",
    "Flow",
    "Sheet",
    "button",
    "choice",
    "flow",
    "label",
    "line_edit",
    "picture",
    "row",
    "rule",
    "show_part",
    "tab_after",
]
