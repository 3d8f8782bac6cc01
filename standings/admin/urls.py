"""Addresses of the desk below /admin/; `copaperu.admin` puts them behind the login."""

from django.urls import URLPattern, path

from standings.admin import level, rulings
from standings.admin.berths import BerthsPage
from standings.admin.brackets import BracketPage
from standings.admin.changes import ChangesPage, UndoPage
from standings.admin.crossings import CrossingsPage
from standings.admin.fixture_list import FixtureListPage
from standings.admin.going_through import GoingThroughPage
from standings.admin.links import LinksPage
from standings.admin.openings import OpeningsPage
from standings.admin.pasting import PastingPage
from standings.admin.programme import ProgrammePage
from standings.admin.reports import ReportsPage
from standings.admin.round_sheet import ConfirmRoundPage, RoundSheetPage
from standings.admin.rules import RulesPage
from standings.admin.stages import NewStagePage

urlpatterns: list[URLPattern] = [
    path("cambios/", ChangesPage.as_view(), name="desk_changes"),
    path("cambios/deshacer/", UndoPage.as_view(), name="desk_undo"),
    path("partidos/<int:pk>/enlaces/", LinksPage.as_view(), name="desk_links"),
    path("partidos/<int:pk>/reportes/", ReportsPage.as_view(), name="desk_reports"),
    path("temporadas/<int:pk>/etapas/", OpeningsPage.as_view(), name="desk_openings"),
    path("etapas/<int:pk>/cupos/", BerthsPage.as_view(), name="desk_berths"),
    path("etapas/<int:pk>/clasificados/", GoingThroughPage.as_view(), name="desk_going_through"),
    path("etapas/<int:pk>/llaves/", BracketPage.as_view(), name="desk_bracket"),
    path("etapas/<int:pk>/cruces/", CrossingsPage.as_view(), name="desk_crossings"),
    path("etapas/nueva/", NewStagePage.as_view(), name="desk_stage_new"),
    path("etapas/<int:pk>/fixture/", FixtureListPage.as_view(), name="desk_fixture_list"),
    path("etapas/<int:pk>/programa/", ProgrammePage.as_view(), name="desk_programme"),
    path("etapas/<int:pk>/reglas/", RulesPage.as_view(), name="desk_rules"),
    path("fechas/<int:pk>/", RoundSheetPage.as_view(), name="desk_round"),
    path("fechas/<int:pk>/pegar/", PastingPage.as_view(), name="desk_pasting"),
    path("desempates/<int:pk>/", level.LevelPage.as_view(), name="desk_level"),
    path("desempates/<int:pk>/sorteo/", level.LotsPage.as_view(), name="desk_lots"),
    path(
        "desempates/<int:pk>/partido-extra/",
        level.ExtraMatchPage.as_view(),
        name="desk_extra_match",
    ),
    path("fechas/<int:pk>/confirmar/", ConfirmRoundPage.as_view(), name="desk_round_confirm"),
    path("resoluciones/nueva/", rulings.NewRuling.as_view(), name="desk_ruling"),
    path("resoluciones/<int:pk>/", rulings.ShownRuling.as_view(), name="desk_ruling_shown"),
    path("reclamos/", rulings.Claims.as_view(), name="desk_claims"),
    path("reclamos/nuevo/", rulings.NewClaim.as_view(), name="desk_claim_new"),
    path(
        "reclamos/<int:pk>/retirar/", rulings.WithdrawnClaim.as_view(), name="desk_claim_withdraw"
    ),
]
"""Names begin with `desk_` and are reached as `admin:desk_...`."""
