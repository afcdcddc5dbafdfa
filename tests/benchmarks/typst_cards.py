"""Yardstick: the cards of a list with typst (cards.typ). Arguments: resources, the list, the PDF to write."""

import sys
from pathlib import Path

import typst

resources, people, out = (Path(argument).resolve() for argument in sys.argv[1:4])
typst.compile(
    Path(__file__).with_name("cards.typ"),
    output=out,
    root="/",
    font_paths=[resources / "fonts"],
    ignore_system_fonts=True,
    sys_inputs={
        "words": str(resources / "content" / "zh-Hans" / "words.toml"),
        "symptoms": str(resources / "content" / "symptoms.toml"),
        "people": str(people),
        "printed": "2026-11-22",
    },
)
