"""Season packs into the database and out of it."""

from competitions.services.packs.dumping import dump_pack
from competitions.services.packs.loading import load_pack, read_folder

__all__ = ["dump_pack", "load_pack", "read_folder"]
