"""``handbook card``: the promise of the command line, good input."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from commands_helpers import DATA, Ran, page_sizes, pdf_text

Run = Callable[..., Ran]

PERSON = """
name = "张𫖯"
birth_date = 1961-03-04
product = "瑞基奥仑赛"
infusion_date = 2026-11-02
hospital = "示例医院"
phone_24h = "021-5555 0120"
allergies = "青霉素"
"""
A4 = (841.890, 595.276)
BANK = (242.646, 153.014)


@pytest.fixture
def person(tmp_path: Path) -> Path:
    path = tmp_path / "person.toml"
    path.write_text(PERSON, encoding="utf-8")
    return path


@pytest.mark.parametrize("language", ["zh-Hans", "en", "zh-Hans+en"])
@pytest.mark.parametrize(("form", "size"), [("booklet", A4), ("bank", BANK)])
def test_a_card_in_each_format_and_language(
    run: Run, person: Path, form: str, size: tuple[float, float], language: str
):
    done = run("card", "--person", person, "-o", "card.pdf", "--format", form, "--language", language)
    assert (done.code, done.out, done.err) == (0, b"", "")
    data = Path("card.pdf").read_bytes()
    for page in page_sizes(data):
        assert sorted(page) == pytest.approx(sorted({"booklet": A4, "bank": BANK}[form]), abs=0.1)
    text = pdf_text(data)
    assert "张𫖯" in text
    assert "021-5555 0120" in text
    if "zh" in language:
        assert "CAR-T 治疗患者" in text
    if "en" in language:
        assert "CAR-T cell therapy patient" in text


@pytest.mark.parametrize("form", ["booklet", "bank"])
def test_a_blank_card_needs_nothing(run: Run, form: str) -> None:
    assert run("card", "--blank", "-o", "card.pdf", "--format", form).code == 0
    assert "CAR-T" in pdf_text(Path("card.pdf").read_bytes())


def test_the_parts_of_a_bank_card(run: Run) -> None:
    pages = {}
    for which in ("family", "doctor", "both"):
        assert run("card", "--blank", "-o", "card.pdf", "--format", "bank", "--card", which).code == 0
        pages[which] = len(page_sizes(Path("card.pdf").read_bytes()))
    assert pages["both"] == pages["family"] + pages["doctor"]


def test_same_input_and_date_same_bytes(run: Run, person: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fixed = ("card", "--person", person, "--printed-on", "2026-11-22", "-o")
    assert run(*fixed, "a.pdf").code == 0
    by_stream = run(*fixed, "-")
    assert (by_stream.code, by_stream.err) == (0, "")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")  # 2026-11-22
    assert run("card", "--person", person, "-o", "b.pdf").code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795435200")  # the day after
    assert run("card", "--person", person, "-o", "c.pdf").code == 0
    assert by_stream.out == Path("a.pdf").read_bytes() == Path("b.pdf").read_bytes() != Path("c.pdf").read_bytes()


def test_a_person_from_standard_input(run: Run) -> None:
    assert run("card", "--person", "-", "-o", "card.pdf", stdin='{"name": "李四", "phone_24h": "120"}').code == 0
    assert "李四" in pdf_text(Path("card.pdf").read_bytes())


def test_the_language_in_the_person_s_file_goes_first(run: Run) -> None:
    text = 'name = "Li Si"\nphone_24h = "120"\nlanguage = "en"'
    assert run("card", "--person", "-", "-o", "card.pdf", "--language", "zh-Hans", stdin=text).code == 0
    assert "CAR-T cell therapy patient" in pdf_text(Path("card.pdf").read_bytes())


def test_the_clinic_s_numbers_stand_on_the_card(run: Run) -> None:
    done = run("card", "--person", "-", "--clinic", DATA / "kit", "-o", "card.pdf", stdin='name = "李四"')
    assert (done.code, len(done.lines)) == (0, 1)
    assert "没有签名" in done.err
    text = pdf_text(Path("card.pdf").read_bytes())
    assert "021-5555 0120" in text
    assert "38.0" in text or "38 ℃" in text


def test_a_kit_past_its_date_is_used_with_a_notice(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1893456000")  # 2030-01-01
    done = run("card", "--blank", "--clinic", DATA / "kit", "-o", "card.pdf")
    assert done.code == 0
    assert len(done.lines) == 2
    assert "没有签名" in done.err
    assert "2027-06-30" in done.err
    assert "021-5555 0120" in pdf_text(Path("card.pdf").read_bytes())


def test_an_old_card_is_replaced_and_a_link_stays_a_link(run: Run) -> None:
    Path("real.pdf").write_bytes(b"old")
    Path("link.pdf").symlink_to("real.pdf")
    assert run("card", "--blank", "-o", "link.pdf").code == 0
    assert Path("link.pdf").is_symlink()
    assert Path("real.pdf").read_bytes().startswith(b"%PDF")
    assert sorted(path.name for path in Path().iterdir()) == ["link.pdf", "real.pdf"]
