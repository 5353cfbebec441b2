"""`butler resident`: people, found by name and pinyin, made one where they were two."""

import pytest

from tests.conftest import Butler

FIELDS = {"id", "uid", "name", "role", "phones", "units", "since", "until", "tags", "preferences", "note"}


@pytest.fixture
def house(butler: Butler) -> Butler:
    """A house with one unit, and an owner in it."""
    butler.ok("unit", "add", "3-2-501")
    butler.ok("unit", "add", "3-2-502")
    butler.ok("resident", "add", "王芳", "--unit", "3-2-501", "--phone", "13800138000", "--since", "2024-01-01")
    return butler


def names(butler: Butler, *words: str) -> list[str]:
    return [person["name"] for person in butler.json("resident", "list", *words)]


def test_a_resident_is_registered_with_all_that_is_known(house: Butler) -> None:
    person = house.json("resident", "add", "李明", "--unit", "3栋2单元502", "--role", "租户", "--phone", "138-0013-8001",
                        "--phone", "0755-88886666", "--tag", "+养狗", "--tag", "养狗", "--preference", "只接微信",
                        "--since", "2026-03-01", "--note", "晚上在家")  # fmt: skip
    assert set(person) == FIELDS
    assert (person["role"], person["units"], person["since"]) == ("tenant", ["3-2-502"], "2026-03-01")
    assert person["phones"] == ["138****8001", "0755****6666"]
    assert (person["tags"], person["preferences"], person["note"]) == (["养狗"], ["只接微信"], "晚上在家")


def test_the_same_resident_again_is_no_error(house: Butler) -> None:
    again = house.ok("resident", "add", "王芳", "--unit", "3-2-501", "--phone", "13800138000")
    assert "nothing changed" in again.err
    more = house.json("resident", "add", "王芳", "--unit", "3-2-501", "--phone", "13900139000", "--tag", "养猫")
    assert (more["id"], more["phones"], more["tags"]) == (1, ["138****8000", "139****9000"], ["养猫"])
    assert len(house.json("resident", "list")) == 1


def test_the_same_name_and_number_elsewhere_is_the_same_person(house: Butler) -> None:
    person = house.json("resident", "add", "王芳", "--unit", "3-2-502", "--phone", "13800138000")
    assert (person["id"], person["units"]) == (1, ["3-2-501", "3-2-502"])
    other = house.ok("resident", "add", "王芳", "--unit", "3-2-502", "--phone", "13700137000", "--json")
    assert other.json["id"] == 1
    house.ok("unit", "add", "3-2-503")
    stranger = house.ok("resident", "add", "王芳", "--unit", "3-2-503", "--json")
    assert stranger.json["id"] == 2
    assert "butler resident merge 1 2" in stranger.err


def test_another_role_in_the_same_unit_is_refused_with_the_way_out(house: Butler) -> None:
    outcome = house("resident", "add", "王芳", "--unit", "3-2-501", "--role", "tenant", "--json")
    assert outcome.code == 4
    assert "butler resident edit 1 --unit 3-2-501 --role tenant" in outcome.error["hint"]
    assert house.json("resident", "edit", "1", "--unit", "3-2-501", "--role", "tenant")["role"] == "tenant"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("resident", "add", "  ", "--unit", "3-2-501"), 2),
        (("resident", "add", "X", "--unit", "9-9-901"), 3),
        (("resident", "add", "X", "--unit", "nowhere at all"), 2),
        (("resident", "add", "X", "--unit", "3-2-501", "--phone", "12"), 2),
        (("resident", "add", "X", "--unit", "3-2-501", "--phone", "138****8000"), 2),
        (("resident", "add", "X", "--unit", "3-2-501", "--role", "king"), 2),
        (("resident", "add", "X" * 201, "--unit", "3-2-501"), 2),
        (("resident", "add", "X", "--unit", "3-2-501", "--since", "2026-02-01", "--until", "2026-01-01"), 2),
        (("resident", "show", "99"), 3),
        (("resident", "show", "nobody"), 3),
        (("resident", "show", ""), 2),
        (("resident", "edit", "1"), 2),
        (("resident", "edit", "1", "--name", " "), 2),
        (("resident", "edit", "1", "--role", ""), 2),
        (("resident", "edit", "1", "--until", "2020-01-01"), 2),
        (("resident", "edit", "1", "--phone", "138****8000"), 2),
        (("resident", "edit", "1", "--remove-unit", "3-2-502"), 3),
        (("resident", "merge", "1", "99"), 3),
        (("resident", "list", "--silent", "soon"), 2),
        (("resident", "list", "--role", "king"), 2),
        (("resident", "list", "--unit", "9-9-901"), 3),
    ],
)
def test_bad_input_gets_one_sentence_and_changes_nothing(house: Butler, words: tuple[str, ...], code: int) -> None:
    before = house.json("resident", "list", "--former")
    outcome = house(*words)
    assert (outcome.code, outcome.out) == (code, "")
    assert "Traceback" not in outcome.err
    assert house.json("resident", "list", "--former") == before
    assert len(house.json("unit", "list")) == 2


