from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from cards import NUMBERS, PERSON, RARE, flat, run, sizes, text, texts

from handbook.content import load
from handbook.domain import (
    UNKNOWN,
    Answer,
    ClinicNumbers,
    Dose,
    Heard,
    HowKnown,
    Ingredient,
    Journey,
    Kind,
    LookBack,
    LookBackAnswer,
    Medicine,
    PartialDate,
    PassportEntry,
    PassportKind,
    Person,
    Quantity,
    Reading,
    Shift,
    Site,
    SymptomAnswer,
    TeamCall,
    group,
)
from handbook.domain.curve import Entries, curve, last_days
from handbook.paper import LEAVE_OUT, Question, VisitRecord, handover_page, small_line, visit_pages
from handbook.paper.blocks import fill
from handbook.paper.curve import LABELS, CurveBlocks
from handbook.paper.divide import divided_lines
from handbook.paper.sheet import Sheet
from handbook.paper.text import Style

BOOK = load()
ZONE = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 24, 21, 10, tzinfo=ZONE)
SINCE = date(2026, 11, 13)
DAY = PartialDate.parse
WINDOW = LookBack(date(2026, 11, 13), 90)


def at(day, hour=8, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


MEDICINES = (
    Medicine(
        "m1", "阿昔洛韦片", strength="0.2 g", dose="1 片", told_by="女儿", note="饭后", kind=Kind.PRESCRIPTION,
        start=DAY("2026-08~"), brand="丽科乐", form="片剂", daily_max="4 片", on_hold=True, as_needed=True,
        ingredients=(Ingredient("甲", "1 g"), Ingredient("乙")),
    ),
    Medicine("m2", "acetylsalicylsaeurehydrochloridforte", start=DAY("2026-11-14"), end=DAY("2026-11-16")),
    Medicine("m3", "泼尼松", end=DAY("2025-01")),
)  # fmt: skip
READINGS = (
    Reading("r1", Quantity.TEMPERATURE, 38.0, at(14), Site.ARMPIT, "女儿"),
    Reading("r2", Quantity.TEMPERATURE, 37.25, at(14, 20), Site.EAR, "儿子", "刚睡醒"),
    Reading("r3", Quantity.TEMPERATURE, 37.1, at(14, 21), Site.NOT_SAID, "儿子"),
    Reading("r4", Quantity.TEMPERATURE, 378, at(24, 20), Site.ARMPIT, "女儿"),
    Reading("r5", Quantity.TEMPERATURE, 3, at(15, 20), Site.FOREHEAD, "女儿"),
    Reading("r6", Quantity.PULSE, 88, at(15), Site.NOT_SAID, ""),
    Reading("r7", Quantity.SYSTOLIC, 120, at(15)),
    Reading("r8", Quantity.DIASTOLIC, 80, at(15)),
    Reading("r9", Quantity.OXYGEN, 96, at(15)),
    Reading("r10", Quantity.WEIGHT, 61.5, at(15)),
    Reading("r11", Quantity.PULSE, 90, at(16), Site.NOT_SAID, "女儿"),
)
ANSWERS = (
    SymptomAnswer("fever", Answer.YES, at(14, 9), "女儿"),
    SymptomAnswer("fever", Answer.NO, at(14, 20), "女儿"),
    SymptomAnswer("dizzy", Answer.NO, at(14, 9), "女儿"),
    SymptomAnswer("fever", Answer.NO, at(15, 9)),
    SymptomAnswer("no-longer-asked", Answer.YES, at(15, 9)),
)
CALLS = (TeamCall("c1", at(14, 22), "值班护士", "女儿", "马上来急诊", "等了三分钟"), TeamCall("c2", at(15, 1)))
DOSES = (
    Dose("d1", "m1", at(14, 21), "1 片", "女儿", "吐了"),
    Dose("d2", "gone", at(15, 21)),
)
QUESTIONS = (
    Question("kitchen", {"zh-Hans": "厨房里", "en": "Kitchen"}, monthly=True),
    Question("steroid", {"zh-Hans": "激素", "en": "Steroids"}),
    Question("transplant", {"zh-Hans": "移植过", "en": "A transplant"}, older=True),
)
LOOK_BACK = (
    LookBackAnswer("kitchen", "2026-10", Heard.NONE, NOW),
    LookBackAnswer("kitchen", "2026-09", Heard.YES, NOW, HowKnown.BOX_SEEN, "女儿", "在冰箱"),
    LookBackAnswer("gone", "", Heard.YES, NOW),
)
PASSPORT = (
    PassportEntry("p1", PassportKind.BLOOD_RESULT, UNKNOWN, "IgG 3.1 g/L"),
    PassportEntry("p2", PassportKind.VACCINE, DAY("2026-03~"), "流感疫苗", "社区", "左臂"),
)
SHIFTS = (
    Shift("s1", "女儿", at(24, 8), at(24, 20)),
    Shift("s2", "儿子", at(24, 20), None, "夜班"),
    Shift("s3", "姑姑", at(1), at(2)),
)
RECORD = VisitRecord(
    Entries(READINGS, MEDICINES, DOSES, ANSWERS, CALLS), group(MEDICINES, WINDOW, NOW.date()), WINDOW,
    Journey(infusion=date(2026, 11, 13)), QUESTIONS, LOOK_BACK, PASSPORT, SHIFTS,
)  # fmt: skip
EMPTY = VisitRecord(Entries(), group([], WINDOW, NOW.date()), WINDOW, Journey())


def make(record=RECORD, person=PERSON, numbers=NUMBERS, *, language="zh-Hans", since=SINCE, now=NOW, leave_out=()):
    return visit_pages(
        BOOK, record, person, numbers, None, since=since, now=now, leave_out=leave_out, language=language,
        printed_on=NOW.date(),
    )  # fmt: skip


def hand(record=RECORD, *, language="zh-Hans", since=None, numbers=NUMBERS):
    since = since or at(13, 23)
    return handover_page(
        BOOK, record, PERSON, numbers, None, since=since, now=NOW, language=language, printed_on=NOW.date()
    )


def test_the_pages_go_from_who_to_what_lies_further_back():
    found = text(make())
    order = [
        "给医生看的记录", RARE, "回输后第 11 天", "现在在用", "回看期内或之后停用", "更早以前用过", "和团队的通话",
        "曲线", "每天一格", "用药的每一次", "08:00 38.0 ℃", "回看：问过什么", "更早，但要告诉医生", "长期记录",
    ]  # fmt: skip
    places = [found.index(words) for words in order]
    assert places == sorted(places)
    for words in (
        "2026-11-13 至 2026-11-24", "预处理化疗：没有写下", "回输当天：2026-11-13", "和团队通话：值班护士（女儿）",
        "马上来急诊", "备注：等了三分钟", "本院发热线 38.3 ℃", "箭头：超出图的范围", "378",
        "08:00 38.0 ℃（腋下）（女儿）",
        "37.25 ℃（耳朵）（儿子、刚睡醒）", "脉搏：08:00 88 次/分", "没有问过的：", "no-longer-asked",
        "阿昔洛韦片 （丽科乐） 0.2 g 片剂", "1 片；需要时才用", "暂停", "成分：甲 1 g、乙；一天最多：4 片",
        "不在清单上的药", "1 片；女儿；备注：吐了", "2026-09：有；看过药盒；讲述：女儿；备注：在冰箱", "2026-10：没有",
        "还没有回答：激素",
        "疫苗：流感疫苗；社区；备注：左臂", "约 2026-03", "日期不详", "化验：IgG 3.1 g/L",
    ):  # fmt: skip
        assert flat(words) in flat(found), words


def test_months_that_were_not_asked_are_named_and_like_months_stand_together():
    monthly, older = QUESTIONS[0], QUESTIONS[2]
    asked = ("2026-11", "2026-10", "2026-08")
    answers = [LookBackAnswer(monthly.id, month, Heard.NONE, NOW) for month in asked]
    record = replace(RECORD, look_back=[*answers, LookBackAnswer(older.id, "", Heard.NONE, NOW)])
    found = flat(text(make(record)))
    assert flat("厨房里 2026-08、2026-10、2026-11：没有 还没有回答：2026-09") in found
    assert flat("移植过 没有") in found  # it was asked however long ago, not of the look-back only
    whole = replace(RECORD, look_back=[LookBackAnswer(monthly.id, "", Heard.NOT_KNOWN, NOW)])
    assert flat("厨房里 整个回看期：不清楚 还没有回答：激素") in flat(text(make(whole)))
    months = replace(record, look_back=[*answers, LookBackAnswer(monthly.id, "2026-09", Heard.NONE, NOW)])
    assert flat("厨房里 整个回看期：没有 还没有回答：激素") in flat(text(make(months)))


def test_times_are_those_that_the_family_wrote_on_whatever_clock_it_is_printed():
    now = NOW.astimezone(timezone(timedelta(hours=-5)))
    call = TeamCall("c", at(15, 3, 12), "值班护士")
    reading = Reading("r", Quantity.TEMPERATURE, 38.0, at(15, 3, 10))
    found = flat(text(make(replace(RECORD, entries=Entries([reading], calls=[call])), now=now)))
    for words in ("11-15 03:12 和团队通话", "2026-11-15 体温：03:10 38.0"):
        assert flat(words) in found


def test_a_note_on_a_symptom_card_is_printed():
    noted = replace(RECORD, card_notes=[(at(14, 9), "夜里出汗"), (at(1), "早先"), (at(15), "")])
    for words in (text(make(noted)), text(make(replace(EMPTY, card_notes=noted.card_notes))), text(hand(noted))):
        assert flat("11-14 09:00 备注：夜里出汗") in flat(words)
        assert "早先" not in words
    assert "夜里出汗" not in text(make(noted, leave_out=["notes"]))


def test_nothing_written_is_said_to_be_nothing():
    found = flat(text(make(EMPTY, Person(), ClinicNumbers(), language="en")))
    for words in (
        "No infusion date yet", "No calls were written down in this time.",
        "No readings were written down in this time.",
        "Our clinic's fever line is not set", "No symptom card was filled in during this time.", "None written down.",
        "Nothing has been asked yet.",
    ):  # fmt: skip
        assert flat(words) in found


@pytest.mark.parametrize(
    ("day", "words"), [(24, "回输当天（第 0 天）"), (26, "离计划回输还有 2 天"), (20, "回输后第 4 天")]
)
def test_the_day_is_counted_from_the_infusion(day, words):
    assert flat(words) in flat(text(make(replace(EMPTY, journey=Journey(infusion=date(2026, 11, day))))))


@pytest.mark.parametrize("part", LEAVE_OUT)
def test_what_is_left_out_is_not_there_and_is_named(part):
    absent = {
        "calls": "马上来急诊", "curve": "粗线", "readings": "37.25", "symptoms": "没有问过的", "doses": "吐了",
        "look-back": "在冰箱", "passport": "流感疫苗", "notes": "刚睡醒", "names": "女儿",
    }[part]  # fmt: skip
    assert absent in text(make())
    found = text(make(leave_out=[part]))
    assert absent not in found
    named = BOOK.words("zh-Hans")(f"visit.part.{part}")
    assert flat(f"家人选择不打印：{named}") in flat(found)


def test_each_language_has_its_own_pages_with_the_same_entries():
    both, chinese, english = (texts(make(language=language)) for language in ("zh-Hans+en", "zh-Hans", "en"))
    assert len(both) == len(chinese) + len(english)
    assert sorted(flat("".join(both))) == sorted(flat("".join(chinese + english)))
    for words in ("Record for the doctor", "Day +11 after infusion", "值班护士", "38.0 °C (armpit)"):
        assert flat(words) in flat("".join(english))


def test_the_pages_are_a4_embedded_and_the_same_every_time():
    data = make()
    assert all(size == pytest.approx((595.276, 841.89), abs=0.01) for size in sizes(data))
    assert all("yes yes yes" in line for line in run("pdffonts", data).splitlines()[2:])
    assert data == make()


def test_many_days_go_on_in_further_tables_and_are_thinned_with_a_word():
    begin = at(1, 0)
    readings = [
        Reading(f"r{n}", Quantity.TEMPERATURE, 36.5 + n % 20 / 10, begin + timedelta(minutes=10 * n), Site.ARMPIT)
        for n in range(3000)
    ]
    answers = [SymptomAnswer("fever", Answer.NO, at(day)) for day in range(1, 25)]
    record = replace(RECORD, entries=Entries(readings, answers=answers))
    found = flat(text(make(record, since=date(2026, 11, 1), leave_out=["readings"])))
    assert "图上画了" in found
    assert "11-0123456" in found
    assert "11-13141516" in found
    assert flat("发热、发冷或发抖没有没有没有") in found


def test_a_first_day_that_lies_ahead_shows_today():
    assert "2026-11-24至2026-11-24" in flat(text(make(since=date(2026, 12, 1))))


def test_the_curve_of_a_few_hours_names_hours():
    record = replace(RECORD, entries=Entries([Reading("r", Quantity.TEMPERATURE, 37.0, at(24, 9))]))
    found = text(make(record, since=NOW.date(), leave_out=["readings", "look-back"]))
    assert "12:00" in found
    assert "部位没写" in found


def test_a_word_that_no_line_holds_is_divided():
    found = flat(text(make(replace(RECORD, passport=[PassportEntry("p", PassportKind.OTHER, UNKNOWN, "W" * 400)]))))
    assert "acetylsalicylsaeurehydrochloridforte" in found
    assert "W" * 400 in found


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("好\U0001f44d\U0001f3fd的\ufe0f", "好〔thumbs up sign〕的"),  # the colour of the skin says nothing
        ("𠮷野", "〔U+20BB7〕野"),
        ("\U000e0041药", "〔U+E0041〕药"),
        ("a\u1680b\u0346", "a b"),
    ],
)
def test_a_character_without_a_glyph_is_named_in_a_familys_own_notes(typed, printed):
    """One emoji must not keep the doctor's pages from being printed, a nickname of the person neither."""
    medicine = Medicine("m", typed, start=DAY("2026-01"), note=typed)
    entries = Entries(medicines=[medicine], calls=[TeamCall("c", at(14), "护士", "", typed)])
    found = flat(text(make(replace(RECORD, entries=entries, grouped=group([medicine], WINDOW, NOW.date())))))
    assert found.count(flat(printed)) >= 2
    assert "样张〔thumbsupsign〕" in flat(text(make(person=Person(name="样张\U0001f44d"))))


