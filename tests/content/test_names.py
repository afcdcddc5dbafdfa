"""Names offered while typing: own ones first, by characters, pinyin, initials; and the questions that are shipped."""

import re
from pathlib import Path

import pytest
from pypinyin import lazy_pinyin

from handbook.content import Book, load
from handbook.content.pinyin import CHARACTERS, syllables, write
from handbook.domain import Kind

OWN = ["阿昔洛韦片", "黄芪颗粒", "Zovirax", "黄芪颗粒", "陈皮 10 克"]


@pytest.fixture(scope="module")
def shipped() -> Book:
    return load()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("阿昔", ("阿昔洛韦片", "阿昔洛韦")),
        ("axi", ("阿昔洛韦片", "阿昔洛韦")),
        ("a xi", ("阿昔洛韦片", "阿昔洛韦")),
        ("AXL", ("阿昔洛韦片", "阿昔洛韦")),
        ("洛韦", ("阿昔洛韦片", "阿昔洛韦", "伐昔洛韦")),
        ("luowei", ("阿昔洛韦片", "阿昔洛韦", "伐昔洛韦")),
        ("zov", ("Zovirax",)),
        ("黃", ("黄芪颗粒",)),  # typed in traditional characters
        ("huangqi", ("黄芪颗粒",)),
        ("cp", ("陈皮 10 克",)),
        ("lvlei", ("氯雷他定",)),
        ("lulei", ("氯雷他定",)),
        ("ACIC", ("aciclovir", "valaciclovir")),
        ("aciclovir", ("aciclovir", "valaciclovir")),
        ("zovirax", ()),  # nothing but what stands there already
        (" ", ()),
        ("xyz", ()),
        ("阿阿", ()),
        ("?", ()),
    ],
)
def test_names_are_offered_own_ones_first(shipped: Book, typed: str, offered: tuple[str, ...]) -> None:
    assert shipped.suggest(typed, OWN) == offered


def test_what_begins_so_stands_before_what_only_contains_it(shipped: Book) -> None:
    assert shipped.suggest("松", ["松"])[0] == "松"
    assert shipped.suggest("氟", [], limit=3) == ("氟康唑", "氟达拉滨", "左氧氟沙星")
    assert shipped.suggest("单抗", ["托珠单抗"], limit=2) == ("托珠单抗", "阿仑单抗")


def test_damaged_or_absent_lists_cost_the_names_never_the_page(root: Path) -> None:
    write(root)
    assert load(root).suggest("chenpi", ["陈皮"]) == ("陈皮",)
    (root / CHARACTERS).write_bytes(b"\xff\xfe\nchen")
    assert load(root).suggest("chenpi", ["陈皮"]) == ()
    (root / CHARACTERS).unlink()
    (root / "medicine-names.toml").unlink()
    book = load(root)
    assert book.suggest("陈", ["陈皮"]) == ("陈皮",)
    assert [fault.file for fault in book.left_out] == ["medicine-names.toml"]


def test_the_shipped_names_are_spelled_as_pypinyin_spells_them(shipped: Book) -> None:
    assert len(shipped.medicine_names) >= 60
    for one in shipped.medicine_names:
        assert one.pinyin.split() == lazy_pinyin(one.name["zh-Hans"]), one
        assert re.fullmatch(r"[a-z][a-z -]+", one.name["en"]), one
        assert one.source, one


def test_the_shipped_characters_are_those_of_gb_2312(shipped: Book) -> None:
    known = syllables(shipped.root)
    assert len(known) == 6763
    assert (known["阿"], known["氯"], known["芪"]) == ("a", "lv", "qi")


def test_the_interview_asks_place_by_place_by_name_and_further_back(shipped: Book) -> None:
    groups = {group.id: group for group in shipped.lookback}
    places = {question.id for question in groups["places"].questions}
    assert places >= {
        "bedside", "kitchen", "bag", "receipts", "clinic", "herbalist", "formula", "drops", "creams", "inhalers",
        "injections", "infusions", "vaccines", "supplements",
    }  # fmt: skip
    assert [id_ for id_, group in groups.items() if group.monthly] == ["places"]
    assert [id_ for id_, group in groups.items() if group.older] == ["older"]
    assert {"transplant", "earlier-cell-therapy", "earlier-antibody"} <= {q.id for q in groups["older"].questions}
    by_name = "".join(
        q.text["zh-Hans"] + q.examples["zh-Hans"] for g in ("steroids", "immune") for q in groups[g].questions
    )
    for name in ("泼尼松", "地塞米松", "吗替麦考酚酯", "硫唑嘌呤", "环孢素", "甲氨蝶呤", "达雷妥尤单抗", "那他珠单抗"):
        assert name in by_name
    kinds = {question.id: question.kind for group in groups.values() for question in group.questions}
    assert {Kind.VACCINE, Kind.SUPPLEMENT, Kind.CHINESE_MEDICINE, Kind.INHALED} <= set(kinds.values())
    several = ("receipts", "clinic", "infusions", "steroid-local", "chemotherapy", "antibodies")
    assert {kinds[question] for question in several} == {Kind.NOT_SAID}


def test_the_interview_judges_nothing(shipped: Book) -> None:
    """It asks and says why; whether anything is allowed is for the team."""
    for group in shipped.lookback:
        for words in [group.text, group.why, *(w for q in group.questions for w in (q.text, q.examples))]:
            assert not re.search(r"allowed|safe|stop\b|danger", words["en"], re.IGNORECASE), words["en"]
            assert not re.search("允许|可以吃|不能吃|停药|安全|危险", words["zh-Hans"]), words["zh-Hans"]
            for sentence in re.split("[。？]", words["zh-Hans"]):
                assert len(re.findall(r"[\u3400-\u9fff]", sentence)) <= 25, sentence
