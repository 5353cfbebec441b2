"""Where the file is, and where it had better not be."""

import sys
from pathlib import Path

import pytest

from butlercli.base.errors import DatabaseError, NotFoundError, UsageError
from butlercli.store import location


def test_the_option_wins_over_the_environment_over_the_data_folder(tmp_path: Path) -> None:
    assert location.locate("a.db", {"BUTLER_DB": "b.db"}) == (Path("a.db"), True)
    assert location.locate(None, {"BUTLER_DB": "b.db"}) == (Path("b.db"), True)
    path, named = location.locate(None, {})
    assert path.name == "butler.db" and not named
    assert location.locate("~/x.db", {})[0] == Path.home() / "x.db"
    assert location.locate("~nobody-of-that-name/x.db", {})[1]


def test_a_path_without_a_file(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError) as named:
        location.check_readable(tmp_path / "none.db", True)
    assert named.value.params["command"] == "butler init"
    with pytest.raises(NotFoundError) as unnamed:
        location.check_readable(tmp_path / "none.db", False)
    assert unnamed.value.code == "no_database"
    with pytest.raises(UsageError):
        location.check_readable(tmp_path, True)
    assert not list(tmp_path.iterdir())


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "butler.db"
    location.prepare_new(path)
    assert path.stat().st_mode & 0o077 == 0 or path.drive
    assert path.parent.stat().st_mode & 0o077 == 0 or path.drive
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DatabaseError):
        location.prepare_new(tmp_path / "file" / "butler.db")


@pytest.mark.parametrize(
    "folder",
    ["OneDrive - 物业", "Dropbox", "我的坚果云", "iCloud Drive", "WPSDrive", "BaiduNetdisk", "Mobile Documents"],
)
def test_synced_folders_are_known_by_their_names(tmp_path: Path, folder: str) -> None:
    assert location.shared_or_synced(tmp_path / folder / "butler.db") == folder


def test_a_plain_folder_is_fine(tmp_path: Path) -> None:
    assert location.shared_or_synced(tmp_path / "物业" / "butler.db") is None


@pytest.mark.parametrize(("kind", "why"), [("nfs4", "network"), ("cifs", "network"), ("ext4", None)])
def test_network_mounts_are_read_from_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, why: str | None
) -> None:
    mounts = f"/dev/sda1 / ext4 rw 0 0\nserver:/share {tmp_path} {kind} rw 0 0\n"
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "read_text", lambda _self, **_options: mounts)
    assert location.shared_or_synced(tmp_path / "butler.db") == why
