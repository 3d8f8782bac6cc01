"""Names of clubs that do not exist, as clubs are called in the districts of Peru."""

import random
import unicodedata
from collections.abc import Collection, Iterator

from competitions.core.names import fold
from competitions.core.pyramid.values import District

_WORDS = (
    "Academia", "Alianza", "Amigos de", "Atlético", "Centro Deportivo", "Club Social", "Cultural",
    "Defensor", "Deportivo", "Estrella de", "Estudiantes de", "Ferroviario", "Huracán de",
    "Independiente", "Juventud", "Los Halcones de", "Racing", "Real", "Social Deportivo", "Sport",
    "Sporting", "Unión",
)  # fmt: skip
_PATRONS = (
    "5 de Febrero", "24 de Junio", "28 de Julio", "30 de Agosto", "8 de Octubre", "Alfonso Ugarte",
    "Andrés Avelino Cáceres", "Bolognesi", "César Vallejo", "Ciro Alegría", "Corazón de Jesús",
    "Daniel Alcides Carrión", "El Inca", "Grau", "Inti Raymi", "Jorge Chávez", "José Olaya",
    "José Santos Chocano", "La Merced", "Leoncio Prado", "Los Andes", "Manco Cápac", "Mariátegui",
    "Micaela Bastidas", "Nuevo Amanecer", "Pachacútec", "Porvenir", "Ramón Castilla", "San Antonio",
    "San Cristóbal", "San Isidro", "San Jerónimo", "San Juan", "San Lorenzo", "San Martín",
    "San Pedro", "San Sebastián", "Santa Ana", "Santa Cruz", "Santa Lucía", "Santa Rosa",
    "Santiago Apóstol", "Señor de los Milagros", "Túpac Amaru", "Virgen de la Candelaria",
    "Virgen del Carmen", "Yawar Mayu",
)  # fmt: skip
LONGEST = 76


def club_names(
    district: District, *, number: int, taken: Collection[str]
) -> Iterator[tuple[str, str]]:
    """So many names of clubs of a district, each with its folded key; none of them is `taken`.

    They are the same at every call: another season of the same places has the same clubs.
    """
    rng = random.Random(f"clubs {district.code}")  # noqa: S311 - the same names each time
    given = set(taken)
    for _ in range(number):
        folded = ((name, fold(name)) for name in _candidates(district, rng))
        name, key = next(pair for pair in folded if pair[1] not in given)
        given.add(key)
        yield name, key


def _candidates(district: District, rng: random.Random) -> Iterator[str]:
    while True:
        word, patron = rng.choice(_WORDS), rng.choice(_PATRONS)
        if rng.random() < 0.25:
            yield f"{word} {district.name}"
        name = patron if rng.random() < 0.2 else f"{word} {patron}"
        yield name
        yield f"{name} de {district.name}"[:LONGEST]


def slug_of(text: str, *, longest: int) -> str:
    """Letters and digits without accents, joined by hyphens.

    >>> slug_of("Coronel Gregorio Albarracín Lanchipa", longest=20)
    'coronel-gregorio-alb'
    """
    plain = unicodedata.normalize("NFKD", fold(text)).encode("ascii", "ignore").decode()
    return plain.replace(" ", "-")[:longest].strip("-")
