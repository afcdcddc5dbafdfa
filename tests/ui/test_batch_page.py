"""Cards for many people in the window: the list, the first sheet, what must be mended, the files, and what stays."""

import csv
import io
import json
import tempfile
from pathlib import Path
from threading import Event

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from handbook import settings, tasks
from handbook.domain import InputError, MachineError, Told
from handbook.ui import batch_work, crash, dialogs
from handbook.ui.batch_saving import BatchSaving

GOOD = "姓名,24小时电话,回输日期\n" + "".join(f"患者{n:02},021-5555 {n:04},2026-11-02\n" for n in range(12))


@pytest.fixture
def page(window, settled):
    window.go("batch", "")
    settled()
    return window.page


@pytest.fixture
def choose(page, settled, monkeypatch, tmp_path):
    """Choose a list with this content; a path is chosen as it is."""

    def go(data, which=None, name="people.csv"):
        path = data if isinstance(data, Path) else tmp_path / name
        if not isinstance(data, Path):
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
        monkeypatch.setattr(dialogs, "open_path", lambda *_: path)
        (which or page).choose_button.click()
        settled()

    return go


@pytest.fixture
def saved(settled, monkeypatch, tmp_path):
    """Press a button that saves; gives back the file."""

    def go(press, name):
        path = tmp_path / name
        monkeypatch.setattr(dialogs, "save_path", lambda *_: path)
        press.click()
        settled()
        return path

    return go


def pages_of(path):
    document = pypdfium2.PdfDocument(path.read_bytes())
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def told(page, name):
    return [found.text() for found in page.findChildren(QLabel, name) if not found.isHidden()]


def rows(page):
    return [tuple(cell.text() for cell in cells) for cells in page.faults.rows] if page.faults else []


def test_a_list_is_understood_looked_at_checked_and_saved(page, window, choose, saved):
    assert page.preview.count == 0
    assert page._check.isHidden()
    choose(GOOD.encode("gb18030"))
    assert page._list.state.text() == "12 个人 · GB18030 · 用逗号分隔"
    assert page.preview.count == 2
    assert told(page, "result") == ["12 个人都可以做卡，要 2 张纸。"]
    assert page.rejects_button.isHidden()
    path = saved(page.save_button, "out.pdf")
    assert len(pages_of(path)) == 4
    assert "患者00" in pages_of(path)[0]
    assert "患者11" in pages_of(path)[2]
    assert window.foot.text == f"做好了 12 张卡：{path}"
    page.forget_button.click()
    assert page.chosen is None
    assert page.preview.count == 0


def test_what_must_be_mended_stands_in_a_table_and_in_a_file(page, choose, saved):
    choose(GOOD + "王五,,2026-02-30\n,120,\n", name="clinic.csv")
    assert told(page, "result") == ["14 个人里，12 个可以做卡，要 2 张纸；2 个要先改。"]
    assert [row[:2] for row in rows(page)] == [("14", "回输日期"), ("14", "24小时电话"), ("15", "姓名")]
    assert "--clinic" not in rows(page)[1][2]
    rejects = saved(page.rejects_button, "rejects.csv").read_bytes()
    found = list(csv.reader(io.StringIO(rejects.decode("utf-8-sig"), newline="")))
    assert [row[0] for row in found] == ["姓名", "王五", ""]
    report = json.loads(saved(page.report_button, "report.json").read_text(encoding="utf-8"))
    assert (report["rows"], report["printed"], report["sheets"]) == (14, 12, 2)
    assert [one["row"] for one in report["rejected"]] == [14, 14, 15]
    choose(rejects.replace("王五,,2026-02-30".encode(), "王五,120,2026-02-28".encode()))
    assert told(page, "result") == ["2 个人里，1 个可以做卡，要 1 张纸；1 个要先改。"]


