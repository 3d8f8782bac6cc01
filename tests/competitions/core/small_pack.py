"""A small pack in which every file has rows: two groups, a table of one round and a knock-out."""

from competitions.core.pack import Register

MANIFEST = """\
format = 1

[season]
year = 2030
status = "finished"
simulated = false
starts_on = 2030-02-01
ends_on = 2030-12-01

[[stages]]
slug = "grupos"
name = "Grupos"
name_en = "Groups"
kind = "groups"
league = "copa-peru"
starts_on = 2030-03-01

[[stages.groups]]
code = "A"
name = "Grupo A"

[[stages.groups]]
code = "B"
name = "Grupo B"

[[stages.rounds]]
number = 1
name = "Fecha 1"

[stages.rules]
evidence = "reported"
walkover_deduction = 3

[[stages.rules.criteria]]
criterion = "points"

[[stages.rules.criteria]]
criterion = "relative_points"
rival_total = "final"
walkovers = false

[[stages.rules.zones]]
code = "pasan"
letter = "P"
name = "Pasan"
tone = "through"
kind = "places"
first_place = 1
last_place = 2
groups = ["A", "B"]
leads_to = "llaves"

[stages.qualifiers]
confirmed_on = 2030-04-01
evidence = "official"

[[stages]]
slug = "llaves"
name = "Llaves"
kind = "knock_out"
league = "copa-peru"

[[stages.rounds]]
number = 1
name = "Semifinales"
key = "semifinals"

[[stages.rounds]]
number = 2
name = "Final"
key = "final"
ends_on = 2030-12-01

[stages.rules]
settlement = ["away_goals", "penalties", "extra_match"]
evidence = "reported"

[[stages.rules.zones]]
code = "campeon"
letter = "C"
name = "Campeón"
tone = "prize"
kind = "winners"
round_number = 2
outcome = "promoted"
destination = "Liga 2"
"""

