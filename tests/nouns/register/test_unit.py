"""`butler unit`: what the register knows of a home, a shop, a parking space."""

import pytest

from tests.conftest import Butler

FIELDS = {
    "id", "uid", "code", "building", "entrance", "room", "kind", "area", "state", "handover_date", "note", "residents",
}  # fmt: skip


def test_a_unit_is_registered_with_an_exact_area(butler: Butler) -> None:
    unit = butler.json("unit", "add", "3栋2单元501", "--area", "89.5301", "--state", "自住", "--handover", "2024-06-30")
    assert set(unit) == FIELDS
    assert (unit["code"], unit["building"], unit["entrance"], unit["room"]) == ("3-2-501", "3", "2", "501")
    assert (unit["kind"], unit["state"], unit["handover_date"]) == ("home", "occupied", "2024-06-30")
    assert unit["area"] == 89.5301
    assert '"area": 89.5301' in butler.ok("unit", "list", "--json").out


def test_whole_metres_are_a_whole_number(butler: Butler) -> None:
    assert butler.json("unit", "add", "A01", "--area", "100㎡")["area"] == 100
    assert '"area": 100,' in butler.ok("unit", "list", "--json").out


@pytest.mark.parametrize(("code", "kind"), [("A01", "shop"), ("V12", "villa"), ("B1-301", "home"), ("3-2-501", "home")])
def test_the_code_speaks_for_the_kind(butler: Butler, code: str, kind: str) -> None:
    assert butler.json("unit", "add", code)["kind"] == kind


def test_adding_one_unit_closes_the_register(butler: Butler) -> None:
    butler.ok("ticket", "add", "漏水", "-u", "3-2-501")
    butler.ok("unit", "add", "3-2-502")
    outcome = butler("resident", "add", "王芳", "--unit", "3-2-520", "--json")
    assert outcome.code == 3
    assert outcome.error["code"] == "unknown_unit"
    assert "3-2-502" in outcome.error["hint"]
    assert butler.json("resident", "add", "王芳", "--unit", "3-2-520", "--new-unit")["units"] == ["3-2-520"]


def test_a_unit_twice_is_a_duplicate(butler: Butler) -> None:
    butler.ok("unit", "add", "3-2-501")
    outcome = butler("unit", "add", "3栋2单元501室", "--json")
    assert (outcome.code, outcome.error["code"]) == (4, "duplicate")
    assert "unit edit 3-2-501" in outcome.error["hint"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("unit", "add", "not a unit"), 2),
        (("unit", "add", "3-2-502", "--area", "0"), 2),
        (("unit", "add", "3-2-502", "--area", "89.53011"), 2),
        (("unit", "add", "3-2-502", "--state", "gone"), 2),
        (("unit", "add", "3-2-502", "--kind", "castle"), 2),
        (("unit", "add", "3-2-502", "--handover", "someday"), 2),
        (("unit", "add", "3-2-502", "--note", "x" * 100_001), 2),
        (("unit", "show", "9-9-999"), 3),
        (("unit", "edit", "3-2-501"), 2),
        (("unit", "edit", "9-9-999", "--note", "x"), 3),
        (("unit", "remove", "9-9-999"), 3),
        (("unit", "list", "--building", "77"), 3),
        (("unit", "list", "--state", "gone"), 2),
    ],
)
def test_bad_input_gets_one_sentence_and_changes_nothing(butler: Butler, words: tuple[str, ...], code: int) -> None:
    before = butler.json("unit", "add", "3-2-501")
    outcome = butler(*words)
    assert (outcome.code, outcome.out) == (code, "")
    assert "Traceback" not in outcome.err
    assert butler.json("unit", "list") == [before]


def test_a_unit_is_edited_renamed_and_cleared(butler: Butler) -> None:
    butler.ok("unit", "add", "3-2-501", "--note", "钥匙在前台", "--area", "90")
    unit = butler.json("unit", "edit", "3-2-501", "--code", "3-2-510", "--state", "出租", "--note", "", "--area", "")
    assert (unit["code"], unit["room"], unit["state"], unit["note"], unit["area"]) == (
        "3-2-510", "510", "let", None, None,
    )  # fmt: skip
    again = butler.ok("unit", "edit", "3-2-510", "--state", "let")
    assert "nothing changed" in again.err
    butler.ok("unit", "add", "3-2-511")
    assert butler("unit", "edit", "3-2-510", "--code", "3-2-511").code == 4


