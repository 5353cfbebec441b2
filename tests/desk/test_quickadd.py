"""Quick entry: any order, with or without quotes, nothing typed is lost."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Butler

PIECES = {
    "unit": "3-2-501", "reporter": "王女士", "title": "厨房漏水", "priority": "急", "department": "@工程", "tag": "+水", "due": "明天上午", "phone": "13800138000",
}  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(list(PIECES.values())), separator=st.sampled_from([" ", "，", "、", "  ", "；"]))
def test_any_order_gives_the_same_ticket(butler: Butler, order: list[str], separator: str) -> None:
    made = butler.json("记", separator.join(order))
    assert made["unit"] == "3-2-501"
    assert made["reporter"] == "王女士"
    assert made["title"] == "厨房漏水"
    assert made["priority"] == "urgent"
    assert made["department"] == "engineering"
    assert made["tags"] == ["水"]
    assert made["due_at"] == "2026-07-02T12:00:00"
    assert made["phone"] == "138****8000"


@pytest.mark.parametrize(
    ("line", "unit", "title"),
    [
        ("３－２－５０１，王女士，厨房漏水，急！", "3-2-501", "厨房漏水"),
        ("3栋2单元501室 厨房漏水", "3-2-501", "厨房漏水"),
        ("厨房漏水 3-2-501", "3-2-501", "厨房漏水"),
        ("3-2-501王女士厨房漏水", "3-2-501", "厨房漏水"),
        ("大堂灯不亮", None, "大堂灯不亮"),
        ("[red]灯[/red] {x} =1+1 3-2-501", "3-2-501", "[red]灯[/red] {x} =1+1"),
        ("5次报修没人来 3-2-501", "3-2-501", "5次报修没人来"),
    ],
)
def test_what_remains_is_the_title(butler: Butler, line: str, unit: str | None, title: str) -> None:
    made = butler.json("add", line)
    assert (made["unit"], made["title"]) == (unit, title)


def test_a_registered_unit_wins_over_a_date_that_looks_like_one(butler: Butler) -> None:
    assert butler.json("add", "12-1 漏水")["due_at"] == "2026-12-01T23:59:59"
    butler.ok("unit", "add", "12-1")
    assert butler.json("add", "12-1 漏水")["unit"] == "12-1"


def test_a_preview_writes_nothing(butler: Butler) -> None:
    butler.ok("ticket", "add", "灯坏")
    assert "nothing was written" in butler.ok("add", "3-2-501", "漏水", "-n").err
    assert len(butler.json("ticket", "list")) == 1


def test_a_preview_makes_no_file(butler: Butler) -> None:
    butler.ok("add", "3-2-501", "漏水", "-n")
    assert not butler.path.exists()


def test_a_word_that_names_no_department_stays_in_the_title(butler: Butler) -> None:
    outcome = butler.ok("add", "灯坏 @某某")
    assert "names no department" in outcome.err
    assert butler.json("ticket", "show", "1")["title"] == "灯坏 @某某"


def test_a_person_names_the_department(butler: Butler) -> None:
    butler.ok("department", "edit", "工程", "--add-person", "张师傅")
    made = butler.json("add", "灯坏 @张师傅")
    assert (made["department"], made["assignee"]) == ("engineering", "张师傅")


def test_a_typhoon_night_in_one_go(butler: Butler, tmp_path: Path) -> None:
    night = tmp_path / "台风夜.txt"
    night.write_text("21:35 3栋大堂进水\n23:50 地库积水 急\n\n00:20 3-2-501 窗户漏雨\n", encoding="gb18030")
    made = butler.ok("add", str(night), "--json", now="2026-07-02T08:00").json
    assert [record["created_at"] for record in made] == [
        "2026-07-01T21:35:00",
        "2026-07-01T23:50:00",
        "2026-07-02T00:20:00",
    ]
    assert made[0]["response_due_at"] == "2026-07-02T12:00:00"
    butler.ok("undo", now="2026-07-02T08:01")
    assert butler.json("ticket", "list", now="2026-07-02T08:02") == []


def test_bad_lines_are_named_and_nothing_is_recorded(butler: Butler) -> None:
    refused = butler("add", "-", stdin="灯坏\n急\n13800138000\n")
    assert refused.code == 6
    assert "line 2" in refused.err and "line 3" in refused.err
    assert not butler.path.exists()
    kept = butler("add", "-", "--skip-bad", stdin="灯坏\n急\n")
    assert kept.code == 6
    assert len(butler.json("ticket", "list")) == 1


def test_nothing_to_record_is_a_usage_error(butler: Butler) -> None:
    assert butler("add").code == 2
    assert butler("add", "-", stdin="\n\n").code == 2
    assert butler("add", "急").code == 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_no_line_ever_fails_without_a_sentence(butler: Butler, text: str) -> None:
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text) or "\x00" in text or text.startswith("-"):
        return
    assert butler("add", "-n", "--", text).code in (0, 2, 3)