def test_no_row_that_can_be_printed(page, choose):
    choose("姓名\n" + "张三\n" * 70)
    assert told(page, "result") == ["70 个人都还不能做卡。请照「要改的」改。"]
    assert (page.save_button.isHidden(), page.rejects_button.isHidden(), page.preview.count) == (True, False, 0)
    assert len(rows(page)) == 60
    assert any("还有 10 处" in found.text() for found in page.faults.findChildren(QLabel))


def test_the_name_column_is_chosen_once_and_remembered(page, window, choose, saved, settled):
    headings = "病人,电话,姓名," + ",".join(f"列{n}" for n in range(200))
    text = headings.replace("姓名", "主治") + "\n王五,120,赵医生\n"
    choose(text)
    assert told(page, "fault") == ["表头有 203 列，看不出哪一列是姓名。请在下面「姓名」那里选一列。"]
    assert "列0、" in page._list.unused.text()
    assert page.preview.count == 0
    for key, column in (("name", 0), ("phone_24h", 1), ("physician", 2)):
        control = page.mapping.choices[key]
        control.setCurrentIndex(control.findData(str(column)))
        settled()
    assert told(page, "fault") == []
    assert told(page, "result") == ["1 个人都可以做卡，要 1 张纸。"]
    assert window.context.settings.card_columns == {}  # only what was printed with
    assert "王五" in pages_of(saved(page.save_button, "out.pdf"))[0]
    kept = {"病人": "name", "电话": "phone_24h", "主治": "physician"}
    assert settings.load(window.context.data_dir).card_columns == kept
    choose(text.replace("王五", "李四"))
    assert told(page, "result") == ["1 个人都可以做卡，要 1 张纸。"]


def test_a_column_belongs_to_one_field_and_can_be_left_out(page, choose, settled, saved, window):
    choose("姓名,24小时电话,医院\n王五,120,瑞金\n")
    control = page.mapping.choices["department"]
    control.setCurrentIndex(control.findData("2"))
    settled()
    assert page.chosen.table.columns == {"name": 0, "phone_24h": 1, "department": 2}
    assert page.mapping.choices["hospital"].currentData() == ""
    control.setCurrentIndex(0)
    settled()
    assert "瑞金" not in "".join(pages_of(saved(page.save_button, "out.pdf")))
    assert window.context.settings.card_columns == {"医院": ""}
    choose("姓名,24小时电话,医院\n王五,120,瑞金\n")
    assert "hospital" not in page.chosen.table.columns


def test_a_first_row_that_is_a_person_is_not_remembered(page, choose, settled, saved, window):
    choose("王小明,021-55550120\n李四,120\n")
    for key, column in (("name", 0), ("phone_24h", 1)):
        control = page.mapping.choices[key]
        control.setCurrentIndex(control.findData(str(column)))
        settled()
    assert saved(page.save_button, "out.pdf").exists()
    assert window.context.settings.card_columns == {}


def set_(page, settled, **chosen):
    for key, value in chosen.items():
        control = getattr(page.options, key, None) or page.options.choices[key]
        control.setCurrentIndex(control.findData(value))
        settled()


def test_every_choice_reaches_the_paper(page, choose, saved, settled, tmp_path, monkeypatch):
    choose(GOOD)
    set_(page, settled, sheet="letter-8", which="doctor", language="en", flip="manual", order="stack")
    page.options.places.picked.emit(3)
    settled()
    assert told(page, "result") == ["12 个人都可以做卡，要 2 张纸。"]
    assert page.preview.count == 2
    fronts = pages_of(saved(page.save_button, "out.pdf"))
    assert len(fronts) == 3  # with the page that shows how to turn the stack
    assert len(pages_of(tmp_path / "out-backs.pdf")) == 3
    # Places 3 to 8 of the first sheet, 1 to 6 of the second: the piles of 1 and 2 hold one card each, the next two.
    assert [[f"患者{n:02}" in text for n in range(4)] for text in fronts[:2]] == [
        [False, False, True, False],
        [True, True, False, True],
    ]
    assert page.options._flags[page.options.qr].isHidden()  # the doctor's card has no code
    set_(page, settled, outlines="yes", which="family", flip="long")
    assert page._how.outlined.outlines
    assert not page._how.sheet.outlines
    set_(page, settled, qr="yes", sheet="bank", language="zh-Hans+en", order="list")
    assert page.options._flags[page.options.outlines].isHidden()  # the edge of the page is that of the card
    assert page.options.start.value == 1
    assert told(page, "result") == ["12 个人都可以做卡，要 48 张纸。"]


