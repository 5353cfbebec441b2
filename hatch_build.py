"""Build hook: compile the message catalogues (.po) into the .mo files that the program reads."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg]
    """Compile every catalogue beside its source, so that wheels and editable installs both find it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write `*.mo` next to each `*.po` below the locale folder."""
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for source in Path(self.root, "butlercli", "locale").rglob("*.po"):
            with source.open("rb") as stream:
                catalogue = read_po(stream)
            with source.with_suffix(".mo").open("wb") as target:
                write_mo(target, catalogue)
