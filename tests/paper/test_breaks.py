import re
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uniseg.linebreak import line_break_boundaries

from handbook.paper.breaks import BLANK, CLOSING, OPENING, _uax14, breaks
from handbook.paper.known_breaks import KNOWN

ALPHABET = "发热中药龥𫖯abzZéß019 ，。、；：！？）」』》（「『《“”‘’…—·-–/.,:;!?()[]%℃×⁸+&@'\"\u00a0"
TEXT = st.text(st.sampled_from(ALPHABET), max_size=40)


def cut(text: str) -> list[str]:
    ends = [0, *sorted(breaks(text)[0]), len(text)]
    return [text[a:b] for a, b in pairwise(ends)]


def asked(text: str) -> set[int]:
    return {at for at in line_break_boundaries(text) if 0 < at < len(text)}


@given(TEXT)
def test_cutting_into_patterns_changes_nothing(text):
    assert _uax14(text) == asked(text)


@pytest.mark.parametrize("pattern", KNOWN)
def test_known_patterns_are_what_uniseg_says(pattern):
    assert set(KNOWN[pattern]) == asked(pattern)


@given(TEXT)
def test_no_line_begins_with_closing_or_ends_with_opening_punctuation(text):
    good, any_break = breaks(text)
    assert good <= any_break
    for at in any_break:
        assert text[at] not in CLOSING
        assert text[at] != " "
        assert text[:at].rstrip()[-1:] not in OPENING


@given(TEXT)
def test_no_latin_word_is_cut_and_no_number_leaves_its_unit(text):
    for at in breaks(text)[0]:
        assert not re.search(r"[A-Za-zé0-9]$", text[:at]) or not re.match(r"[A-Za-zé0-9]", text[at:])
        assert not (text[at - 1].isdigit() and re.match(r"[%℃中]", text[at:]))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("38.0 ℃以上", ["38.0 ℃", "以", "上"]),
        ("至少 28 天后", ["至", "少 ", "28 天", "后"]),
        ("每天 15–30 分钟，", ["每", "天 ", "15–30 分钟，"]),
        ("2×10⁸/kg 个", ["2×10⁸/kg ", "个"]),
        ("打 000-1234 5678 吧", ["打 ", "000-1234 5678 吧"]),
        ("2026 年 11 月 2 日到", ["2026 年 11 月 2 日", "到"]),
        ("the 24-hour number", ["the ", "24-hour ", "number"]),
        ("CAR-T 细胞", ["CAR-T ", "细", "胞"]),
        ("follow-up and/or", ["follow-up ", "and/or"]),
        (f"热线 {BLANK} ℃）", [f"热线 {BLANK} ℃）"]),
        ("（CRS）或", ["（CRS）", "或"]),
    ],
)  # fmt: skip
def test_pieces(text, pieces):
    assert cut(text) == pieces


def test_what_is_glued_may_be_used_in_need():
    good, any_break = breaks("500 毫克")
    assert not good
    assert any_break


def test_an_ordinary_card_does_not_need_uniseg():
    code = (
        "import sys, datetime; from handbook.content import load; from handbook.paper import card;"
        "from handbook.domain import ClinicNumbers, Person;"
        "card(load(), Person(name='张三', phone_24h='000-1234 5678'), ClinicNumbers(), None,"
        "languages=('zh-Hans', 'en'), format='booklet', printed_on=datetime.date(2026, 11, 8));"
        "sys.exit('uniseg' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
