"""A plainly made-up family for the tour and for tests: every name says that it is a sample."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from handbook.domain import Answer, HowKnown, Kind, Medicine, PartialDate, Quantity, Reading, Site, Told
from handbook.record import Store

NOW = datetime(2026, 11, 8, 7, 20, tzinfo=timezone(timedelta(hours=8)))
"""The moment at which every picture of the tour is taken."""

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

_MEDICINES = (
    Medicine(
        id="", name="阿昔洛韦片", strength="0.2 克", dose="一次 2 片", how_often="一天 2 次", route="口服",
        reason="防病毒", prescriber="示例医院", kind=Kind.PRESCRIPTION, how_known=HowKnown.BOX_SEEN, told_by="女儿",
        start=PartialDate(2026, 10, 28),
    ),
    Medicine(
        id="", name="复方甘草片", dose="一次 3 片", how_often="咳嗽时", route="口服", reason="咳嗽",
        prescriber="自己买的", kind=Kind.OVER_THE_COUNTER, how_known=HowKnown.MEMORY,
        start=PartialDate(2026, 8, 15, about=True),
    ),
    Medicine(
        id="", name="泼尼松片", strength="5 毫克", dose="一次 4 片", how_often="一天 1 次", route="口服", reason="皮疹",
        kind=Kind.PRESCRIPTION, how_known=HowKnown.PRESCRIPTION, start=PartialDate(2026, 9, 20),
        end=PartialDate(2026, 10, 12),
    ),
    Medicine(
        id="", name="党参黄芪煎剂（党参、黄芪、白术、甘草）", dose="一天 1 剂", reason="调理", prescriber="中医门诊",
        kind=Kind.CHINESE_MEDICINE, how_known=HowKnown.MEMORY, start=PartialDate(2026, 8), end=PartialDate(2026, 8),
    ),
)  # fmt: skip


def fill(store: Store) -> None:
    """Write the sample family into an empty record."""
    for step, day in (("collection", (10, 5)), ("chemotherapy", (10, 28)), ("infusion", (11, 2))):
        store.set_date(step, date(2026, *day))
    for key, value in _PERSON.items():
        store.set_person(key, value)
    for key, value in _NUMBERS.items():
        store.set_number(key, Told(value, by="责任护士（样张）", on=date(2026, 10, 30)))
    for item in ("conditions", "medicines", "contraception"):
        store.set_prepared(item, True)
    for number, medicine in enumerate(_MEDICINES):
        store.add_medicine(replace(medicine, id=f"sample-{number}"))
    for hours, degrees in ((33, 37.2), (21.5, 37.6), (8.8, 37.9), (0.2, 37.4)):
        store.add_reading(
            Reading(
                id=f"sample-reading-{hours}", quantity=Quantity.TEMPERATURE, value=degrees,
                at=NOW - timedelta(hours=hours), site=Site.ARMPIT, observer="女儿",
            )
        )  # fmt: skip
    begun = NOW - timedelta(minutes=10)
    card = replace(store.begin_card(), begun=begun)
    for item, answer in (("fever", Answer.NO), ("heartbeat", Answer.YES), ("short-of-breath", Answer.NO)):
        store.answer(card, item, answer, observer="女儿", at=begun)
