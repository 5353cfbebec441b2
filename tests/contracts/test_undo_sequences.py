"""After any sequence of verbs, undos and redos the file holds what the operations that stand lead to."""

import shlex
import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli import main as entry
from butlercli.store.database import open_write
from tests.contracts.undo_house import NOW, Tables, assert_index_fresh, run, tables

TICKETS = (
    "ticket add 又漏水了 -u 3-2-501",
    "ticket add 新楼漏水 -u 9-1-{n}01 --new-unit",
    "ticket respond {t} 马上到",
    "ticket dispatch {t} 工程",
    "ticket arrive {t}",
    "ticket resolve {t} 好了",
    "ticket callback {t} --score {n}",
    "ticket close {t}",
    "ticket reopen {t} 又漏",
    "ticket cancel {t} 撤回",
    "ticket note {t} 备注",
    "ticket edit {t} -p urgent --tag x{n}",
    "ticket link {t} {n} --duplicate",
    "ticket category edit plumbing --keyword 词{n}",
)
PATROL = (
    "patrol log 早巡 --all-ok --at 2026-06-30T08:0{n}",
    "patrol log 早巡 GATE=fault:锁坏 --again --at 2026-06-30T09:0{n}",
    "patrol log 早巡 GATE=ok --again --at 2026-07-01T08:5{n}",
    "patrol log 早巡 B1-PUMP=0.{n} --again --at 2026-07-01T08:4{n}",
    "patrol log 夜巡 GATE=fault:灯不亮 --all-ok --at 2026-06-30T23:0{n}",
    "patrol log 巡更机.csv --again",
    "patrol check B2-FAN=fault:异响 --again",
    "patrol finish R{n}",
    "patrol abandon 早巡 停电",
    "patrol route pause 早巡 --from 2026-06-30 --until 2026-07-0{n}",
    "patrol route resume 早巡 --from 2026-07-0{n}",
    "patrol route edit 早巡 --window 07:{n}0-09:30 --from 2026-07-0{n}",
    "patrol route edit 早巡 --points GATE,B2-FAN",
    "patrol route retire 夜巡 --from 2026-07-0{n}",
    "patrol point edit GATE --name 东门{n}",
    "ticket resolve {t} 换锁",
    "ticket close {t}",
    "ticket link {t} 15 --duplicate",
)
FEES = (
    "fee bill --period 2026-Q{n}",
    "fee bill --period 2026 --item wyf --unit 1-1-101",
    "fee bill add 3-2-501 --item 维修费 --amount {n}0",
    "fee pay 3-2-501 {n}00.50 -m 微信",
    "fee pay 3-2-501 {n}00 --bill B{n} --at 2026-06-{t}",
    "fee pay 1-1-101 3000 --at 2026-0{n}-10 --ref WX{n}",
    "收 3-2-501 {n}000 支付宝 代付",
    "fee refund P{n} {n}0 --reason 多收",
    "fee refund P{n} --reason 重复缴费 --at 2026-06-2{n}",
    "fee waive B{n} {n}0 --reason 渗水 --approved-by 王经理",
    "fee waive B{n} rest --reason 困难家庭 --approved-by 王经理 --at 2026-06-{t}",
    "fee cancel B{n} --reason 面积有误",
    "fee remind 3-2-501 --promise 2026-07-0{n} --promise-amount {n}00",
    "催 3-2-501 上门 拒绝 质量",
    "fee read 3-2-501 水表 1{n}0 --at 2026-0{n}-28",
    "fee item edit wyf --rate 3.{n} --from 2026-0{n}-01",
    "fee item edit wyf --late-rate 0.0003",
    "fee discount add 8折 --unit 1-1-101 --reason 低保",
    "fee discount remove {n}",
    "fee late charge 3-2-501",
    "fee import payments 流水.csv",
    "unit transfer 3-2-501 --to 陈静{n} --date 2026-0{n}-15",
)
Steps = list[tuple[str, int, int, int]]
Ages = dict[int, Tables]
TIMES = ("undo", "undo", "undo {o}", "redo")


def steps_of(verbs: tuple[str, ...]) -> st.SearchStrategy[Steps]:
    """Rows of command lines with their numbers: a digit, a ticket, an operation."""
    step = st.tuples(
        st.sampled_from((*verbs, *TIMES)), st.integers(1, 5), st.sampled_from((12, 13, 16)), st.integers(20, 32)
    )
    return st.lists(step, min_size=3, max_size=14)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=steps_of(TICKETS))
def test_any_sequence_of_verbs_undo_and_redo_leads_where_the_live_operations_lead(
    small_house: Path, ages: Ages, tmp_path_factory: pytest.TempPathFactory, steps: Steps
) -> None:
    """After any sequence, undoing all that stands leads back to a new file; an undo and a redo cancel out."""
    play(small_house, ages, tmp_path_factory.mktemp("sequence"), steps)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=steps_of(PATROL))
