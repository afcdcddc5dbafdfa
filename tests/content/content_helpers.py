"""A small book that is right in every way, to be made wrong in one."""

from hashlib import sha256
from pathlib import Path

LANGUAGE = {
    "zh-Hans": """
name = "简体中文"
[sections]
happens = "会发生什么"
do = "家人做什么"
call = "什么时候打电话"
[chapters]
side-effects = "副作用"
start = "先认识"
empty = "空的一章"
[units]
day = "{n} 天"
celsius = "{n} ℃"
times-a-day = "每天 {n} 次"
day-before = "回输前 {n} 天"
day-after = "回输后第 {n} 天"
per-kg = "{n} 个/千克"
cny = "{n} 元"
[bounds]
about = "约 {n}"
at-least = "至少 {n}"
[dates]
day = "{year} 年 {month} 月 {day} 日"
month = "{year} 年 {month} 月"
year = "{year} 年"
""",
    "en": """
name = "English"
[sections]
happens = "What happens"
do = "What you do"
call = "When to call"
[chapters]
side-effects = "Side effects"
start = "Getting to know it"
empty = "An empty chapter"
[units]
day = {one = "{n} day", other = "{n} days"}
celsius = "{n} °C"
times-a-day = {one = "{n} time a day", other = "{n} times a day"}
day-before = {one = "{n} day before the infusion", other = "{n} days before the infusion"}
day-after = "day {n} after the infusion"
per-kg = "{n} per kg"
cny = "{n} yuan"
[bounds]
about = "about {n}"
at-least = "at least {n}"
[dates]
day = "{day} {month} {year}"
month = "{month} {year}"
year = "{year}"
names = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]
""",
}
WORDS = {
    "zh-Hans": """
unset = "未设定：请问治疗团队"
[fixed]
call = "叫不醒：先打 120。其他：打 24 小时电话。"
call_owner = "这段话人人相同。"
call_owner_clinic = "这段话是本院写的。"
weak = "来源较弱"
window = "至少到 {date}"
[numbers]
fever_line = "发热线"
""",
    "en": """
unset = "Not set: ask your treatment team"
[fixed]
call = "Cannot be woken: call 120 first. Anything else: call the 24-hour number."
call_owner = "The same for everyone."
call_owner_clinic = "Your clinic's own words."
weak = "weak source"
window = "at least to {date}"
[numbers]
fever_line = "Fever line"
""",
}
FACTS = """
[crs-days]
value = [1, 12]
unit = "day"
source = "label"
as_of = 2024-05-01
verdict = "later"
[near]
section = "1"
value = 1
unit = "day"
bound = "at-least"
source = "article"
verdict = "differs"
later = ["crs-days"]
note.zh-Hans = "各家不同。"
note.en = "Centres differ."
[dose]
value = [1, 10]
power = 6
unit = "per-kg"
about = true
weak = true
source = "label"
verdict = "later"
[price]
value = 1200000
unit = "cny"
source = "rumour"
verdict = "later"
[approved]
value = "2024-01-23"
unit = "date"
source = "label"
verdict = "later"
[marker]
value = "CD19"
unit = ""
source = "label"
verdict = "later"
"""
SOURCES = """
[article]
title.zh-Hans = "文章"
title.en = "Article"
short.zh-Hans = "2021 年的文章"
short.en = "the 2021 article"
publisher = "某院"
date = "2021-09-17"
kind = "article"
[label]
title.zh-Hans = "说明书"
title.en = "Label"
short.zh-Hans = "说明书（2022–23）"
short.en = "label (2022–23)"
publisher = "某局"
date = "2022/2023"
kind = "label"
[rumour]
title.zh-Hans = "传闻"
title.en = "Rumour"
short.zh-Hans = "传闻"
short.en = "rumour"
publisher = "某报"
kind = "news"
weak = true
"""
ARTICLE = """
["1"]
zh-Hans = "是什么"
en = "What it is"
["28b"]
zh-Hans = "副作用"
en = "Side effects"
"""
GLOSSARY = """
[fever]
term.zh-Hans = "发热"
term.en = "Fever"
plain.zh-Hans = "体温到了本院的发热线。"
plain.en = "A temperature at the clinic's fever line."
also.zh-Hans = ["发烧", "高烧"]
also.en = ["high temperature"]
page = "crs"
[steroid]
term.zh-Hans = "激素"
term.en = "Steroid"
plain.zh-Hans = "压低免疫反应的药。"
plain.en = "A medicine that calms immune reactions."
also.zh-Hans = ["皮质类固醇"]
[driving]
term.zh-Hans = "开车"
term.en = "Driving"
plain.zh-Hans = "期限要问团队。"
plain.en = "Ask the team for how long not to."
also.en = ["car"]
[driving-machines]
term.zh-Hans = "机器"
term.en = "Machines"
plain.zh-Hans = "同样要问。"
plain.en = "The same, ask."
also.zh-Hans = ["开车"]
"""
SYMPTOMS = """
[[group]]
id = "heart"
name.zh-Hans = "发热与心跳"
name.en = "Fever and heartbeat"
[[group.item]]
id = "fever"
icon = "fever"
text.zh-Hans = "发热、发冷"
text.en = "Fever or chills"
short.zh-Hans = "发热发冷"
short.en = "Fever, chills"
source = ["label"]
"""
PREPARATION = """
[[item]]
id = "list"
text.zh-Hans = "写下用药"
text.en = "Write down medicines"
detail.zh-Hans = "都写上。"
detail.en = "All of them."
page = "start"
source = ["article"]
"""
LOOKBACK = """
[[group]]
id = "places"
monthly = true
text.zh-Hans = "一处一处找"
text.en = "Place by place"
short.zh-Hans = "各处"
short.en = "Places"
why.zh-Hans = "药放在用的地方。"
why.en = "Medicines lie where they are used."
[[group.question]]
id = "kitchen"
text.zh-Hans = "厨房"
text.en = "Kitchen"
examples.zh-Hans = "饭前吃的。"
examples.en = "What is taken with meals."
kind = "otc"
source = ["article"]
"""
NAMES = """
[[medicine]]
name.zh-Hans = "激素片"
name.en = "steroid"
pinyin = "ji su pian"
source = ["label"]
"""
CRS = {
    "zh-Hans": """+++
id = "crs"
title = "发热怎么办（CRS）"
chapter = "side-effects"
order = 20
article = ["28b"]
sources = ["article", "label"]
reviewed = 2026-11-22
approved_by = ""
brief = "一发热就打电话。"
+++

**发热**就打电话，不要等。

## 会发生什么

说明书（2022–23）写，在 {fact:crs-days}内出现，剂量{fact:dose}，见[先认识](page:start)和[激素](term:steroid)。

- 本院发热线：{clinic:fever_line}
- 轻的几小时里变重。
  1. 先量
  2. 再打

### 再说一点

| 什么 | 多久 |
|---|---|
| 住在附近 | {fact:near} |

## 什么时候打电话

{call}
""",
    "en": """+++
id = "crs"
title = "What to do about a fever (CRS)"
chapter = "side-effects"
order = 20
article = ["28b"]
sources = ["article", "label"]
reviewed = 2026-11-22
approved_by = ""
brief = "Call as soon as there is a fever."
source_hash = "HASH"
+++

Call for a **fever**, do not wait.

## What happens

The label (2022–23) says within {fact:crs-days}, the dose is {fact:dose},
see [start](page:start) and [steroids](term:steroid).

- Our fever line: {clinic:fever_line}
- A mild one can get worse in hours.
  1. Measure
  2. Call

### A little more

| What | How long |
|---|---|
| Stay near | {fact:near} |

## When to call

{call}
""",
}
START = {
    "zh-Hans": """+++
id = "start"
title = "先认识 CAR-T"
chapter = "start"
order = 10
article = ["1"]
sources = ["article"]
reviewed = 2026-11-22
approved_by = "某医生"
brief = "细胞取出来，改造好，再输回去。"
family = "先读一读。"
+++

把自己的 T 细胞改造好，再输回去。2021 年的文章也这样说。
""",
    "en": """+++
id = "start"
title = "Getting to know CAR-T"
chapter = "start"
order = 10
article = ["1"]
sources = ["article"]
reviewed = 2026-11-22
approved_by = "A doctor"
brief = "Cells are taken out, changed and given back."
family = "Read this first."
source_hash = "HASH"
+++

Your own T cells are changed and given back. The 2021 article says so too.
""",
}


