"""Permits on the command line: recorded, inspected, ended, their deposits, and where they show."""

from pathlib import Path

import pytest

from tests.conftest import Butler
from tests.contracts.test_hostile import HOSTILE

NOW = "2026-11-28T10:00"
ADD = (
    "permit",
    "add",
    "3-2-501",
    "装修",
    "--contractor",
    "王师傅",
    "--from",
    "12-1",
    "--until",
    "1-15",
    "--deposit",
    "2000",
)


@pytest.fixture
def house(butler: Butler) -> Butler:
    butler.ok("resident", "add", "王芳", "--unit", "3-2-501", "--new-unit", now=NOW)
    return butler


def test_a_permit_is_recorded_with_the_days_and_the_deposit_that_were_said(house: Butler) -> None:
    said = house.json(*ADD, "--phone", "13800138000", now=NOW)
    assert {name: said[name] for name in ("unit", "kind", "contractor", "from", "until", "state")} == {
        "unit": "3-2-501", "kind": "renovation", "contractor": "王师傅", "from": "2026-12-01", "until": "2027-01-15",
        "state": "open",
    }  # fmt: skip
    assert (said["deposit_fen"], said["taken"], said["returned"]) == (200_000, "2026-11-28", None)
    assert (said["deposit_held"], said["overdue"]) == (True, False)


def test_the_law_is_said_where_it_speaks_of_the_kind(house: Butler) -> None:
    assert "945" in house.ok(*ADD, now=NOW).err
    assert "消防法" in house.ok("permit", "add", "3-2-501", "动火", now=NOW, lang="zh").err
    assert "945" not in house.ok("permit", "add", "3-2-501", "搬家", now=NOW).err


@pytest.mark.parametrize(
    ("until", "day"),
    [("12-20", "2026-12-20"), ("1-15", "2027-01-15"), ("2027-01-15", "2027-01-15"), ("12月1日", "2026-12-01")],
)
def test_a_last_day_without_its_year_does_not_come_before_the_first(house: Butler, until: str, day: str) -> None:
    said = house.json("permit", "add", "3-2-501", "装修", "--from", "12-1", "--until", until, now=NOW)
    assert said["until"] == day


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("permit", "add", "9-9-999", "装修"), 3),
        (("permit", "add", "3-2-501", "拆楼"), 2),
        (("permit", "add", "3-2-501", "装修", "--from", "2026-12-01", "--until", "2026-11-01"), 2),
        (("permit", "add", "3-2-501", "装修", "--deposit", "-5"), 2),
        (("permit", "add", "3-2-501", "装修", "--deposit", "two"), 2),
        (("permit", "add", "3-2-501", "装修", "--taken", "昨天"), 2),
        (("permit", "add", "3-2-501", "装修", "--deposit", "5", "--taken", "明天"), 2),
        (("permit", "add", "3-2-501", "装修", "--deposit", "5", "--returned", "2026-11-01"), 2),
        (("permit", "add", "3-2-501", "装修", "--photo", "nowhere.jpg"), 3),
        (("permit", "show", "J9"), 3),
        (("permit", "close", "ZX"), 3),
        (("permit", "edit", "J1"), 3),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_stored(
    house: Butler, words: tuple[str, ...], code: int
) -> None:
    house.ok("config", "set", "register", "closed", now=NOW)
    said = house(*words, now=NOW)
    assert said.code == code
    assert len(said.err.strip().splitlines()) == 1
    assert house.json("permit", "list", now=NOW) == []


def test_a_number_is_one_permits_and_an_unambiguous_beginning_finds_it(house: Butler) -> None:
    house.ok(*ADD, "--code", "ZX-2026-014", now=NOW)
    again = house("permit", "add", "3-2-501", "搬家", "--code", "zx-2026-014", now=NOW)
    assert again.code == 4 and "J1" in again.err
    house.ok("permit", "add", "3-2-501", "搬家", "--code", "ZX-2026-015", now=NOW)
    assert house.json("permit", "show", "ZX-2026-014", now=NOW)["id"] == 1
    assert house("permit", "show", "ZX-2026-01", now=NOW).code == 2
    assert house.json("permit", "show", "J2", now=NOW)["code"] == "ZX-2026-015"
    assert house("permit", "edit", "J2", "--code", "ZX-2026-014", now=NOW).code == 4


def test_inspections_and_photos_stand_on_its_page(house: Butler, tmp_path: Path) -> None:
    house.ok(*ADD, now=NOW)
    photo = tmp_path / "墙.jpg"
    photo.write_bytes(b"made-up picture")
    house.ok("permit", "inspect", "J1", "未动承重墙", "--at", "昨天 9:30", "--photo", str(photo), now=NOW)
    house.ok("permit", "inspect", "J1", "防水已做", now=NOW)
    assert house("permit", "inspect", "J1", "x", "--at", "明天 9:00", now=NOW).code == 2
    shown = house.json("permit", "show", "J1", now=NOW)
    assert shown["inspections"] == [
        {"at": "2026-11-28T10:00:00", "text": "防水已做"},
        {"at": "2026-11-27T09:30:00", "text": "未动承重墙"},
    ]
    assert [one["name"] for one in shown["photos"]] == ["墙.jpg"]
    assert "未动承重墙" in house.ok("permit", "show", "J1", now=NOW).out


