"""The doctor finds what is wrong, mends triggers and index, and speaks about files that are beyond opening."""

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Butler, Outcome


def outside(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for sql in statements:
        connection.execute(sql)
    connection.commit()
    connection.close()


def found(outcome: Outcome, name: str) -> list[dict[str, Any]]:
    check = next(check for check in outcome.json["checks"] if check["name"] == name)
    return list(check["found"])


@pytest.fixture
def sound(butler: Butler, tmp_path: Path) -> Butler:
    (tmp_path / "泵房.jpg").write_bytes(b"made-up picture")
    butler.ok("ticket", "add", "水泵漏水", "-u", "3-2-501", "--photo", str(tmp_path / "泵房.jpg"))
    butler.ok("ticket", "note", "1", "看过了")
    return butler


def test_a_sound_house_has_no_findings(sound: Butler) -> None:
    outcome = sound.ok("doctor", "--json")
    assert outcome.json["ok"] is True
    assert not sound.ok("doctor").out.count("✗")


def test_a_reference_that_leads_nowhere(sound: Butler) -> None:
    outside(sound.path, "PRAGMA foreign_keys = OFF", "DELETE FROM unit")
    outcome = sound("doctor", "--json")
    assert outcome.code == 6
    assert found(outcome, "foreign_keys") == [{"code": "dangling", "count": 1, "table": "ticket", "parent": "unit"}]


def test_a_schema_that_others_changed(sound: Butler) -> None:
    outside(sound.path, "DROP INDEX ticket_unit", "CREATE TABLE mine (id INTEGER PRIMARY KEY)")
    items = {(item["code"], item["name"]) for item in found(sound("doctor", "--json"), "schema")}
    assert items == {("missing", "ticket_unit"), ("foreign", "mine")}


def test_triggers_are_missed_and_mended(sound: Butler) -> None:
    outside(sound.path, "DROP TRIGGER ticket_u")
    assert found(sound("doctor", "--json"), "triggers")[0]["names"] == "ticket_u"
    assert sound("doctor").code == 6
    sound.ok("doctor", "--fix")
    sound.ok("doctor")


def test_a_stale_index_is_found_and_mended(sound: Butler) -> None:
    outside(sound.path, "UPDATE ticket SET title = '锅炉不热'")
    assert found(sound("doctor", "--json"), "search")
    sound.ok("doctor", "--fix")
    assert len(sound.json("ticket", "list", "--text", "锅炉")) == 1
    outside(sound.path, "DELETE FROM search")
    assert sound("doctor").code == 6
    sound.ok("doctor", "--fix")


def test_photos_that_are_missing_or_changed(sound: Butler) -> None:
    photo = next((sound.path.parent / "butler-attachments").iterdir())
    photo.write_bytes(b"something else")
    assert found(sound("doctor", "--json"), "attachments")[0]["code"] == "changed"
    photo.unlink()
    assert found(sound("doctor", "--json"), "attachments")[0]["code"] == "missing"
    assert "泵房.jpg" in sound("doctor").out


def test_a_setting_that_does_not_fit_blocks_nothing(sound: Butler) -> None:
    outside(sound.path, "INSERT INTO setting (key, value) VALUES ('timezone', 'Mars')")
    assert found(sound("doctor", "--json"), "settings") == [{"code": "bad", "key": "timezone", "value": "Mars"}]
    sound.ok("config", "set", "timezone", "Asia/Shanghai")
    sound.ok("doctor")


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_file_that_others_can_read(sound: Butler) -> None:
    sound.path.chmod(0o644)
    assert found(sound("doctor", "--json"), "permissions")[0]["mode"] == "0644"


def test_backups_that_are_missing_or_old(sound: Butler) -> None:
    assert found(sound("doctor", "--json", now="2026-08-01T09:00"), "backup")[0]["days"] == 31
    for file in (sound.path.parent / "butler-backups").iterdir():
        file.unlink()
    sound.ok("doctor")
    assert found(sound("doctor", "--json", now="2026-08-01T09:00"), "backup") == [{"code": "none"}]


def test_a_synced_folder(butler: Butler, tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive - 物业"
    folder.mkdir()
    butler.path = folder / "butler.db"
    butler.ok("config", "set", "community", "一期")
    assert found(butler("doctor", "--json"), "place")[0]["folder"] == "OneDrive - 物业"


def test_damaged_pages_are_one_clear_sentence(sound: Butler) -> None:
    data = bytearray(sound.path.read_bytes())
    for page in range(4, 30):
        data[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    sound.path.write_bytes(bytes(data))
    outcome = sound("doctor")
    assert outcome.code in (5, 6)
    assert "Traceback" not in outcome.err + outcome.out


def test_a_truncated_file_and_one_that_is_no_database(sound: Butler) -> None:
    sound.path.write_bytes(sound.path.read_bytes()[:5000])
    outcome = sound("doctor", "--json")
    assert outcome.code in (5, 6)
    sound.path.write_text("no database at all", encoding="utf-8")
    assert sound("doctor").code == 5


def test_without_a_file_and_with_a_newer_one(butler: Butler) -> None:
    assert butler("doctor").code == 3
    butler.ok("config", "set", "community", "一期")
    outside(butler.path, "PRAGMA user_version = 99")
    before = butler.path.read_bytes()
    assert butler("doctor").code == 5
    assert butler("doctor", "--fix").code == 5
    assert butler.path.read_bytes() == before
