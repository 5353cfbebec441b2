"""`ticket import` and `export` on the command line."""

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import Butler

HEAD = "工单编号,标题,登记时间,响应时间,完成时间,关闭时间,房号,评分,状态"


def written(tmp_path: Path, text: str, name: str = "工单.csv") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def ticket(butler: Butler, ref: int) -> dict[str, object]:
    found: dict[str, object] = butler.json("ticket", "show", str(ref))
    return found


def test_states_and_events_follow_from_the_times(butler: Butler, tmp_path: Path) -> None:
    file = written(
        tmp_path,
        f"{HEAD}\n"
        "W1,厨房漏水,2026-06-01 10:00,2026-06-01 11:00,2026-06-02 09:00,2026-06-03 09:00,3-2-501,5,\n"
        "W2,电梯困人,2026-06-01 10:00,2026-06-01 10:05,2026-06-01 10:40,,,,\n"
        "W3,灯不亮,2026-06-01 10:00,2026-06-01 11:00,,,,,\n"
        "W4,咨询物业费,2026-06-01 10:00,,,,,,\n"
        "W5,门禁失灵,2026-06-01 10:00,,2026-06-02 09:00,,,,\n"
        "W6,噪音扰民,2026-06-01 10:00,,,,,,已作废\n"
        "W7,旧事,2026-06-01 10:00,,,,,,已完成\n",
    )
    result = butler.json("ticket", "import", file)
    assert (result["added"], result["units_registered"], result["rejected"]) == (7, 1, [])
    states = {row["ref"]: row for row in butler.json("ticket", "list")}
    assert {ref: row["state"] for ref, row in states.items()} == {
        "W1": "closed",
        "W2": "resolved",
        "W3": "active",
        "W4": "new",
        "W5": "resolved",
        "W6": "cancelled",
        "W7": "closed",
    }
    first = ticket(butler, 1)
    assert first["unit"] == "3-2-501" and first["kind"] == "repair" and first["category"] == "plumbing"
    log = first["log"]
    assert isinstance(log, list)
    assert [event["verb"] for event in log] == ["add", "respond", "resolve", "callback", "close"]
    assert first["called_back_at"] == "2026-06-03T09:00:00" and first["score"] == 5
    assert first["due_at"] == "2026-06-03T10:00:00"
    fifth = ticket(butler, 5)
    assert fifth["responded_at"] == fifth["resolved_at"] == "2026-06-02T09:00:00"


def test_the_same_file_twice_changes_nothing_and_is_no_operation(butler: Butler, tmp_path: Path) -> None:
    file = written(tmp_path, "标题,登记时间\n漏水,2026-06-01\n漏水,2026-06-01\n灯坏,2026-06-02\n")
    assert butler.json("ticket", "import", file)["added"] == 3
    again = butler.json("ticket", "import", file)
    assert (again["added"], again["unchanged"]) == (0, 3)
    assert len(butler.json("undo", "--list")) == 1


def test_undo_takes_the_whole_import_back(butler: Butler, tmp_path: Path) -> None:
    file = written(tmp_path, "标题,房号,完成时间,登记时间\n漏水,3-2-501,2026-06-02,2026-06-01\n")
    butler.ok("ticket", "import", file)
    butler.ok("undo")
    assert butler.json("ticket", "list") == [] and butler.json("unit", "list") == []
    butler.ok("ticket", "import", file)
    assert len(butler.json("ticket", "list")) == 1


def test_known_references_update_only_what_nobody_edited_here(butler: Butler, tmp_path: Path) -> None:
    head = "工单编号,标题,登记时间,完成时间,地点\n"
    butler.ok(
        "ticket", "import", written(tmp_path, head + "W1,漏水,2026-06-01 10:00,,大堂\nW2,灯坏,2026-06-01 10:00,,车库\n")
    )
    butler.ok("ticket", "edit", "1", "--title", "厨房漏水")
    butler.ok("ticket", "resolve", "2", "已换灯")
    changed = written(
        tmp_path,
        head + "W1,大量漏水,2026-06-01 10:00,2026-06-02 10:00,厨房\nW2,灯坏,2026-06-01 10:00,2026-06-03 10:00,车库\n",
    )
    result = butler.json("ticket", "import", changed)
    assert result["updated"][0]["id"] == 1 and "place" in result["updated"][0]["fields"]
    assert {item["id"]: item["fields"] for item in result["kept"]}[1] == ["title"]
    first, second = ticket(butler, 1), ticket(butler, 2)
    assert (first["title"], first["place"], first["state"]) == ("厨房漏水", "厨房", "resolved")
    assert second["resolved_at"] == "2026-07-01T09:30:00"
    assert butler.json("ticket", "import", changed)["updated"] == []


def test_one_bad_row_stops_all_and_each_is_named(butler: Butler, tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "标题,登记时间,完成时间,电话,房号,评分\n"
        "漏水,2026-06-01 10:00,2026-05-01 10:00,,,\n"
        "灯坏,2027-06-01,,138****8000,火星,9\n"
        "好,2026-06-02,,,,\n",
    )
    outcome = butler("ticket", "import", file, "--json")
    assert outcome.code == 6 and outcome.error["code"] == "bad_rows"
    assert {(item["row"], item["column"]) for item in outcome.error["details"]} == {
        (2, "完成时间"),
        (3, "电话"),
        (3, "房号"),
        (3, "评分"),
    }
    assert not butler.path.exists()