def write_book(root: Path) -> Path:
    """Write the toy book and give back its folder."""
    shared = {
        "content.toml": 'version = "2026.1"\n', "facts.toml": FACTS, "sources.toml": SOURCES, "article.toml": ARTICLE,
        "glossary.toml": GLOSSARY, "symptoms.toml": SYMPTOMS, "preparation.toml": PREPARATION,
        "lookback.toml": LOOKBACK, "medicine-names.toml": NAMES,
    }  # fmt: skip
    for name, text in shared.items():
        put(root / name, text)
    for language in ("zh-Hans", "en"):
        put(root / language / "language.toml", LANGUAGE[language])
        put(root / language / "words.toml", WORDS[language])
        put(root / language / "crs.md", CRS[language])
        put(root / language / "start.md", START[language])
    stamp(root)
    return root


def stamp(root: Path, language: str = "en") -> None:
    """Write the right source hashes into the pages of a language."""
    for path in (root / language).glob("*.md"):
        digest = sha256((root / "zh-Hans" / path.name).read_bytes()).hexdigest()[:16]
        put(path, path.read_text(encoding="utf-8").replace("HASH", digest))


def put(path: Path, text: str) -> None:
    """Write a text file, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def change(path: Path, old: str, new: str) -> None:
    """Replace a piece of a file that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    put(path, text.replace(old, new))
