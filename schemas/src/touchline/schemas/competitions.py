"""Every competition that we follow, one line each: adding a league is adding a line here, and its clubs' names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

SPLIT_YEARS, ONE_YEAR = "autumn-spring", "one-year"
INTERNATIONAL = "EUR"  # the pool of cups that cross countries: its clubs resolve in every pool


@dataclass(frozen=True, slots=True)
class Competition:
    """A competition, the pool it shares with its country's other ones, and what each source calls it.

    `later_phases` are days of the year (month, day): from each on the same two clubs may meet once more at the same
    ground in one season, and such a match has an identity of its own. `known_as` has a source's own name for the
    competition, by source id; `also_known_as` further ones of the same source.
    """

    code: str  # as football-data.co.uk has it, where it has one
    name: str
    country: str
    pool: str
    calendar: str = SPLIT_YEARS
    later_phases: tuple[tuple[int, int], ...] = ()
    known_as: Mapping[str, str] = field(default_factory=dict)
    also_known_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    begins: Mapping[int, date] = field(default_factory=dict)  # first day of that year's season, where it is another one
    one_year_since: int | None = None  # autumn to spring before

    def season_range(self, season: str) -> tuple[date, date]:
        """First and last day of a season.

        >>> COMPETITIONS["E0"].season_range("2019/20")
        (datetime.date(2019, 7, 1), datetime.date(2020, 7, 31))
        """
        year = int(season[:4])
        return self._start(year), self._start(year + 1) - timedelta(days=1)

    def season_of(self, day: date) -> str:
        """The season that a day belongs to.

        >>> COMPETITIONS["E0"].season_of(date(2020, 7, 26)), COMPETITIONS["E0"].season_of(date(1999, 12, 26))
        ('2019/20', '1999/00')
        """
        return self.season_named(day.year if day >= self._start(day.year) else day.year - 1)

    def season_named(self, year: int) -> str:
        """The name of the season that begins in a year.

        >>> COMPETITIONS["E0"].season_named(1999), COMPETITIONS["BRA1"].season_named(2019)
        ('1999/00', '2019')
        """
        return str(year) if self._in_one_year(year) else f"{year}/{(year + 1) % 100:02d}"

    def phase_of(self, day: date) -> int:
        """1, and one more from each of the later phases of that day's season on.

        >>> [COMPETITIONS["SC0"].phase_of(day) for day in (date(2018, 9, 1), date(2019, 2, 6), date(2019, 5, 18))]
        [1, 3, 4]
        """
        first, _ = self.season_range(self.season_of(day))
        return 1 + sum(day >= _after(first, month, number) for month, number in self.later_phases)

    def names_in(self, source: str) -> tuple[str, ...]:
        """Every name that a source has for it.

        >>> COMPETITIONS["E0"].names_in("football-data-org"), COMPETITIONS["E0"].names_in("absences")
        (('PL',), ())
        """
        first = (self.known_as[source],) if source in self.known_as else ()
        return first + self.also_known_as.get(source, ())

    def _in_one_year(self, year: int) -> bool:
        return self.calendar == ONE_YEAR or (self.one_year_since is not None and year >= self.one_year_since)

    def _start(self, year: int) -> date:
        return self.begins.get(year, date(year, 1 if self._in_one_year(year) else 7, 1))


def _after(first: date, month: int, day: int) -> date:
    """The first day of that name from a day on."""
    return date(first.year + ((month, day) < (first.month, first.day)), month, day)


def _names(**by_source: str) -> Mapping[str, str]:
    return {source.replace("_", "-"): name for source, name in by_source.items()}


# 2019/20 was interrupted in March 2020; where it went on, it ended in the days before these.
_TO_AUGUST: Mapping[int, date] = {2020: date(2020, 8, 1)}
_TO_MID_AUGUST: Mapping[int, date] = {2020: date(2020, 8, 10)}  # play-off final 4 August, FA Cup final 1 August
_TO_UEFA_FINALS: Mapping[int, date] = {2020: date(2020, 8, 24)}
_TO_SEPTEMBER: Mapping[int, date] = {2020: date(2020, 9, 1)}  # Serie A on 2 August, Switzerland on 3, play-offs later
_TO_OCTOBER: Mapping[int, date] = {2020: date(2020, 10, 1)}  # Australia on 30 August, South Africa on 5 September

# fmt: off
_ENGLAND = (
    Competition("E0", "Premier League", "England", "ENG", begins=_TO_AUGUST, known_as=_names(
        football_data="E0", openfootball="en.1", football_datasets="premier-league", football_data_org="PL",
        the_odds_api="soccer_epl", spi538="Barclays Premier League", fbref="Premier League",
        pinnacle="Eng. Premier", oddsportal="england/premier-league", understat="EPL")),
    # spi538 has the play-offs among the league's matches: the same two clubs meet a third and a fourth time.
    Competition("E1", "Championship", "England", "ENG", begins=_TO_MID_AUGUST, later_phases=((5, 9),), known_as=_names(
        football_data="E1", openfootball="en.2", football_data_org="ELC", the_odds_api="soccer_efl_champ",
        spi538="English League Championship", pinnacle="Eng. Chship", oddsportal="england/championship")),
    Competition("E2", "League One", "England", "ENG", begins=_TO_AUGUST, later_phases=((5, 9),), known_as=_names(
        football_data="E2", openfootball="en.3", the_odds_api="soccer_england_league1", spi538="English League One",
        pinnacle="Eng L1", oddsportal="england/league-one")),
    Competition("E3", "League Two", "England", "ENG", begins=_TO_AUGUST, later_phases=((5, 9),), known_as=_names(
        football_data="E3", openfootball="en.4", the_odds_api="soccer_england_league2", spi538="English League Two",
        pinnacle="Eng L2", oddsportal="england/league-two")),
    Competition("EC", "National League", "England", "ENG", begins=_TO_MID_AUGUST, known_as=_names(
        football_data="EC", pinnacle="Eng. Conf.", oddsportal="england/conference-premier")),
    Competition("FAC", "FA Cup", "England", "ENG", begins=_TO_MID_AUGUST, known_as=_names(
        fbref="FA Cup", the_odds_api="soccer_fa_cup", oddsportal="england/fa-cup")),
    Competition("EFLC", "EFL Cup", "England", "ENG", begins=_TO_MID_AUGUST, known_as=_names(
        fbref="EFL Cup", the_odds_api="soccer_england_efl_cup", oddsportal="england/capital-one-cup")),
    # Women's clubs share names with the men's (Aston Villa, Reading), so they are a pool of their own.
    Competition("ENGW1", "Women's Super League", "England", "ENGW", known_as=_names(
        spi538="FA Women's Super League")),
)

# Scotland: in the Premiership each meets each at one ground in rounds 1-22, again in 23-33 and perhaps after the split
# in April; in 2024/25 Dundee v Kilmarnock came twice before 4 November. Below it is two halves, without a record here.
_SCOTLAND = (
    Competition("SC0", "Premiership", "Scotland", "SCO", later_phases=((11, 2), (1, 16), (4, 16)), known_as=_names(
        football_data="SC0", the_odds_api="soccer_spl", spi538="Scottish Premiership", pinnacle="Scot Premier",
        oddsportal="scotland/premiership")),
    Competition("SC1", "Championship", "Scotland", "SCO", later_phases=((12, 28),), known_as=_names(
        football_data="SC1", pinnacle="Scot 1")),
    Competition("SC2", "League One", "Scotland", "SCO", later_phases=((12, 28),), known_as=_names(
        football_data="SC2", pinnacle="Scot 2", oddsportal="scotland/league-one")),
    Competition("SC3", "League Two", "Scotland", "SCO", later_phases=((12, 28),), known_as=_names(
        football_data="SC3", pinnacle="Scot 3", oddsportal="scotland/league-two")),
)

_BIG_FOUR = (
    Competition("D1", "Bundesliga", "Germany", "GER", begins=_TO_AUGUST, known_as=_names(
        football_data="D1", openfootball="de.1", football_datasets="bundesliga", football_data_org="BL1",
        the_odds_api="soccer_germany_bundesliga", spi538="German Bundesliga", pinnacle="Bundesliga",
        oddsportal="germany/bundesliga", understat="Bundesliga")),
    Competition("D2", "2. Bundesliga", "Germany", "GER", begins=_TO_AUGUST, known_as=_names(
        football_data="D2", openfootball="de.2", the_odds_api="soccer_germany_bundesliga2",
        spi538="German 2. Bundesliga", pinnacle="Bundesliga 2", oddsportal="germany/2-bundesliga")),
    Competition("D3", "3. Liga", "Germany", "GER", begins=_TO_AUGUST, known_as=_names(
        openfootball="de.3", the_odds_api="soccer_germany_liga3", pinnacle="Bundesliga 3",
        oddsportal="germany/3-liga")),
    Competition("SP1", "La Liga", "Spain", "ESP", begins=_TO_AUGUST, known_as=_names(
        football_data="SP1", openfootball="es.1", football_datasets="la-liga", football_data_org="PD",
        the_odds_api="soccer_spain_la_liga", spi538="Spanish Primera Division", pinnacle="La Liga",
        oddsportal="spain/primera-division", understat="La_liga")),
    Competition("SP2", "Segunda División", "Spain", "ESP", begins=_TO_SEPTEMBER, later_phases=((6, 6),),
        known_as=_names(  # play-offs among the league's matches in spi538
            football_data="SP2", openfootball="es.2", the_odds_api="soccer_spain_segunda_division",
            spi538="Spanish Segunda Division", pinnacle="Segunda Liga", oddsportal="spain/segunda-division")),
    Competition("I1", "Serie A", "Italy", "ITA", begins=_TO_SEPTEMBER, known_as=_names(
        football_data="I1", openfootball="it.1", football_datasets="serie-a", football_data_org="SA",
        the_odds_api="soccer_italy_serie_a", spi538="Italy Serie A", pinnacle="Serie A",
        oddsportal="italy/serie-a", understat="Serie_A")),
    Competition("I2", "Serie B", "Italy", "ITA", begins=_TO_SEPTEMBER, later_phases=((5, 17),), known_as=_names(
        football_data="I2", openfootball="it.2", the_odds_api="soccer_italy_serie_b",  # play-offs as above
        spi538="Italy Serie B", pinnacle="Serie B", oddsportal="italy/serie-b")),
    Competition("F1", "Ligue 1", "France", "FRA", known_as=_names(  # 2019/20 broken off; 2020/21 from 21 August
        football_data="F1", openfootball="fr.1", football_datasets="ligue-1", football_data_org="FL1",
        the_odds_api="soccer_france_ligue_one", spi538="French Ligue 1", pinnacle="French 1",
        oddsportal="france/ligue-1", understat="Ligue_1")),
    Competition("F2", "Ligue 2", "France", "FRA", known_as=_names(
        football_data="F2", openfootball="fr.2", the_odds_api="soccer_france_ligue_two", spi538="French Ligue 2",
        pinnacle="French 2", oddsportal="france/ligue-2")),
    Competition("F3", "National", "France", "FRA", known_as=_names(pinnacle="France 3", oddsportal="france/national")),
)

# Play-offs by table position meet again from late March: from 25 April where 18 Belgian clubs played 34 rounds first
# (2020/21 to 2022/23); Greece has begun them in mid March too. Switzerland and, to 2017/18, Austria play two halves.
_EUROPE = (
    Competition("N1", "Eredivisie", "Netherlands", "NED", known_as=_names(
        football_data="N1", football_data_org="DED", the_odds_api="soccer_netherlands_eredivisie",
        spi538="Dutch Eredivisie", pinnacle="Dutch 1", oddsportal="netherlands/eredivisie")),
    Competition("B1", "Pro League", "Belgium", "BEL", later_phases=((3, 25), (4, 24)), known_as=_names(
        football_data="B1", the_odds_api="soccer_belgium_first_div", spi538="Belgian Jupiler League",
        pinnacle="Belgian", oddsportal="belgium/jupiler-league")),
    Competition("P1", "Primeira Liga", "Portugal", "POR", begins=_TO_AUGUST, known_as=_names(
        football_data="P1", football_data_org="PPL", the_odds_api="soccer_portugal_primeira_liga",
        spi538="Portuguese Liga", pinnacle="Portuguese", oddsportal="portugal/portuguese-liga")),
    Competition("T1", "Süper Lig", "Turkey", "TUR", begins=_TO_AUGUST, known_as=_names(
        football_data="T1", the_odds_api="soccer_turkey_super_league", spi538="Turkish Turkcell Super Lig",
        pinnacle="Turkey SL", oddsportal="turkey/superliga")),
    Competition("G1", "Super League", "Greece", "GRE", begins=_TO_AUGUST, later_phases=((3, 15), (3, 28)),
        known_as=_names(
            football_data="G1", football_data_org="GSL", the_odds_api="soccer_greece_super_league",
            spi538="Greek Super League", pinnacle="Greek", oddsportal="greece/super-league")),
    # 27 May: the play-off for Europe, after the play-offs by position.
    Competition("AUT1", "Bundesliga", "Austria", "AUT", begins=_TO_AUGUST, later_phases=((12, 5), (3, 24), (5, 27)),
        known_as=_names(the_odds_api="soccer_austria_bundesliga", spi538="Austrian T-Mobile Bundesliga",
            pinnacle="Austrian", oddsportal="austria/tipp3-bundesliga")),
    Competition("SUI1", "Super League", "Switzerland", "SUI", begins=_TO_SEPTEMBER, later_phases=((12, 16), (2, 20)),
        known_as=_names(the_odds_api="soccer_switzerland_superleague", spi538="Swiss Raiffeisen Super League",
            pinnacle="Swiss", oddsportal="switzerland/super-league")),
    Competition("DEN1", "Superliga", "Denmark", "DEN", begins=_TO_AUGUST, later_phases=((3, 25),), known_as=_names(
        the_odds_api="soccer_denmark_superliga", spi538="Danish SAS-Ligaen", pinnacle="Danish L",
        oddsportal="denmark/superliga")),
    Competition("RUS1", "Premier League", "Russia", "RUS", begins=_TO_AUGUST, known_as=_names(
        the_odds_api="soccer_russia_premier_league", spi538="Russian Premier Liga", pinnacle="Russia P L",
        oddsportal="russia/premier-league")),
    Competition("NOR1", "Eliteserien", "Norway", "NOR", ONE_YEAR, known_as=_names(
        the_odds_api="soccer_norway_eliteserien", spi538="Norwegian Tippeligaen", pinnacle="Norwegian T")),
    Competition("SWE1", "Allsvenskan", "Sweden", "SWE", ONE_YEAR, known_as=_names(
        the_odds_api="soccer_sweden_allsvenskan", spi538="Swedish Allsvenskan", pinnacle="Allsvenskan")),
    # Group rivals can meet again in the knock-out rounds, which begin in February.
    Competition("UCL", "Champions League", "Europe", INTERNATIONAL, begins=_TO_UEFA_FINALS, later_phases=((2, 1),),
        known_as=_names(football_data_org="CL", the_odds_api="soccer_uefa_champs_league",
            spi538="UEFA Champions League", fbref="Champions Lg", pinnacle="UEFA CL",
            william_hill="UEFA Champions League", oddsportal="europe/champions-league")),
    Competition("UEL", "Europa League", "Europe", INTERNATIONAL, begins=_TO_UEFA_FINALS, later_phases=((2, 1),),
        known_as=_names(football_data_org="EL", the_odds_api="soccer_uefa_europa_league",
            spi538="UEFA Europa League", fbref="Europa Lg", pinnacle="UEFA Cup",
            william_hill="UEFA Europa League", oddsportal="europe/europa-league")),
    Competition("UECL", "Europa Conference League", "Europe", INTERNATIONAL, later_phases=((2, 1),), known_as=_names(
        the_odds_api="soccer_uefa_europa_conference_league", spi538="UEFA Europa Conference League")),
)

# American, Australian and women's leagues are no round robin: a pair may meet again at one ground at any time. Their
# days were drawn so that each such pair recorded in 2017, 2018, 2019, 2022 and 2023 falls apart.
_WORLD = (
    # The championship of 2019/20 ended in March, the next competition began in October, and years are seasons since.
    Competition("ARG1", "Primera División", "Argentina", "ARG", one_year_since=2020,
        begins={2020: date(2020, 8, 1), 2021: date(2021, 2, 1)}, known_as=_names(
            the_odds_api="soccer_argentina_primera_division", spi538="Argentina Primera Division",
            pinnacle="Argentine", oddsportal="argentina/primera-division")),
    Competition("BRA1", "Série A", "Brazil", "BRA", ONE_YEAR, begins={2021: date(2021, 3, 1)},  # 2020 to 25 February
        known_as=_names(football_data_org="BSA", the_odds_api="soccer_brazil_campeonato",
            spi538="Brasileiro Série A", pinnacle="Brazil Ser A", oddsportal="brazil/serie-a")),
    # Two championships a year, each a single round and knock-out matches, are the phases of one season.
    Competition("MEX1", "Liga MX", "Mexico", "MEX", begins={2023: date(2023, 6, 15)},  # on 30 June
        later_phases=((10, 7), (11, 20), (1, 1), (5, 1), (5, 10)), known_as=_names(
            the_odds_api="soccer_mexico_ligamx", spi538="Mexican Primera Division Torneo Apertura",
            pinnacle="Mexican", oddsportal="mexico/primera-division"),
        also_known_as={"spi538": ("Mexican Primera Division Torneo Clausura",)}),
    Competition("USA1", "Major League Soccer", "United States", "USA", ONE_YEAR,
        later_phases=((5, 9), (6, 15), (8, 21), (10, 1), (10, 20), (10, 30)), known_as=_names(
            the_odds_api="soccer_usa_mls", spi538="Major League Soccer", pinnacle="USA (MLS)",
            oddsportal="usa/mls")),
    Competition("USA2", "USL Championship", "United States", "USA", ONE_YEAR,
        later_phases=((4, 20), (6, 17), (7, 20), (9, 15), (10, 16)), known_as=_names(
            spi538="United Soccer League")),
    Competition("USAW1", "National Women's Soccer League", "United States", "USAW", ONE_YEAR,
        later_phases=((5, 11), (6, 25), (7, 15), (8, 15), (9, 12)), known_as=_names(
            spi538="National Women's Soccer League")),
    Competition("USAWC", "NWSL Challenge Cup", "United States", "USAW", ONE_YEAR, later_phases=((5, 1),),
        known_as=_names(spi538="NWSL Challenge Cup")),
    Competition("AUS1", "A-League", "Australia", "AUS", begins=_TO_OCTOBER,
        later_phases=((12, 14), (1, 9), (2, 17), (5, 1)), known_as=_names(
            the_odds_api="soccer_australia_aleague", spi538="Australian A-League", pinnacle="Australia",
            oddsportal="australia/a-league")),
    Competition("CHN1", "Super League", "China", "CHN", ONE_YEAR, begins={2022: date(2022, 2, 1)},  # 2021: to 4 January
        known_as=_names(the_odds_api="soccer_china_superleague", spi538="Chinese Super League")),
    Competition("JPN1", "J1 League", "Japan", "JPN", ONE_YEAR, known_as=_names(
        the_odds_api="soccer_japan_j_league", spi538="Japanese J League", pinnacle="J-League",
        oddsportal="japan/j-league")),
    Competition("RSA1", "Premier Division", "South Africa", "RSA", begins=_TO_OCTOBER, known_as=_names(
        spi538="South African ABSA Premier League", oddsportal="south-africa/premier-league")),
)
# fmt: on

_ALL = (*_ENGLAND, *_SCOTLAND, *_BIG_FOUR, *_EUROPE, *_WORLD)
COMPETITIONS: Mapping[str, Competition] = {one.code: one for one in _ALL}


def known_as(source: str) -> Mapping[str, Competition]:
    """The competitions that a source has, by its own names for them.

    >>> known_as("openfootball")["en.1"].code
    'E0'
    """
    return {name: one for one in _ALL for name in one.names_in(source)}