FILES = {
    "season.toml": MANIFEST,
    "clubs.csv": """\
club,name,short_name,department,home_town,aliases,note
ada,ADA,,Cajamarca,Jaén,ADA de Jaén;Agropecuaria,
bolivar,Defensor Bolívar,Bolívar,Tumbes,,,
cni,CNI,,Loreto,Iquitos,,
ecosem,Ecosem,,Pasco,,,
""",
    "venues.csv": """\
venue,town,department
Max Augustín,Iquitos,Loreto
Municipal,,
""",
    "entries.csv": """\
stage,group,club,departmental_rank,points_carried,via,origin_stage,origin_place,evidence,source
grupos,A,ada,1,,departmental,,,reported,a.pe
grupos,A,bolivar,2,1.5,departmental,,,reported,a.pe
grupos,B,cni,1,,departmental,,,reported,a.pe
grupos,B,ecosem,1,,departmental,,,reported,a.pe
llaves,,ada,,,places,grupos,1,reported,a.pe
llaves,,bolivar,,,places,grupos,2,reported,a.pe
llaves,,cni,,,places,grupos,1,reported,a.pe
llaves,,ecosem,,,places,grupos,2,reported,a.pe
""",
    "matchups.csv": """\
stage,round,matchup,first,second,first_slot,legs,feeds,reported_winner,reported_decision,evidence
llaves,1,semi-1,ada,bolivar,,2,final,,,reported
llaves,1,semi-2,cni,ecosem,,2,final,cni,away_goals,reported
llaves,2,final,ada,,Ganador semi-2,1,,,,reported
""",
    "fixtures.csv": """\
stage,fixture,group,round,matchup,leg,extra,date,time,home,away,status,home_goals,away_goals,\
home_half,away_half,home_extra,away_extra,home_penalties,away_penalties,venue,venue_town,replaces,\
evidence
grupos,A-1,A,1,,,,2030-03-01,15:30,ada,bolivar,played,2,1,1,0,,,,,,,,reported
grupos,A-2,A,,,,,,,bolivar,ada,annulled,1,1,,,,,,,,,,reported
grupos,A-3,A,,,,,,,bolivar,ada,played,0,0,,,,,,,Municipal,,A-2,reported
grupos,B-1,B,1,,,,2030-03-01,,cni,ecosem,played,3,3,,,,,,,Max Augustín,Iquitos,,reported
llaves,semi-1-1,,,semi-1,1,,,,ada,bolivar,played,1,0,,,,,,,,,,reported
llaves,semi-1-2,,,semi-1,2,,,,bolivar,ada,played,1,0,,,,,4,3,,,,reported
llaves,semi-2-1,,,semi-2,1,,,,cni,ecosem,not_played,,,,,,,,,,,,reported
""",
    "goals.csv": """\
stage,fixture,club,player,minute,stoppage,kind,evidence
grupos,A-1,ada,Pérez,45,2,penalty,reported
grupos,A-1,bolivar,,,,,reported
grupos,A-1,ada,Ríos,70,,,reported
""",
    "claims.csv": """\
stage,claim,fixture,matchup,claimant,against,grounds,filed_on,state,evidence
llaves,1,semi-2-1,semi-2,cni,ecosem,"No se presentó,
dice CNI.",2030-10-01,upheld,reported
""",
    "rulings.csv": """\
stage,ruling,claim,effect,fixture,matchup,club,in_favour_of,home_goals,away_goals,walkover,\
document,evidence
llaves,1,1,award,semi-2-1,,ecosem,cni,3,0,yes,Resolución 1,reported
llaves,2,,exclusion,,semi-2,ecosem,,,,,Resolución 2,reported
grupos,3,,annulment,A-2,,,,,,,,reported
grupos,4,,points,,,bolivar,,,,,Resolución 4,reported
llaves,5,1,dismissal,,,,,,,,Resolución 5,reported
""",
    "adjustments.csv": """\
stage,club,points,reason,ruling,evidence
grupos,bolivar,-3,W.O.,3,reported
grupos,bolivar,-1,Incidentes.,4,reported
""",
    "lots.csv": """\
stage,lots,group,drawn_on,act,club,position,evidence
grupos,1,B,2030-03-20,Acta 4,cni,1,reported
grupos,1,B,2030-03-20,Acta 4,ecosem,2,reported
""",
    "qualifiers.csv": """\
stage,club,place,zone,via,to_stage,outcome,destination,instead_of,reason
grupos,ada,1,pasan,places,llaves,,,,
grupos,ecosem,2,pasan,override,llaves,,,bolivar,Retiro
llaves,ada,,campeon,winners,,promoted,Liga 2,,
""",
    "published.csv": """\
stage,group,after_round,place,club,played,goal_difference,points,evidence
grupos,A,1,1,ada,1,1,3,reported
grupos,A,1,2,bolivar,1,-1,0,reported
""",
    "outcomes.csv": """\
kind,club,club_name,destination,evidence
champion,ada,,,reported
came_down,,Alfonso Ugarte,Liga 2,reported
""",
    "scorers.csv": """\
rank,player,club,goals,evidence
1,Pérez,ada,7,reported
""",
    "notes.csv": """\
kind,stage,text,text_en
missing,grupos,Faltan dos fechas.,Two rounds are missing.
remark,,Nada más.,
""",
}

REGISTER = Register(
    departments=("Cajamarca", "Loreto", "Pasco", "Tumbes", "Junín"),
    leagues=("copa-peru",),
    clubs={("Junín", "sport aguila"): "sport-aguila", ("Pasco", "ecosem"): "ecosem"},
)


def small_pack(**changes: tuple[str, str] | str | None) -> dict[str, bytes]:
    """The files, some of them changed: `clubs=("old", "new")` replaces a text that stands once in
    clubs.csv, `clubs="..."` the whole file, `clubs=None` takes it out."""
    files = dict(FILES)
    for name, change in changes.items():
        file = "season.toml" if name == "season" else f"{name}.csv"
        if change is None:
            del files[file]
        elif isinstance(change, str):
            files[file] = change
        else:
            old, new = change
            assert files[file].count(old) == 1, f"{old!r} stands {files[file].count(old)} times"
            files[file] = files[file].replace(old, new)
    return {name: text.encode() for name, text in files.items()}
