from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode

from competitions.choices import LeagueLevel
from competitions.core.names import fold, squeezed
from competitions.models.fact import Fact

LATITUDE = [MinValueValidator(-90), MaxValueValidator(90)]
LONGITUDE = [MinValueValidator(-180), MaxValueValidator(180)]


class Department(Fact):
    """One of the 25 departments, Callao counted. The code is INEI's (ubigeo), two digits."""

    code = models.CharField(
        _("code"),
        max_length=2,
        unique=True,
        validators=[RegexValidator(r"^\d\d$", _("The code has two digits, as in 04."))],
    )
    name = models.CharField(_("name"), max_length=40, unique=True)
    slug = models.SlugField(_("address"), unique=True)
    capital = models.CharField(_("capital"), max_length=60)
    latitude = models.FloatField(_("latitude"), validators=LATITUDE)
    longitude = models.FloatField(_("longitude"), validators=LONGITUDE)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class League(Fact, TreeNode):
    """An organisation in football's own tree, which is not the state's map."""

    level = models.CharField(_("level"), max_length=12, choices=LeagueLevel)
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leagues",
        verbose_name=_("department"),
    )
    is_simulated = models.BooleanField(
        _("simulated"),
        default=False,
        editable=False,
        help_text=_("Made up by a program, for a simulated season."),
    )

    class Meta:
        verbose_name = _("league")
        verbose_name_plural = _("leagues")
        ordering = ["name"]
        indexes = [
            models.Index(
                fields=["name"], condition=models.Q(is_simulated=False), name="league_real_name"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level=LeagueLevel.NATIONAL, parent__isnull=True)
                | (~models.Q(level=LeagueLevel.NATIONAL) & models.Q(parent__isnull=False)),
                name="league_only_national_is_root",
                violation_error_message=_(
                    "Every league but the national one belongs to a league above it."
                ),
            ),
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="league_unique_name_in_parent",
                violation_error_message=_("This league already has a league of that name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Club(Fact):
    """A club across the years. What an edition called it is in its entries."""

    name = models.CharField(_("name"), max_length=80)
    short_name = models.CharField(_("short name"), max_length=30, blank=True)
    key = models.CharField(max_length=80, editable=False)
    short_key = models.CharField(max_length=80, editable=False, blank=True)
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="clubs", verbose_name=_("department")
    )
    league = models.ForeignKey(
        League,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="clubs",
        verbose_name=_("league"),
    )
    home_town = models.CharField(_("home town"), max_length=80, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True, validators=LATITUDE)
    longitude = models.FloatField(_("longitude"), null=True, blank=True, validators=LONGITUDE)
    note = models.TextField(_("note"), blank=True)
    is_archived = models.BooleanField(
        _("archived"),
        default=False,
        help_text=_("It plays no more: nobody enters it in a new stage."),
    )
    is_simulated = models.BooleanField(
        _("simulated"),
        default=False,
        editable=False,
        help_text=_("Made up by a program, for a simulated season."),
    )

    class Meta:
        verbose_name = _("club")
        verbose_name_plural = _("clubs")
        ordering = ["name", "department__name"]
        indexes = [
            # What the search reads of every club, and nothing else.
            models.Index(fields=["key", "short_key", "is_simulated"], name="club_keys"),
            models.Index(
                fields=["key", "short_key"],
                condition=models.Q(is_simulated=False),
                name="club_real_keys",
            ),
            models.Index(
                fields=["name"], condition=models.Q(is_archived=False), name="club_kept_name"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "key", "is_simulated"],
                name="club_unique_name_in_department",
                violation_error_message=_(
                    "This department already has a club of that name, accents and capitals aside."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(key=""),
                name="club_has_key",
                violation_error_message=_("The name needs at least one letter or digit."),
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="club_both_coordinates",
                violation_error_message=_("Give both coordinates or none."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.key, self.short_key = fold(self.name), squeezed(self.short_name)

    @property
    def display_name(self) -> str:
        """The name for narrow places."""
        return self.short_name or self.name


class ClubAlias(Fact):
    """Another spelling that people use for a club."""

    club = models.ForeignKey(Club, models.CASCADE, related_name="aliases", verbose_name=_("club"))
    name = models.CharField(_("name"), max_length=80)
    key = models.CharField(max_length=80, editable=False, db_index=True)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["club", "name"],
                name="alias_unique_in_club",
                violation_error_message=_("The club already has this other name."),
            ),
            models.CheckConstraint(
                condition=~models.Q(key=""),
                name="alias_has_key",
                violation_error_message=_("The name needs at least one letter or digit."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.key = fold(self.name)


class Venue(Fact):
    name = models.CharField(_("name"), max_length=80)
    town = models.CharField(_("town"), max_length=80, blank=True)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="venues",
        verbose_name=_("department"),
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True, validators=LATITUDE)
    longitude = models.FloatField(_("longitude"), null=True, blank=True, validators=LONGITUDE)

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name", "town"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "town"],
                name="venue_unique_name_in_town",
                violation_error_message=_("This town already has a venue of that name."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.town}" if self.town else self.name
