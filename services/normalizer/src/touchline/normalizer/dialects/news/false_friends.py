"""Names that mean something else too, and what tells a club from its namesake. All in lower case, accents kept."""

from collections.abc import Mapping
from types import MappingProxyType

from touchline.normalizer.dialects.news.words import word_set

# Never a club on their own: ordinary words, or names that news gives to another club than our lists do.
NEVER = word_set(
    "aris arles atlas atlante apollon ayr como estrela excelsior instituto jaen leipzig león mons olimpo"
    " pau sparta standard tigre ulm união vardar viking"
)
# Words, or places and things far from football: a club only in a text about football.
WORDS = word_set(
    "reading wolves bury derby hearts hull nice tours lens brest nancy metz milan roma wigan preston"
    " lincoln bolton burton york cambridge oxford bath orient sutton barrow barnet livingston clyde morton"
    " hamilton standard nacional rangers celtic monaco granada santos fortaleza valencia porto"
)
# What people are called as well: not a club beside another capitalised word.
PERSONS = word_set(
    "chelsea preston lincoln bolton burton sutton barrow hamilton livingston morton clyde york barnet"
    " barnsley burnley carlisle chester derby everton kent santos stanley sunderland wigan bury hull milan"
    " nancy"
)
# Capitalised neighbours of a club that make no person of it.
NEIGHBOURS = word_set(
    "fc afc city united town athletic women ladies reserves under premier league cup championship monday"
    " tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december on at in for after before when against with from but and the"
    " while as if since although both neither football club stadium visitors hosts leaders champions"
    " neighbours rivals manager boss captain defender midfielder striker winger goalkeeper keeper forward"
    " sport sports only not then today tonight yesterday as like beating"
)
# After a false friend that begins a sentence: "Reading have signed", not "Reading the game".
GOES_ON_AS_CLUB = word_set(
    "have has had are were is was will would can could v vs beat lost lose drew draw won win host face"
    " travel meet visit sign signed play played manager boss captain defender midfielder striker winger"
    " goalkeeper keeper forward fans supporters need say said confirm confirmed announced expect hope must"
    " and 's s full-back centre-back"
)
# Words of a text about football, by language; two different ones, or one club without namesake, make it one.
FOOTBALL: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": word_set(
            "football footballer striker midfielder defender goalkeeper goalkeepers winger manager coach league"
            " cup kick-off goal goals penalty squad fixture fixtures substitute season match derby header offside"
            " transfer"
        ),
        "de": word_set(
            "fußball stürmer mittelfeldspieler verteidiger torwart trainer bundesliga pokal tor tore elfmeter"
            " kader spiel saison anpfiff trainer mannschaft verein"
        ),
        "ru": word_set(
            "футбол нападающий полузащитник защитник вратарь тренер лига лиги кубок гол голов пенальти матч матче"
            " матчей сезон сборной сборная клуб клуба команда"
        ),
    }
)
WOMEN = word_set("women women's wsl frauen frauenfußball женский женская женской")
WOMENS_POOLS = frozenset({"ENGW", "USAW"})

# How clubs are written in Russian, without the endings of its cases; each word of a name may have one. Reviewed.
RUSSIAN_CLUBS: Mapping[tuple[str, ...], tuple[str, str]] = MappingProxyType(
    {
        ("арсенал",): ("ENG", "arsenal"),
        ("челси",): ("ENG", "chelsea"),
        ("ливерпул",): ("ENG", "liverpool"),
        ("эвертон",): ("ENG", "everton"),
        ("тоттенхэм",): ("ENG", "tottenham"),
        ("лестер",): ("ENG", "leicester"),
        ("саутгемптон",): ("ENG", "southampton"),
        ("ньюкасл",): ("ENG", "newcastle"),
        ("вест", "хэм"): ("ENG", "west-ham"),
        ("астон", "вилл"): ("ENG", "aston-villa"),
        ("манчестер", "юнайтед"): ("ENG", "man-united"),
        ("манчестер", "сити"): ("ENG", "man-city"),
        ("бавари",): ("GER", "bayern-munich"),
        ("боруссия", "дортмунд"): ("GER", "dortmund"),
        ("шальке",): ("GER", "schalke"),
        ("вердер",): ("GER", "werder-bremen"),
        ("герт",): ("GER", "hertha"),
        ("ювентус",): ("ITA", "juventus"),
        ("галатасара",): ("TUR", "galatasaray"),
    }
)
LONGEST_ENDING = 3  # letters that a Russian case adds