def test_a_sheet_of_ones_own_and_one_that_does_not_fit(page, settled, tmp_path, monkeypatch):
    own = tmp_path / "own.toml"
    own.write_text('paper = "a4"\ncolumns = 1\nrows = 3\n')
    monkeypatch.setattr(dialogs, "open_path", lambda *_: own)
    set_(page, settled, sheet="own")
    assert (page.options.how.sheet.places, page.options.how.sheet_name) == (3, "own")
    own.write_text('paper = "a4"\ncolumns = 3\nrows = 3\n')
    set_(page, settled, sheet="a4-10")
    set_(page, settled, sheet="own")
    assert "columns" in page.options._sheet_field.fault_text
    assert page.options.sheet.currentData() == "a4-10"
    own.write_text("a" + ".a" * 30_000 + " = 1")
    set_(page, settled, sheet="own")
    assert "点太多" in page.options._sheet_field.fault_text
    monkeypatch.setattr(dialogs, "open_path", lambda *_: None)
    set_(page, settled, sheet="own")
    assert page.options.sheet.currentData() == "a4-10"


def test_the_first_place_is_typed_or_pressed(page, settled, qtbot, write):
    for text, value in (("4", 4), ("40", 10), ("x", 10), ("0", 1), ("9" * 5000, 1)):
        write(page.options.start, text)
        assert page.options.start.value == value, text
    picture = page.options.places
    at = QPoint(picture.width() * 3 // 4, picture.height() // 2)
    assert picture.at(QPointF(at)) == 6
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=at)
    settled()
    assert (page.options.start.text(), page.options.how.start) == ("6", 6)
    assert picture.accessibleName() == "第一张纸共 10 格，从第 6 格开始"
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert page.options.how.start == 6


def test_blank_cards_for_a_pen(page, saved, write, settled, window):
    write(page.blank_count, "11")
    path = saved(page.blank_button, "blank.pdf")
    texts = pages_of(path)
    assert len(texts) == 4
    assert texts[0].count("姓名") == 10
    assert "11 张卡" in window.foot.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "空的"),
        ("姓名,24小时电话\n", "没有人"),
        (bytes(range(256)) * 400, "不是文字表格"),
        (b"PK\x03\x04" + b"\0" * 100, "工作簿"),
        ("姓名\n王五\n".encode("utf-16"), "UTF-16"),
        ((GOOD + "王小明").encode() + ",120,\n上海瑞金医院,120,\n".encode("gb18030"), "编码"),
        ('姓名,24小时电话\n"张三,120\n李四,120\n', "引号"),
        (Path("/none/people.csv"), "找不到"),
    ],
    ids=["empty", "header", "binary", "workbook", "utf-16", "mixed", "quotes", "absent"],
)
def test_a_list_that_cannot_be_read_is_one_sentence(page, choose, data, words, tmp_path):
    choose(data)
    (sentence,) = told(page, "fault")
    assert words in sentence
    assert "people.csv" not in sentence
    assert (page.chosen, page.preview.count, page._check.isHidden()) == (None, 0, True)
    assert {path.name for path in tmp_path.iterdir()} <= {"people.csv", "data"}


def test_a_hundred_megabytes_and_a_very_long_row(page, choose, tmp_path):
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(100_000_000)
    choose(large)
    assert "太大" in told(page, "fault")[0]
    choose(GOOD.replace("回输日期", "医院", 1) + f"王五,120,{'院' * 10_000}\n李四,120,\n赵六,120,fr\n")
    assert "9800" in rows(page)[0][2] or any("9800" in row[2] for row in rows(page))


