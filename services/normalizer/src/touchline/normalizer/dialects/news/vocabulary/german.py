"""How German news says that a player can or cannot be picked."""

import re

from touchline.normalizer.dialects.news.vocabulary.patterns import Vocabulary, any_of
from touchline.schemas.records import AvailabilityStatus

_PART = (
    r"(?:muskel|knie|knöchel|sprunggelenk|oberschenkel|waden?|leisten|schulter|rücken|fuß|kreuzband|innenband|"
    r"außenband|adduktoren|achillessehnen|hüft|kopf|mittelfuß|sehnen|syndesmose|bänder|zehen|rippen|meniskus)"
)
_ILL = (
    r"(?:verletzung|probleme|blessur|riss|anriss|bruch|faserriss|bündelriss|zerrung|prellung|operation|"
    r"beschwerden|reizung|dehnung|entzündung)"
)

GERMAN = Vocabulary(
    since=any_of(r"[,\w ]{0,30}?\b(?:nach|von|seit|trotz)\b"),
    nothing=any_of(
        r"verletzungs(?:pause der liga|frei|anfällig|sorgen|pech|misere)",
        r"nachspielzeit",
        r"(?:saison|liga|spielbetrieb|spiel|partie|training|bundesliga) (?:ist|wurde|wird|bleibt|"
        r"war) (?:\w+ )?(?:gesperrt|ausgesetzt|unterbrochen)",
        r"keine (?:neuen )?(?:verletzten|verletzungen|sperren|ausfälle)",
        r"droht (?:bei|im falle) [^,;.]{0,60}(?:sperre|gelbsperre)",
        r"(?:falls|wenn|sollte) [^,;.]{0,30}(?:verletzt|gesperrt)",
        r"(?:vergangene|vorige|letzte)[nrs]? (?:saison|jahr|spielzeit)[^.;]{0,60}(?:verletzt|gefehlt|fehlte|"
        r"ausgefallen|gesperrt)\w*",
        r"(?:verletzte|fehlte|war)[^.;]{0,40}(?:vergangene|vorige|letzte)[nrs]? (?:saison|jahr|spielzeit)[^.;]{0,40}",
        r"stadionverbot|transfersperre",
    ),
    available=any_of(
        r"(?:nicht|kaum|weder) (?:schwer(?:er)? |schlimmer |mehr )?(?:verletzt|gesperrt|krank)",
        r"(?:zurück|rückkehr|comeback)[^,;.]{0,25}(?:nach|von) (?:\w+ ){0,4}?\w*(?:verletzung|sperre|pause|"
        r"krankheit|operation|riss|bruch|zerrung)\w*",
        r"nach (?:\w+ ){0,4}?\w*(?:verletzung|sperre|pause|krankheit|operation|riss|bruch|"
        r"zerrung)\w* (?:\w+ ){0,4}?(?:zurück|wieder)\w*",
        r"kehrt [^;.]{0,60}zurück",
        r"wieder (?:fit|gesund|einsatzbereit|spielberechtigt|dabei|im (?:mannschafts)?training|verfügbar|im kader)",
        r"(?:hat|haben) (?:\w+ ){0,5}?(?:auskuriert|überstanden|abgesessen)",
        r"sperre (?:ist |wurde )?(?:\w+ )?(?:abgelaufen|aufgehoben|verbüßt|abgesessen)",
        r"trainiert wieder|wieder ins (?:mannschafts)?training|grünes licht",
    ),
    statuses=(
        (
            AvailabilityStatus.SUSPENDED,
            any_of(
                r"\b(?:gelb-?rot|gelb|rot)?-?gesperrt\w*",
                r"\b(?:gelb|rot|spiel)?sperre\b",
                r"\brotsünder\b",
                r"\bfür (?:ein|zwei|drei|vier|fünf|\d+) (?:spiele?|partien?) (?:gesperrt|aus dem verkehr)",
            ),
        ),
        (
            AvailabilityStatus.DOUBTFUL,
            any_of(
                r"\bfraglich\b",
                r"\bfragezeichen\b",
                r"\bangeschlagen\w*",
                r"\bdroht (?:\w+ )?auszufallen\b",
                r"\bdroht (?:\w+ ){0,3}?(?:ein )?ausfall\b",
                r"\bauf der kippe\b",
                r"\bkönnte (?:\w+ ){0,6}?(?:ausfallen|fehlen)\b",
                r"\bwackelt\b",
                r"\bungewiss\b",
            ),
        ),
        (
            AvailabilityStatus.INJURED,
            any_of(
                r"\bverletzt(?:e[nrms]?)?\b(?! sich nicht)",
                rf"\b\w*{_PART}\w*{_ILL}\w*",
                r"\b\w*(?:verletzung|riss|bruch|zerrung|prellung)\b",
                r"\bverletzungsbedingt\w*",
                r"\bfällt (?:\w+ ){0,6}?aus\b",
                r"\bausfallen\b",
                r"\boperiert\b",
                r"\bmuss (?:\w+ ){0,3}?pausieren\b",
                r"\blazarett\b",
                r"\bgehirnerschütterung\b",
            ),
        ),
        (
            AvailabilityStatus.ABSENT,
            any_of(
                r"\bkrank\b|\berkrankt\w*|\bgrippe\w*|\binfekt\b|\berkältung\b|\berkältet\b",
                r"\bfehlt\b|\bfehlen\b|\bverzichten\b",
                r"\bpersönlichen gründen\b|\bprivaten gründen\b",
                r"\bquarantäne\b",
            ),
        ),
    ),
    reason=re.compile(
        rf"\b\w*{_PART}\w*{_ILL}\w*|\bmuskel\w*|kreuzband\w*|grippe\w*|infekt|erkältung|gehirnerschütterung|"
        rf"gelb-?rote karte|rote karte|(?:fünfte|zehnte)[nr]? gelbe[nr]? karte|(?:gelb|rot)sperre|"
        rf"\b\w+(?:verletzung|zerrung|prellung)",
        re.IGNORECASE,
    ),
    described=any_of(
        r"\b(?:verletzte[nrms]?|gesperrte[nrms]?|erkrankte[nrms]?|angeschlagene[nrms]?)(?: [\w-]+){0,2}? $"
    ),
    ahead=any_of(r"\b(?:ohne|auf) (?:den |die )?(?:[\w-]+ ){0,3}?$"),
    strong_breaks=any_of(r"; ", r", während ", r", aber ", r", doch ", r", dagegen ", r" — ", r" – ", r", hingegen "),
    weak_breaks=any_of(r", und ", r" und "),
    pronoun=re.compile(
        r"(?:Er|Der (?:\d+-Jährige|Stürmer|Verteidiger|Mittelfeldspieler|Torwart|Kapitän|Angreifer|Nationalspieler))\b"
    ),
)
