"""How English news says that a player can or cannot be picked."""

import re

from touchline.normalizer.dialects.news.vocabulary.patterns import Vocabulary, any_of
from touchline.schemas.records import AvailabilityStatus

_PART = (
    r"(?:hamstring|knee|ankle|calf|groin|thigh|hip|back|shoulder|foot|toe|head|neck|wrist|hand|rib|achilles|muscle"
    r"|quad|quadriceps|adductor|cruciate|ligament|ACL|MCL|metatarsal|shin|elbow|eye|facial|abdominal|leg)"
)
_ILL = r"(?:injur(?:y|ies)|problem|strain|sprain|tear|knock|complaint|issue|trouble|damage|surgery|operation|fracture)"
_EN_REASON = (
    rf"(?:{_PART}[ -](?:ligament |muscle )?{_ILL}",
    rf"(?:torn|broken|fractured|dislocated|strained|sprained|twisted|pulled|ruptured|bruised|"
    rf"dead) (?:his )?(?:left |right )?{_PART}(?: ligaments?| bone)?",
    r"concussion|illness|virus|flu|food poisoning|personal reasons|compassionate leave|red card|(?:fifth|"
    r"tenth|second) (?:yellow|booking)(?: card)?",
    r"muscle tear|stress fracture|hernia|muscle injury|head injury)",
)
_GONE_BY = (
    r"(?:last season|last year|last term|two years ago|three years ago|years ago|earlier in (?:his|the) career|"
    r"a year ago|in 20\d\d|in his youth|as a teenager)"
)