def test_a_stop_leaves_no_file_and_the_list_stays(page, window, choose, saved, monkeypatch):
    choose(GOOD)

    def draw(*_args, progress, **_named):
        progress("draw", 1, 12)
        page._saving.steps.stop.set()
        progress("draw", 2, 12)

    monkeypatch.setattr(tasks, "draw_people", draw)
    assert not saved(page.save_button, "out.pdf").exists()
    assert window.foot.text == "停下了，没有写任何文件。"
    assert page.save_button.isEnabled()


def test_what_is_being_saved_outlives_the_page(page, window, choose, saved, settled, monkeypatch, tmp_path, qtbot):
    choose(GOOD)
    path, at, go_on, real = tmp_path / "out.pdf", Event(), Event(), tasks.draw_people

    def draw(*args, progress, **named):
        progress("draw", 1, 12)
        at.set()
        assert go_on.wait(5)
        return real(*args, progress=progress, **named)

    monkeypatch.setattr(tasks, "draw_people", draw)
    monkeypatch.setattr(dialogs, "save_path", lambda *_: path)
    page.save_button.click()
    assert at.wait(5)
    window.context.keep(language="en")
    new = window.page
    qtbot.waitUntil(lambda: not new._check.stopping.isHidden())
    assert new._check.progress.text() == "Making cards 1/12"
    assert not new.save_button.isEnabled()
    window.go("today", "")
    go_on.set()
    qtbot.waitUntil(path.exists)
    settled()
    qtbot.waitUntil(lambda: window.foot.text == f"12 cards made: {path}")
    window.go("batch", "")
    settled()
    assert window.page.save_button.isEnabled()
    assert window.page._check.stopping.isHidden()


def test_progress_says_how_long_it_takes(page, choose, monkeypatch):
    choose(GOOD)
    saving = page.draft["saving"] = BatchSaving(page.context, 1000)
    steps = saving.steps
    steps.tell("draw", 100, 1000)
    page._show_progress()
    assert page._check.progress.text() == "做卡 100/1000"
    assert not page._check.stopping.isHidden()
    steps._began -= 10
    page._show_progress()
    assert page._check.progress.text() == "做卡 100/1000，大约还要 90 秒"
    page.stop()
    with pytest.raises(batch_work._Stopped):
        steps.tell("draw", 200, 1000)
    saving._end("")
    page._show_progress()
    assert page._check.stopping.isHidden()


def test_a_check_that_was_overtaken_says_nothing(page, choose):
    choose(GOOD)
    stopped = batch_work.Steps()
    stopped.stop.set()
    assert batch_work.check(page.chosen.table, page._job(), stopped) is None
    before = page._turn
    page._running += 3
    page._check_done((before - 1, None))
    page._read((before - 1, None))
    page._looked((before - 1, None))
    assert told(page, "result") == ["12 个人都可以做卡，要 2 张纸。"]
    assert page._running == 0


def test_a_full_disk_and_the_list_itself(page, window, choose, saved, monkeypatch, tmp_path):
    choose(GOOD)
    saved(page.report_button, "people.csv")
    assert "「people.csv」用了两次" in window.foot.text
    assert (tmp_path / "people.csv").read_text(encoding="utf-8") == GOOD

    def full(_files):
        raise MachineError("file.no-space", where="out.pdf")

    monkeypatch.setattr(batch_work, "write_all", full)
    saved(page.save_button, "out.pdf")
    assert "磁盘满了" in window.foot.text
    assert page.save_button.isEnabled()
    monkeypatch.setattr(batch_work, "write_whole", lambda *_: full(()))
    saved(page.report_button, "report.json")
    assert "磁盘满了" in window.foot.text


