"""``handbook cards`` beside typst with the same list, the same fields and the same sheet, each a process of its own."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

from handbook import resources
from handbook.domain import CHINESE_HEADINGS

HERE = Path(__file__).resolve().parent
KEYS = (
    "name", "birth_date", "record_number", "product", "batch", "infusion_date", "hospital", "department", "phone_24h",
    "caregiver", "caregiver_phone",
)  # fmt: skip
ROUNDS = {1_000: 3, 10_000: 1}
_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英嘉懿䶮𫖯堃淼"
_HOSPITALS = ("示例医院", "示例市第一人民医院", "示例大学附属肿瘤医院", "示例省血液病医院")


@dataclass(frozen=True)
class Measured:
    """Medians of the runs: seconds, and megabytes resident at most; bytes of our PDF."""

    ours: float
    typst: float
    megabytes: float
    size: int


@cache
def measure(folder: Path, count: int) -> Measured:
    """Make cards for ``count`` people with both, in turn."""
    people = folder / f"people-{count}.csv"
    write(people, count)
    out = folder / f"cards-{count}.pdf"
    ours = [sys.executable, "-m", "handbook", "cards", str(people), "-o", str(out), "--printed-on", "2026-11-22"]
    typst = [
        sys.executable,
        str(HERE / "typst_cards.py"),
        str(resources.root()),
        str(people),
        str(folder / "typst.pdf"),
    ]
    runs = [(_run(ours), _run(typst)) for _ in range(ROUNDS[count])]
    return Measured(
        median(run[0][0] for run in runs),
        median(run[1][0] for run in runs),
        median(run[0][1] for run in runs),
        out.stat().st_size,
    )


def _run(command: list[str]) -> tuple[float, float]:
    """Seconds, and megabytes resident at most."""
    began = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return took, usage.ru_maxrss / 1024


def write(path: Path, count: int) -> None:
    """A list such as an office has: everybody's own name, dates and numbers, few hospitals."""
    chance = random.Random(2026)
    with path.open("w", encoding="utf-8", newline="") as file:  # typst takes no mark at the beginning
        writer = csv.writer(file)
        writer.writerow(CHINESE_HEADINGS[key] for key in KEYS)
        for number in range(count):
            day = f"2026-11-{chance.randint(1, 28):02}"
            birth = f"{chance.randint(1940, 2010)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            hospital, phone = chance.choice(_HOSPITALS), f"021-5555 {chance.randint(0, 9999):04}"
            carer = f"138 {chance.randint(0, 9999):04} {chance.randint(0, 9999):04}"
            name, other = (
                chance.choice(_FAMILY) + "".join(chance.choices(_GIVEN, k=chance.randint(1, 2))) for _ in range(2)
            )
            batch = f"L{chance.randint(1000, 9999)}"
            writer.writerow(
                (name, birth, f"B{number:06}", "示例产品", batch, day, hospital, "血液科", phone, other, carer)
            )
