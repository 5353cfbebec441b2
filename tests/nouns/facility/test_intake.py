"""`butler patrol facility import`: 设备台账 as offices keep it."""

from pathlib import Path

import pytest

from tests.conftest import Butler

IMPORT = ("patrol", "facility", "import")
HEAD = (
    "设备编号,设备名称,设备类别,安装位置,投用日期,上次检验日期,下次检验日期,品牌,规格型号,维保单位,维保电话,检验周期\n"
)
LIFT = "LIFT-3-2,3栋2单元电梯,乘客电梯,3栋2单元,2019/5/20,2026/6/18,2028/5/20,三菱,MAX-1,迅达维保,0755-88886666,\n"
PUMP = "PUMP-1,B1生活水泵,给排水系统,B1泵房,2020.03.01,,,南方,CDL,/,,1年\n"


def written(tmp_path: Path, text: str, name: str = "设备台账.csv") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def facilities(butler: Butler) -> dict[str, dict[str, object]]:
    return {one["code"]: one for one in butler.json("patrol", "facility", "list", "--all", "--reveal")}


def test_a_register_is_taken_in_and_the_same_file_twice_changes_nothing(butler: Butler, tmp_path: Path) -> None:
    file = written(tmp_path, HEAD + LIFT + PUMP)
    found = butler.json(*IMPORT, file)
    assert (found["added"], found["rejected"], found["computed"]) == (2, [], ["下次检验日期"])
    lift, pump = facilities(butler)["LIFT-3-2"], facilities(butler)["PUMP-1"]
    assert (lift["kind"], lift["installed"], lift["inspected"]) == ("elevator", "2019-05-20", "2026-06-18")
    assert (lift["maker"], lift["model"], lift["vendor_phone"]) == ("三菱", "MAX-1", "075588886666")
    assert (pump["kind"], pump["inspect"], pump["vendor"]) == ("water", "every:1y", None)
    again = butler.json(*IMPORT, file)
    assert (again["added"], again["updated"], again["unchanged"]) == (0, [], 2)
    assert len(butler.json("undo", "--list")) == 1
    butler.ok("undo")
    assert facilities(butler) == {}


def test_english_headers_and_our_own_json_are_understood(butler: Butler, tmp_path: Path) -> None:
    butler.ok(*IMPORT, written(tmp_path, "code,name,kind,location,inspected\nL1,Lift,lift,Tower 1,2026-01-02\n"))
    butler.ok("patrol", "facility", "edit", "L1", "--vendor-phone", "13700137000", "--test", "none")
    own = written(tmp_path, butler.ok("patrol", "facility", "list", "--json").out, "own.json")
    assert butler.json(*IMPORT, own)["unchanged"] == 1
    table = written(tmp_path, butler.ok("patrol", "facility", "list", "--csv").out, "own.csv")
    found = butler.json(*IMPORT, table)
    assert (found["unchanged"], found["unmapped"]) == (1, [])


def test_known_codes_update_only_what_nobody_edited_here(butler: Butler, tmp_path: Path) -> None:
    butler.ok(*IMPORT, written(tmp_path, HEAD + LIFT + PUMP))
    butler.ok("patrol", "facility", "edit", "LIFT-3-2", "--vendor", "奥的斯维保")
    changed = LIFT.replace("LIFT-3-2", "lift-3-2").replace("迅达维保", "通力维保").replace("三菱", "日立")
    file = written(tmp_path, HEAD + changed + PUMP)
    found = butler.json(*IMPORT, file)
    assert [(one["code"], one["fields"]) for one in found["updated"]] == [("LIFT-3-2", ["maker"])]
    assert [(one["code"], one["fields"]) for one in found["kept"]] == [("LIFT-3-2", ["vendor"])]
    assert (facilities(butler)["LIFT-3-2"]["vendor"], facilities(butler)["LIFT-3-2"]["maker"]) == ("奥的斯维保", "日立")
    assert "LIFT-3-2" in butler.ok(*IMPORT, file).out


def test_bad_rows_are_named_and_the_good_stored_only_with_skip_bad(butler: Butler, tmp_path: Path) -> None:
    file = written(
        tmp_path,
        HEAD
        + LIFT
        + ",无编号,电梯,,,,,,,,,\n"
        + "X1,,电梯,,,,,,,,,\n"
        + "X2,名,火箭,,,,,,,,,\n"
        + "X3,名,电梯,,,2027/1/1,,,,,,\n"
        + "lift-3-2,又一台,电梯,,,,,,,,,\n"
        + 'X4,名,电梯,,,,,,,,138****8000,"4,1"\n',
    )
    outcome = butler(*IMPORT, file, "--json")
    assert outcome.code == 6 and not butler.path.exists()
    assert {(one["row"], one["column"]) for one in outcome.error["details"]} == {
        (3, "设备编号"),
        (4, "设备名称"),
        (5, "设备类别"),
        (6, "上次检验日期"),
        (7, "设备编号"),
        (8, "维保电话"),
        (8, "检验周期"),
    }
    outcome = butler(*IMPORT, file, "--skip-bad")
    assert outcome.code == 6 and list(facilities(butler)) == ["LIFT-3-2"]
    assert Path(f"{file}.rejected.csv").exists()


def test_a_dry_run_shows_the_rows_and_stores_none(butler: Butler, tmp_path: Path) -> None:
    file = written(tmp_path, "编号,名称\nX1,一号泵\n")
    assert butler(*IMPORT, file).code == 2
    found = butler.json(*IMPORT, file, "--set", "kind=water", "-n")
    assert found["preview"][0]["code"] == "X1" and found["preview"][0]["kind"] == "water"
    assert "X1" in butler.ok(*IMPORT, file, "--set", "kind=water", "-n").out
    assert not butler.path.exists()
    assert butler.json(*IMPORT, file, "--set", "kind=water")["added"] == 1


@pytest.mark.parametrize("text", ["", "设备编号,设备名称,类别\n", "姓名,电话\n王芳,13800138000\n"])
def test_a_file_without_facilities_is_refused(butler: Butler, tmp_path: Path, text: str) -> None:
    assert butler(*IMPORT, written(tmp_path, text)).code == 2
