"""Forty days of one family through the real window; then the record is restored elsewhere and everything is compared.

The family: the interview before the infusion, two temperatures a day, a symptom card every other day, doses, two calls,
shifts, an immunoglobulin. What the doctor's pages and every export say must be what was entered, entry by entry.
"""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, datetime, time, timedelta, timezone
from operator import itemgetter

import pypdfium2
import pytest
from click.testing import CliRunner

from handbook import content, tasks
from handbook.commands import cli
from handbook.domain import Answer, Heard, Quantity, Site
from handbook.tasks import exchange
from handbook.tasks.interview import look_back_questions
from handbook.ui.tour import settle

BEIJING = timezone(timedelta(hours=8))
BEGIN = datetime(2026, 10, 20, 8, 0, tzinfo=BEIJING)
INFUSION = date(2026, 11, 2)
DAYS = 40
MEDICINES = (
    ("阿昔洛韦片", "0.2 克", "1 片", ""),
    ("泼尼松片", "5 毫克", "2 片", "2026-10-12"),
    ("复方甘草片", "", "3 片", ""),
)


def flat(text):
    """Text without what only parts lines and words."""
    return re.sub(r"\s", "", text)


class Clock:
    """The family's own clock."""

    def __init__(self):
        self.now = BEGIN

    def __call__(self):
        return self.now

    def at(self, day, hour, minute=0):
        self.now = datetime.combine(BEGIN.date() + timedelta(days=day), time(hour, minute), BEIJING)


class Family:
    """What one person does in the window, and what it must have left in the record."""

    def __init__(self, window, clock, write, qapp, qtbot):
        self.window, self.clock, self._write, self._qapp, self._qtbot = window, clock, write, qapp, qtbot
        self.temperatures = []
        self.answers = []
        self.heard = {}
        self.shifts = []
        self.doses = []
        self.calls = []

    def settled(self):
        bridge = self.window.context.bridge
        self._qtbot.waitUntil(lambda: not bridge.busy, timeout=10_000)
        settle(self._qapp, self.window)

    def go(self, place, detail=""):
        self.window.go(place, detail)
        return self.window.page

    def interview(self):
        page = self.go("lookback")
        for part in page.parts:
            page._show_part(part.key)
            self.heard |= {(question, part.month): Heard.NONE for question in page.rows}
            if part.key == "steroids":
                page.rows["steroid-tablets"].answers.press("yes").click()
                page.rows["steroid-local"].answers.press("not-known").click()
                self.settled()
            page.rest.click()
            self.settled()
        self.heard["steroid-tablets", ""] = Heard.YES
        self.heard["steroid-local", ""] = Heard.NOT_KNOWN

    def interview_goes_on(self):
        """The month of the infusion had not come when the others were asked."""
        page = self.go("lookback")
        for part in [part for part in page.parts if page.left(part)]:
            assert part.month == f"{self.clock.now:%Y-%m}"
            page._show_part(part.key)
            self.heard |= {(question, part.month): Heard.NONE for question in page.rows}
            page.rest.click()
            self.settled()
        assert not any(page.left(part) for part in page.parts)

    def medicine(self, name, strength, dose, end):
        form = self.go("medicines", "new").form
        for key, text in (("name", name), ("strength", strength), ("dose", dose)):
            self._write(form._fields.inputs[key], text)
        self.date(form.start, "2026", "9", "1")
        if end:
            form._taking.button(1).click()
            self.date(form.end, *end.split("-"))
        form.submit()
        self.settled()

    def date(self, field, year, month, day):
        self._write(field.year, year)
        field.month.setCurrentIndex(field.month.findData(str(int(month))))
        field.month.activated.emit(field.month.currentIndex())
        self._write(field.day, str(int(day)))

    def infusion(self, day):
        field = self.go("today").field
        self._write(field.input, day.isoformat())
        self.settled()

    def name(self, text):
        self._write(self.go("card")._inputs["name"], text)
        self.settled()

    def temperature(self, value):
        form = self.go("symptoms", "temperature").form
        form.values[Quantity.TEMPERATURE].input.setText(f"{value:.1f}")
        form.site.press(Site.ARMPIT.value).click()
        form.submit()
        self.settled()
        self.temperatures.append((self.clock.now, value))

    def tick(self, item, answer):
        page = self.go("symptoms", "")
        next(row for row in page._rows if row.item == item).answers.press(answer.value).click()
        self.settled()
        self.answers.append((self.clock.now, item, answer))

    def dose(self):
        doses = self.go("medicines", "dose").doses
        doses._medicine.setCurrentIndex(1)
        doses._medicine.activated.emit(1)
        doses.submit()
        self.settled()
        self.doses.append(self.clock.now)

    def call(self, who, said):
        page = self.go("diary", "call")
        self._write(page.calls._inputs["who"], who)
        page.calls._inputs["said"].setPlainText(said)
        page.calls.submit()
        self.settled()
        self.calls.append((self.clock.now, who, said))

    def shift(self, carer):
        page = self.go("diary", "shift")
        self._write(page.shifts._inputs["carer"], carer)
        page.shifts.submit()
        self.settled()
        self.shifts.append((self.clock.now, carer))

    def immunoglobulin(self, what):
        page = self.go("diary", "passport")
        self._write(page.passport._inputs["what"], what)
        page.passport.submit()
        self.settled()