def test_units_come_in_the_order_of_the_buildings(butler: Butler) -> None:
    for code in ("3-10-101", "10-1-101", "3-2-501", "B1-301", "3-2-1201"):
        butler.ok("unit", "add", code)
    codes = [unit["code"] for unit in butler.json("unit", "list")]
    assert codes == ["3-2-501", "3-2-1201", "3-10-101", "10-1-101", "B1-301"]
    assert [unit["code"] for unit in butler.json("unit", "list", "--building", "3栋", "--limit", "1")] == ["3-2-501"]
    assert "1 of 3" in butler.ok("unit", "list", "-b", "3", "--limit", "1").out


def test_a_unit_that_is_referred_to_stays(butler: Butler) -> None:
    butler.ok("unit", "add", "3-2-501")
    butler.ok("resident", "add", "王芳", "--unit", "3-2-501")
    butler.ok("ticket", "add", "漏水", "-u", "3-2-501")
    butler.ok("resident", "contact", "3-2-501", "走访", "--channel", "visit")
    outcome = butler("unit", "remove", "3-2-501", "--json")
    assert outcome.code == 4
    for what in ("residents: 1", "tickets: 1", "contacts: 1"):
        assert what in outcome.error["message"]
    butler.ok("unit", "add", "P-12", "--kind", "车位")
    assert butler.json("unit", "remove", "P-12")["code"] == "P-12"
    assert [unit["code"] for unit in butler.json("unit", "list")] == ["3-2-501"]


def test_the_page_of_a_unit_is_the_whole_picture(butler: Butler) -> None:
    butler.ok("unit", "add", "3-2-501")
    butler.ok("resident", "add", "王芳", "--unit", "3-2-501", "--phone", "13800138000", "--preference", "只接微信",
              "--tag", "+养狗")  # fmt: skip
    butler.ok("ticket", "add", "厨房漏水", "-u", "3-2-501")
    butler.ok("ticket", "add", "问物业费", "-u", "3-2-501")
    butler.ok("ticket", "cancel", "2", "误报")
    butler.ok("resident", "contact", "3-2-501", "已告知周六停水", "--channel", "微信", "--name", "王女士")
    page = butler.json("unit", "show", "3-2-501")
    assert set(page) == FIELDS | {"contacts", "tickets", "facilities"}
    assert [ticket["id"] for ticket in page["tickets"]] == [1, 2]
    assert page["contacts"][0]["resident"] == "王芳"
    assert page["residents"][0]["preferences"] == ["只接微信"]
    shown = butler.ok("unit", "show", "3-2-501").out
    for word in ("只接微信", "+养狗", "厨房漏水", "问物业费", "已告知周六停水", "138****8000"):
        assert word in shown
    assert "13800138000" not in shown
    assert "13800138000" in butler.ok("unit", "show", "3-2-501", "--reveal").out


def test_an_empty_unit_says_what_to_do(butler: Butler) -> None:
    butler.ok("unit", "add", "3-2-501")
    assert "butler resident add NAME --unit 3-2-501" in butler.ok("unit", "show", "3-2-501").out


def test_units_are_found_by_the_tags_of_who_lives_there(butler: Butler) -> None:
    butler.ok("unit", "add", "3-2-501")
    butler.ok("unit", "add", "3-2-502", "--note", "钥匙在前台")
    butler.ok("resident", "add", "王芳", "--unit", "3-2-501", "--tag", "老人独居")
    assert [unit["code"] for unit in butler.json("unit", "list", "--tag", "+老人独居")] == ["3-2-501"]
    assert [unit["code"] for unit in butler.json("unit", "list", "--text", "钥匙")] == ["3-2-502"]


def test_hostile_text_comes_out_as_typed_or_escaped(butler: Butler) -> None:
    note = "[red]x[/red] {x} {{y}} =1+1 \x1b[31m \u202e😀"
    assert butler.json("unit", "add", "3-2-501", "--note", note)["note"] == note
    shown = butler.ok("unit", "show", "3-2-501").out
    assert "[red]x[/red] {x} {{y}} =1+1 \\x1b[31m \\u202e😀" in shown
    assert "\x1b" not in shown