@pytest.mark.parametrize("ref", ["1", "王芳", "王", "wf", "wangfang", "wangf", "WANG FANG", "13800138000"])
def test_a_resident_is_named_by_number_name_pinyin_or_phone(house: Butler, ref: str) -> None:
    house.ok("resident", "add", "李明", "--unit", "3-2-502")
    assert house.json("resident", "show", ref)["id"] == 1


def test_several_candidates_are_listed(house: Butler) -> None:
    house.ok("resident", "add", "王方", "--unit", "3-2-502")
    outcome = house("resident", "show", "wf", "--json")
    assert (outcome.code, outcome.error["code"]) == (2, "ambiguous")
    assert "1 王芳 3-2-501; 2 王方 3-2-502" in outcome.error["message"]
    assert house.json("resident", "show", "王方")["id"] == 2


def test_wildcards_are_plain_characters(house: Butler) -> None:
    assert house("resident", "show", "%").code == 3
    assert house("resident", "show", "_芳").code == 3
    assert house.json("resident", "list", "--text", "%") == []


def test_the_list_is_filtered(house: Butler) -> None:
    house.ok(
        "resident", "add", "曾强", "--unit", "3-2-502", "--role", "tenant", "--tag", "养狗", "--phone", "13912345678"
    )
    house.ok("unit", "add", "10-1-101")
    house.ok("resident", "add", "单敏", "--unit", "10-1-101", "--until", "2025-01-01")
    assert names(house) == ["王芳", "曾强"]
    assert names(house, "--former") == ["王芳", "曾强", "单敏"]
    assert names(house, "--building", "3", "--role", "租户") == ["曾强"]
    assert names(house, "--unit", "3-2-501") == ["王芳"]
    assert names(house, "--tag", "养狗") == ["曾强"]
    assert names(house, "--text", "zengq") == ["曾强"]
    assert names(house, "--text", "sm", "--former") == ["单敏"]
    assert names(house, "--text", "12345") == ["曾强"]
    assert names(house, "--text", "芳") == ["王芳"]
    assert "1 of 2" in house.ok("resident", "list", "--limit", "1").out


def test_lists_mask_numbers_everywhere_and_reveal_shows_them(house: Butler) -> None:
    house.ok("resident", "edit", "1", "--note", "女儿电话13900139000")
    for words in (("--json",), ("--csv",), ()):
        out = house.ok("resident", "list", *words).out
        assert "13800138000" not in out
        assert "13900139000" not in out
        assert "13800138000" in house.ok("resident", "list", *words, "--reveal").out


def test_silent_households_come_never_first(house: Butler) -> None:
    house.ok("unit", "add", "3-2-503")
    house.ok("unit", "add", "3-2-504")
    house.ok("unit", "add", "P-1", "--kind", "parking")
    for name, unit in (("李明", "3-2-502"), ("赵敏", "3-2-503"), ("王芳", "P-1")):
        house.ok("resident", "add", name, "--unit", unit)
    house.ok("resident", "contact", "3-2-501", "走访", "-c", "visit", "--at", "2025-12-01 10:00")
    house.ok("resident", "contact", "3-2-502", "走访", "-c", "visit", "--at", "2026-06-30 10:00")
    silent = house.json("resident", "list", "--silent", "180d")
    assert [(unit["code"], unit["last_contact_at"], unit["silent_days"]) for unit in silent] == [
        ("3-2-503", None, None),
        ("3-2-501", "2025-12-01T10:00:00", 211),
    ]
    assert [unit["code"] for unit in house.json("resident", "list", "--silent", "6个月", "--tag", "养狗")] == []
    assert house("resident", "list", "--silent", "180d", "--former").code == 2


def test_edit_sets_adds_and_clears(house: Butler) -> None:
    person = house.json("resident", "edit", "王芳", "--add-phone", "13900139000", "--tag", "养狗", "--add-tag", "独居",
                        "--preference", "只接微信", "--note", "x")  # fmt: skip
    assert person["phones"] == ["138****8000", "139****9000"]
    assert (person["tags"], person["preferences"], person["note"]) == (["养狗", "独居"], ["只接微信"], "x")
    person = house.json(
        "resident", "edit", "1", "--phone", "13900139000", "--tag", "", "--preference", "", "--note", ""
    )
    assert (person["phones"], person["tags"], person["preferences"], person["note"]) == (["139****9000"], [], [], None)
    assert "nothing changed" in house.ok("resident", "edit", "1", "--name", "王芳").err
    house.ok("resident", "edit", "1", "--name", "单芳")
    assert names(house, "--text", "sf") == ["单芳"]


