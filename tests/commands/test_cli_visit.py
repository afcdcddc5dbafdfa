"""``visit`` and the other forms of ``medicines``, from a real record."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from commands_helpers import DATA, Ran, page_sizes, pdf_text

from handbook.commands.front import clock
from handbook.domain import Medicine, PartialDate, Quantity, Reading, Site, TeamCall
from handbook.record import Record

Run = Callable[..., Ran]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    folder = tmp_path / "record"
    now: datetime = clock()
    with closing(Record.open(folder, clock=clock, new_id=str)) as opened:
        for job in (
            lambda s: s.add_medicine(Medicine("m1", "阿昔洛韦", start=PartialDate.parse("2026-08"), told_by="女儿")),
            lambda s: s.add_reading(Reading("r1", Quantity.TEMPERATURE, 38.2, now - timedelta(days=2), Site.EAR)),
            lambda s: s.add_reading(Reading("r2", Quantity.TEMPERATURE, 36.4, now - timedelta(days=60))),
            lambda s: s.add_call(TeamCall("c1", now - timedelta(days=1), "护士", "女儿", "马上来")),
            lambda s: s.set_person("name", "张三"),
            lambda s: s.set_date("infusion", date(2026, 11, 2)),
        ):
            opened.submit(job).result()
    return folder


@pytest.mark.parametrize("language", ["zh-Hans", "en", "zh-Hans+en"])
def test_the_pages_for_the_doctor(run: Run, record: Path, language: str) -> None:
    done = run("visit", "--record", record, "-o", "visit.pdf", "--language", language)
    assert (done.code, done.err) == (0, "")
    data = Path("visit.pdf").read_bytes()
    assert {tuple(round(side) for side in page) for page in page_sizes(data)} == {(595, 842)}
    text = pdf_text(data)
    for words in ("张三", "阿昔洛韦", "护士", "马上来", "38.2"):
        assert words in text
    assert "36.4" not in text


def test_an_earlier_day_takes_in_more(run: Run, record: Path) -> None:
    since = clock().date() - timedelta(days=70)
    done = run("visit", "--record", record, "-o", "-", "--since", since)
    assert done.code == 0
    assert "36.4" in pdf_text(done.out)


@pytest.mark.parametrize(("more", "first"), [((), "2026-08-04"), (("--days", "30"), "2026-10-03")])
def test_how_far_back_stopped_medicines_reach(run: Run, record: Path, more: tuple[str, ...], first: str) -> None:
    done = run("visit", "--record", record, "-o", "-", "--language", "en", *more)
    assert first in pdf_text(done.out)


def test_what_the_family_leaves_out_is_named(run: Run, record: Path) -> None:
    done = run("visit", "--record", record, "-o", "-", "--leave-out", "calls", "--leave-out", "names")
    text = pdf_text(done.out)
    assert "家人选择不打印：通话、谁记的、谁说的" in text
    assert "马上来" not in text
    assert "女儿" not in text


def test_the_clinics_line_is_on_the_curve(run: Run, record: Path) -> None:
    done = run("visit", "--record", record, "-o", "-", "--clinic", DATA / "kit")
    assert "没有签名" in done.err
    assert "本院发热线 " in pdf_text(done.out)


def test_the_same_day_gives_the_same_bytes(run: Run, record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")
    first, again = (run("visit", "--record", record, "-o", "-").out for _ in range(2))
    assert first == again
    assert first.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--since", "2999-01-01"), 2),
        (("--since", "gestern"), 2),
        (("--leave-out", "everything"), 2),
        (("--record", "none"), 1),
    ],
)
def test_wrong_use_is_one_line(run: Run, record: Path, more: tuple[str, ...], code: int) -> None:
    done = run("visit", "--record", record, "-o", "x.pdf", *more)
    assert (done.code, len(done.lines)) == (code, 1)
    assert not Path("x.pdf").exists()


@pytest.mark.parametrize("name", ["m.json", "m.html", "m.htm"])
def test_the_ending_says_which_form(run: Run, record: Path, name: str) -> None:
    assert run("medicines", "--record", record, "-o", name).code == 0
    assert "阿昔洛韦" in Path(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("as_", ["pdf", "html", "fhir"])
def test_allergies_are_told_of_somebody_without_a_name(run: Run, record: Path, as_: str) -> None:
    with closing(Record.open(record, clock=clock, new_id=str)) as opened:
        opened.submit(lambda s: s.set_person("name", "")).result()
        opened.submit(lambda s: s.set_person("allergies", "青霉素")).result()
    done = run("medicines", "--record", record, "-o", "-", "--as", as_)
    assert done.code == 0
    assert "青霉素" in (pdf_text(done.out) if as_ == "pdf" else done.out.decode())


def test_a_summary_for_other_programs(run: Run, record: Path) -> None:
    done = run("medicines", "--record", record, "-o", "m.json", "--as", "fhir")
    assert (done.code, done.err) == (0, "")
    bundle = json.loads(Path("m.json").read_bytes())
    assert bundle["resourceType"] == "Bundle"
    assert bundle["entry"][2]["resource"]["resourceType"] in {"RelatedPerson", "MedicationStatement"}
