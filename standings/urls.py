"""The addresses that stay (README.md). English ones have /en/ before them."""

from django.urls import URLPattern, path, register_converter

from standings import views


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


def with_files(route: str, view: views.View, name: str) -> list[URLPattern]:
    """A page and the files of its rows: `/2024/nacional/` and `/2024/nacional.csv`."""
    return [
        path(f"{route}/", view, name=name),
        path(f"{route}.<format:file_format>", view, name=f"{name}_file"),
    ]


urlpatterns = [
    path("", views.home, name="home"),
    path("acerca-de/", views.about, name="about"),
    *with_files("temporadas", views.archive, "archive"),
    *with_files("clubes", views.club_list, "clubs"),
    *with_files("clubes/<slug:slug>", views.club, "club"),
    path("clubes/<slug:slug>.ics", views.club_calendar, name="club_calendar"),
    *with_files("departamentos", views.department_list, "departments"),
    *with_files("departamentos/<slug:slug>", views.department, "department"),
    *with_files("partidos/<int:pk>", views.fixture, "fixture"),
    *with_files("<year:year>", views.season, "season"),
    *with_files("<year:year>/clasificados", views.qualifiers, "qualified"),
    *with_files("<year:year>/goleadores", views.scorers, "scorers"),
    *with_files("<year:year>/resoluciones", views.rulings, "rulings"),
    *with_files("<year:year>/<slug:slug>", views.stage, "stage"),
    path("<year:year>/<slug:slug>.ics", views.stage_calendar, name="stage_calendar"),
    path("<year:year>/<slug:slug>/por-que/", views.comparison, name="comparison"),
    *with_files("<year:year>/<slug:slug>/fecha/<int:n>", views.match_round, "round"),
]
