"""A second ranking, written from the text of the rules and sharing no code with standings.core.

It is slow and plain on purpose: every figure is found again by reading through the matches. It
only reads the fields of TableFacts and Result.

Rule text: "Clubs level on points are ordered by the following criteria, each of which is applied
only to the clubs that the ones before leave level. Relative points are the points obtained against
each rival multiplied by that rival's total points. First-half points take the half-time result as
final. Head to head looks at the matches among the level clubs, and begins again for those that it
leaves level where the rules say so. Whoever is still level shares the place."
"""

from fractions import Fraction

HEAD_TO_HEAD = (
    "head_to_head_points",
    "head_to_head_goal_difference",
    "head_to_head_goals_for",
    "head_to_head_away_goals",
)
SETTLING = ("extra_match", "lots")
FEWER_IS_BETTER = ("goals_against", "fair_play", "table_place", "lots")


class Oracle:
    """`criteria`: pairs of a code and its options, none left to a default."""

    def __init__(self, facts, criteria, *, win=3, drawn=1, lost=0):
        self.facts = facts
        self.criteria = criteria
        self.win, self.drawn, self.lost = win, drawn, lost
        self.matches = {
            club: [m for m in facts.results if club in (m.home, m.away)] for club in facts.clubs
        }

    def places(self):
        """(clubs that share the place, code that parted them from those above), best first."""
        return self.order(list(self.facts.clubs), self.blocks(), None)

    def blocks(self):
        blocks = []
        for code, options in self.criteria:
            before = blocks[-1][-1][0] if blocks else None
            for family in (HEAD_TO_HEAD, SETTLING):
                if code in family and before in family:
                    blocks[-1].append((code, options))
                    break
            else:
                blocks.append([(code, options)])
        return blocks

    def order(self, level, blocks, opened_by):
        if not blocks:
            return [(tuple(level), opened_by)]
        ordered = []
        for group, code in self.within(level, blocks[0], 0, level, opened_by):
            ordered += self.order(list(group), blocks[1:], code)
        return ordered

    def within(self, level, block, step, among, opened_by):
        """What one block of criteria makes of level clubs."""
        if len(level) == 1 or step == len(block):
            return [(level, opened_by)]
        code, options = block[step]
        pieces = self.pieces(level, code, options, among)
        if len(pieces) == 1:
            return self.within(level, block, step + 1, among, opened_by)
        ordered = []
        for piece in pieces:
            if code in SETTLING or options.get("restart"):
                ordered += self.within(piece, block, 0, piece, opened_by)
            else:
                ordered += self.within(piece, block, step + 1, among, opened_by)
            opened_by = code
        return ordered

    def pieces(self, level, code, options, among):
        known = {club: self.figure(code, options, club, among) for club in level}
        if any(value is None for value in known.values()):
            return [level]
        steps = sorted(set(known.values()), reverse=code not in FEWER_IS_BETTER)
        return [[club for club in level if known[club] == value] for value in steps]

    def figure(self, code, options, club, among=()):
        if code in ("lots", "fair_play", "table_place"):
            written = {"fair_play": "cards", "table_place": "external_places"}.get(code, code)
            return getattr(self.facts, written).get(club)
        if code == "extra_match":
            return self.extra_wins(club, among)
        if code == "points":
            return self.total(club)
        matches = self.matches[club]
        if code.startswith("head_to_head_"):
            matches = [m for m in matches if m.home in among and m.away in among]
            code = code.removeprefix("head_to_head_")
        if code.startswith("away_"):
            matches = [m for m in matches if m.away == club and not m.neutral]
            code = code.removeprefix("away_")
        return self.sum_of(code, options, club, matches)

    def sum_of(self, code, options, club, matches):
        if code == "points":
            return sum(self.won(club, m) for m in matches)
        if code == "relative_points":
            return self.relative(club, matches, options)
        if code == "first_half_points":
            return self.first_half(club, matches, options["awards"])
        scored = sum(self.goals(club, m)[0] for m in matches)
        conceded = sum(self.goals(club, m)[1] for m in matches)
        wins = len([m for m in matches if self.goals(club, m)[0] > self.goals(club, m)[1]])
        return {
            "goal_difference": scored - conceded,
            "goals_for": scored,
            "goals": scored,
            "goals_against": conceded,
            "wins": wins,
        }[code]

    def goals(self, club, match):
        if match.double_loss:
            return 0, match.conceded
        if match.home == club:
            return match.home_goals, match.away_goals
        return match.away_goals, match.home_goals

    def worth(self, mine, theirs):
        if mine > theirs:
            return self.win
        if mine == theirs:
            return self.drawn
        return self.lost

    def won(self, club, match):
        if match.double_loss:
            return self.lost
        return self.worth(*self.goals(club, match))

    def total(self, club, *, deductions=True, until=None):
        """None if `until` is a round and some match of the club has no round."""
        total = 0
        for match in self.matches[club]:
            if until is not None and match.round is None:
                return None
            if until is None or match.round <= until:
                total += self.won(club, match)
        if deductions:
            total += self.facts.carried.get(club, 0) + self.facts.adjustments.get(club, 0)
        return total

    def relative(self, club, matches, options):
        figure = Fraction(0)
        for match in matches:
            rival = match.away if match.home == club else match.home
            if options["rival_total"] == "at_time" and match.round is None:
                return None
            until = match.round if options["rival_total"] == "at_time" else None
            total = self.total(rival, deductions=options["deductions"], until=until)
            if total is None:
                return None
            if match.walkover and not options["walkovers"]:
                continue
            figure += self.won(club, match) * total
        return figure

    def first_half(self, club, matches, awards):
        figure = 0
        for match in matches:
            ruled = match.awarded or match.walkover or match.double_loss
            if ruled and awards == "award":
                figure += self.won(club, match)
            elif match.half_home is None or (ruled and awards == "missing"):
                return None
            elif match.home == club:
                figure += self.worth(match.half_home, match.half_away)
            else:
                figure += self.worth(match.half_away, match.half_home)
        return figure

    def extra_wins(self, club, among):
        played = [m for m in self.facts.extra_results if club in (m.home, m.away)]
        played = [m for m in played if m.home in among and m.away in among]
        if not played:
            return None
        wins = 0
        for match in played:
            mine, theirs = self.goals(club, match)
            if match.winner == club or (match.winner is None and mine > theirs):
                wins += 1
        return wins
