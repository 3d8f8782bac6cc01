"""The districts of the state's map, from which leagues can be made where football has none yet."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class District:
    """`ubigeo` has six digits: department, province and district."""

    ubigeo: str
    name: str
    province: str
    department: str


def read_districts(text: str) -> Iterator[District]:
    """The rows of data/geography/districts.csv.

    >>> found, = read_districts('''ubigeo,district,province,department,population
    ... 200104,Castilla,Piura,Piura,1
    ... ''')
    >>> found.ubigeo[:2], found.name, found.province
    ('20', 'Castilla', 'Piura')
    """
    for row in csv.DictReader(io.StringIO(text)):
        yield District(row["ubigeo"], row["district"], row["province"], row["department"])