def test_units_are_added_ended_and_taken_back(house: Butler) -> None:
    person = house.json("resident", "edit", "1", "--unit", "3-2-502", "--role", "family", "--since", "2026-01-01")
    assert (person["units"], person["role"]) == (["3-2-501", "3-2-502"], "family")
    outcome = house("resident", "edit", "1", "--until", "2026-06-01", "--json")
    assert outcome.code == 2
    assert "3-2-501, 3-2-502" in outcome.error["message"]
    house.ok("resident", "edit", "1", "--unit", "3-2-501", "--until", "2026-06-01")
    page = house.json("resident", "show", "1")
    assert page["units"] == ["3-2-502"]
    assert [(p["unit"], p["until"]) for p in page["residencies"]] == [("3-2-501", "2026-06-01"), ("3-2-502", None)]
    assert house.json("resident", "edit", "1", "--remove-unit", "3-2-502")["units"] == ["3-2-501"]


def test_merge_makes_two_records_one(house: Butler) -> None:
    house.ok("resident", "edit", "1", "--tag", "养狗", "--note", "甲")
    house.ok("resident", "add", "王方", "--unit", "3-2-501", "--phone", "13800138000", "--phone", "13900139000",
             "--tag", "独居", "--preference", "只接微信", "--note", "乙", "--since", "2023-01-01")  # fmt: skip
    house.ok("resident", "edit", "2", "--unit", "3-2-502", "--role", "tenant")
    house.ok("ticket", "add", "漏水", "-u", "3-2-501", "--reporter", "王方")
    house.ok("resident", "contact", "3-2-501", "走访", "-c", "visit", "--name", "王方")
    merged = house.json("resident", "merge", "1", "2")
    assert (merged["id"], merged["name"]) == (1, "王芳")
    assert merged["phones"] == ["138****8000", "139****9000"]
    assert merged["units"] == ["3-2-501", "3-2-502"]
    assert (merged["tags"], merged["preferences"], merged["note"]) == (["养狗", "独居"], ["只接微信"], "甲\n乙")
    assert merged["since"] == "2023-01-01"
    page = house.json("resident", "show", "1")
    assert [place["unit"] for place in page["residencies"]] == ["3-2-501", "3-2-502"]
    assert page["tickets"][0]["title"] == "漏水"
    assert page["contacts"][0]["resident"] == "王芳"
    assert house("resident", "show", "2").code == 3
    assert "nothing to do" in house.ok("resident", "merge", "1", "王芳").err


def test_residencies_of_different_years_stay_apart_in_a_merge(house: Butler) -> None:
    house.ok("resident", "edit", "1", "--until", "2024-12-31")
    house.ok("resident", "add", "王方", "--unit", "3-2-501", "--since", "2026-01-01")
    house.ok("resident", "merge", "1", "2")
    places = house.json("resident", "show", "1")["residencies"]
    assert [(place["since"], place["until"]) for place in places] == [
        ("2024-01-01", "2024-12-31"),
        ("2026-01-01", None),
    ]


def test_remove_refuses_while_something_refers(house: Butler) -> None:
    house.ok("resident", "contact", "3-2-501", "走访", "-c", "visit", "--name", "王芳")
    outcome = house("resident", "remove", "1", "--json")
    assert (outcome.code, outcome.error["code"]) == (4, "referred_to")
    assert "contacts: 1" in outcome.error["message"]
    house.ok("resident", "add", "李明", "--unit", "3-2-502", "--phone", "13900139000")
    assert house.json("resident", "remove", "李明")["name"] == "李明"
    assert names(house) == ["王芳"]


def test_hostile_names_come_out_as_typed_or_escaped(house: Butler) -> None:
    name = "[b]张{x}\x1b[31m😀"
    assert house.json("resident", "add", name, "--unit", "3-2-502", "--tag", "=1+1")["name"] == name
    shown = house.ok("resident", "list").out
    assert "[b]张{x}\\x1b[31m😀" in shown
    assert "=1+1" in house.ok("resident", "show", "2").out
    assert "\x1b" not in shown


def test_empty_lists_say_so(butler: Butler) -> None:
    butler.ok("unit", "add", "3-2-501")
    assert butler.ok("resident", "list").out == "Nothing found.\n"
    assert butler.json("resident", "list", "--silent", "180d") == []
