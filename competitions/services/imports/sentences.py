"""What people read when a file, or a row of it, cannot be brought in."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.core.sheet import Fault
from competitions.services import faults

SENTENCES: Mapping[str, Promise] = {
    # the file
    "file_too_large": _(
        "The file is larger than %(limit)s. Split it, or take out what is not read."
    ),
    "too_many_rows": _("The file has more than %(limit)s rows. Split it."),
    "too_many_columns": _("The file has more than %(limit)s columns. Take out what is not read."),
    "old_workbook": _(
        "This is an old Excel file, or one with a password. Save it as .xlsx without a password, "
        "or as CSV."
    ),
    "broken_workbook": _("The workbook is damaged. Open it, save it again and take that file."),
    "inflated_workbook": _(
        "The workbook unpacks to far more than a list can be. Copy its table to a new one."
    ),
    "several_sheets": _(
        "The workbook has several sheets with content: %(names)s. Leave the one that is meant."
    ),
    "no_table": _("This is no CSV and no Excel file. Take a file that ends in .csv or .xlsx."),
    "missing_column": _("The column “%(name)s” is missing. Add it to the first line."),
    "clash": _(
        "Rows of the file want the same place, or someone is writing to it at this moment. Try it "
        "again; if that does not help, bring in fewer rows at once."
    ),
    # cells
    "formula": _("The cell holds a formula. Copy the column and paste it as values."),
    "cell_error": _("The cell shows an error of the spreadsheet: %(value)s. Write the value."),
    "long_cell": _("A cell has more than %(limit)s characters. Shorten it."),
    # rows
    "same_as_line": _("The row means the same as line %(other)s. Take one of them out."),
    "not_yours": _(
        "This cannot be recorded here. See that it belongs to your league, or ask the league above."
    ),
    "no_such_code": _("There is no code “%(value)s”. Correct it, or leave it blank."),
    "no_such_department": _("There is no department “%(value)s”."),
    "no_such_league": _(
        "There is no league “%(value)s”. Write its name as in the list of leagues."
    ),
    "several_leagues": _("There are several leagues “%(value)s”. Write its address instead."),
    "no_such_club": _(
        "There is no club “%(value)s”. Correct the name, or bring in the list of clubs first."
    ),
    "several_clubs": _(
        "There is more than one “%(value)s” (%(departments)s). Say the department, or the code."
    ),
    "name_taken": _("The department already has a club of that name, accents and capitals aside."),
    "archived_club": _("%(value)s is archived: it is entered in no new stage."),
    "no_such_stage": _("There is no stage “%(value)s” in the season %(season)s."),
    "several_stages": _("There are several stages “%(value)s”. Write the code: %(codes)s."),
    "no_such_group_here": _("The stage has no group “%(value)s”."),
    "no_such_round_here": _("The stage has no round “%(value)s”. Add it to the stage first."),
    "no_such_club_in_stage": _(
        "“%(value)s” does not play in %(stage)s. Correct the name, or enter the club first."
    ),
    "several_clubs_in_stage": _(
        "More than one “%(value)s” plays here (%(departments)s). Write it with its department in "
        "brackets."
    ),
    "no_such_fixture": _(
        "There is no match %(value)s there. Correct it, or add the fixture first."
    ),
    "archived_fixture": _("The match is archived. Bring it back before you change it."),
    "several_fixtures": _("These clubs meet more than once here. Write the code: %(codes)s."),
    "no_such_venue": _(
        "There is no ground “%(value)s”. Correct the name, or bring in the list of venues first."
    ),
    "several_venues": _("There are several grounds “%(value)s”. Say the town."),
    "no_such_matchup": _("The stage has no matchup “%(value)s”."),
    "leg_taken": _("The matchup already has that leg: %(value)s."),
}
"""Codes of `core.files` and of the readings in this package; those of cells and of the shape of a
file are in `services.faults`."""


def file_sentence(fault: Fault, titles: Mapping[str, str]) -> str:
    """Of the file as a whole; columns by the names that people know."""
    params = dict(fault.params)
    if fault.code == "missing_column":
        params["name"] = titles.get(str(params["name"]), params["name"])
    text = _said(fault.code, params)
    if fault.line is None:
        return text
    return gettext("Line %(line)s: %(text)s") % {"line": fault.line, "text": text}


def row_sentence(fault: Fault) -> str:
    """Without its place, which stands beside it."""
    return _said(fault.code, fault.params)


def _said(code: str, params: Mapping[str, object]) -> str:
    text = str(SENTENCES.get(code) or faults.SENTENCES[code]) % params
    if suggestion := params.get("suggestion"):
        text += " " + gettext("Did you mean “%(suggestion)s”?") % {"suggestion": suggestion}
    return text
