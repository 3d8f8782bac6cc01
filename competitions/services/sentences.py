"""What people read when a check finds a contradiction. Codes: `competitions.core.consistency`."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

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
    "leads_in_circle": _(
        "This closes a circle: %(way)s. No stage feeds itself: let the zone of %(last)s lead to a "
        "later stage, or nowhere."
    ),
    "more_places_than_berths": _(
        "%(name)s has %(berths)s berths, and %(places)s clubs would come: %(stages)s. That is "
        "%(change)s too many: let fewer go through, for example from %(most)s, or give %(name)s "
        "%(places)s berths."
    ),
    "opening_in_use": _(
        "The opening cannot be taken back: something was recorded in its stages since: %(what)s. "
        "Take that back first."
    ),
    "nothing_opened": _("Nothing of this opening is left to take back."),
    "nothing_to_open": _("Nothing is left to open: all of it is there already."),
    "berths_taken": _(
        "%(name)s has %(berths)s berths, and %(places)s clubs would stand in it, %(change)s too "
        "many. Take a club off a list or out of the stage, or give it %(places)s berths."
    ),
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
    "correction_without_reason": _("Write the reason: it is kept with every change."),
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
    "override_without_reason": _("Say why the club goes through instead of another one."),
    "not_on_list": _("%(name)s is not on the list."),
    "walkover_twice": _("The match has been given by walkover already."),
    "account_closed": _("This account is closed. Ask the administrator, or take another name."),
    "stage_moved_on": _(
        "Something was recorded in this stage while you looked at it. Look at the page again."
    ),
    "list_has_results": _(
        "Matches of this stage have results already. A new list would lose them: give the matches "
        "that are still to be played other days, hours and grounds instead."
    ),
    "discard_has_results": _(
        "Matches of this stage have results already: the list is not discarded. Archive single "
        "matches that are wrong."
    ),
    "no_fixture_list": _("This stage has no fixture list."),
    "named_twice": _("“%(name)s” is written twice. Take one of the lines out."),
    "several_clubs_called": _(
        "Several clubs are called “%(name)s”: %(where)s. Find the one that is meant in the list, "
        "and take the line out here."
    ),
    "no_club_name": _("“%(name)s” is no name of a club: write one club a line."),
    "club_unknown": _(
        "There is no club “%(name)s”. Look whether it is spelt like that; a new one is recorded by "
        "its own league."
    ),
    "name_taken_elsewhere": _(
        "Another league of the department has a club “%(name)s”. Tell the two apart, as in "
        "“%(name)s (%(place)s)”."
    ),
    "several_grounds": _(
        "There are several grounds called “%(name)s”: %(towns)s. Write the town after a comma."
    ),
    "ground_unknown": _(
        "There is no ground “%(name)s”. Look whether it is spelt like that, or choose another one."
    ),
    "same_ground": _("“%(name)s” and “%(other)s” are one ground. Write it in one way."),
    "too_many_clubs": _(
        "These are %(count)s clubs, and a list has %(most)s at most. Make several stages of them."
    ),
    "stage_is_full": _(
        "The stage has %(size)s places, and these are %(count)s clubs: leave %(more)s out, or give "
        "the stage more places."
    ),
    "too_few_clubs": _("A list needs two clubs or more; so far there are %(count)s."),
    "too_many_groups": _(
        "%(clubs)s clubs do not make %(groups)s groups: each needs two clubs or more. Make "
        "%(most)s at most."
    ),
    "sizes_of_other_groups": _(
        "These are the sizes of %(sizes)s groups, and there are to be %(groups)s. Change one of "
        "the two, or leave the sizes blank."
    ),
    "places_missing": _(
        "The groups have %(places)s places for %(clubs)s clubs: give them %(difference)s more."
    ),
    "places_left": _(
        "The groups have %(places)s places for %(clubs)s clubs: take %(difference)s away."
    ),
    "group_too_small": _("A group of %(count)s has nobody to play: each needs two clubs or more."),
    "club_without_group": _("%(name)s has no group yet."),
    "group_without_rival": _(
        "Group %(group)s has %(count)s clubs, and needs two or more. Put another club there, or "
        "make one group less."
    ),
    "list_too_long": _(
        "The list would have %(count)s fixtures, and %(most)s is the most. Make more groups, or "
        "fewer rounds."
    ),
    "apart_impossible": _(
        "%(count)s clubs of %(department)s cannot be kept apart in %(groups)s groups. Make "
        "%(count)s groups, or do not keep departments apart."
    ),
    "too_few_hours": ngettext_lazy(
        "%(where)s: %(count)s matches can only be played at %(hours)s hour (%(matches)s). "
        "Still missing: %(missing)s. Add an hour or a ground, or another day of play.",
        "%(where)s: %(count)s matches can only be played at %(hours)s hours (%(matches)s). "
        "Still missing: %(missing)s. Add an hour or a ground, or another day of play.",
        "hours",
    ),
    "others_in_the_way": _(
        "%(where)s: other hours are no use, since these matches are in the way: %(others)s."
    ),
    "no_hour_left": _(
        "%(where)s: no hour is left for %(matches)s. Add an hour or a ground, or another day "
        "of play."
    ),
    "ground_is_taken": _(
        "%(where)s: no hour is left for %(matches)s. The ground is taken: %(others)s. Add an "
        "hour or a ground."
    ),
    "play_on_another_day": _(
        "%(where)s: %(matches)s cannot be played, since clubs of it play elsewhere: "
        "%(others)s. %(day)s would do: let it be a day of play too, with its hours."
    ),
    "ask_for_less_rest": _(
        "%(where)s: %(matches)s cannot be played, since clubs of it would rest too little: "
        "%(others)s. It goes with %(rest)s under “Days from match to match of a club, at least”."
    ),
    "leave_days_out": _(
        "%(where)s: %(matches)s cannot be played, since clubs of it play elsewhere: "
        "%(others)s. Put %(days)s among the days without play: the round comes later then."
    ),
    "twice_on_a_day": _(
        "%(one)s: a club of it plays twice on that day, also %(other)s (%(when)s). Give one of the "
        "two another day."
    ),
    "hardly_any_rest": _(
        "%(one)s: a club of it plays the day before or the day after as well, %(other)s (%(when)s)."
    ),
    "ground_at_once": _(
        "%(one)s: %(ground)s is taken, %(other)s plays there at %(when)s. It is free again from "
        "%(free)s on."
    ),
    "same_in_rounds": _("The same holds for the rounds %(rounds)s."),
    "hours_overlap": _(
        "%(ground)s: the match at %(first)s is not over at %(second)s. Put the hours further "
        "apart, or say that a match takes less time."
    ),
    "ground_taken_twice": _(
        "%(one)s and %(other)s are both fixed at %(ground)s, %(when)s. Let one of the two move."
    ),
    "too_little_rest": ngettext_lazy(
        "%(one)s and %(other)s are fixed %(days)s day apart, and share a club that would rest too "
        "little. Let one of the two move, or ask for fewer days of rest.",
        "%(one)s and %(other)s are fixed %(days)s days apart, and share a club that would rest too "
        "little. Let one of the two move, or ask for fewer days of rest.",
        "days",
    ),
    "fixed_on_one_day": _(
        "%(one)s and %(other)s are fixed on one day, and share a club. Let one of the two move."
    ),
    "fixed_on_day_off": _(
        "%(name)s is fixed on %(day)s, a day without play. Let it move, or take the day out."
    ),
    "nothing_to_arrange": _("All matches stay as they are. Let at least one of them move."),
    "list_is_there": _(
        "This stage has a list of %(count)s fixtures. Say that the new one takes its place."
    ),
    "seed_twice": _(
        "%(name)s and %(other)s have the same seed, %(seed)s. Give each its own number."
    ),
    "bracket_is_there": _(
        "This stage has a bracket of %(count)s matchups. Say that the new one takes its place."
    ),
    "bracket_has_results": _(
        "Matches of this bracket have results already. A new bracket would lose them."
    ),
    "group_named_twice": _(
        "Slots of %(stage)s say “%(before)s”, and another group that leads there is called so, "
        "too. Say in the matchups of %(stage)s which group is meant, or rename the other one first."
    ),
    "group_name_taken": _(
        "Slots of %(stage)s name this group, and “%(name)s” is what another group that leads there "
        "is called. Give it another name."
    ),
    "group_name_too_long": _(
        "Slots of %(stage)s name this group, and have room for %(most)s letters. Give it a shorter "
        "name than “%(name)s”."
    ),
    "group_code_in_rules": _(
        "The rules name this group by its code “%(code)s”: %(where)s. Leave the code as it is; "
        "readers see the name."
    ),
    "matchup_has_results": _(
        "%(name)s has been played. Who plays it does not change any more: a ruling says what "
        "becomes of it."
    ),
    "no_list": _("No list of the qualified has been confirmed for this stage."),
}
