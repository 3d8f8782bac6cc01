from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import Model, Q

from competitions.core.consistency import LEVELS
from competitions.core.pack import Pack, write_pack
from competitions.core.pack import values as said
from competitions.models import (
    Claim,
    Club,
    ClubAlias,
    Entry,
    Fixture,
    Goal,
    Group,
    League,
    LotsDrawn,
    LotsPosition,
    Matchup,
    PointsAdjustment,
    PublishedRow,
    PublishedScorer,
    Qualifier,
    QualifierList,
    Round,
    RuleSet,
    Ruling,
    Season,
    SeasonNote,
    SeasonOutcome,
    Stage,
    TiebreakRule,
    Zone,
)
from competitions.services.packs.stored import Stored
from competitions.services.packs.structure import SOURCED, rules_value, same, stage_value


def dump_pack(year: int) -> dict[str, bytes]:
    """The files of a season's pack by name. Loading them into an empty database and dumping
    again gives the same bytes. Raises Season.DoesNotExist."""
    return write_pack(_Dump(Season.objects.get(year=year)).pack())


def _from_below(row: Stage) -> tuple[int, int, str]:
    """Where a stage stands in a pack: after those that its clubs come from."""
    return -LEVELS.index(row.league.level), row.position, row.slug


def _of_made_up(club: Club) -> dict[str, Any]:
    return {
        "league": club.league.slug if club.league else "",
        "latitude": _degrees(club.latitude),
        "longitude": _degrees(club.longitude),
    }


def _degrees(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.6f}")