def test_a_permit_is_closed_once_and_its_deposit_goes_back_on_its_day(house: Butler) -> None:
    house.ok(*ADD, now=NOW)
    closed = house.ok("permit", "close", "J1", "验收合格", "--on", "昨天", now=NOW)
    assert "--returned" in closed.err
    assert house("permit", "revoke", "J1", "x", now=NOW).code == 4
    again = house.json("permit", "close", "J1", "--returned", "今天", now=NOW)
    assert (again["state"], again["ended"], again["outcome"]) == ("closed", "2026-11-27", "验收合格")
    assert (again["returned"], again["deposit_held"]) == ("2026-11-28", False)
    same = house.ok("permit", "close", "J1", now=NOW)
    assert "nothing changed" in same.err


def test_a_permit_is_revoked_with_a_reason(house: Butler) -> None:
    house.ok(*ADD, now=NOW)
    said = house.json("permit", "revoke", "J1", "拆改承重墙", now=NOW)
    assert (said["state"], said["outcome"]) == ("revoked", "拆改承重墙")
    assert house("permit", "revoke", "J1", now=NOW).code == 2


def test_lists_choose_by_unit_kind_state_and_deposit(house: Butler) -> None:
    house.ok(*ADD, now=NOW)
    house.ok("permit", "add", "1-1-101", "搬家", "--new-unit", now=NOW)
    house.ok("permit", "close", "J2", now=NOW)

    def ids(*words: str) -> list[int]:
        return [one["id"] for one in house.json("permit", "list", *words, now=NOW)]

    assert ids() == [2, 1]
    assert ids("-u", "3-2-501") == [1]
    assert ids("-k", "搬家,动火") == [2]
    assert ids("-s", "open") == [1]
    assert ids("--held") == [1]
    assert ids("--limit", "1") == [2]
    assert house("permit", "list", "-s", "gone", now=NOW).code == 2


def test_the_day_names_permits_that_end_and_deposits_that_are_still_here(house: Butler) -> None:
    house.ok(*ADD, now=NOW)
    assert "permits_due" not in [one["id"] for one in house.json("today", now=NOW)["groups"] if one["records"]]
    ends = house.ok("today", now="2027-01-15T09:00")
    assert "butler permit close J1" in ends.out and "3-2-501" in ends.out
    assert "!" in house.ok("today", now="2027-01-16T09:00").out
    house.ok("permit", "close", "J1", now="2027-01-16T09:00")
    held = house.ok("today", now="2027-01-17T09:00")
    assert "butler permit edit J1 --returned today" in held.out and "2,000.00" in held.out
    house.ok("permit", "edit", "J1", "--returned", "今天", now="2027-01-17T09:00")
    assert "J1" not in house.ok("today", now="2027-01-17T09:00").out


def test_a_permit_is_on_its_units_page_in_the_search_and_in_history(house: Butler) -> None:
    house.ok(*ADD, "--code", "ZX-7", now=NOW)
    house.ok("permit", "inspect", "J1", "阳台封窗", now=NOW)
    assert house.json("unit", "show", "3-2-501", now=NOW)["permits"][0]["code"] == "ZX-7"
    for words in ("王师傅", "阳台封窗", "3-2-501 ZX-7"):
        assert "ZX-7" in house.ok("search", words, now=NOW).out
    history = house.ok("history", "J1", now=NOW).out
    assert "Deposit" in history and "2,000.00" in history


def test_undo_takes_a_permit_back_and_a_dry_run_keeps_nothing(house: Butler) -> None:
    house.ok(*ADD, "-n", now=NOW)
    assert house.json("permit", "list", now=NOW) == []
    house.ok(*ADD, now=NOW)
    house.ok("permit", "inspect", "J1", "看过", now=NOW)
    house.ok("undo", now=NOW)
    assert house.json("permit", "show", "J1", now=NOW)["inspections"] == []
    house.ok("undo", now=NOW)
    assert house.json("permit", "list", now=NOW) == []


def test_a_deposit_is_no_fee(house: Butler) -> None:
    house.ok(*ADD, now=NOW)
    assert house.json("fee", "arrears", now=NOW) == []
    assert house.json("fee", "stats", now=NOW)["metrics"]["fee.arrears_total"]["value"] in (None, 0)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_as_typed(house: Butler, text: str) -> None:
    house.ok("permit", "add", "3-2-501", "other", "--note", text, now=NOW)
    house.ok("permit", "inspect", "J1", "--", text, now=NOW)
    shown = house.json("permit", "show", "J1", now=NOW)
    assert (shown["note"] or "").strip() == text.strip()
    assert shown["inspections"][0]["text"] == text.strip()
    house.ok("permit", "show", "J1", now=NOW)


