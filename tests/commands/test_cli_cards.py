"""``handbook cards``: the promise of the command line for lists of people, good ones and bad ones."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pypdfium2
import pytest
from commands_helpers import DATA, Ran, page_sizes, pdf_text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook import paper, tasks
from handbook.domain import CHINESE_HEADINGS, MachineError

Run = Callable[..., Ran]
A4, LETTER, BANK = (595.276, 841.890), (612.0, 792.0), (242.646, 153.014)
GOOD = "姓名,24小时电话,回输日期\n张𫖯,021-5555 0120,2026/11/2\n李四,021-5555 0121,2026年11月3日\n"
ON = ("--printed-on", "2026-11-22")
MM = 72 / 25.4


def write(text: str | bytes, name: str = "people.csv") -> None:
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())


def cards(run: Run, text: str | bytes, *more: object) -> Ran:
    write(text)
    return run("cards", "people.csv", "-o", "cards.pdf", *ON, *more)


def left() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


def report() -> dict[str, object]:
    found: dict[str, object] = json.loads(Path("report.json").read_text(encoding="utf-8"))
    return found


def places(data: bytes, page: int, columns: int = 2, rows: int = 5) -> list[str]:
    """The text of each place of a page, along the rows, without its white space."""
    document = pypdfium2.PdfDocument(data)
    width, height = document[page].get_size()
    card = (85.60 * MM, 53.98 * MM)
    x0, y0 = (width - columns * card[0]) / 2, (height - rows * card[1]) / 2
    text = document[page].get_textpage()
    found = []
    for number in range(columns * rows):
        x, y = x0 + number % columns * card[0], height - y0 - number // columns * card[1]
        words = text.get_text_bounded(left=x, right=x + card[0], bottom=y - card[1], top=y)
        found.append("".join(words.split()))
    document.close()
    return found


def mirrored(found: Sequence[str]) -> list[str]:
    return [found[at + 1 - at % 2 * 2] for at in range(len(found))]


def test_good_rows_are_printed_and_nothing_else_is_said(run: Run) -> None:
    done = cards(run, GOOD)
    assert (done.code, done.out, done.err) == (0, b"", "")
    assert left() == ["cards.pdf", "people.csv"]
    data = Path("cards.pdf").read_bytes()
    assert [pytest.approx(size, abs=0.1) for size in page_sizes(data)] == [A4, A4]
    fronts, backs = places(data, 0), mirrored(places(data, 1))
    for at, (name, phone) in enumerate((("张𫖯", "021-55550120"), ("李四", "021-55550121"))):
        assert name in fronts[at]
        assert phone in fronts[at]
        assert phone in backs[at]
        assert "叫不醒" in backs[at]
    assert set(fronts[2:]) == set(backs[2:]) == {""}


def test_good_rows_are_printed_and_bad_ones_wait_to_be_mended(run: Run) -> None:
    text = GOOD + "王五,soon,2026-02-30\n,120,\n"
    done = cards(run, text, "--rejects", "rejects.csv", "--report", "report.json", "--column", "name=姓名")
    assert (done.code, done.out) == (1, b"")
    assert [line.split("：")[:3] for line in done.lines] == [
        ["people.csv", "第 4 行", "24小时电话"],
        ["people.csv", "第 4 行", "回输日期"],
        ["people.csv", "第 5 行", "姓名"],
    ]
    assert left() == ["cards.pdf", "people.csv", "rejects.csv", "report.json"]
    assert report() == {
        "rows": 4,
        "printed": 2,
        "rejected": [
            {"row": 4, "field": "phone_24h", "reason": "clinic.phone"},
            {"row": 4, "field": "infusion_date", "reason": "person.date"},
            {"row": 5, "field": "name", "reason": "people.no-name"},
        ],
        "sheets": 1,
        "content_version": "2026.1",
        "kit": None,
    }
    rejects = Path("rejects.csv").read_bytes()
    rows = list(csv.reader(io.StringIO(rejects.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["姓名", "24小时电话", "回输日期", "row", "field", "reason"]
    assert rows[1][:5] == ["王五", "soon", "2026-02-30", "4", "phone_24h, infusion_date"]
    assert "看不懂这个日期" in rows[1][5]
    assert "王五" not in pdf_text(Path("cards.pdf").read_bytes())
    mended = (
        rejects.replace(b"soon", b"120")
        .replace(b"2026-02-30", b"2026-02-28")
        .replace(b"\r\n,120", "\r\n赵六,120".encode())
    )
    again = cards(run, mended)
    assert (again.code, again.err) == (0, "")
    assert "王五" in pdf_text(Path("cards.pdf").read_bytes())


def test_the_sentences_are_in_the_language_of_the_program(run: Run) -> None:
    write(GOOD + "王五,120,soon\n")
    done = run("--ui-language", "en", "cards", "people.csv", "-o", "x.pdf", "--rejects", "r.csv", *ON)
    assert done.lines[0].startswith("people.csv: row 4: 回输日期: This date cannot be read (soon)")
    assert "This date cannot be read" in Path("r.csv").read_text(encoding="utf-8-sig")


def test_without_a_good_row_there_is_no_pdf(run: Run) -> None:
    done = cards(run, "姓名,医院\n张三,a\n李四,b\n", "--report", "report.json")
    assert (done.code, len(done.lines)) == (1, 2)
    assert "24 小时电话" in done.err
    assert left() == ["people.csv", "report.json"]
    assert (report()["printed"], report()["sheets"]) == (0, 0)


def test_a_dry_run_says_what_would_be_printed(run: Run) -> None:
    write(GOOD + "王五,120,soon\n")
    done = run(
        "cards", "people.csv", "--dry-run", "--report", "report.json", "--rejects", "r.csv", "--start", "10", *ON
    )
    assert done.code == 1
    assert done.text == "3 行里可以做 2 张卡，要 2 张纸。\n"
    assert (report()["printed"], report()["sheets"]) == (2, 2)
    assert left() == ["people.csv", "r.csv", "report.json"]
    assert run("cards", "people.csv", "--dry-run", "-o", "x.pdf", *ON).code == 1
    assert not Path("x.pdf").exists()
    to_stream = run("cards", "people.csv", "--dry-run", "--report", "-", *ON)
    assert json.loads(to_stream.text)["rows"] == 3


@pytest.mark.parametrize(("sheet", "size", "count"), [("a4-10", A4, 10), ("letter-8", LETTER, 8), ("bank", BANK, 1)])
def test_every_sheet_is_filled_in_the_order_of_the_list(
    run: Run, sheet: str, size: tuple[float, float], count: int
) -> None:
    names = [f"患者{number:02}" for number in range(21)]
    text = "name,phone_24h\n" + "".join(f"{name},120\n" for name in names)
    done = cards(run, text, "--sheet", sheet, "--report", "report.json")
    assert (done.code, done.err) == (0, "")
    data = Path("cards.pdf").read_bytes()
    sheets = -(-len(names) // count)
    assert report()["sheets"] == sheets
    assert [pytest.approx(one, abs=0.1) for one in page_sizes(data)] == [size] * (2 * sheets)
    text = "".join(pdf_text(data).split())
    assert sorted(names, key=text.index) == names


def test_own_sheet_start_flip_card_and_code(run: Run) -> None:
    write('paper = "a4"\ncolumns = 1\nrows = 3\n', "own.toml")
    assert cards(run, GOOD, "--sheet", "own.toml", "--start", "3").code == 0
    assert len(page_sizes(Path("cards.pdf").read_bytes())) == 4
    assert cards(run, GOOD, "--start", "2").code == 0
    fronts = places(Path("cards.pdf").read_bytes(), 0)
    assert [bool(text) for text in fronts] == [False, True, True, *[False] * 7]
    assert cards(run, GOOD, "--card", "doctor").code == 0
    assert "CRS" in pdf_text(Path("cards.pdf").read_bytes())
    plain = Path("cards.pdf").read_bytes()
    assert cards(run, GOOD, "--qr", "--report", "report.json").code == 0
    assert Path("cards.pdf").read_bytes() != plain
    assert report()["sheets"] == 1
    for flip in ("short", "none"):
        assert cards(run, GOOD, "--flip", flip).code == 0


def test_backs_in_a_file_of_their_own(run: Run) -> None:
    assert cards(run, GOOD, "--flip", "manual").code == 0
    assert left() == ["cards-backs.pdf", "cards.pdf", "people.csv"]
    assert "李四" in pdf_text(Path("cards.pdf").read_bytes())
    assert "叫不醒" in pdf_text(Path("cards-backs.pdf").read_bytes())
    assert "叫不醒" not in "".join(places(Path("cards.pdf").read_bytes(), 0))


def test_a_stack_is_in_the_order_of_the_list_when_it_is_cut(run: Run) -> None:
    text = "姓名,24小时电话\n" + "".join(f"患者{number:02},120\n" for number in range(13))
    assert cards(run, text, "--order", "stack").code == 0
    data = Path("cards.pdf").read_bytes()
    fronts = [places(data, 0), places(data, 2)]
    piles = [sheet[place] for place in range(10) for sheet in fronts if sheet[place]]
    assert [f"患者{number:02}" in found for number, found in enumerate(piles)] == [True] * 13
    assert [bool(found) for found in fronts[1]] == [True] * 3 + [False] * 7


def test_blank_cards_for_a_pen(run: Run) -> None:
    done = run("cards", "--blank", "12", "-o", "blank.pdf", "--language", "en", "--start", "4", *ON)
    assert (done.code, done.out, done.err, left()) == (0, b"", "", ["blank.pdf"])
    data = Path("blank.pdf").read_bytes()
    assert [bool(text) for text in places(data, 0)] == [False] * 3 + [True] * 7
    assert sum("Name" in text for page in (0, 2) for text in places(data, page)) == 12


def test_standard_streams(run: Run) -> None:
    done = run("cards", "-", "-o", "-", *ON, stdin=GOOD.encode("gb18030"))
    assert (done.code, done.err) == (0, "")
    assert "张𫖯" in pdf_text(done.out)
    rejects = run("cards", "-", "-o", "x.pdf", "--rejects", "-", *ON, stdin=GOOD + "王五,120,soon\n")
    assert rejects.code == 1
    assert rejects.err.startswith("-：第 4 行：")
    assert rejects.out.startswith(b"\xef\xbb\xbf")
    assert left() == ["x.pdf"]


def test_same_input_and_date_same_bytes(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    cards(run, GOOD)
    first = Path("cards.pdf").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")  # 2026-11-22
    write(GOOD.replace(",", ";").encode("gb18030"))
    assert run("cards", "people.csv", "-o", "other.pdf").code == 0
    assert Path("other.pdf").read_bytes() == first


def test_the_clinic_s_number_and_version(run: Run) -> None:
    done = cards(run, "姓名,医院\n张三,\n", "--clinic", DATA / "kit", "--report", "report.json")
    assert done.code == 0
    assert report()["kit"] == "2026.2"
    assert "021-5555 0120" in pdf_text(Path("cards.pdf").read_bytes())


def test_unknown_headings_are_told_once(run: Run) -> None:
    done = cards(run, "姓名,24小时电话,性别,备注\n" + "张三,120,男,x\n" * 3)
    assert (done.code, len(done.lines)) == (0, 1)
    assert "性别、备注" in done.err
    many = cards(run, "姓名,24小时电话," + ",".join(f"列{n}" for n in range(200)) + "\n张三,120\n")
    assert (many.code, len(many.lines)) == (0, 1)
    assert "(+190)" in many.err
    assert len(many.err) < 200


def test_many_faults_are_not_all_told(run: Run) -> None:
    done = cards(run, "姓名\n" + "张三\n" * 300)
    assert (done.code, len(done.lines)) == (1, 201)
    assert "100" in done.lines[-1]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "空"),
        ("姓名,24小时电话\n", "表头"),
        (",".join(f"列{number}" for number in range(200)) + "\n1,2\n", "200"),
        ("姓名," * 2_001 + "\n1,2\n", "最多 2000 列"),
        (bytes(range(256)) * 4000, "不是文字表格"),
        (b"PK\x03\x04" + b"\0" * 100, "工作簿"),
        (GOOD.encode("utf-16"), "UTF-16"),
        (GOOD.encode() + "王小明,上海瑞金医院,\n".encode("gb18030"), "第 4 行"),
        ('姓名,24小时电话\n"张三,120\n李四,120\n', "引号"),
        ("姓名,姓名\na,b\n", "同一项"),
    ],
    ids=["empty", "header", "no-name", "columns", "binary", "workbook", "utf-16", "mixed", "quotes", "twice"],
)
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_list_that_cannot_be_read_is_one_line_and_only_the_report(
    run: Run, data: str | bytes, words: str, language: str
) -> None:
    write(data)
    done = run(
        "--ui-language", language, "cards", "people.csv", "-o", "x.pdf", "--rejects", "r.csv", "--report", "report.json"
    )
    assert (done.code, done.out, len(done.lines)) == (1, b"", 1)
    assert done.err.startswith("people.csv")
    assert words in done.err or language == "en"
    assert left() == ["people.csv", "report.json"]
    assert (report()["rows"], len(report()["rejected"])) == (0, 1)


def test_a_list_of_100_mb(run: Run) -> None:
    with Path("people.csv").open("wb") as file:
        file.truncate(100_000_000)
    began = time.monotonic()
    done = run("cards", "people.csv", "-o", "x.pdf")
    assert (done.code, len(done.lines), left()) == (1, 1, ["people.csv"])
    assert time.monotonic() - began < 5


def test_a_row_of_10_000_characters_and_an_unknown_language(run: Run) -> None:
    done = cards(run, GOOD.replace("日期", "日期,语言,医院") + f"王五,120,,fr,\n赵六,120,,,{'院' * 10_000}\n")
    assert (done.code, len(done.lines)) == (1, 2)
    assert "fr" in done.lines[0]
    assert "9800" in done.lines[1]
    assert "李四" in pdf_text(Path("cards.pdf").read_bytes())


@pytest.mark.parametrize("name", ["none.csv", "folder"])
def test_a_list_that_is_not_there(run: Run, name: str) -> None:
    Path("folder").mkdir()
    done = run("cards", name, "-o", "x.pdf")
    assert (done.code, len(done.lines)) == (1, 1)
    assert done.err.startswith(name)


@pytest.mark.parametrize(
    ("sheet", "key"),
    [
        ('paper = "a4"\ncolumns = 3\nrows = 5\n', "columns"),
        ('paper = "a4"\ncolumns = 2\nrows = 5\ngutter_down = -1\n', "gutter_down"),
        ('paper = "a4"\ncolumns = 2\nrows = 5\ncard_height = 20\n', "card_height"),
        ("columns = ", ""),
    ],
    ids=["off", "overlap", "small", "toml"],
)
def test_a_sheet_that_does_not_fit_the_paper(run: Run, sheet: str, key: str) -> None:
    write(sheet, "own.toml")
    done = cards(run, GOOD, "--sheet", "own.toml")
    assert (done.code, len(done.lines)) == (1, 1)
    assert done.err.startswith("own.toml")
    assert key in done.err
    assert left() == ["own.toml", "people.csv"]


def test_a_kit_that_is_no_kit(run: Run) -> None:
    done = cards(run, GOOD, "--clinic", "people.csv", "--report", "report.json")
    assert (done.code, len(done.lines)) == (1, 1)
    assert left() == ["people.csv", "report.json"]


@pytest.mark.parametrize(
    "args",
    [
        ("cards",),
        ("cards", "people.csv"),
        ("cards", "people.csv", "-o", "people.csv"),
        ("cards", "-o", "x.pdf"),
        ("cards", "people.csv", "--blank", "2", "-o", "x.pdf"),
        ("cards", "--blank", "0", "-o", "x.pdf"),
        ("cards", "--blank", "2"),
        ("cards", "--blank", "2", "-o", "x.pdf", "--report", "r.json"),
        ("cards", "people.csv", "-o", "x.pdf", "--order", "alphabet"),
        ("cards", "people.csv", "-o", "x.pdf", "--rejects", "./people.csv"),
        ("cards", "people.csv", "-o", "x.pdf", "--report", "x.pdf"),
        ("cards", "people.csv", "-o", "x.pdf", "--flip", "manual", "--rejects", "x-backs.pdf"),
        ("cards", "people.csv", "-o", "-", "--report", "-"),
        ("cards", "people.csv", "-o", "-", "--flip", "manual"),
        ("cards", "people.csv", "-o", "x.pdf", "--start", "0"),
        ("cards", "people.csv", "-o", "x.pdf", "--start", "11"),
        ("cards", "people.csv", "--dry-run", "--start", "11"),
        ("cards", "people.csv", "-o", "x.pdf", "--flip", "up"),
        ("cards", "people.csv", "-o", "x.pdf", "--card", "both"),
        ("cards", "people.csv", "-o", "x.pdf", "--language", "fr"),
        ("cards", "people.csv", "-o", "x.pdf", "--printed-on", "soon"),
        ("cards", "people.csv", "-o", "x.pdf", "--column", "name"),
        ("cards", "people.csv", "-o", "x.pdf", "--column", "nam=姓名"),
        ("cards", "people.csv", "-o", "x.pdf", "--column", "name=姓名", "--column", "name=x"),
    ],
)
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_wrong_usage_is_one_sentence_and_2(run: Run, args: tuple[str, ...], language: str) -> None:
    write(GOOD)
    done = run("--ui-language", language, *args)
    assert (done.code, done.out, len(done.lines)) == (2, b"", 1)
    assert left() == ["people.csv"]
    assert Path("people.csv").read_text(encoding="utf-8") == GOOD


@pytest.mark.parametrize("broken", ["-o", "--rejects", "--report"])
def test_where_one_file_cannot_be_written_none_is(run: Run, broken: str) -> None:
    write(GOOD + "王五,120,soon\n")
    given = {"-o": "x.pdf", "--rejects": "r.csv", "--report": "report.json"} | {broken: "none/file"}
    done = run("cards", "people.csv", *[word for pair in given.items() for word in pair], *ON)
    assert done.code == 3
    assert done.lines[-1].startswith("none/file")
    assert left() == ["people.csv"]


def test_a_stop_at_any_moment_leaves_no_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    write(GOOD)
    for module, name in ((tasks, "check_people"), (paper, "cards"), (os, "fsync"), (Path, "replace")):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, stop, raising=False)
            done = run("cards", "people.csv", "-o", "x.pdf", "--report", "report.json", *ON)
        assert (done.code, done.err.strip()) == (130, "")
        assert left() == ["people.csv"]


def test_the_terminal_sees_how_long_it_takes_and_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    people = "name,phone_24h,batch\n" + "".join(f"患者{n},120,{n}\n" for n in range(30_000))
    (tmp_path / "people.csv").write_text(people, encoding="utf-8")
    here, there = pty.openpty()
    # Who started the tests in the background may ignore Ctrl+C, and a child inherits that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [sys.executable, "-m", "handbook", "cards", "people.csv", "-o", "x.pdf"], cwd=tmp_path, stderr=there,
        start_new_session=True,
    )  # fmt: skip
    signal.signal(signal.SIGINT, before)
    os.close(there)
    seen = b""
    while "检查".encode() not in seen:
        seen += os.read(here, 4096)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    while chunk := _more(here):
        seen += chunk
    os.close(here)
    assert "秒" in seen.decode()
    assert b"Traceback" not in seen
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


def _more(handle: int) -> bytes:
    try:
        return os.read(handle, 4096)
    except OSError:  # how Linux says that the other end is closed
        return b""


def test_outlines_around_every_card_on_any_sheet(run: Run) -> None:
    sizes = []
    for more in ((), ("--outlines",)):
        assert cards(run, GOOD, "--sheet", "letter-8", *more).code == 0
        document = pypdfium2.PdfDocument(Path("cards.pdf").read_bytes())
        sizes.append([len(list(page.get_objects())) for page in document])
        document.close()
    plain, outlined = sizes
    assert [more - fewer for fewer, more in zip(plain, outlined, strict=True)] == [2, 2]


def test_a_code_on_the_doctor_card_is_refused(run: Run) -> None:
    done = cards(run, GOOD, "--card", "doctor", "--qr")
    assert (done.code, len(done.lines), left()) == (2, 1, ["people.csv"])


def _rare(count: int) -> Iterator[str]:
    """Characters of names that few fonts have."""
    blocks = [*range(0x20000, 0x2A6E0), *range(0x2A700, 0x2EBF0), *range(0x3400, 0x4DC0)]
    found = [chr(code) for code in blocks if paper.has_glyph(chr(code))]
    return iter(random.Random(5).sample(found, count))


def test_500_names_long_hospitals_and_both_languages_come_out_as_they_went_in(run: Run) -> None:
    rare = _rare(500)
    hospital = "示例省示例市第一人民医院暨示例大学附属示例医院东院区血液与肿瘤疾病诊疗示范中心一号楼"
    assert len(hospital[:40]) == 40
    people = [
        {
            "name": "张王李赵"[number % 4] + next(rare) + ("小明" if number % 3 else ""),
            "birth_date": f"19{40 + number % 60}-03-{number % 28 + 1:02}",
            "record_number": f"B{number:05}",
            "product": "瑞基奥仑赛",
            "infusion_date": f"2026-11-{number % 20 + 1:02}",
            "hospital": f"{number:03}{hospital[:37]}",
            "phone_24h": f"021-5555 {number:04}",
            "caregiver": "李" + "㛃䶮𫖯𬭎"[number % 4],
            "caregiver_phone": f"138 0000 {number:04}",
            "language": ("zh-Hans", "en", "zh-Hans+en")[number % 3],
        }
        for number in range(500)
    ]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(CHINESE_HEADINGS[key] for key in people[0])
    writer.writerows(person.values() for person in people)
    done = cards(run, out.getvalue().encode("gb18030"), "--report", "report.json", "--rejects", "rejects.csv")
    assert (done.code, done.err) == (0, "")
    data = Path("cards.pdf").read_bytes()
    expected = [(person, language) for person in people for language in person["language"].split("+")]
    assert report()["sheets"] == -(-len(expected) // 10) == len(page_sizes(data)) // 2
    fronts = [text for sheet in range(len(page_sizes(data)) // 2) for text in places(data, 2 * sheet)]
    backs = [text for sheet in range(len(page_sizes(data)) // 2) for text in mirrored(places(data, 2 * sheet + 1))]
    assert set(fronts[len(expected) :]) <= {""}
    for (person, language), front, back in zip(expected, fronts, backs, strict=False):
        end = "印于2026-11-22" if language == "zh-Hans" else "Printed2026-11-22"
        fixed, _, personal = front.partition(end)
        given = [person[key] for key in ("name", "birth_date", "product", "infusion_date", "hospital", "caregiver")]
        assert personal == "".join([*given, person["caregiver_phone"], person["phone_24h"]]).replace(" ", "")
        assert ("姓名" in fixed) == (language == "zh-Hans")
        assert back.endswith(person["phone_24h"].replace(" ", ""))


CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=5), st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))
def test_any_list_gives_cards_or_sentences(run: Run, rows: list[tuple[str, ...]], encoding: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([("姓名", "24小时电话", "回输日期", "过敏"), *rows])
    done = run("cards", "-", "-o", "-", *ON, stdin=out.getvalue().encode(encoding))
    assert done.code in {0, 1}
    assert (done.code == 0) == (not done.err)
    assert not done.out or done.out.startswith(b"%PDF")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.binary(max_size=300))
def test_any_bytes_give_cards_or_a_sentence(run: Run, data: bytes) -> None:
    done = run("cards", "-", "-o", "-", *ON, stdin=b"name,phone_24h\n" + data)
    assert done.code in {0, 1}
    assert done.code == 0 or done.lines


def test_a_full_disk(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise MachineError("file.no-space", where="x.pdf")

    write(GOOD)
    monkeypatch.setattr("handbook.commands.cards.write_all", full)
    done = run("cards", "people.csv", "-o", "x.pdf", *ON)
    assert (done.code, len(done.lines), left()) == (3, 1, ["people.csv"])