class _Dump:
    def __init__(self, season: Season) -> None:
        self.season = season
        self.stored = Stored(season, archived=False)
        self.stages = self._rows(Stage, _from_below)
        self.order = {stage.pk: position for position, stage in enumerate(self.stages)}
        self.groups = self._positions(Group, lambda row: (self._at(row), row.position, row.code))
        self.groups_of = self._gathered(Group, "stage_id", lambda row: self.groups[row.pk])
        self.rounds_of = self._gathered(Round, "stage_id", lambda row: row.number)
        self.criteria_of = self._gathered(TiebreakRule, "rule_set_id", lambda row: row.position)
        self.zones_of = self._gathered(Zone, "rule_set_id", lambda row: (row.position, row.code))
        self.matchups = self._positions(
            Matchup,
            lambda row: (self._round_place(row.round_id), row.position, row.key),
        )
        self.fixtures = self._positions(Fixture, self._fixture_place)

    def pack(self) -> Pack:
        matches = {
            "entries": self._all(Entry, self._entry_place, self._entry),
            "matchups": self._all(Matchup, lambda row: self.matchups[row.pk], self._matchup),
            "fixtures": self._all(Fixture, lambda row: self.fixtures[row.pk], self._fixture),
            "goals": self._all(
                Goal, lambda row: (self.fixtures[row.fixture_id], row.position), self._goal
            ),
        }
        self.claim_numbers = self._positions(Claim, lambda row: (self._at(row), row.pk), start=1)
        self.ruling_numbers = self._positions(Ruling, lambda row: (self._at(row), row.pk), start=1)
        self.lots_numbers = self._positions(LotsDrawn, lambda row: (self._at(row), row.pk), start=1)
        return Pack(
            season=self._season(),
            stages=tuple(self._stage(stage) for stage in self.stages),
            leagues=self._leagues(),
            clubs=self._clubs(),
            venues=self._venues(),
            **matches,
            **self._decisions(),
            **self._published(),
        )

    # Order

    def _rows(self, model: type[Model], place: Callable[[Any], Any]) -> list[Any]:
        return sorted(self.stored.rows[model].values(), key=place)

    def _positions(
        self, model: type[Model], place: Callable[[Any], Any], *, start: int = 0
    ) -> dict[int | None, int]:
        return {row.pk: number for number, row in enumerate(self._rows(model, place), start)}

    def _all(
        self, model: type[Model], place: Callable[[Any], Any], value: Callable[[Any], Any]
    ) -> tuple[Any, ...]:
        return tuple(value(row) for row in self._rows(model, place))

    def _at(self, row: Any) -> int:
        return self.order[row.stage_id]

    def _round_place(self, round_id: int) -> tuple[int, int]:
        slug, number = self.stored.keys[Round][round_id]
        return self.order[self.stored.rows[Stage][slug,].pk], int(str(number))

    def _fixture_place(self, row: Fixture) -> tuple[Any, ...]:
        number = self.stored.keys[Round][row.round_id][1] if row.round_id else 9999
        return (
            self._at(row),
            self.groups.get(row.group_id, -1) if row.matchup_id is None else -1,
            number,
            self.matchups.get(row.matchup_id, -1),
            row.leg or 99,
            row.key,
        )

    def _entry_place(self, row: Entry) -> tuple[Any, ...]:
        return (
            self._at(row),
            self.groups.get(row.group_id, -1),
            row.department.code,
            row.departmental_rank or 99,
            row.club.slug,
        )

    # Names of what rows refer to

    def _slug(self, stage_id: int | None) -> str:
        return self.stored.name(Stage, stage_id, 0)

    def _group(self, group_id: int | None) -> str:
        return self.stored.name(Group, group_id)

    def _club(self, entry_id: int | None) -> str:
        return self.stored.name(Entry, entry_id)

    def _key(self, model: type[Model], pk: int | None) -> str:
        return self.stored.name(model, pk)

    # season.toml

    def _season(self) -> said.SeasonValue:
        return said.SeasonValue(
            simulated=self.season.is_simulated,
            **same(
                self.season,
                "year",
                "status",
                "seed",
                "starts_on",
                "ends_on",
                "summary",
                "summary_en",
                "source",
            ),
        )

    def _stage(self, stage: Stage) -> said.StageValue:
        rules = self.stored.rows[RuleSet][stage.slug,]
        return stage_value(
            stage,
            groups=self.groups_of.get(stage.pk, ()),
            rounds=self.rounds_of.get(stage.pk, ()),
            rules=rules_value(
                rules,
                criteria=self.criteria_of.get(rules.pk, ()),
                zones=self.zones_of.get(rules.pk, ()),
                slug=self._slug,
            ),
            qualifiers=self._qualifier_list(stage),
        )

    def _gathered(
        self, model: type[Model], under: str, place: Callable[[Any], Any]
    ) -> dict[int, list[Any]]:
        """Rows by the key of what they belong to, in their order there."""
        found: dict[int, list[Any]] = {}
        for row in self._rows(model, place):
            found.setdefault(getattr(row, under), []).append(row)
        return found

    def _qualifier_list(self, stage: Stage) -> said.QualifierListValue | None:
        row = self.stored.rows[QualifierList].get((stage.slug,))
        if row is None:
            return None
        return said.QualifierListValue(**same(row, "confirmed_on", *SOURCED))

    # Clubs, venues and what they play

    def _clubs(self) -> tuple[said.ClubRow, ...]:
        ids = {row.club_id for row in self.stored.rows[Entry].values()}
        ids |= {row.club_id for row in self.stored.rows[SeasonOutcome].values() if row.club_id}
        ids |= {row.club_id for row in self.stored.rows[PublishedScorer].values()}
        aliases: dict[int, list[str]] = {}
        for alias in ClubAlias.objects.filter(club__in=ids).order_by("id"):
            aliases.setdefault(alias.club_id, []).append(alias.name)
        clubs = Club.objects.filter(pk__in=ids).select_related("department", "league")
        return tuple(
            said.ClubRow(
                club=club.slug,
                department=club.department.name,
                aliases=tuple(sorted(aliases.get(club.pk, []))),
                simulated=club.is_simulated,
                **(_of_made_up(club) if club.is_simulated else {}),
                **same(club, "name", "short_name", "home_town", "note"),
            )
            for club in clubs.order_by("slug")
        )

    def _leagues(self) -> tuple[said.LeagueRow, ...]:
        """Those that a program made up, of the stages and clubs of the season, each after the one
        above it."""
        used = Q(stages__season=self.season) | Q(clubs__entries__stage__season=self.season)
        above = Q(children__in=League.objects.filter(used).order_by().values("pk"))
        made_up = League.objects.filter(is_simulated=True).select_related("department", "parent")
        rows = made_up.filter(pk__in=League.objects.filter(used | above).order_by().values("pk"))
        return tuple(
            said.LeagueRow(
                league=row.slug,
                name=row.name,
                level=row.level,
                above=row.parent.slug,
                department=row.department.name,
            )
            for row in sorted(rows, key=lambda row: (LEVELS.index(row.level), row.slug))
        )

    def _venues(self) -> tuple[said.VenueRow, ...]:
        venues = {row.venue for row in self.stored.rows[Fixture].values() if row.venue}
        return tuple(
            said.VenueRow(
                venue=venue.name,
                town=venue.town,
                department=venue.department.name if venue.department else "",
            )
            for venue in sorted(venues, key=lambda venue: (venue.name, venue.town))
        )

    def _entry(self, row: Entry) -> said.EntryRow:
        return said.EntryRow(
            stage=self._slug(row.stage_id),
            group=self._group(row.group_id),
            club=row.club.slug,
            department=("" if row.department_id == row.club.department_id else row.department.name),
            points_carried=Decimal(row.points_carried),
            origin_stage=self.stored.name(Entry, row.origin_id, 0),
            **same(
                row,
                "listed_name",
                "home_town",
                "departmental_rank",
                "seed",
                "via",
                "origin_place",
                *SOURCED,
            ),
        )

    def _matchup(self, row: Matchup) -> said.MatchupRow:
        stage, number = self.stored.keys[Round][row.round_id]
        return said.MatchupRow(
            stage=str(stage),
            round=int(str(number)),
            matchup=row.key,
            section=self._group(row.group_id),
            first=self._club(row.first_id),
            second=self._club(row.second_id),
            feeds=self._key(Matchup, row.feeds_id),
            reported_winner=self._club(row.reported_winner_id),
            **same(row, "first_slot", "second_slot", "legs", "reported_decision", *SOURCED),
        )

    def _fixture(self, row: Fixture) -> said.FixtureRow:
        alone = row.matchup_id is None
        return said.FixtureRow(
            stage=self._slug(row.stage_id),
            fixture=row.key,
            group=self._group(row.group_id) if alone else "",
            round=(int(self.stored.name(Round, row.round_id)) if alone and row.round_id else None),
            matchup=self._key(Matchup, row.matchup_id),
            home=self._club(row.home_id),
            away=self._club(row.away_id),
            extra=row.is_extra,
            neutral=row.is_neutral,
            provisional=not (row.is_official or row.is_ahead),
            venue=row.venue.name if row.venue else "",
            venue_town=row.venue.town if row.venue else "",
            replaces=self._key(Fixture, row.replaces_id),
            **same(
                row,
                "leg",
                "date",
                "time",
                "status",
                "home_goals",
                "away_goals",
                "home_half",
                "away_half",
                "home_extra",
                "away_extra",
                "home_penalties",
                "away_penalties",
                *SOURCED,
            ),
        )

    def _goal(self, row: Goal) -> said.GoalRow:
        stage, fixture, _ = self.stored.keys[Goal][row.pk]
        return said.GoalRow(
            stage=str(stage),
            fixture=str(fixture),
            club=self._club(row.entry_id),
            **same(row, "player", "minute", "stoppage", "kind", *SOURCED),
        )

    # What was decided and published

    def _decisions(self) -> dict[str, Any]:
        return {
            "claims": self._all(Claim, lambda row: self.claim_numbers[row.pk], self._claim),
            "rulings": self._all(Ruling, lambda row: self.ruling_numbers[row.pk], self._ruling),
            "adjustments": self._all(PointsAdjustment, self._adjustment_place, self._adjustment),
            "lots": self._all(
                LotsPosition,
                lambda row: (self.lots_numbers[row.lots_id], row.position, row.pk),
                self._lots,
            ),
        }

    def _claim(self, row: Claim) -> said.ClaimRow:
        return said.ClaimRow(
            stage=self._slug(row.stage_id),
            claim=self.claim_numbers[row.pk],
            fixture=self._key(Fixture, row.fixture_id),
            matchup=self._key(Matchup, row.matchup_id),
            claimant=self._club(row.claimant_id),
            against=self._club(row.against_id),
            **same(row, "grounds", "filed_on", "deadline", "state", *SOURCED),
        )

    def _ruling(self, row: Ruling) -> said.RulingRow:
        return said.RulingRow(
            stage=self._slug(row.stage_id),
            ruling=self.ruling_numbers[row.pk],
            claim=self.claim_numbers.get(row.claim_id),
            fixture=self._key(Fixture, row.fixture_id),
            matchup=self._key(Matchup, row.matchup_id),
            club=self._club(row.entry_id),
            in_favour_of=self._club(row.in_favour_of_id),
            walkover=row.is_walkover,
            **same(
                row,
                "effect",
                "home_goals",
                "away_goals",
                "document",
                "decided_on",
                "text",
                "text_en",
                *SOURCED,
            ),
        )

    def _adjustment_place(self, row: PointsAdjustment) -> tuple[Any, ...]:
        stage, club, number = self.stored.keys[PointsAdjustment][row.pk]
        return self.order[self.stored.rows[Stage][stage,].pk], club, number

    def _adjustment(self, row: PointsAdjustment) -> said.AdjustmentRow:
        return said.AdjustmentRow(
            stage=self.stored.name(Entry, row.entry_id, 0),
            club=self._club(row.entry_id),
            ruling=self.ruling_numbers.get(row.ruling_id),
            **same(row, "points", "reason", "decided_on", *SOURCED),
        )

    def _lots(self, row: LotsPosition) -> said.LotsRow:
        drawn = row.lots
        return said.LotsRow(
            stage=self._slug(drawn.stage_id),
            lots=self.lots_numbers[drawn.pk],
            group=self._group(drawn.group_id),
            matchup=self._key(Matchup, drawn.matchup_id),
            club=self._club(row.entry_id),
            position=row.position,
            **same(drawn, "purpose", "seed", "drawn_on", "act", "drawn_by", *SOURCED),
        )

    def _published(self) -> dict[str, Any]:
        return {
            "qualifiers": self._all(Qualifier, self._qualifier_place, self._qualifier),
            "published": self._all(PublishedRow, self._published_place, self._published_row),
            "outcomes": self._all(SeasonOutcome, lambda row: (row.position, row.pk), self._outcome),
            "scorers": self._all(
                PublishedScorer, lambda row: (row.rank, row.player, row.club.slug), self._scorer
            ),
            "notes": self._all(SeasonNote, lambda row: (row.position, row.pk), self._note),
        }

    def _qualifier_place(self, row: Qualifier) -> tuple[Any, ...]:
        stage = self.stored.name(QualifierList, row.qualifier_list_id, 0)
        return self.order[self.stored.rows[Stage][stage,].pk], row.pk

    def _qualifier(self, row: Qualifier) -> said.QualifierRow:
        return said.QualifierRow(
            stage=self.stored.name(QualifierList, row.qualifier_list_id, 0),
            club=self._club(row.entry_id),
            zone=row.zone_code,
            to_stage=self._slug(row.to_stage_id),
            instead_of=self._club(row.instead_of_id),
            **same(row, "place", "via", "outcome", "destination", "reason", "remark", "source"),
        )

    def _published_place(self, row: PublishedRow) -> tuple[Any, ...]:
        return (
            self._at(row),
            self.groups.get(row.group_id, -1),
            row.after_round or 9999,
            row.place or 9999,
            row.pk,
        )

    def _published_row(self, row: PublishedRow) -> said.PublishedValue:
        return said.PublishedValue(
            stage=self._slug(row.stage_id),
            group=self._group(row.group_id),
            club=self._club(row.entry_id),
            **same(
                row,
                "after_round",
                "place",
                "played",
                "won",
                "drawn",
                "lost",
                "goals_for",
                "goals_against",
                "goal_difference",
                "points",
                *SOURCED,
            ),
        )

    def _outcome(self, row: SeasonOutcome) -> said.OutcomeRow:
        return said.OutcomeRow(
            club=row.club.slug if row.club else "",
            **same(row, "kind", "club_name", "destination", *SOURCED),
        )

    def _scorer(self, row: PublishedScorer) -> said.ScorerRow:
        return said.ScorerRow(club=row.club.slug, **same(row, "rank", "player", "goals", *SOURCED))

    def _note(self, row: SeasonNote) -> said.NoteRow:
        return said.NoteRow(
            stage=self._slug(row.stage_id), **same(row, "kind", "text", "text_en", "source")
        )