def test_any_sequence_on_patrol_leads_where_the_live_operations_lead(
    small_house: Path, ages: Ages, tmp_path_factory: pytest.TempPathFactory, steps: Steps
) -> None:
    play(small_house, ages, tmp_path_factory.mktemp("sequence"), steps)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=steps_of(FEES))
def test_any_sequence_on_fees_leads_where_the_live_operations_lead(
    small_house: Path, ages: Ages, tmp_path_factory: pytest.TempPathFactory, steps: Steps
) -> None:
    play(small_house, ages, tmp_path_factory.mktemp("sequence"), steps)


@pytest.fixture(scope="module")
def ages(small_house: Path, tmp_path_factory: pytest.TempPathFactory) -> Ages:
    """What the house holds when only its first operations stand, by their number; with none it is as a new file."""
    folder = tmp_path_factory.mktemp("ages")
    path = folder / "butler.db"
    shutil.copy(small_house / "butler.db", path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BUTLER_DB", str(path))
        found = {_standing(path): tables(path)}
        while _standing(path):
            run("undo")
            found[_standing(path)] = tables(path)
    assert len(found) == _operations(small_house / "butler.db") + 1
    assert found[0] == _untouched(folder / "fresh.db")
    assert_index_fresh(path)
    return found


def play(house: Path, ages: Ages, folder: Path, steps: Steps) -> None:
    """Take the steps, then take back all that stands of them, and of every fourth sequence all that came before."""
    path = folder / "butler.db"
    shutil.copy(house / "butler.db", path)
    for name in ("巡更机.csv", "流水.csv"):
        shutil.copy(house / name, folder)
    begun = _operations(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("BUTLER_DB", str(path))
        patch.setenv("BUTLER_LANG", "en")
        for template, n, t, o in steps:
            line = template.format(n=n, t=t, o=begun + o - 19)
            before = tables(path)
            code = entry.run(["--now", NOW, *shlex.split(line)])
            assert code in (0, 2, 3, 4, 6), line
            assert_books_balance(path)
            if code:
                assert tables(path) == before, f"{line} failed and changed something"
            elif line in ("undo", "redo") and tables(path) != before:
                assert entry.run(["--now", NOW, "redo" if line == "undo" else "undo"]) == 0
                assert tables(path) == before
                assert entry.run(["--now", NOW, line]) == 0
        assert_index_fresh(path)
        assert_rounds_hold_together(path)
        _take_back(path, begun)
        assert tables(path) == ages[_standing(path)]
        if len(steps) % 4 == 0:
            _take_back(path, 0)
            assert tables(path) == ages[0]
        assert_index_fresh(path)


def _take_back(path: Path, begun: int) -> None:
    """Undo whatever stands of the operations after one."""
    while _standing(path, begun):
        assert entry.run(["--now", NOW, "undo"]) == 0


def assert_rounds_hold_together(path: Path) -> None:
    """No round without a plan of its route, no line of a point that the plan does not have, no fault without its ticket."""
    connection = sqlite3.connect(path)
    try:
        wrong = """SELECT count(*) FROM patrol_round o JOIN patrol_plan p ON p.id = o.plan_id WHERE p.route_id <> o.route_id"""
        astray = """SELECT count(*) FROM patrol_result s JOIN patrol_round o ON o.id = s.round_id
            WHERE s.point_id NOT IN (SELECT x.point_id FROM patrol_plan_point x WHERE x.plan_id = o.plan_id)"""
        alone = "SELECT count(*) FROM patrol_result WHERE result = 'fault' AND ticket_id NOT IN (SELECT id FROM ticket)"
        assert [connection.execute(sql).fetchone()[0] for sql in (wrong, astray, alone)] == [0, 0, 0]
    finally:
        connection.close()


def assert_books_balance(path: Path) -> None:
    """No bill owes less than nothing, no payment is used beyond what it holds, and what was billed is accounted for."""
    connection = sqlite3.connect(path)
    try:
        short = "SELECT count(*) FROM v_bill WHERE outstanding_fen < 0 OR paid_fen < 0 OR waived_fen < 0"
        beyond = "SELECT count(*) FROM v_payment WHERE unallocated_fen < 0 OR allocated_fen < 0"
        apart = """SELECT coalesce(sum(amount_fen - waived_fen - paid_fen - outstanding_fen), 0) FROM v_bill
            WHERE cancelled_at IS NULL"""
        assert [connection.execute(sql).fetchone()[0] for sql in (short, beyond, apart)] == [0, 0, 0]
    finally:
        connection.close()


def _operations(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("SELECT max(id) FROM operation").fetchone()[0])
    finally:
        connection.close()


def _untouched(path: Path) -> Tables:
    """What a new file holds before anything was done."""
    open_write(path).close()
    return tables(path)


def _standing(path: Path, begun: int = 0) -> int:
    """Count the operations after one that are not undone."""
    connection = sqlite3.connect(path)
    try:
        sql = "SELECT count(*) FROM operation WHERE undoes IS NULL AND undone = 0 AND id > ?"
        return int(connection.execute(sql, (begun,)).fetchone()[0])
    finally:
        connection.close()
