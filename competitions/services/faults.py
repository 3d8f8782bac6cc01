"""What people read when a file cannot be taken: every fault as a sentence that says what, where
and how to mend it."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.core.sheet import Fault


class FilesRefused(Exception):
    """Files that cannot be taken as they are. `faults` has everything that is wrong with them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(sentence(fault) for fault in self.faults))


class PackRefused(FilesRefused):
    """A season pack that cannot be loaded as it is."""


def sentence(fault: Fault) -> str:
    """Where and what, in the language of the day.

    `fixtures.csv, line 12, column home_goals: “2-x” is not a number of goals. Write a whole
    number, or leave it blank where it is not known.`
    """
    what = str(SENTENCES[fault.code]) % fault.params
    if suggestion := fault.params.get("suggestion"):
        hint = gettext("Did you mean “%(suggestion)s”?") % {"suggestion": suggestion}
        what = f"{what} {hint}"
    return f"{_place(fault)}: {what}"


def _place(fault: Fault) -> str:
    place = {"file": fault.file, "line": fault.line, "column": fault.column}
    if fault.line is None:
        return fault.file
    if fault.column is None:
        return gettext("%(file)s, line %(line)s") % place
    if fault.file.endswith(".toml"):
        return gettext("%(file)s, line %(line)s, key %(column)s") % place
    return gettext("%(file)s, line %(line)s, column %(column)s") % place