HEAD = "编号,房号,类型,施工单位,开始日期,结束日期,押金,电话\n"


def file(folder: Path, *lines: str) -> str:
    path = folder / "装修登记.csv"
    path.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


def test_a_file_is_taken_in_once_and_what_was_changed_here_stays(house: Butler, tmp_path: Path) -> None:
    path = file(tmp_path, "ZX-7,3-2-502,装修,金工装饰,2026-06-01,2026-08-01,2000,13800138000", "ZX-8,3-2-501,搬家,,,,,")
    said = house.json("permit", "import", path, now=NOW)
    assert (said["added"], said["units_registered"]) == (2, 1)
    assert house.json("permit", "import", path, now=NOW)["unchanged"] == 2
    house.ok("permit", "edit", "ZX-7", "--until", "2026-09-01", now=NOW)
    path = file(tmp_path, "ZX-7,3-2-502,装修,安居装修,2026-06-01,2026-08-15,2000,13800138000")
    assert house.json("permit", "import", path, now=NOW)["updated"]
    now = house.json("permit", "show", "ZX-7", "--reveal", now=NOW)
    assert (now["contractor"], now["until"], now["deposit_fen"]) == ("安居装修", "2026-09-01", 200_000)


@pytest.mark.parametrize(
    "line",
    [
        ",3-2-501,搬家,,,,,",
        "ZX-1,3-2-501,拆楼,,,,,",
        "ZX-1,没有这户,搬家,,,,,",
        "ZX-1,3-2-501,装修,,2026-06-01,2026-05-01,,",
        "ZX-1,3-2-501,装修,,,,-20,",
        "ZX-1,3-2-501,装修,,,,,138****8000",
    ],
)
def test_a_bad_row_is_named_and_nothing_is_stored(house: Butler, tmp_path: Path, line: str) -> None:
    said = house("permit", "import", file(tmp_path, "ZX-0,3-2-501,搬家,,,,,", line), now=NOW)
    assert said.code == 6 and "3" in said.err
    assert house.json("permit", "list", now=NOW) == []


def test_figures_are_those_of_permits_as_they_stood(house: Butler) -> None:
    for words in (("装修", "--from", "2026-03-01", "--until", "2026-04-01", "--deposit", "2000", "--taken", "2026-03-01"),
                  ("搬家", "--from", "2026-05-01", "--until", "2026-05-01"),
                  ("装修", "--from", "2025-03-01", "--until", "2025-04-01")):  # fmt: skip
        house.ok("permit", "add", "3-2-501", *words, now=NOW)
    house.ok("permit", "close", "J2", "--on", "2026-05-01", now=NOW)
    house.ok("permit", "inspect", "J1", "看过", "--at", "2026-03-10 9:00", now=NOW)
    house.ok("permit", "close", "J1", "--on", "2026-06-30", "--returned", "2026-07-02", now=NOW)

    def figures(*words: str) -> dict[str, object]:
        found = house.json("report", "annual", "2026", *words, now=NOW)["metrics"]
        return {key.partition(".")[2]: one["value"] for key, one in found.items() if key.startswith("permit.")}

    assert figures() == {
        "total": 2, "renovation": 1, "moving": 1, "hotwork": 0, "other": 0, "overdue": 0, "inspected_rate": 0.5,
        "deposits_held": 0,
    }  # fmt: skip
    then = figures("--as-of", "2026-06-01")
    assert (then["overdue"], then["deposits_held"]) == (1, 200_000)
    behind = house.json(
        "report", "annual", "2026", "--explain", "permit.deposits_held", "--as-of", "2026-06-01", now=NOW
    )
    assert [(one["id"], one["deposit_fen"]) for one in behind if one["in_numerator"]] == [(1, 200_000)]


def test_a_number_that_reads_as_another_permits_serial_number_is_refused(house: Butler, tmp_path: Path) -> None:
    house.ok(*ADD, now=NOW)
    assert house("permit", "add", "3-2-501", "搬家", "--code", "j1", now=NOW).code == 2
    assert house("permit", "edit", "J1", "--code", "J2", now=NOW).code == 2
    assert house("permit", "import", file(tmp_path, "J1,3-2-501,搬家,,,,,"), now=NOW).code == 6
    assert [one["code"] for one in house.json("permit", "list", now=NOW)] == [None]


def test_the_permit_that_was_found_is_the_one_that_is_ended(house: Butler) -> None:
    house.ok(*ADD, "--code", "2", now=NOW)
    house.ok("permit", "add", "3-2-501", "搬家", "--code", "ZX-9", now=NOW)
    assert house.json("permit", "close", "ZX-9", now=NOW)["id"] == 2
    assert house.json("permit", "close", "2", now=NOW)["id"] == 1
