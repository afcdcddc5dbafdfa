"""Entries in words: one line of the table of what happened."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handbook.content import happening_text, load, value_text
from handbook.domain import Answer, Dose, Quantity, Reading, Site, SymptomAnswer, TeamCall
from handbook.domain.curve import Happening, What

NOW = datetime(2026, 11, 24, tzinfo=UTC)
WORDS = load().words("zh-Hans")


@pytest.mark.parametrize(
    ("what", "entry", "words"),
    [
        (
            What.READING,
            Reading("r", Quantity.TEMPERATURE, 38.0, NOW, Site.EAR, "女儿", "睡醒"),
            "体温 38.0 ℃（耳朵）（女儿）；备注：睡醒",
        ),
        (What.READING, Reading("r", Quantity.PULSE, 88, NOW), "脉搏 88 次/分"),
        (What.SYMPTOM, SymptomAnswer("fever", Answer.YES, NOW, "女儿"), "发热：有（女儿）"),
        (What.SYMPTOM, SymptomAnswer("gone", Answer.NO, NOW), "gone：没有"),
        (What.DOSE, Dose("d", "m", NOW, "1 片"), "用药：药；1 片"),
        (What.DOSE, Dose("d", "x", NOW), "用药：不在清单上的药"),
        (What.CALL, TeamCall("c", NOW, "护士", "女儿", "来"), "和团队通话：护士；来（女儿）"),
    ],
)
def test_each_kind_of_entry_is_one_line(what: What, entry: object, words: str) -> None:
    line = Happening(NOW, what, entry)  # type: ignore[arg-type]
    assert happening_text(line, WORDS, medicines={"m": "药"}, symptoms={"fever": "发热"}) == words


@pytest.mark.parametrize(
    ("quantity", "value", "text"),
    [
        (Quantity.TEMPERATURE, 37.25, "37.25 ℃"),
        (Quantity.TEMPERATURE, 378, "378.0 ℃"),
        (Quantity.WEIGHT, 61.0, "61 kg"),
        (Quantity.OXYGEN, 97.5, "97.5%"),
        (Quantity.SYSTOLIC, 120, "120 mmHg"),
    ],
)
def test_a_number_is_written_as_it_was_read_off(quantity: Quantity, value: float, text: str) -> None:
    assert value_text(quantity, value, WORDS) == text