@pytest.fixture
def lived(open_window, write, qapp, qtbot):
    """The family after forty days, its window still open."""
    clock = Clock()
    window = open_window(clock=clock)
    family = Family(window, clock, write, qapp, qtbot)
    family.infusion(INFUSION)
    family.name("张𫖯")
    family.interview()
    for medicine in MEDICINES:
        family.medicine(*medicine)
    for day in range(DAYS):
        clock.at(day, 7, 10)
        family.temperature(36.5 + (day * 7 % 13) / 10)
        if clock.now.date() == INFUSION:
            family.interview_goes_on()
        if day % 2 == 0:
            family.tick("fever", Answer.YES if day in {16, 18} else Answer.NO)
        clock.at(day, 20, 30)
        family.temperature(36.8 + (day * 5 % 17) / 10)
        if day % 5 == 0:
            family.dose()
        if day == 16:
            family.call("值班王医生", "先来急诊，带上随身卡")
        if day == 18:
            family.call("李护士", "继续量体温，明早再打")
        if day in {14, 15}:
            family.shift("女儿" if day == 14 else "儿子")
        if day == 30:
            family.immunoglobulin("静脉丙球 10 克")
    return family


def everything(store):
    return exchange.contents(store, photos=False)


def test_forty_days_and_everything_agrees(lived, open_window, tmp_path):
    window, clock = lived.window, lived.clock
    record = window.context.bridge.record
    kept = record.submit(everything).result()

    # What was done in the window is what lies in the record.
    readings = sorted((one.at, one.value) for one in kept.readings)
    assert readings == sorted((at, pytest.approx(value)) for at, value in lived.temperatures)
    assert len(readings) == 2 * DAYS
    assert sorted(one.at for one in kept.doses) == lived.doses
    assert [(one.at, one.who, one.said) for one in reversed(kept.calls)] == lived.calls
    assert sorted((one.begins, one.carer) for one in kept.shifts) == lived.shifts
    assert [one.what for one in kept.passport] == ["静脉丙球 10 克"]
    assert sorted((a.at, a.item, a.answer) for card in kept.symptom_cards for a in card.answers) == lived.answers
    assert {(one.question, one.month): one.heard for one in kept.look_back} == lived.heard

    # Backed up, and restored on another data folder by the command line: the same entry by entry.
    backup = tmp_path / "copy.handbook-backup"
    record.back_up(backup).result()
    other = tmp_path / "elsewhere"
    result = CliRunner().invoke(cli, ["record", "restore", str(backup), str(other / "record")])
    assert result.exit_code == 0, result.output
    again = open_window(other, clock=clock)
    assert again.context.bridge.record.submit(everything).result() == kept

    # The doctor's pages say it.
    book = content.load()
    diary = record.submit(lambda store: tasks.read_diary(store, since=BEGIN)).result()
    pdf = tasks.make_visit(
        book, since=BEGIN.date(), now=clock.now, readings=diary.readings, doses=diary.doses, calls=diary.calls,
        cards=diary.cards, medicines=diary.medicines, journey=diary.journey,
        window=tasks.look_back(diary.journey, clock.now.date(), 90), look_back=diary.look_back,
        passport=diary.passport, person=diary.person, numbers=window.context.numbers, language="zh-Hans",
        printed_on=clock.now.date(),
    )  # fmt: skip
    printed = "\n".join(sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(pdf))
    text = flat(printed)
    for words in ("张𫖯", "静脉丙球 10 克", *(part for medicine in MEDICINES for part in medicine[:3])):
        assert flat(words) in text, words
    readings = text[text.index("用药的每一次") :]
    for at, value in lived.temperatures:
        assert f"{at:%H:%M}{value:.1f}℃（腋下）" in readings, at
    assert readings.count("℃（腋下）") == 2 * DAYS
    doses = text[text.index("用药的每一次") : text.index("℃（腋下）")]
    assert [doses.count(f"{at:%m-%d%H:%M}") for at in lived.doses] == [1] * len(lived.doses)
    for at, who, said in lived.calls:
        assert flat(f"{at:%m-%d%H:%M}和团队通话：{who}{said}") in text, at
    grid = [line.split()[1:] for line in printed.splitlines() if line.startswith("发热、发冷或发抖")]
    assert [cell for row in grid for cell in row] == [
        "有" if answer is Answer.YES else "没有" for _, _, answer in lived.answers
    ]
    asked = {question.id: question for question in look_back_questions(book)}
    assert {question for question, _ in lived.heard} == set(asked)
    for (question, _), heard in lived.heard.items():
        said = {Heard.YES: "有", Heard.NONE: "没有", Heard.NOT_KNOWN: "不清楚"}[heard]
        # October was not over when it was asked about: the page says on which day that was.
        lines = [f"{BEGIN.date()} 问的：{said}"]
        if asked[question].monthly:
            lines = [f"2026-08、2026-09、2026-11：{said}", f"2026-10（{BEGIN.date()} 问的）：{said}"]
        lines = [said] if asked[question].older else lines
        assert flat(f"{asked[question].text['zh-Hans']}{''.join(lines)}") in text, question

    # And so does every export.
    read = json.loads(
        record.submit(
            lambda store: exchange.export_json(store, exported_at=clock.now, content_version=book.version)
        ).result()
    )
    assert exchange.decode(json.dumps(read).encode()) == kept
    entered = sorted((at.isoformat(), f"{value:.1f}") for at, value in lived.temperatures)
    assert sorted((one["at"], f"{one['value']:.1f}") for one in read["readings"]) == entered
    assert {one["site"] for one in read["readings"]} == {Site.ARMPIT.value}
    assert [one["at"] for one in sorted(read["doses"], key=itemgetter("at"))] == [at.isoformat() for at in lived.doses]
    assert {(one["name"], one["strength"], one["dose"], one["end"]) for one in read["medicines"]} == {
        (name, strength, dose, end or None) for name, strength, dose, end in MEDICINES
    }
    assert sorted((one["at"], one["who"], one["said"]) for one in read["calls"]) == [
        (at.isoformat(), who, said) for at, who, said in lived.calls
    ]
    assert sorted(
        (answer["at"], answer["item"], answer["answer"]) for card in read["symptom_cards"] for answer in card["answers"]
    ) == [(at.isoformat(), item, answer.value) for at, item, answer in lived.answers]
    assert {(one["question"], one["month"]): one["heard"] for one in read["look_back"]} == lived.heard
    assert sorted((one["begins"], one["carer"]) for one in read["shifts"]) == [
        (at.isoformat(), carer) for at, carer in lived.shifts
    ]
    table = record.submit(
        lambda store: exchange.export_csv(store, "readings", book.words("zh-Hans"), now=clock.now)
    ).result()
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert sorted((f"{one['日期']} {one['时间']}", f"{float(one['数值']):.1f}", one["部位"]) for one in rows) == [
        (f"{at:%Y-%m-%d %H:%M}", f"{value:.1f}", "腋下") for at, value in sorted(lived.temperatures)
    ]
    table = record.submit(
        lambda store: exchange.export_csv(store, "medicines", book.words("zh-Hans"), now=clock.now)
    ).result()
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert sorted((one["名称"], one["规格"], one["每次用量"], one["停用"]) for one in rows) == sorted(
        (name, strength, dose, end or "还在用") for name, strength, dose, end in MEDICINES
    )
    bundle = tasks.make_medicines(
        book,
        diary.medicines,
        as_="fhir",
        window=tasks.look_back(diary.journey, clock.now.date(), 90),
        person=diary.person,
        language="zh-Hans",
        printed_on=clock.now.date(),
        look_back=diary.look_back,
        now=clock.now,
    )
    resources = [one["resource"] for one in json.loads(bundle)["entry"]]
    statements = [one for one in resources if one["resourceType"] == "MedicationStatement"]
    assert {(one["medicationCodeableConcept"]["text"], one["status"]) for one in statements} == {
        (f"{name} {strength}".strip(), "stopped" if end else "active") for name, strength, _, end in MEDICINES
    }
    assert sorted(one["dosage"][0]["text"] for one in statements) == sorted(dose for _, _, dose, _ in MEDICINES)

    # The command line prints the same from the restored record, whose window is closed first.
    again.close()
    for command, out in (
        (("visit", "--since", BEGIN.date().isoformat()), "visit.pdf"),
        (("medicines",), "medicines.pdf"),
        (("medicines",), "medicines.html"),
    ):
        made = tmp_path / out
        name, *more = command
        result = CliRunner().invoke(cli, [name, "--record", str(other / "record"), "-o", str(made), *more])
        assert result.exit_code == 0, result.output
        told = flat(
            "".join(sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(made))
            if made.suffix == ".pdf"
            else re.sub("<[^>]*>", "", made.read_text(encoding="utf-8"))
        )
        for medicine in MEDICINES:
            assert all(flat(part) in told for part in medicine[:3]), (out, medicine)
        if name == "visit":
            assert told.count("℃（腋下）") == 2 * DAYS
