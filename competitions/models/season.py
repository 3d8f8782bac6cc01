import secrets

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competitions.choices import Evidence, LeagueLevel, SeasonStatus, StageKind, Via
from competitions.language import is_english
from competitions.models.fact import Fact, Sourced
from competitions.models.organisation import Club, Department, League
from competitions.querysets import SeasonQuerySet


def new_stamp() -> str:
    """A text that no write before has had."""
    return secrets.token_urlsafe(12)


class Named(models.Model):
    """A name in Spanish, and in English where it differs."""

    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.name_en if self.name_en and is_english() else self.name


class Season(Fact):
    year = models.PositiveSmallIntegerField(
        _("year"), unique=True, validators=[MinValueValidator(1967), MaxValueValidator(2100)]
    )
    status = models.CharField(
        _("status"), max_length=10, choices=SeasonStatus, default=SeasonStatus.PLANNED
    )
    is_simulated = models.BooleanField(
        _("simulated"),
        default=False,
        help_text=_("Results are invented by a program. Every page and file says so."),
    )
    seed = models.PositiveIntegerField(_("seed"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    source = models.CharField(_("source"), max_length=400, blank=True)
    is_archived = models.BooleanField(
        _("archived"),
        default=False,
        help_text=_("Taken from the pages and lists, and kept."),
    )

    objects = SeasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("season")
        verbose_name_plural = _("seasons")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_simulated=False, seed__isnull=True)
                | models.Q(is_simulated=True, seed__isnull=False),
                name="season_seed_if_simulated",
                violation_error_message=_("A simulated season has a seed, a real one has none."),
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(starts_on__lte=models.F("ends_on")),
                name="season_ends_after_start",
                violation_error_message=_("The season ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"Copa Perú {self.year}"

    @property
    def evidence_within(self) -> Evidence:
        """How what is recorded of the season here is known: a simulated one is made up whole."""
        return Evidence.SIMULATED if self.is_simulated else Evidence.OFFICIAL


class Stage(Named, Fact):
    """A part of a season with its own entries and rules.

    ``version`` rises with every write that a page of the stage could show, and ``stamp`` is drawn
    anew; readers cache under both. A counter alone comes to the same number again after a write
    that was rolled back, or after a restored backup.
    """

    season = models.ForeignKey(
        Season, models.PROTECT, related_name="stages", verbose_name=_("season")
    )
    slug = models.SlugField(_("address"), max_length=40)
    kind = models.CharField(_("kind"), max_length=12, choices=StageKind)
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    league = models.ForeignKey(
        League, models.PROTECT, related_name="stages", verbose_name=_("organised by")
    )
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    expected_fixtures = models.PositiveSmallIntegerField(
        _("fixtures in all"),
        null=True,
        blank=True,
        help_text=_("As the format has it; says how much of the stage is recorded."),
    )
    size = models.PositiveSmallIntegerField(
        _("clubs in all"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2)],
        help_text=_("How many berths the stage has; blank where that is not fixed."),
    )
    is_finished = models.BooleanField(_("finished"), default=False)
    remark = models.TextField(_("remark"), blank=True)
    remark_en = models.TextField(_("remark in English"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    stamp = models.CharField(max_length=22, default=new_stamp, editable=False)

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["season", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["season", "slug"],
                name="stage_unique_slug_in_season",
                violation_error_message=_("The season already has a stage at that address."),
            ),
            models.CheckConstraint(
                condition=~models.Q(
                    slug__in=["camino", "clasificados", "goleadores", "partidos", "resoluciones"]
                ),
                name="stage_slug_not_reserved",
                violation_error_message=_("This address is taken by another page of the season."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.season_id and self.season.year} · {self.label}"

    @property
    def has_table(self) -> bool:
        return self.kind != StageKind.KNOCK_OUT

    @property
    def is_national(self) -> bool:
        """Whether it is of the national league: seasons are told by these."""
        return self.league.level == LeagueLevel.NATIONAL


class Group(Named, Fact):
    """A group of a stage, or a section of a knock-out (the regions of 2013)."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="groups", verbose_name=_("stage"))
    code = models.SlugField(_("code"), max_length=20)
    section = models.CharField(
        _("section"),
        max_length=60,
        blank=True,
        help_text=_("What several groups belong to, as in «Región I»."),
    )
    size = models.PositiveSmallIntegerField(
        pgettext_lazy("of a group", "clubs"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2)],
        help_text=_("How many clubs play in it; blank where that is not fixed."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["stage", "position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "code"],
                name="group_unique_code_in_stage",
                violation_error_message=_("The stage already has a group with that code."),
            ),
        ]


class Entry(Sourced):
    """A club in a stage, and how it came to be there."""

    stage = models.ForeignKey(
        Stage, models.CASCADE, related_name="entries", verbose_name=_("stage")
    )
    group = models.ForeignKey(
        Group,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("group"),
    )
    club = models.ForeignKey(Club, models.PROTECT, related_name="entries", verbose_name=_("club"))
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="entries",
        verbose_name=_("department"),
        help_text=_("The department that the club plays for in this season."),
    )
    listed_name = models.CharField(
        _("name in this season"),
        max_length=80,
        blank=True,
        help_text=_("Where it differs from the club's name."),
    )
    home_town = models.CharField(_("home town in this season"), max_length=80, blank=True)
    departmental_rank = models.PositiveSmallIntegerField(
        _("place in the departmental stage"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
    )
    seed = models.PositiveSmallIntegerField(pgettext_lazy("club", "seed"), null=True, blank=True)
    points_carried = models.DecimalField(
        _("points carried over"), max_digits=6, decimal_places=2, default=0
    )
    via = models.CharField(_("came by"), max_length=20, choices=Via, default=Via.UNKNOWN)
    origin = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="onward",
        verbose_name=_("entry in the stage before"),
    )
    origin_place = models.PositiveSmallIntegerField(
        _("place in the stage before"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["stage", "department__name", "departmental_rank", "club__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "club"],
                name="entry_unique_club_in_stage",
                violation_error_message=_("The club is already in this stage."),
            ),
            models.CheckConstraint(
                condition=~models.Q(departmental_rank=0),
                name="entry_rank_from_one",
                violation_error_message=_("Places are counted from 1."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the club was called in this season."""
        return self.listed_name or self.club.name

    @property
    def town(self) -> str:
        return self.home_town or self.club.home_town
