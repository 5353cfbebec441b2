"""`resident import` and `export` on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Butler


def written(tmp_path: Path, text: str, name: str = "名册.csv") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def register(butler: Butler) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = butler.json("resident", "export", "--reveal")
    return found


def people(butler: Butler, unit: str) -> dict[str, tuple[str, list[str]]]:
    return {row["name"]: (row["role"], row["phones"]) for row in register(butler) if row["unit"] == unit}


def test_a_real_register_goes_in_without_a_mapping(butler: Butler, shared_data: Path) -> None:
    file = str(shared_data / "示例花园一期整理后.xls")
    homes = butler.json("resident", "import", file)
    assert (homes["sheet"], homes["added"], homes["rejected"]) == ("住宅", 405, [])
    assert homes["never_imported"] == ["备注3业主身份证号码"]
    rows = register(butler)
    first = next(row for row in rows if row["unit"] == "B1-301")
    assert (first["area"], first["handover_date"]) == (125.9238, "2006-03-07")
    assert people(butler, "B1-305") == {
        "章云": ("owner", ["13013994188", "15003960796"]),
        "赵恒安": ("owner", ["13044979163"]),
    }
    assert people(butler, "B1-303")["租户"] == ("tenant", ["13035886559"])
    assert len({row["uid"] for row in rows if row["name"] == "袁强博"}) == 1
    assert len({row["uid"] for row in rows if row["name"] == "李娟和"}) > 1
    assert butler.json("resident", "import", file)["unchanged"] == 405
    shops = butler.json("resident", "import", file, "--sheet", "商铺")
    assert shops["added"] == 59
    assert people(butler, "A01")["周永"] == ("tenant", ["13026701840"])
    assert butler("ticket", "add", "漏水", "-u", "B9-901").code == 3


def test_the_handover_register_goes_in(butler: Butler, shared_data: Path) -> None:
    result = butler.json("resident", "import", str(shared_data / "E1栋收楼母表.xls"))
    assert (result["added"], result["rejected"]) == (154, [])
    rows = {row["unit"]: row for row in register(butler)}
    assert rows["E1-301"]["handover_date"] == "2012-11-02" and rows["E1-2407"]["handover_date"] == "2012-07-28"
    assert set(people(butler, "E1-301")) == {"凤丽祥", "陶佳勇"}
    assert people(butler, "E1-305")["租户"] == ("tenant", ["18054824984"])
    assert people(butler, "E1-2405")["强小姐"] == ("tenant", ["13015689625"])
    assert people(butler, "E1-307")["窦兰雯"][1] == ["+22658607206", "13084949637", "18013964051"]
    assert rows["E1-305"]["state"] == "let"


def test_the_template_of_a_property_system_goes_in(butler: Butler, shared_data: Path) -> None:
    butler.ok("resident", "import", str(shared_data / "hc-importRoom.xlsx"))
    (row,) = register(butler)
    assert (row["unit"], row["name"], row["phones"], row["area"], row["state"], row["kind"]) == (
        "1-1-1001",
        "王小明",
        ["13800000001"],
        94.56,
        "occupied",
        "home",
    )


def test_the_same_person_is_one_resident_and_a_namesake_another(butler: Butler, tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "房号,业主姓名,电话\n1-1-101,王芳,13800138001\n1-1-102,王芳,13800138001\n1-1-103,王芳,13800138003\n",
    )
    assert butler.json("resident", "import", file)["residents_added"] == 2


def test_a_second_import_adds_updates_and_lists(butler: Butler, tmp_path: Path) -> None:
    head = "房号,业主姓名,电话,建筑面积\n"
    butler.ok("resident", "import", written(tmp_path, head + "1-1-101,王芳、李雷,,89.5\n1-1-102,韩梅,,70\n"))
    butler.ok("unit", "edit", "1-1-102", "--area", "71")
    changed = written(tmp_path, head + "1-1-101,王芳,13800138001,90.1234\n1-1-102,韩梅,,72\n1-1-103,赵六,,60\n")
    result = butler.json("resident", "import", changed)
    assert (result["added"], result["residents_added"], result["phones_added"]) == (1, 1, 1)
    assert [(item["unit"], item["fields"]) for item in result["kept"]] == [("1-1-102", ["area"])]
    assert [(item["unit"], item["name"]) for item in result["not_in_file"]] == [("1-1-101", "李雷")]
    areas = {row["unit"]: row["area"] for row in register(butler)}
    assert areas == {"1-1-101": 90.1234, "1-1-102": 71, "1-1-103": 60}
    assert "李雷" in people(butler, "1-1-101")


def test_what_was_transferred_here_is_not_undone_by_an_old_file(butler: Butler, tmp_path: Path) -> None:
    file = written(tmp_path, "房号,业主姓名,电话\n1-1-101,王芳,13800138001\n")
    butler.ok("resident", "import", file)
    butler.ok("unit", "transfer", "1-1-101", "--to", "李雷", "--date", "2026-05-01")
    result = butler.json("resident", "import", file)
    assert people(butler, "1-1-101")["王芳"][0] == "former"
    assert result["kept"][0]["name"] == "王芳" and result["not_in_file"][0]["name"] == "李雷"


def test_bad_units_and_masked_numbers_are_refused(butler: Butler, tmp_path: Path) -> None:
    file = written(tmp_path, "房号,姓名,电话\n火星房,王芳,\n3-2-502,李雷,138****8002\n3-2-503,韩梅梅,13800138003\n")
    outcome = butler("resident", "import", file, "--json")
    assert outcome.code == 6 and [item["row"] for item in outcome.error["details"]] == [2, 3]
    assert butler("resident", "import", file, "--skip-bad", "--json").json["added"] == 1


def test_what_is_not_understood_is_named_and_the_rest_taken(butler: Butler, tmp_path: Path) -> None:
    file = written(tmp_path, "房号,业主姓名,联系电话,建筑面积\n3-2-501,王芳、李雷,范强13800138001；12345678901,很大\n")
    result = butler.json("resident", "import", file)
    assert [(item["column"], item["value"]) for item in result["warnings"]] == [
        ("建筑面积", "很大"),
        ("联系电话", "12345678901"),
        ("联系电话", "范强 138****8001"),
    ]
    (unit,) = {row["unit_note"] for row in register(butler)}
    assert unit == "联系电话: 范强 13800138001"
    assert people(butler, "3-2-501") == {"王芳": ("owner", []), "李雷": ("owner", [])}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_an_export_comes_back_unchanged(butler: Butler, tmp_path: Path, lang: str, ending: str) -> None:
    names = ["[red]张三、李四", "=1+1", "{x} {{y}}", "😀'@", "欧阳 娜娜"]
    for number, name in enumerate(names, 1):
        butler.ok("resident", "add", name, "--unit", f"3-2-50{number}", "--phone", f"1380013800{number}",
                  "--tag", "养狗,猫", "--note", "一、\n二")  # fmt: skip
    butler.ok("resident", "add", "租客甲", "--unit", "3-2-501", "--role", "tenant")
    butler.ok("unit", "add", "A01", "--area", "45.1234")
    file = str(tmp_path / f"out.{ending}")
    butler.ok("resident", "export", "-o", file, "--reveal", lang=lang)
    again = butler.json("resident", "import", file, lang=lang)
    assert (again["added"], again["updated"], again["residents_added"], again["warnings"]) == (0, [], 0, [])
    other = Butler(tmp_path / "other.db", butler._capsys, butler._monkeypatch)
    other.ok("resident", "import", file, lang=lang)
    assert register(other) == register(butler)


def test_masked_numbers_of_our_own_files_are_recognised(butler: Butler, tmp_path: Path) -> None:
    butler.ok("resident", "add", "王芳", "--unit", "3-2-501", "--phone", "13800138000", "--note", "打 13900139000")
    file = str(tmp_path / "masked.csv")
    butler.ok("resident", "export", "-o", file)
    again = butler.json("resident", "import", file)
    assert (again["updated"], again["unchanged"]) == ([], 1)
    other = Butler(tmp_path / "other.db", butler._capsys, butler._monkeypatch)
    assert other("resident", "import", file).code == 6


def test_field_names_of_the_json_are_headers(butler: Butler, tmp_path: Path) -> None:
    rows = [{"unit": "3-2-501", "name": "王芳", "phone": "13800138000", "role": "tenant", "area": 89.5, "state": "let",
             "tags": ["养狗"], "preferences": ["只接微信"], "since": "2025-01-01", "note": "常出差"}]  # fmt: skip
    butler.ok("resident", "import", written(tmp_path, json.dumps(rows), "r.json"))
    (row,) = register(butler)
    assert row["role"] == "tenant" and row["since"] == "2025-01-01" and row["note"] == "常出差"
    assert row["tags"] == ["养狗"] and row["preferences"] == ["只接微信"] and row["area"] == 89.5


def test_undo_takes_a_register_back(butler: Butler, tmp_path: Path) -> None:
    butler.ok("resident", "import", written(tmp_path, "房号,姓名\n3-2-501,王芳\n"))
    butler.ok("undo")
    assert register(butler) == []
    assert butler("ticket", "add", "漏水", "-u", "9-9-901").code == 0