def test_printing_goes_the_way_of_every_sheet(page, choose, settled, monkeypatch):
    choose(GOOD)
    set_(page, settled, flip="manual")
    jobs = []
    monkeypatch.setattr(page._out, "print", lambda title, job: jobs.append((title, job())))
    page.print_button.click()
    ((title, data),) = jobs
    assert title == "打印…"
    assert len(pypdfium2.PdfDocument(data)) == 4  # fronts and backs: the stack is turned while it is printed


def test_a_good_row_far_down_is_looked_at_after_the_check(page, choose, monkeypatch):
    monkeypatch.setattr("handbook.tasks.batch.LOOK_AHEAD", 3)
    choose(GOOD.replace("回输日期\n", "回输日期\n" + "王五,,\n" * 5))
    assert page.preview.count == 2
    assert len(rows(page)) == 5


def test_a_number_that_came_later_is_on_the_cards(page, window, choose, settled):
    choose("姓名\n张三\n")
    assert page.faults is not None
    window.context.bridge.do(lambda store: store.set_number("phone_24h", Told("021-5555 0120")))
    settled()
    assert told(page, "result") == ["1 个人都可以做卡，要 1 张纸。"]


def test_the_list_outlives_a_change_of_language_and_nothing_is_cut(window, choose, settled):
    choose(GOOD + "王五,soon,2026-02-30\n")
    for language, scale in (("en", 200), ("zh-Hans", 200)):
        window.context.keep(language=language, scale=scale)
        window.resize(1024, 640)
        settled()
        page = window.page
        assert page.preview.count == 2
        assert len(rows(page)) == 2
        assert page.content.width() <= page.viewport().width()


def test_tab_goes_through_the_columns_in_their_place(page, choose, window, qtbot):
    choose(GOOD)
    page.forget_button.setFocus()
    for expected in (*page.mapping.choices.values(), page.options.sheet):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is expected


PLANTED = ("王翦翦", "A-77419", "13912345678", "会咬人的过敏")


def test_nothing_about_anybody_stays(page, window, choose, saved, settled, monkeypatch, tmp_path, capfd):
    temp = tmp_path / "temp"
    temp.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(temp))
    name, number, phone, allergy = PLANTED
    planted = (
        f"病人,病历号,家属电话,过敏,24小时电话,某医院的列\n{name},{number},{phone},{allergy},120,x\n,{number},,,,\n"
    )
    for text in (planted, planted.replace(f",{number},,,,", "李四,B2,,,,")):
        choose(text, name="secret-ward.csv")
        control = page.mapping.choices["name"]
        control.setCurrentIndex(control.findData("0"))
        settled()
        saved(page.report_button, "report.json")
    assert name in pages_of(saved(page.save_button, "out.pdf"))[0]
    window.context.keep(theme="night")
    settled()
    hook = crash.CrashHook(window.context.data_dir)
    hook.take(InputError("people.sheet-error", value=name, where=str(tmp_path / "secret-ward.csv")))
    window.page.forget_button.click()
    window.close()
    (tmp_path / "secret-ward.csv").unlink()
    (tmp_path / "out.pdf").unlink()
    kept = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert {path.name for path in kept} >= {"settings.toml", "report.json", "crash-report.txt", "record.db"}
    said = capfd.readouterr()
    for word in (*PLANTED, "secret-ward"):
        assert [path.name for path, data in kept.items() if word.encode() in data] == []
        assert [path.name for path, data in kept.items() if word.encode("gb18030") in data] == []
        assert word not in said.out + said.err
    assert "病人" in (window.context.data_dir / "settings.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("place", ["settings", "kit"])
def test_the_ways_there(window, place, settled):
    window.go(place, "")
    next(press for press in window.page.findChildren(QPushButton) if press.text() == "给很多人做卡").click()
    settled()
    assert window.place == "batch"
    next(press for press in window.page.findChildren(QPushButton) if press.text() == "回到设置").click()
    assert window.place == "settings"
