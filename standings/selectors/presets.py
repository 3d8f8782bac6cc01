"""Rules and formats of known editions, as the desk offers them."""

from functools import cache

from django.conf import settings

from competitions.choices import LeagueLevel
from competitions.core.formats import Format, read_format
from competitions.core.presets import Preset, read_presets


@cache
def presets() -> tuple[Preset, ...]:
    """All of them, in the order of data/presets.toml, which is read once a process."""
    return read_presets((settings.BASE_DIR / "data" / "presets.toml").read_text(encoding="utf-8"))


def presets_for(*, has_table: bool) -> tuple[Preset, ...]:
    """Those for stages with a table, or those for knock-outs."""
    return tuple(preset for preset in presets() if preset.has_table == has_table)


@cache
def formats() -> tuple[Format, ...]:
    """The formats of data/formats/, editions first and the newest of them first."""
    files = sorted((settings.BASE_DIR / "data" / "formats").glob("*.toml"))
    found = [read_format(path.read_text(encoding="utf-8"), presets()) for path in files]
    levels = list(LeagueLevel.values)
    return tuple(
        sorted(found, key=lambda fmt: (levels.index(fmt.level), -(fmt.year or 0), fmt.code))
    )
