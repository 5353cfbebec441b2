"""`butler 巡` on the real command line: a second look."""

from tests.conftest import Butler


def test_a_second_look_is_said_to_be_one(butler: Butler) -> None:
    butler("patrol", "point", "add", "GATE", "东门")
    butler("patrol", "route", "add", "早巡", "--points", "GATE", "--window", "08:00-10:00")
    assert butler("巡", "早巡", "好").code == 0
    refused = butler("巡", "早巡", "东门", "灯不亮", now="2026-07-01T09:40")
    assert refused.code == 4 and "--again" in refused.err
    logged = butler("巡", "早巡", "东门", "灯不亮", "--again", now="2026-07-01T09:40")
    assert logged.code == 0 and "→ T1" in logged.out
