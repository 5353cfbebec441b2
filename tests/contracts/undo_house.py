"""The small house on which undo is proven, and what its file is compared by."""

import shlex
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from butlercli import main as entry
from butlercli.base import clock
from butlercli.store import fulltext, journal
from butlercli.store.database import open_read

Tables = dict[str, list[tuple[Any, ...]]]
NOW = "2026-07-01T09:30"
EARLY = "2026-06-29T09:30"
# What was done in the house two days earlier; fifteen tickets follow.
HISTORY = (
    "init --community 示例花园 --butler 小陈",
    "resident add 王芳 --unit 3-2-501 --phone 13800138000 --tag 养狗 --new-unit",
    "resident add 李强 --unit 3-2-502 --phone 13900139000 --new-unit",
    "resident add 王方 --unit 1-1-101 --phone 13700137000 --new-unit",
    "unit add A01 --kind shop",
    "patrol facility add PUMP-1 B1生活水泵 --kind water",
    "patrol point add B1-PUMP B1泵房 --facility PUMP-1 --reading 压力 --unit MPa --min 0.3 --max 0.5",
    "patrol point add B2-FAN B2排烟风机",
    "patrol point add GATE 东门",
    "patrol point add LIFT-HALL 电梯厅",
    "patrol point add ROOF 3栋天台",
    "patrol route add 早巡 --points B1-PUMP,B2-FAN,GATE,LIFT-HALL --window 08:00-10:00",
    "patrol route add 夜巡 --points ROOF,GATE --window 22:00-02:00",
    "unit edit 3-2-501 --area 89.5",
    "unit edit 1-1-101 --area 76.8",
    "fee item add wyf --name 物业费 --per area --rate 2.80 --cycle quarter --due-day 15",
    "fee item add water --name 水费 --per reading --rate 3.5 --cycle month --postpaid --meter 水表",
    "fee bill --period 2026-Q1 --unit 3-2-501",
    "fee bill --period 2026-Q2 --unit 3-2-501",
    "permit add 3-2-501 装修 --code ZX-1 --deposit 2000 --until 2026-07-15",
)
FILES: dict[str, str] = {
    "装修登记.csv": "编号,房号,类型,施工单位,开始日期,结束日期,押金\nZX-7,3-2-502,装修,金工装饰,2026-06-01,2026-08-01,2000\n",
    "业主清册.csv": "房号,业主姓名,联系电话,建筑面积\n3-2-503,赵敏,13600136000,89.5\n",
    "工单.csv": "工单编号,类型,标题,房号,登记时间,完成时间\nGD1,报修,水管漏水,3-2-501,2026-05-01 09:00,2026-05-01 12:00\n",
    "设备台账.csv": "设备编号,设备名称,类别,位置,投用日期\nLIFT-3-2,3栋2单元电梯,电梯,3栋2单元,2019-05-20\n",
    "流水.csv": "流水号,房号,金额,缴费时间,支付方式\nYH1,3-2-501,300.5,2026-05-04 10:00,微信\nYH2,1-1-101,80,2026-06-02 09:00,转账\n",
    "账单.csv": "房号,收费项目,起始日期,截止日期,建筑面积,单价,应缴金额\n3-2-501,管理费,2026-01-01,2026-03-31,89.55,1.5,403.0\n"
    "9-1-101,管理费,2026-01-01,2026-03-31,80,1.5,360\n合计,,,,,,763\n",
    "缴费.csv": "房号,实缴金额,缴费时间,支付方式,流水号\n3-2-501,500,2026-02-03 10:00,微信,WX1\n9-1-101,60,2026-02-04,现金,WX2\n",
    "读数.csv": "房号,表计,本期读数,抄表日期\n3-2-501,水表,10,2026-05-31\n3-2-501,水表,12,2026-06-30\n",
    "巡更机.csv": "线路,点位,刷卡时间,结果,备注,读数\n早巡,GATE,2026-07-01 08:05:10,正常,,\n早巡,B1-PUMP,2026-07-01 08:01,,,0.2\n"
    "夜巡,ROOF,2026-06-30 23:59,跳过,门锁着,\n",
}


def run(line: str, *, now: str = NOW, code: int = 0) -> None:
    assert entry.run(["--now", now, *shlex.split(line)]) == code, line


def tables(path: Path) -> Tables:
    """Every row of every table but the bookkeeping."""
    connection = sqlite3.connect(path)
    try:
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
            for table in journal.recorded_tables(connection)
        }
    finally:
        connection.close()


def documents(path: Path) -> list[tuple[int, str]]:
    """The search index as it would be found."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute("SELECT rowid, body FROM search ORDER BY rowid").fetchall()
    finally:
        connection.close()


def assert_index_fresh(path: Path) -> None:
    db = open_read(path, True)
    try:
        assert not fulltext.is_stale(db)
    finally:
        db.close()


def build(folder: Path) -> Path:
    """Fill a folder with a small house and the files that the lines name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BUTLER_DB", str(folder / "butler.db"))
        for line in HISTORY:
            run(line, now=EARLY)
        for number in range(1, 16):
            source = "--source patrol" if number == 15 else "--reporter 王女士"
            run(f"ticket add 水龙头漏水{number} -u 3-2-501 -k repair {source}", now=EARLY)
    (folder / "泵房.jpg").write_bytes(b"made-up picture")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    clock.fix(None)
    return folder