ENGLISH = Vocabulary(
    since=any_of(r"[,\w ]{0,30}?\b(?:after|following|from|since|despite)\b"),
    nothing=any_of(
        r"injury[ -]time",
        r"injury[ -](?:free|list|crisis|record|prone|scare)",
        r"(?:risk|fear|chance|threat)s? of (?:an? )?(?:[\w-]+ )?(?:injury|suspension|ban)",
        r"risks? (?:an? )?(?:injury|suspension|ban)",
        r"(?:avoid|avoided|escape|escaped|escapes|avoids) (?:an? |any )?(?:serious |further )?(?:injury|"
        r"suspension|ban)",
        r"(?:one|a) (?:booking|yellow card|caution) (?:away|short) (?:from|of) (?:an? )?(?:suspension|ban)",
        r"(?:if|unless|should) (?:he|they|\w+) (?:is|are|gets?|were) (?:injured|suspended|banned)",
        r"(?:season|league|match|game|play|training|competition|football|campaign|division|"
        r"fixtures?)(?:,? \w+,?)? (?:was|is|were|are|has been|have been|had been|remains|being) suspended",
        r"suspended (?:the |until |the match|season|sentence|indefinitely because)(?:\w+ )?",
        r"suspended (?:fine|contract)",
        rf"(?:missed|suffered|was out|been out|injured|sidelined|tore|broke|"
        rf"had)\b[^.;]{{0,60}}?{_GONE_BY}(?: (?:with|through|because of)[^.;,]{{0,50}})?",
        rf"{_GONE_BY},?[^.;]{{0,40}}?\b(?:missed|suffered|was out|injured|sidelined|tore|broke|banned|"
        rf"suspended)\b(?:[^.;]{{0,30}}(?:injury|ban|knee|leg))?",
        r"who had (?:missed|been out|been sidelined|been suspended)\b[^,;.]{0,80}",
        r"no (?:new |fresh )?(?:injuries|injury (?:worries|concerns|problems)|suspensions)",
        r"(?:none|nobody|no one) (?:is |was )?(?:injured|suspended)",
        r"insult to injury",
        r"(?:stadium|transfer|driving|betting|touchline|travel) ban",
        r"(?:feigned|feigning|faked|faking) (?:an )?injury",
    ),
    available=any_of(
        r"(?:is|was|are|were|am)(?:n't|n’t| not) (?:seriously |badly )?(?:injured|suspended|banned|ill|"
        r"ruled out|a doubt)",
        r"(?:no longer|not) (?:injured|suspended|banned|sidelined|a doubt|doubtful)",
        r"(?:return|returns|returned|returning|back|comeback|comes back|came back|"
        r"is back) (?:\w+ ){0,4}?(?:from|after|following) (?:an? |his |the |"
        r"serving )?(?:[\w-]+ ){0,5}?(?:injury|injuries|suspension|ban|lay-?off|illness|surgery|operation|"
        r"absence|problem|strain|concussion)",
        r"(?:recovered|recovers|recover) (?:fully )?from (?:an? |his |the )?(?:[\w-]+ ){0,5}?(?:injury|"
        r"illness|surgery|operation|problem|strain|knock|virus|concussion)",
        r"(?:shaken|shook|shakes|shrugged|shrugs|shrug) off (?:an? |his |the )?(?:[\w-]+ ){0,3}?(?:injury|"
        r"illness|knock|problem|virus|strain)",
        r"(?:overcome|overcame|overcomes) (?:an? |his |the )?(?:[\w-]+ ){0,3}?(?:injury|illness|knock|problem|"
        r"virus|strain)",
        r"(?:back|returned|returns|return) (?:in|to|into) (?:full |first-team |light )?training",
        r"(?:passed|declared|fully|now|is|are|be) fit(?: again| to play| and available)?\b",
        r"available (?:again|for selection|once more|after)",
        r"(?:ban|suspension) (?:is|was|has been) (?:over|lifted|overturned|rescinded|served|quashed)",
        r"(?:served|serves out|completed|has completed|have served) (?:an? |his |"
        r"the )?(?:[\w-]+ ){0,3}?(?:suspension|ban)",
        r"(?:given|got|gets) the all-clear",
        r"(?:injury|knock|problem) (?:is|was) not (?:as )?serious",
        r"eligible again",
    ),
    statuses=(
        (
            AvailabilityStatus.SUSPENDED,
            any_of(
                r"\bsuspended\b",
                r"(?:serve|serves|serving|begins?|start|starts|faces|given|handed|gets?|received|receives|"
                r"with) (?:an? |his |the )?(?:[\w-]+ ){0,3}?(?:suspension|ban)\b",
                r"(?:through|by|due to|because of) suspension",
                r"(?:one|two|three|four|five|six|ten|\d+)-(?:match|game) (?:ban|suspension)",
                r"\bbanned\b",
                r"suspension (?:rules|ruled|keeps|means)",
            ),
        ),
        (
            AvailabilityStatus.DOUBTFUL,
            any_of(
                r"\b(?:a|an|major|serious|slight|big) (?:injury )?doubts?\b",
                r"\bdoubts? (?:for|with|after|because)\b",
                r"\b(?:is|are|remains?) in doubt\b",
                r"\bdoubtful\b",
                r"touch and go",
                r"late (?:fitness )?(?:test|check)s?",
                r"fitness test",
                r"\b(?:could|may|might) (?:also )?(?:miss|be out|be ruled out|be sidelined)\b",
                r"(?:being|be) (?:assessed|monitored)",
                r"50[-/]50",
                r"race against time",
            ),
        ),
        (
            AvailabilityStatus.INJURED,
            any_of(
                r"\binjured\b",
                r"\bsidelined\b",
                r"\bruled out\b",
                r"\bout (?:for|until) (?:the |at least |up to |about |around |several |a |an |next |six|two|"
                r"three|four|five|\d|january|february|march|april|may|june|july|august|september|october|"
                r"november|december)",
                rf"\b{_PART}[ -](?:ligament |muscle )?{_ILL}\b",
                rf"\b(?:torn|tore|broken|broke|fractured|dislocated|strained|sprained|twisted|pulled|"
                rf"ruptured) (?:his |a |an )?(?:left |right )?(?:{_PART}|muscle)",
                r"\b(?:limped|stretchered|carried|hobbled) off\b",
                r"\b(?:suffered|sustained|suffers|picked up|picks up|picking up|carrying|nursing|with|has|"
                r"have|to|through|by|due to|because of) (?:an? |the |his |another |"
                r"a fresh )?(?:[\w-]+ ){0,2}?injur(?:y|ies)\b",
                r"\b(?:undergo|undergoes|underwent|undergone|needs?|have|had|has|after) (?:an? |"
                r"his )?(?:[\w-]+ ){0,2}?(?:surgery|operation)\b",
                r"\bconcussion\b",
                r"muscle tear|stress fracture",
            ),
        ),
        (
            AvailabilityStatus.ABSENT,
            any_of(
                r"\b(?:is|was|are|fell|falls|with|through|because of|due to|by) (?:ill|an illness|illness|"
                r"a virus|flu|sick)\b",
                r"food poisoning",
                r"personal reasons",
                r"compassionate leave",
                r"\bunavailable\b",
                r"\b(?:is|are) (?:still )?(?:away )?on international duty\b",
                r"\bwill (?:also )?miss\b",
                r"\bmisses (?:the|saturday|sunday|monday|tuesday|wednesday|thursday|friday|out)\b",
                r"\bself-isolat\w+",
                r"tested positive",
            ),
        ),
    ),
    reason=re.compile("|".join(_EN_REASON), re.IGNORECASE),
    described=any_of(
        r"\b(?:injured|suspended|sidelined|banned|ill|unavailable|absent)(?: [\w-]+){0,2}? $",
    ),
    ahead=any_of(
        r"\bwithout (?:the )?(?:[\w-]+ ){0,3}?$", r"(?:injur(?:y|ies)|suspensions?) (?:to|of|for) (?:[\w-]+ ){0,3}?$"
    ),
    strong_breaks=any_of(
        r"; ", r",? but ", r",? while ", r",? whereas ", r",? although ", r",? though ", r" — ", r" – "
    ),
    weak_breaks=any_of(r", and ", r", with ", r" and "),
    pronoun=re.compile(
        r"(?:He|The (?:\d+-year-old|[\w-]+ ?(?:striker|defender|midfielder|winger|goalkeeper|international)|"
        r"striker|defender|midfielder|winger|goalkeeper|forward|captain))\b"
    ),
)
