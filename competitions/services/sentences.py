"""What people read when a check finds a contradiction. Codes: `competitions.core.consistency`."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Promise] = {
    "other_stage": _("“%(name)s” belongs to another stage."),
    "other_season": _("“%(name)s” belongs to another season."),
    "in_no_group": _("%(name)s is in no group; the match is one of %(group)s."),
    "in_other_group": _("%(name)s plays in %(other)s, not in %(group)s."),
    "plays_twice_in_round": _("%(name)s already plays in this round: %(other)s."),
    "meets_twice_in_round": _("%(name)s already has a matchup in this round: %(other)s."),
    "not_in_matchup": _("%(name)s is not one of the clubs of the matchup %(matchup)s."),
    "matchup_has_other_club": _("This is a matchup of %(name)s, who does not play here."),
    "leg_of_other_clubs": _("The match %(name)s is recorded as a leg, with other clubs."),
    "no_such_leg": _("There is no leg %(leg)s: the matchup has %(legs)s in all."),
    "round_not_of_matchup": _("The matchup belongs to another round: %(name)s."),
    "fixture_not_of_matchup": _("The match %(name)s is no leg of this matchup."),
    "feeds_no_later_round": _("The winner can only go to a later round, and %(name)s is none."),
    "score_on_unplayed": _("Only a match that was played, abandoned or annulled has a score."),
    "half_time_above_full_time": _("The half-time score is above the full-time score."),
    "extra_time_without_full_time": _("A score after extra time needs the one at full time."),
    "extra_time_below_full_time": _(
        "The score after extra time counts all goals: it is not below full time."
    ),
    "penalties_level": _("A shoot-out follows a score and ends with a winner."),
    "penalties_not_allowed": _(
        "Penalties do not part the clubs of a table; only an extra match can have them."
    ),
    "penalties_not_level": _(
        "Penalties only decide a level matchup: after its legs it is %(score)s."
    ),
    "penalties_not_level_match": _("Penalties only decide a level match: it ended %(score)s."),
    "penalties_not_needed": _(
        "The rules of the stage settle this matchup before penalties: it stood %(score)s."
    ),
    "penalties_before_last_leg": _("Penalties follow the last leg, which is number %(legs)s."),
    "extra_time_not_level": _(
        "Extra time is only played in a level matchup: after its legs it is %(score)s."
    ),
    "extra_time_not_level_match": _(
        "Extra time is only played after a level match: it stood %(score)s."
    ),
    "extra_match_not_level": _(
        "An extra match only decides a level matchup: after its legs it is %(score)s."
    ),
    "extra_match_not_level_match": _(
        "An extra match only decides a level matchup: the match ended %(score)s."
    ),
    "too_many_legs": _("The matchup already has all its %(legs)s legs."),
    "report_contradicted": _(
        "The legs make %(name)s the winner; a reported winner is for where they do not tell."
    ),
    "does_not_play": _("%(name)s does not play in %(where)s."),
    "more_goals_than_score": _(
        "%(goals)s goals of %(name)s are listed, but the score has %(score)s."
    ),
    "goals_without_match": _("Goals are listed for a match that was not played."),
    "award_against_favoured": _("The awarded score does not favour %(name)s."),
    "points_without_number": _("Say whether points are taken or given, and how many."),
    "stage_changed": _("Something was recorded in this stage meanwhile. Look at the effect again."),
    "claim_decided": _("The claim has been decided. Withdraw the ruling first."),
    "award_of_nothing": _("An award needs the match or the matchup it is about."),
    "walkover_score": _("A walkover ends %(rule)s under the rules of this stage, not %(score)s."),
    "deadline_before_claim": _("The claim would be decided before it was filed."),
    "level_not_below_parent": _("A league stands below one of a higher level."),
    "level_not_above_children": _("The leagues below this one have the same or a higher level."),
    "ends_before_start": _("It ends before it starts."),
    "no_criteria": _(
        "The list of criteria is empty. A table needs at least one to order its clubs by."
    ),
    "no_such_group": _("The stage has no group “%(name)s”."),
    "leads_to_itself": _("A stage does not lead to itself."),
    "instead_of_itself": _("%(name)s cannot go through instead of itself."),
    "origin_of_other_club": _("The entry in the stage before is one of another club: %(name)s."),
    "origin_in_same_stage": _("The entry in the stage before belongs to this stage."),
    "rules_in_force": _("Results are already in. Say why the rules change."),
    "nothing_to_confirm": _(
        "%(name)s has no result yet. Record the score, or what became of the match, and confirm it "
        "then."
    ),
    "reports_unsettled": _(
        "What was reported of %(name)s does not agree with the result. Look at its reports first, "
        "and say which one holds."
    ),
    "is_archived": _("%(name)s is archived. Bring it back first."),
    "reopened_without_reason": _("Say why the result is not official any more."),
    "link_expired_at_once": _("The link would have ended already. Choose a later end."),
    "link_to_official": _(
        "The result of %(name)s is official. Take the confirmation back first, with a reason."
    ),
    "reported_already": _(
        "Your club has reported this match already, receipt %(code)s. If that was a mistake, ask "
        "the league for a link."
    ),
    "report_of_official": _("The result of %(name)s is official. Tell the league what is wrong."),
    "has_dependants": _("%(name)s cannot be deleted while something hangs on it: %(what)s."),
    "changed_meanwhile": _(
        "Somebody changed this while you had it open: %(name)s. What you typed is still here. Look "
        "at what changed, and save again if yours holds."
    ),
    "field_changed_meanwhile": _(
        "%(field)s: %(who)s changed this from %(before)s to %(after)s (%(when)s)."
    ),
    "field_is_now": _("%(field)s: this is now %(after)s."),
    "deleted_meanwhile": _("%(who)s deleted this while you had it open (%(when)s)."),
    "row_changed_meanwhile": _(
        "%(who)s changed this match while you had it open (%(when)s): %(now)s. What you typed is "
        "still here. Save again if yours holds."
    ),
    "walkover_stands": _(
        "The walkover is a ruling. Take the ruling back first, then record what was played."
    ),
    "official_result": _("The result of %(name)s is official. Say why it changes."),
    "nothing_to_take_back": _(
        "Nothing is left to take back: what this change wrote has been changed again since."
    ),
    "nothing_before": _("What stood before this change is not known here."),
    "is_back_already": _("This is there again already."),
    "is_gone_meanwhile": _("This has been deleted since. Bring it back first."),
    "refers_to_what_is_gone": _(
        "What stood in “%(field)s” has been deleted since. Bring that back first."
    ),
    "reason_missing": _("Say why this is taken back."),
    "archive_instead": _(
        "%(name)s has a result and is not deleted. Archive it: it leaves the pages and is kept."
    ),
    "archive_while_held": _(
        "%(name)s cannot be deleted while something hangs on it: %(what)s. Archive it instead."
    ),
    "results_below": _(
        "%(name)s cannot be deleted: what is recorded below it would be lost: %(what)s."
    ),
    "club_archived": _("%(name)s is archived. Restore the club before you enter it again."),
    "someone_was_faster": _("Someone has just recorded the same. Look at the page again."),
    "has_score": _("The match has a score; a match that was played is not postponed."),
    "already_in_stage": _("%(name)s is already in this stage."),
    "already_in_group": _("%(name)s is already in this stage, in %(group)s."),
    "override_without_reason": _("Say why the club goes through instead of another one."),
    "not_on_list": _("%(name)s is not on the list."),
    "walkover_twice": _("The match has been given by walkover already."),
    "account_closed": _("This account is closed. Ask the administrator, or take another name."),
    "stage_moved_on": _(
        "Something was recorded in this stage while you looked at it. Look at the page again."
    ),
    "no_list": _("No list of the qualified has been confirmed for this stage."),
}
