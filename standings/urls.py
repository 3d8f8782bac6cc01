"""The addresses that stay (README.md). English ones have /en/ before them."""

from django.urls import URLPattern, path, register_converter

from standings.views import bulletins, clubs, pictures, search, seasons, site, subscriptions, tables
from standings.views.base import View


class Year:
    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class FileFormat:
    regex = "csv|xlsx|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Year, "year")
register_converter(FileFormat, "format")

app_name = "standings"


def with_files(route: str, view: View, name: str) -> list[URLPattern]:
    """A page and the files of its rows: `/2024/nacional/` and `/2024/nacional.csv`."""
    return [
        path(f"{route}/", view, name=name),
        path(f"{route}.<format:file_format>", view, name=f"{name}_file"),
    ]


urlpatterns = [
    path("", seasons.home, name="home"),
    path("copaperu.png", pictures.site, name="site_picture"),
    path("buscar/", search.search, name="search"),
    path("buscar.json", search.suggestions, name="suggestions"),
    path("acerca-de/", site.about, name="about"),
    path("manifest.webmanifest", site.manifest, name="manifest"),
    *with_files("temporadas", seasons.archive, "archive"),
    *with_files("clubes", clubs.club_list, "clubs"),
    *with_files("clubes/<slug:slug>", clubs.club, "club"),
    path("clubes/<slug:slug>.png", pictures.club, name="club_picture"),
    path("clubes/<slug:slug>.ics", subscriptions.club_calendar, name="club_calendar"),
    path("clubes/<slug:slug>.atom", subscriptions.club_feed, name="club_feed"),
    *with_files("departamentos", clubs.department_list, "departments"),
    *with_files("departamentos/<slug:slug>", clubs.department, "department"),
    path(
        "departamentos/<slug:slug>.ics",
        subscriptions.department_calendar,
        name="department_calendar",
    ),
    path("departamentos/<slug:slug>.atom", subscriptions.department_feed, name="department_feed"),
    *with_files("partidos/<int:pk>", clubs.fixture, "fixture"),
    path("partidos/<int:pk>.png", pictures.fixture, name="fixture_picture"),
    *with_files("<year:year>", seasons.season, "season"),
    path("<year:year>.atom", subscriptions.season_feed, name="season_feed"),
    *with_files("<year:year>/clasificados", seasons.qualifiers, "qualified"),
    path("<year:year>/clasificados.png", pictures.qualifiers, name="qualified_picture"),
    *with_files("<year:year>/camino", seasons.way, "way"),
    *with_files("<year:year>/camino/<slug:slug>", seasons.way_of_department, "way_department"),
    *with_files("<year:year>/goleadores", seasons.scorers, "scorers"),
    *with_files("<year:year>/resoluciones", seasons.rulings, "rulings"),
    *with_files("<year:year>/<slug:slug>", seasons.stage, "stage"),
    path("<year:year>/<slug:slug>.png", pictures.stage, name="stage_picture"),
    path("<year:year>/<slug:slug>.ics", subscriptions.stage_calendar, name="stage_calendar"),
    path("<year:year>/<slug:slug>.atom", subscriptions.stage_feed, name="stage_feed"),
    path("<year:year>/<slug:slug>/por-que/", tables.why, name="comparison"),
    path("<year:year>/<slug:slug>/clubes/<slug:club>/", tables.opened_row, name="club_row"),
    *with_files("<year:year>/<slug:slug>/puestos", tables.places, "places"),
    *with_files("<year:year>/<slug:slug>/cruces", tables.crossings, "crossings"),
    *with_files("<year:year>/<slug:slug>/fecha/<int:n>", seasons.match_round, "round"),
    path("<year:year>/<slug:slug>/fecha/<int:n>/boletin/", bulletins.sheet, name="bulletin"),
    path("<year:year>/<slug:slug>/fecha/<int:n>/boletin.pdf", bulletins.paper, name="bulletin_pdf"),
]

once = [
    path("robots.txt", site.robots, name="robots"),
    path("sitemap.xml", site.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>-<int:number>.xml", site.sitemap, name="sitemap"),
    path(".well-known/security.txt", site.security, name="security"),
]
"""Files that programs look for at the root, whatever the language: the namespace `site`."""
