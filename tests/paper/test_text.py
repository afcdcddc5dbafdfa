import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from handbook.domain import InputError
from handbook.paper.breaks import BLANK, CLOSING, OPENING, breaks
from handbook.paper.fonts import BOLD, REGULAR
from handbook.paper.formats import MM
from handbook.paper.text import Run, Style, set_lines

STYLE = Style(10, 14)
ALPHABET = "发热中药龥abzZ019 ，。、；：！？）」《（「“”’…-/.,()%℃⁸\n" + BLANK


def lines(content, measure=200.0, style=STYLE, **more):
    return set_lines(content, style, measure, key="k", **more)


def joined(set_text):
    return [line.text for line in set_text]


@given(st.text(st.sampled_from(ALPHABET), max_size=80), st.floats(90, 300))
def test_every_character_stands_on_a_line_and_no_line_is_wider_than_the_column(text, measure):
    try:
        found = lines(text, measure, blank=40)
    except InputError:
        event("does not fit")
        return
    assert "".join(joined(found)).replace(" ", "") == text.replace("\n", "").replace(" ", "")
    for line in found:
        assert line.width <= measure + 0.01
        assert sum(piece.text == "" for piece in line.pieces) == line.text.count(BLANK)


@given(st.text(st.sampled_from("发热中药 ab12，。、；：！？）」《（「“”’…()℃"), max_size=80), st.floats(60, 300))
def test_kinsoku(text, measure):
    try:
        found = lines(text, measure)
    except InputError:
        assert max(len(piece) for piece in text.split()) > 3
        return
    for line in found[1:]:
        assert line.text[:1] not in CLOSING
    for line in found[:-1]:
        assert line.text[-1:] not in OPENING


def test_punctuation_at_the_end_of_a_line_is_compressed():
    assert joined(lines("发热发热，好的很", 45)) == ["发热发热，", "好的很"]
    full = lines("发热发热", 200)[0].width
    assert lines("发热发热，", 200)[0].width == pytest.approx(full + 5)


def test_opening_punctuation_meets_the_margin():
    line = lines("（好）")[0]
    assert line.pieces[0].x == pytest.approx(-5)
    assert line.width == pytest.approx(20)


def test_two_signs_that_meet_share_their_room():
    assert lines("好」（好")[0].width == pytest.approx(35)
    assert lines("好《「好")[0].width == pytest.approx(35)
    assert len(lines("好」（好")[0].pieces) == 2


def test_western_quotation_marks_are_trimmed_beside_letters():
    assert lines("don’t")[0].width < lines("don't")[0].width + 3
    assert lines("“so”")[0].width < 25
    assert lines("好“中”好")[0].width == pytest.approx(50)


def test_weights_and_raised_characters_are_drawn_apart():
    line = lines([Run("强", bold=True), Run("10⁸/kg")])[0]
    assert [(piece.text, piece.font) for piece in line.pieces] == [
        ("强", BOLD), ("10", REGULAR), ("⁸", REGULAR), ("/kg", REGULAR),
    ]  # fmt: skip
    raised = line.pieces[2]
    assert raised.size == pytest.approx(6.2)
    assert raised.rise > 0


def test_line_feeds_end_lines_and_empty_text_is_one_empty_line():
    assert joined(lines([Run("一\n二"), Run("三")])) == ["一", "二三"]
    assert joined(lines("")) == [""]
    assert lines("   ")[0].pieces == ()


def test_no_scrap_stands_alone():
    assert joined(lines("至少到 2026-11-02，并且要等团队说", 150)) == ["至少到 2026-11-02，", "并且要等团队说"]
    assert joined(lines("发热发热发热发热发", 80)) == ["发热发热发", "热发热发"]
    assert joined(lines("发热 三字药", 22)) == ["发热", "三字", "药"]


def test_a_number_and_its_unit_part_only_where_no_line_could_hold_both():
    assert joined(lines("用 500 毫克", 48)) == ["用", "500 毫克"]
    assert joined(lines("500 毫克", 25)) == ["500", "毫克"]
    assert breaks("500 毫克")[0] == frozenset()


def test_what_cannot_be_broken_is_an_error():
    with pytest.raises(InputError) as caught:
        lines("A" * 5000)
    assert caught.value.code == "paper.does-not-fit"
    assert caught.value.params["key"] == "k"
    assert caught.value.params["over"] > 5000 / MM  # type: ignore[operator]
    assert caught.value.params["lines"] > 100  # type: ignore[operator]


def test_a_character_without_a_glyph_is_named():
    with pytest.raises(InputError) as caught:
        lines("张𠮷")
    assert caught.value.code == "paper.no-glyph"
    assert caught.value.params == {"key": "k", "char": "𠮷", "point": "U+20BB7"}
