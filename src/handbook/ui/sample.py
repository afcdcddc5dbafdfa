"""A plainly made-up family for the tour and for tests: every name says that it is a sample."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from handbook.domain import Answer, HowKnown, Kind, Medicine, PartialDate, Quantity, Reading, Site, Told
from handbook.record import Store

NOW = datetime(2026, 11, 8, 7, 20, tzinfo=timezone(timedelta(hours=8)))
"""The moment at which the sample family is looked at, unless another is asked for."""

_PERSON = {
    "name": "样张·张某",
    "name_latin": "Zhang (sample)",
    "birth_date": "1958-03-02",
    "product": "示例产品（CD19）",
    "disease": "示例：大 B 细胞淋巴瘤",
    "caregiver": "女儿",
    "caregiver_phone": "139-0000-0000",
    "allergies": "青霉素（皮疹）",
}
_NUMBERS = {
    "phone_24h": "000-1234 5678",
    "name": "示例医院",
    "department": "血液科",
    "fever_line": "38.0",
    "daily_checks_days": "14",
    "near_days": "28",
    "temperature_per_day": "2",
}


def _day(now: datetime, days: int) -> PartialDate:
    day = now.date() - timedelta(days=days)
    return PartialDate(day.year, day.month, day.day)


def _medicines(now: datetime) -> tuple[Medicine, ...]:
    month = replace(_day(now, 90), day=0)
    return (
        Medicine(
            id="", name="阿昔洛韦片", strength="0.2 克", dose="一次 2 片", how_often="一天 2 次", route="口服",
            reason="防病毒", prescriber="示例医院", kind=Kind.PRESCRIPTION, how_known=HowKnown.BOX_SEEN, told_by="女儿",
            start=_day(now, 11),
        ),
        Medicine(
            id="", name="复方甘草片", dose="一次 3 片", how_often="咳嗽时", route="口服", reason="咳嗽", as_needed=True,
            prescriber="自己买的", kind=Kind.OVER_THE_COUNTER, how_known=HowKnown.MEMORY,
            start=replace(_day(now, 85), about=True),
        ),
        Medicine(
            id="", name="泼尼松片", strength="5 毫克", dose="一次 4 片", how_often="一天 1 次", route="口服",
            reason="皮疹", kind=Kind.PRESCRIPTION, how_known=HowKnown.PRESCRIPTION, start=_day(now, 49),
            end=_day(now, 27),
        ),
        Medicine(
            id="", name="党参黄芪煎剂（党参、黄芪、白术、甘草）", dose="一天 1 剂", reason="调理",
            prescriber="中医门诊", kind=Kind.CHINESE_MEDICINE, how_known=HowKnown.MEMORY, start=month, end=month,
        ),
    )  # fmt: skip


_WORDED = ("name", "strength", "dose", "how_often", "route", "reason", "prescriber", "told_by")
"""Fields of a medicine that hold a person's own words."""

_ENGLISH = {
    "样张·张某": "Zhang (sample)",
    "示例产品（CD19）": "Sample product (CD19)",
    "示例：大 B 细胞淋巴瘤": "Sample: large B-cell lymphoma",
    "女儿": "Daughter",
    "青霉素（皮疹）": "Penicillin (rash)",
    "示例医院": "Sample Hospital",
    "血液科": "Haematology",
    "责任护士（样张）": "Nurse (sample)",
    "阿昔洛韦片": "Aciclovir tablets",
    "0.2 克": "0.2 g",
    "一次 2 片": "2 tablets each time",
    "一天 2 次": "twice a day",
    "口服": "by mouth",
    "防病毒": "Against viruses",
    "复方甘草片": "Liquorice cough tablets",
    "一次 3 片": "3 tablets each time",
    "咳嗽时": "when coughing",
    "咳嗽": "Cough",
    "自己买的": "Bought ourselves",
    "泼尼松片": "Prednisone tablets",
    "5 毫克": "5 mg",
    "一次 4 片": "4 tablets each time",
    "一天 1 次": "once a day",
    "皮疹": "Rash",
    "党参黄芪煎剂（党参、黄芪、白术、甘草）": "Herbal decoction (codonopsis, astragalus, atractylodes, liquorice)",
    "一天 1 剂": "one dose a day",
    "调理": "To feel stronger",
    "中医门诊": "Chinese medicine clinic",
}


def people(folder: Path, language: str = "zh-Hans") -> Path:
    """A clinic's list as CSV, one of its rows to be mended; written into ``folder``."""
    chinese = language == "zh-Hans"
    names = ("样张甲", "样张乙", "样张丙") if chinese else ("Sample One", "Sample Two", "Sample Three")
    headings = "姓名,24小时电话,产品,回输日期,床号" if chinese else "name,phone_24h,product,infusion_date,bed"
    product = "示例产品（CD19）" if chinese else "Sample product (CD19)"
    rows = [f"{name},000-1234 5678,{product},2026-11-{day:02},{day}" for day, name in enumerate(names, 2)]
    bad = f"{names[0]}{names[1]},000-1234 5678,{product},2026-02-30,9"
    path = folder / ("名单样张.csv" if chinese else "sample-list.csv")
    path.write_text("\n".join([headings, *rows, bad, ""]), encoding="utf-8-sig")
    return path


def fill(store: Store, language: str = "zh-Hans", now: datetime = NOW) -> None:
    """Write the sample family, six days after the infusion, into an empty record, in the words of ``language``."""

    def said(words: str) -> str:
        return words if language == "zh-Hans" else _ENGLISH.get(words, words)

    for step, days in (("collection", 34), ("chemotherapy", 11), ("infusion", 6)):
        store.set_date(step, now.date() - timedelta(days=days))
    for key, value in _PERSON.items():
        if key != "name_latin" or language == "zh-Hans":  # in English the name itself is in Latin letters
            store.set_person(key, said(value))
    for key, value in _NUMBERS.items():
        store.set_number(key, Told(said(value), by=said("责任护士（样张）"), on=now.date() - timedelta(days=9)))
    for item in ("conditions", "medicines", "contraception"):
        store.set_prepared(item, True)
    for number, medicine in enumerate(_medicines(now)):
        words: dict[str, Any] = {key: said(getattr(medicine, key)) for key in _WORDED}
        store.add_medicine(replace(medicine, id=f"sample-{number}", **words))
    for hours, degrees in ((33, 37.2), (21.5, 37.6), (8.8, 37.9), (0.2, 37.4)):
        store.add_reading(
            Reading(
                id=f"sample-reading-{hours}", quantity=Quantity.TEMPERATURE, value=degrees,
                at=now - timedelta(hours=hours), site=Site.ARMPIT, observer=said("女儿"),
            )
        )  # fmt: skip
    begun = now - timedelta(minutes=10)
    card = replace(store.begin_card(), begun=begun)
    for item, answer in (("fever", Answer.NO), ("heartbeat", Answer.YES), ("short-of-breath", Answer.NO)):
        store.answer(card, item, answer, observer=said("女儿"), at=begun)