def test_the_first_day_begins_when_it_began_on_the_wall_of_who_wrote():
    """In summer time, before the clocks went back; or at home, while the pages are printed in another country."""
    summer = timezone(timedelta(hours=9))
    early = datetime(2026, 11, 13, 0, 40, tzinfo=summer)  # here it was still the day before
    entries = Entries([Reading("r", Quantity.TEMPERATURE, 38.4, early)], calls=[TeamCall("c", early, "护士", "", "来")])
    found = flat(text(make(replace(EMPTY, entries=entries))))
    assert "11-1300:40" in found
    assert "38.4" in found


def test_the_look_back_is_named_and_what_was_stopped_since_stands_with_it():
    since = Medicine("m", "之后停的药", start=DAY("2026-11-14"), end=DAY("2026-11-16"))
    ahead = Medicine("n", "还要吃几天的药", start=DAY("2026-11-14"), end=DAY("2026-12-24"))
    record = replace(
        EMPTY, entries=Entries(medicines=[since, ahead]), grouped=group([since, ahead], WINDOW, NOW.date())
    )
    found = flat(text(make(record)))
    assert "回看90天：2026-08-15至2026-11-13" in found
    order = [
        found.index(words)
        for words in ("现在在用", "还要吃几天的药", "回看期内或之后停用", "之后停的药", "更早以前用过")
    ]
    assert order == sorted(order)