SENTENCES: Mapping[str, Promise] = {
    # files
    "unknown_file": _("A season pack has no file of this name. Rename it or take it out."),
    "missing_file": _("The file is missing. A season pack needs it."),
    "empty_file": _("The file is empty. Its first line names the columns."),
    "spreadsheet": _("This is a spreadsheet. Save it as CSV (UTF-8) and take that file."),
    "not_text": _("This is no text file. Take the CSV file itself."),
    "not_utf8": _("The file is written in %(encoding)s. Save it as UTF-8."),
    "semicolons": _("The columns are separated by semicolons. Save the file with commas."),
    "tabs": _("The columns are separated by tabs. Save the file with commas."),
    "bad_quotes": _("A quotation mark opens here and is not closed, or stands inside a cell."),
    # columns
    "unknown_column": _("There is no column “%(name)s”. Rename it or take it out."),
    "missing_column": _("The column “%(name)s” is missing. Add it to the first line."),
    "duplicate_column": _("The column “%(name)s” stands there twice. Take one of them out."),
    "unnamed_column": _("Column number %(position)s has no name. Name it or take it out."),
    "short_row": _(
        "The row has %(found)s cells, the first line %(expected)s columns. Add the commas of the "
        "empty cells."
    ),
    "long_row": _(
        "The row has %(found)s cells, the first line %(expected)s columns. A text with a comma "
        "in it stands between quotation marks."
    ),
    # season.toml
    "toml_syntax": _(
        "From position %(position)s on this is no TOML. Look for a missing quotation mark, equals "
        "sign or bracket, or a key that stands twice."
    ),
    "unknown_format": _(
        "The pack has format %(value)s; this program reads format %(known)s. Write format = "
        "%(known)s once the files follow it."
    ),
    "unknown_key": _("There is no key “%(name)s” here. Rename it or take it out."),
    "missing_key": _("The key “%(name)s” is missing here. Add it."),
    "missing_table": _("The table “%(name)s” is missing here. Add it."),
    "bad_type": _("The value has the wrong type. Written here: %(expected)s."),
    "unknown_option": _(
        "The criterion %(criterion)s has no option “%(name)s”. It knows: %(choices)s."
    ),
    # cells
    "required": _("The cell is empty. It has to be filled in."),
    "bad_integer": _("“%(value)s” is not a whole number. Write digits only."),
    "too_small": _("%(value)s is too small. The least is %(minimum)s."),
    "too_large": _("%(value)s is too large. The most is %(maximum)s."),
    "too_long": _("The text has %(length)s characters; there is room for %(limit)s. Shorten it."),
    "bad_code": _(
        "“%(value)s” is no code. Write letters without accents, digits and hyphens, no spaces."
    ),
    "bad_slots": _(
        "Pairing %(number)s, “%(value)s”, cannot be read. Write pairings as in “1A v 2B; 1B v 2A”."
    ),
    "bad_bonus": _("“%(value)s” is no list of points by place. Write it as in “3 2 1”."),
    "null_character": _("The text contains the null character. Take it out."),
    "bad_score": _(
        "“%(value)s” is not a number of goals. Write a whole number, or leave it blank where it "
        "is not known."
    ),
    "bad_score_pair": _("“%(value)s” is not a score. Write it as in 2-1."),
    "bad_date": _("“%(value)s” is no date. Write year, month and day, as in 2024-12-22."),
    "date_as_number": _(
        "“%(value)s” is how a spreadsheet counts days. Format the column as a date, or "
        "write year, month and day, as in 2024-12-22."
    ),
    "bad_time": _("“%(value)s” is no time of day. Write hours and minutes, as in 15:30."),
    "bad_boolean": _("“%(value)s” is neither yes nor no. Write yes, or leave it blank."),
    "bad_choice": _("“%(value)s” is not known here. Write one of: %(choices)s."),
    "bad_points": _("“%(value)s” is no number of points. Write it as in 3, -1 or 1/2."),
    "bad_number": _("“%(value)s” is no number. Write it as in 12 or 1.5."),
    # the season, its stages and their rules
    "seed_missing": _("A simulated season needs the seed that it was made from. Add the key seed."),
    "seed_of_real_season": _(
        "Only a simulated season has a seed. Take it out, or write simulated = true."
    ),
    "made_up_in_real_season": _(
        "What a program made up belongs to simulated seasons. Take it out, or write simulated = "
        "true and a seed in season.toml."
    ),
    "only_of_made_up": _(
        "A pack says this of clubs that a program made up only. Take it out: the club keeps what "
        "is recorded of it."
    ),
    "league_not_above": _(
        "“%(value)s” is no league of a level above this one. Correct one of the two."
    ),
    "known_as_real": _("“%(value)s” is the code of something real. Take another code."),
    "known_as_made_up": _(
        "“%(value)s” was made up by a program. Write yes under simulated, or take another code."
    ),
    "ends_before_start": _("It ends before it starts. Correct one of the two dates."),
    "reserved_slug": _("“%(value)s” is the address of another page. Choose another one."),
    "settlement_twice": _("A way to settle matchups stands there twice. Take one of them out."),
    "zone_needs": _("A zone of the kind %(kind)s needs the key %(name)s. Add it."),
    "zone_backwards": _(
        "The zone goes from place %(first)s back to place %(last)s. Write the smaller one first."
    ),
    "zones_in_circle": _(
        "This zone closes a circle: %(way)s. No stage feeds itself: let it lead to a later stage, "
        "or take the key out."
    ),
    # what is named and not there
    "unknown_stage": _(
        "There is no stage “%(value)s” in season.toml. Correct the code, or add the stage there."
    ),
    "unknown_league": _("There is no league “%(value)s”. Write the address of a known league."),
    "unknown_department": _(
        "There is no department “%(value)s”. Write its name with accents, as in Junín."
    ),
    "unknown_group": _(
        "The stage has no group “%(value)s”. Correct the code, or add the group in season.toml."
    ),
    "unknown_round": _(
        "The stage has no round “%(value)s”. Correct the number, or add the round in season.toml."
    ),
    "unknown_zone": _(
        "The stage has no zone “%(value)s”. Correct the code, or add the zone in season.toml."
    ),
    "unknown_club": _(
        "There is no club “%(value)s” in clubs.csv. Correct the code, or add the club there."
    ),
    "unknown_entry": _(
        "The club “%(value)s” is not in this stage. Correct the code, or add it in entries.csv."
    ),
    "unknown_matchup": _(
        "The stage has no matchup “%(value)s”. Correct the code, or add it in matchups.csv."
    ),
    "unknown_fixture": _(
        "The stage has no fixture “%(value)s”. Correct the code, or add it in fixtures.csv."
    ),
    "unknown_claim": _("There is no claim number %(value)s in claims.csv. Correct the number."),
    "unknown_ruling": _("There is no ruling number %(value)s in rulings.csv. Correct the number."),
    "unknown_venue": _(
        "There is no venue “%(value)s” of the town “%(town)s” in venues.csv. Correct one of the "
        "two, or add the venue there."
    ),
    # what stands twice
    "duplicate": _("“%(value)s” stands in line %(line)s already. Take one of them out."),
    "club_twice_in_stage": _(
        "The club “%(value)s” is in this stage already, in line %(line)s. Take one of them out."
    ),
    "club_in_two_groups": _(
        "The club “%(club)s” is in another group of this stage already: “%(group)s”, in line "
        "%(line)s. A club plays in one group."
    ),
    "club_known_by_another_code": _(
        "%(department)s already has the club %(name)s, with the code “%(slug)s”. Use that code, "
        "or tell the two apart in the name."
    ),
    "leg_twice": _("Leg %(leg)s of this matchup stands in line %(line)s already."),
    "club_twice_in_round": _(
        "The club “%(club)s” plays in round %(round)s already, in line %(line)s. Correct the "
        "round, or leave it blank where it is not known."
    ),
    # rows that contradict themselves
    "name_without_letters": _("“%(value)s” is no name: it needs a letter or a digit."),
    "same_club": _("Both sides are the same club. Correct one of them."),
    "reason_without_winner": _("A reported reason needs the reported winner. Add the club."),
    "winner_does_not_play": _("The reported winner is neither of the two clubs. Correct it."),
    "stoppage_without_minute": _("Stoppage time needs the minute that it follows. Add it."),
    "time_without_date": _("A kick-off time needs a date. Add it, or leave both blank."),
    "leg_without_matchup": _("A leg belongs to a matchup. Add the matchup, or leave it blank."),
    "provisional_ahead": _(
        "The match is still to be played: it has no provisional result. Leave it blank, or correct "
        "the status."
    ),
    "half_a_score": _("A score has two numbers. Give both, or leave both blank."),
    "ruling_without_object": _("Say which fixture, matchup or club the ruling is about."),
    "ruling_needs_fixture": _("A ruling of this kind needs the fixture that it is about."),
    "award_to_nobody": _("An award names the club that it favours, or the score."),
    "exclusion_of_nobody": _("An exclusion names the club."),
    "dismissal_of_nothing": _("A dismissal names the claim."),
    "points_of_nobody": _("Points given or taken name the club."),
    "points_without_number": _(
        "The ruling gives or takes points, and adjustments.csv has none of it. Add them there."
    ),
    "score_of_no_award": _("Only the award of a fixture has a score. Leave it blank."),
    "no_points": _("An adjustment gives or takes at least one point. Take the row out."),
    "override_without_reason": _("Say why the club goes through instead of another one."),
    "leads_nowhere": _("Say which stage the club goes to, or the outcome."),
    "club_or_name": _("Give either the club or its name: the name is for clubs of no pack."),
    # rows that contradict each other
    "group_missing": _("This stage is played in groups. Write the group."),
    "origin_not_earlier": _(
        "A club comes from a stage that stands earlier in season.toml. Correct the stage."
    ),
    "not_in_origin_stage": _(
        "The club “%(club)s” is not in the stage “%(stage)s”. Correct the stage, or add it there."
    ),
    "drawing_differs": _(
        "This differs from line %(line)s, which is about the same drawing of lots, number "
        "%(lots)s. Write the same, or give it another number."
    ),
    "matchup_missing": _("This stage is a knock-out. Write the matchup that the fixture is of."),
    "told_by_matchup": _("The matchup says this already. Leave it blank."),
    "club_of_another_group": _(
        "The club “%(club)s” is in the group “%(group)s” (entries.csv, line %(line)s). Correct "
        "the club or the group."
    ),
    "club_not_in_matchup": _(
        "The club “%(club)s” is not in this matchup (matchups.csv, line %(line)s). Correct one of "
        "the two."
    ),
    "club_not_in_fixture": _(
        "The club “%(club)s” does not play in this fixture (fixtures.csv, line %(line)s)."
    ),
    "leg_beyond": _(
        "The matchup has %(legs)s legs; this is leg %(leg)s. Correct one of the two numbers."
    ),
    "more_goals_than_score": _(
        "These are more goals of “%(club)s” than its score, %(goals)s (fixtures.csv, line "
        "%(line)s). Correct the score, or take a goal out."
    ),
    "feeds_backwards": _(
        "The winner goes on to “%(value)s”, which is in no later round. Correct the code."
    ),
    "replaces_in_circle": _("The fixtures replace each other. The first one replaces none."),
    # scores
    "score_on_unplayed": _(
        "Only a match that was played, abandoned or annulled has a score. Correct the status, or "
        "take the score out."
    ),
    "half_time_above_full_time": _("The half-time score is above the full-time score."),
    "extra_time_without_full_time": _("A score after extra time needs the one at full time."),
    "extra_time_below_full_time": _(
        "The score after extra time counts all goals: it is not below full time."
    ),
    "penalties_level": _("A shoot-out ends with a winner. Correct one of the two numbers."),
    "penalties_without_full_time": _("A shoot-out follows a score. Write the score too."),
    "penalties_not_level": _(
        "The match ended %(score)s: there are no penalties in a match that was not level. Correct "
        "the score, or take them out."
    ),
    "matchup_penalties_not_level": _(
        "The matchup was not level after its legs (matchups.csv, line %(line)s): there are no "
        "penalties then. Correct a score, or take them out."
    ),
    "matchup_penalties_not_needed": _(
        "The rules of the stage settle this matchup before penalties (matchups.csv, line "
        "%(line)s). Correct a score or the rules, or take them out."
    ),
    "matchup_extra_time_not_level": _(
        "The matchup was not level after its legs (matchups.csv, line %(line)s): there is no "
        "extra time then. Correct a score, or take it out."
    ),
    "matchup_extra_match_not_level": _(
        "The matchup was not level after its legs (matchups.csv, line %(line)s): there is no "
        "extra match then. Correct a score, or leave extra blank."
    ),
    "too_many_legs": _(
        "The matchup has more matches than its %(legs)s legs (matchups.csv, line %(line)s). "
        "Correct the number of legs, or say which match replaces another."
    ),
    "report_contradicted": _(
        "The legs make the other club the winner, not “%(club)s”. Correct it, or leave it blank: "
        "it is for matchups whose legs do not tell."
    ),
}
"""Codes of `competitions.core.sheet` and of `competitions.core.pack`."""
