"""Small stages for tests of selectors and pages, in the words of results: "Ada 2-1 Boca"."""

import datetime as dt

from competitions.core.score import AHEAD
from competitions.models import Club, Entry, Fixture, Matchup, PointsAdjustment, Season, Stage
from competitions.services.writing import record
from tests.factories import (
    ClubFactory,
    DepartmentalLeagueFactory,
    DepartmentFactory,
    EntryFactory,
    FixtureFactory,
    GroupFactory,
    GroupStageFactory,
    KnockOutFactory,
    LeagueFactory,
    LegFactory,
    MatchupFactory,
    RoundFactory,
    RuleSetFactory,
    SeasonFactory,
    StageFactory,
    ZoneFactory,
)


def entry(stage: Stage, name: str, **fields: object) -> Entry:
    """The club's entry in the stage, made at first sight with a department of its own."""
    found = Entry.objects.filter(stage=stage, club__name=name).first()
    if found is None:
        club = Club.objects.filter(name=name).first() or ClubFactory(
            name=name, department=fields.pop("department", None) or DepartmentFactory()
        )
        found = EntryFactory(stage=stage, club=club, **fields)
    return found


def deduct(entry: Entry, points: int, *, reason: str = "No se presentó") -> None:
    """Written as an official writes it: the table is another one from then on."""
    record(PointsAdjustment(entry=entry, points=-points, reason=reason), actor=None, reason=reason)


def play(stage: Stage, text: str, *, round_number: int | None = None, **fields: object) -> Fixture:
    """`"Ada 2-1 Boca"` played, `"Ada - Boca"` scheduled, `"Ada ?-? Boca"` played, unknown."""
    home, score, away = _parts(text)
    if round_number is not None:
        fields["round"] = RoundFactory(stage=stage, number=round_number)
    if score == "?-?":
        fields["status"] = "played"
    known = score if score[0].isdigit() else None
    return FixtureFactory(
        stage=stage, home=entry(stage, home), away=entry(stage, away), score=known, **fields
    )


def _parts(text: str) -> tuple[str, str, str]:
    words = text.split()
    at = next(i for i, word in enumerate(words) if "-" in word)
    return " ".join(words[:at]), words[at], " ".join(words[at + 1 :])


def confirm_all() -> None:
    """Make every result official, as most are by the time that somebody reads them."""
    Fixture.objects.exclude(status__in=AHEAD).update(is_official=True)


def single_table(
    *results: str, year: int = 2030, cut: int = 2, criteria: list[object] | None = None
) -> Stage:
    """A running single table with a zone of the first `cut` places and results of round 1."""
    stage = StageFactory(
        season=SeasonFactory(year=year),
        slug="nacional",
        name="Nacional",
        name_en="National",
        position=1,
    )
    rules = RuleSetFactory(stage=stage, criteria=criteria)
    ZoneFactory(rule_set=rules, code="pasan", last_place=cut)
    for number, text in enumerate(results, start=1):
        play(stage, text, round_number=1, key=f"f1-{number}", date=dt.date(2030, 9, 1))
    return stage


def district(*results: str, season: Season, **fields: object) -> Stage:
    """A running stage of a district league in a department of its own, with results of round 1."""
    above = DepartmentalLeagueFactory()
    league = LeagueFactory(
        level="district",
        parent=above,
        department=fields.pop("department", above.department),
        name=f"Liga Distrital {above.pk}",
        slug=f"liga-distrital-{above.pk}",
    )
    stage = StageFactory(season=season, league=league, **fields)
    for number, text in enumerate(results, start=1):
        play(stage, text, round_number=1, key=f"f1-{number}")
    return stage


def groups(*codes: str, year: int = 2030) -> Stage:
    """Groups of three clubs each, every pair played once."""
    stage = GroupStageFactory(season=SeasonFactory(year=year), slug="regional", position=1)
    RuleSetFactory(stage=stage)
    for code in codes:
        group = GroupFactory(stage=stage, code=code)
        clubs = [entry(stage, f"{code} {name}", group=group) for name in ("Ada", "Boca", "Cali")]
        for home, away in ((0, 1), (1, 2), (2, 0)):
            FixtureFactory(
                stage=stage, group=group, home=clubs[home], away=clubs[away], score=f"{home + 1}-0"
            )
    return stage


def knock_out(year: int = 2030, settlement: str = "away_goals penalties") -> Stage:
    stage = KnockOutFactory(season=SeasonFactory(year=year), slug="eliminatorias", position=2)
    RuleSetFactory(stage=stage, settlement=settlement)
    return stage


def matchup(
    stage: Stage, first: str, second: str, *scores: str, round_number: int = 1, **fields: object
) -> Matchup:
    """Legs in order; each score is home-away of that leg: `matchup(s, "A", "B", "1-0", "2-1")`."""
    round_fields = {"key": fields.pop("key_of_round", "")}
    found = MatchupFactory(
        stage=stage,
        round=RoundFactory(stage=stage, number=round_number, **round_fields),
        first=entry(stage, first),
        second=entry(stage, second),
        legs=max(len(scores), 1),
        **fields,
    )
    for leg, score in enumerate(scores, start=1):
        result, _, penalties = score.partition(" p ")
        LegFactory(matchup=found, leg=leg, score=result, penalties=penalties or None)
    return found