def test_a_long_chinese_note_breaks_only_at_the_edge_of_its_column():
    """Not before punctuation, and not where a line still has room."""
    note = "一次因为拉肚子，后来又接着吃，方子是老家的中医开的，里面有党参、黄芪、白术和甘草，" * 4
    lines = divided_lines(note + "W" * 60, Style(12, 18), 300, key="k")
    assert "".join(line.text for line in lines) == note + "W" * 60
    assert not any(line.text[0] in "，。、" for line in lines)
    assert all(line.width > 300 - 3 * 12 for line in lines[: len(note) // 25 - 1])


def test_what_nobody_sees_stops_nothing():
    call = TeamCall("c", at(15, 3), "护士", "", "先\t来\x07\u202e\u2028急诊\r\n带\ufeff卡")
    assert flat("护士 先 来 急诊 带卡") in flat(text(make(replace(EMPTY, entries=Entries(calls=[call])))))


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_note_longer_than_a_page_goes_on_on_the_next(language):
    """A discharge letter pasted into a note: every word of it is printed, in order."""
    said = "".join(f"第{n}句话。" for n in range(700))
    medicine = Medicine("m", "药", start=DAY("2026-01"), note=said)
    entries = Entries(medicines=[medicine], calls=[TeamCall("c", at(24, 3), "护士", "", said)])
    record = replace(EMPTY, entries=entries, grouped=group([medicine], WINDOW, NOW.date()))
    for data in (make(record, language=language), hand(record, language=language)):
        sheets = texts(data)
        found = flat("".join(sheets))
        torn = [n for n in range(700) if found.count(f"第{n}句话。") < 2]
        assert len(torn) < len(sheets)  # where a page ends, its foot stands between two halves of a sentence
        assert found.count("句") == 1400


def test_a_name_of_any_length_stops_no_page():
    """Another program's table may bring one in: it is whole in the list and shortened beside its bar."""
    name = "".join(f"第{n}个字" for n in range(150))
    medicine = Medicine("m", name, start=DAY("2026-11-01"))
    entries = Entries(medicines=[medicine], readings=[Reading("r", Quantity.TEMPERATURE, 37.2, at(20, 3))])
    found = flat(text(make(replace(EMPTY, entries=entries, grouped=group([medicine], WINDOW, NOW.date())))))
    assert all(f"第{n}个" in found for n in range(150))  # in a narrow column, over the end of a page
    assert "…" in found


def test_the_hand_over_tells_the_shift_in_order():
    found = flat(text(hand()))
    order = [
        "交班",
        "女儿：11-2408:00到11-2420:00",
        "儿子：11-2420:00起；备注：夜班",
        "11-1408:00",
        "11-1409:00",
        "11-1422:00",
    ]
    places = [found.index(words) for words in order]
    assert places == sorted(places)
    for words in (
        "从 2026-11-13 23:00 起", "000-1234 5678", "体温 38.0 ℃（腋下）（女儿）", "发热发冷发抖：有（女儿）",
        "备注：刚睡醒", "用药：不在清单上的药", "和团队通话：值班护士；马上来急诊（女儿）；备注：等了三分钟",
        "阿昔洛韦片", "要告诉下一班的",
    ):  # fmt: skip
        assert flat(words) in found, words
    assert "姑姑" not in found
    assert "泼尼松" not in found


def test_a_quiet_night_is_said_to_be_quiet():
    found = text(hand(EMPTY, since=at(24, 20), language="en"))
    assert "Nothing else has been written down since then." in found
    assert found.count("None written down.") == 2


def test_when_all_was_asked_nothing_is_named_as_not_asked():
    items = [item.id for some in BOOK.symptoms for item in some.items]
    answers = [SymptomAnswer(item, Answer.NO, at(14)) for item in items]
    found = text(make(replace(RECORD, entries=Entries(answers=answers))))
    assert "没有问过的" not in found


def test_the_small_line_of_other_pages_is_that_of_paper():
    line = small_line(BOOK, "zh-Hans", NOW.date())
    assert "尚未经医生审核" in line
    assert flat(line) in flat(text(make()))


def test_the_curve_gives_way_where_there_is_no_room():
    span = last_days(3, NOW)
    stopped = Medicine("m", "药", start=DAY("2025-01"), end=DAY("2025-02"))
    made = curve(Entries(medicines=[stopped], doses=[Dose("d", "m", at(23))]), span, NOW - timedelta(days=9))
    assert made.now is None
    blocks = CurveBlocks(made, BOOK.words("zh-Hans"), Style(12, 16), LABELS + 40)
    sheet = Sheet("x", language="zh-Hans", printed_on=NOW.date())
    with sheet.page(210, 297):
        fill(
            sheet,
            [*(block for panel in blocks.panels() for block in panel), *blocks.rows({})],
            20,
            20,
            LABELS + 40,
            700,
        )
    found = text(sheet.bytes())
    assert found.count("11/") < 3 * sum(tick.labelled for tick in made.ticks)
    assert "药" in found
