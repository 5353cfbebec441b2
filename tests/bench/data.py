"""The files the timings run on, made anew each time: invented tickets in a year, the same ones each time."""

import csv
import random
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

from tests.bench.timing import butler

TITLES = ("厨房漏水", "电梯异响", "楼道灯不亮", "装修噪音扰民", "车位被占", "垃圾没清", "门禁刷不开", "外墙渗水")
HEADERS = (
    "工单编号",
    "类型",
    "标题",
    "房号",
    "报修人",
    "联系电话",
    "登记时间",
    "响应时间",
    "完成时间",
    "回访时间",
    "满意度",
    "处理结果",
)


def write_tickets(path: Path, count: int, year: int = 2025, first: int = 1) -> None:
    """Write a CSV of tickets with their histories, spread evenly over a year."""
    chance = random.Random(7)
    begin = datetime(year, 1, 1, 8)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADERS)
        for number in range(first, first + count):
            created = begin + timedelta(minutes=(number - first) * 500_000 // count)
            responded = created + timedelta(minutes=chance.randint(5, 300))
            resolved = responded + timedelta(minutes=chance.randint(30, 3000))
            called = resolved + timedelta(minutes=chance.randint(30, 1500))
            kind = chance.choice(("报修", "报修", "投诉", "咨询"))
            writer.writerow(
                (
                    f"GD{number:07d}", kind, chance.choice(TITLES), f"{number % 9 + 1}-{number % 2 + 1}-{number % 25 + 1}0{number % 4 + 1}",
                    "王女士", f"1990000{number % 10000:04d}", created, responded, resolved, called if kind != "咨询" else "",
                    chance.randint(2, 5) if kind != "咨询" else "", "已处理完毕",
                )
            )  # fmt: skip


def house(path: Path, environment: dict[str, str], *files: Path) -> None:
    """Make a house and take in files of tickets."""
    settings = {**environment, "BUTLER_DB": str(path)}
    subprocess.run(butler("init", "--community", "示例花园"), env=settings, check=True, capture_output=True)
    for file in files:
        subprocess.run(butler("ticket", "import", str(file)), env=settings, check=True, capture_output=True)
    subprocess.run(butler("ticket", "note", "1", "今天第一笔"), env=settings, check=True, capture_output=True)