def test_skip_bad_stores_the_good_and_writes_the_others(butler: Butler, tmp_path: Path) -> None:
    file = written(tmp_path, "标题,登记时间,评分\n=1+1,2026-06-01,9\n好,2026-06-02,\n")
    outcome = butler("ticket", "import", file, "--skip-bad", "--json")
    assert outcome.code == 6 and outcome.json["added"] == 1
    with open(file + ".rejected.csv", encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[1][:3] == ["'=1+1", "2026-06-01", "9"] and rows[1][3] == "2" and "9" in rows[1][4]
    mended = Path(file + ".rejected.csv").read_text(encoding="utf-8-sig").replace(",9,", ",,")
    again = butler.json("ticket", "import", written(tmp_path, mended, "mended.csv"))
    assert again["added"] == 1 and {row["title"] for row in butler.json("ticket", "list")} == {"=1+1", "好"}


def test_a_dry_run_shows_mapping_and_rows_and_writes_nothing(butler: Butler, tmp_path: Path) -> None:
    file = written(tmp_path, "标题,登记时间,身份证号,备用\n漏水,2026-06-01,110101199001011237,x\n")
    outcome = butler.ok("ticket", "import", file, "-n", "--json")
    data = outcome.json
    assert data["preview"][0]["title"] == "漏水" and data["never_imported"] == ["身份证号"]
    assert data["unmapped"] == ["备用"] and {c["field"] for c in data["columns"]} == {"title", "created_at"}
    assert not butler.path.exists()


def test_constants_and_mapping(butler: Butler, tmp_path: Path) -> None:
    file = written(tmp_path, "甲,乙\n电梯又停了,2026-06-01\n")
    butler.ok("ticket", "import", file, "--map", "甲=title", "--map", "乙=created_at", "--set", "kind=投诉")
    assert ticket(butler, 1)["kind"] == "complaint"
    assert butler("ticket", "import", file, "--map", "甲=title", "--set", "kind=xyz").code == 2
    assert butler("ticket", "import", file, "--map", "甲=title", "--set", "foo=1").code == 2


def test_hostile_text_comes_back_as_typed(butler: Butler, tmp_path: Path) -> None:
    texts = ["[red]x[/red]", "=1+1", "{{x}} {x}", "\x1b[31m红\u202e", "😀" * 10, "长" * 9_000]
    rows = [{"title": text, "created_at": "2026-06-01T10:00:00", "tags": [text[:50]]} for text in texts]
    file = written(tmp_path, json.dumps(rows, ensure_ascii=False), "t.json")
    butler.ok("ticket", "import", file)
    found = sorted(butler.json("ticket", "list"), key=lambda row: row["id"])
    assert [row["title"] for row in found] == texts


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_an_export_comes_back_unchanged(butler: Butler, tmp_path: Path, lang: str, ending: str) -> None:
    butler.ok("ticket", "add", "[red]漏水, 急、{x}", "-u", "3-2-501", "--reporter", "=王女士", "--phone", "13800138000",
              "--tag", "a,b、c", "--at", "2026-06-01 10:00")  # fmt: skip
    butler.ok("ticket", "done", "1", "已修\n好", "--score", "4", "--at", "2026-06-01 12:00")
    butler.ok("ticket", "add", "灯坏", "--place", "-车库")
    butler.ok("ticket", "note", "2", "等配件")
    file = str(tmp_path / f"out.{ending}")
    butler.ok("ticket", "export", "-o", file, "--reveal", lang=lang)
    again = butler.json("ticket", "import", file, lang=lang)
    assert (again["added"], again["updated"], again["unchanged"]) == (0, [], 2)
    other = Butler(tmp_path / "other.db", butler._capsys, butler._monkeypatch)
    other.ok("ticket", "import", file, lang=lang)
    here, there = ({row["uid"]: row for row in house.json("ticket", "export", "--reveal")} for house in (butler, other))
    for uid, row in here.items():
        for name in row.keys() - {"id"}:
            assert there[uid][name] == row[name], name


def test_masked_numbers_of_our_own_files_are_recognised(butler: Butler, tmp_path: Path) -> None:
    butler.ok("ticket", "add", "漏水", "--phone", "13800138000", "--detail", "请打 13900139000")
    file = str(tmp_path / "masked.csv")
    butler.ok("ticket", "export", "-o", file)
    again = butler.json("ticket", "import", file)
    assert again["updated"] == [] and again["unchanged"] == 1
    other = Butler(tmp_path / "other.db", butler._capsys, butler._monkeypatch)
    assert other("ticket", "import", file).code == 6


def test_citizens_letters_go_in(butler: Butler, shared_data: Path) -> None:
    file = str(shared_data / "留言与答复-前300行.xlsx")
    result = butler.json("ticket", "import", file, "--map", "留言主题=title", "--set", "kind=complaint")
    assert result["added"] == 300 and result["rejected"] == []
    first = ticket(butler, 1)
    assert first["ref"] == "2549" and first["created_at"] == "2019-04-25T09:32:09"
    assert first["resolved_at"] == first["responded_at"] == "2019-05-10T14:56:53"
    assert str(first["detail"]).startswith("2019年4月以来")
    assert (
        butler.json("ticket", "import", file, "--map", "留言主题=title", "--set", "kind=complaint")["unchanged"] == 300
    )


def test_service_requests_with_offsets_go_in(butler: Butler, shared_data: Path) -> None:
    result = butler.json("ticket", "import", str(shared_data / "sf-311-sample.csv"))
    assert result["added"] == 10
    first = ticket(butler, 1)
    assert first["ref"] == "18310793" and first["created_at"] == "2024-06-06T15:00:00"
    assert first["state"] == "closed" and first["place"] == "HAIGHT ST" and first["tags"] == ["Graffiti"]
