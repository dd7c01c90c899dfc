"""Arithmetic from one machine to a million users and 200 leagues: what is measured, what is assumed, what follows.

`python -m docs.site.reference` writes its page; change an assumption here and the page follows.
"""

from dataclasses import dataclass
from math import ceil

from docs.site.reference.results import latest, row
from touchline.schemas.topics import POOLS

# Assumed of users and providers.
IN_BUSIEST_MINUTE = 0.01  # share of all users who ask then
QUESTIONS_EACH = 3  # in that minute
LISTENING = 0.02  # share of all users with an open stream at the busiest moment
SOURCES = 3  # documents a league that are asked for again and again
MESSAGES_EACH = 3  # that a changed document becomes
USED = 0.7  # share of a core that may be used
STREAMS = 2000  # subscribers of a replica: TOUCHLINE_PUSH_LIMIT

# Assumed of prices, in dollars an hour; nobody looked them up for you: put in what you pay.
CORE_HOUR, STORES_HOUR, HOURS = 0.05, 1.6, 730


@dataclass(frozen=True, slots=True)
class Scene:
    """How many users and leagues, how often documents are asked for (seconds), and whether stores are managed ones."""

    name: str
    users: int
    leagues: int
    every: int
    managed: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """Questions a second of a core, and messages a second that one fold worker keeps fresh."""

    answers: float
    fresh: float


@dataclass(frozen=True, slots=True)
class Needed:
    """What a scene needs."""

    questions: float  # a second
    serving: int  # replicas, each a core
    messages: float  # a second
    folding: int  # members wanted
    cores: int
    dollars: int  # a month

    @property
    def bottleneck(self) -> str:
        """What ends first: the fold cannot have more members than partitions; everything else is only more replicas."""
        if self.folding > POOLS:
            return f"the fold: {self.folding} members wanted, {POOLS} partitions"
        return "none; the fold is used " + f"{self.folding / POOLS:.0%}" if self.folding > 1 else "none"


SCENES = (
    Scene("one machine", 1_000, 1, 300, False),
    Scene("small", 20_000, 5, 300, True),
    Scene("large", 200_000, 40, 300, True),
    Scene("a million users", 1_000_000, 200, 300, True),
    Scene("the same, prices every 20 s", 1_000_000, 200, 20, True),
)
BEFORE = """\
# Capacity and cost

Arithmetic, made by [`capacity.py`](site/reference/capacity.py) of measured figures and of assumptions that stand there
by name. It says where the platform ends, not what a day will bring: measure your own machine type before you buy.
"""


def measured() -> Measured:
    """Of pods what a second of a core answers, and the most messages at which freshness was kept."""
    _, chart = latest("chart")
    _, fresh = latest("freshness")
    kept = [rate for rate, name in ((20, "/20-a-second"), (50, "/50-a-second"), (100, "")) if _fresh(fresh, name)]
    return Measured(chart["load"]["requests_per_core_second"], float(max(kept)))


def _fresh(content: dict[str, object], name: str) -> bool:
    return float(row(content, f"freshness-p99{name}")["ours"]) <= 50


def needed(scene: Scene, of: Measured) -> Needed:
    """What follows for a scene.

    >>> needed(Scene("", 1_000_000, 200, 300, True), Measured(234.0, 20.0)).serving
    11
    """
    questions = scene.users * IN_BUSIEST_MINUTE * QUESTIONS_EACH / 60
    listening = ceil(scene.users * LISTENING / STREAMS)
    serving = max(ceil(questions / (of.answers * USED)), listening) + (1 if scene.managed else 0)
    messages = scene.leagues * SOURCES * MESSAGES_EACH / scene.every
    folding = max(1, ceil(messages / of.fresh))
    # beside serving and the fold: ingestor, normalizer, predictor consume, drift monitor, each at most a core
    cores = serving + min(folding, POOLS) + 4
    dollars = round((cores * CORE_HOUR + (STORES_HOUR if scene.managed else 0)) * HOURS)
    return Needed(questions, serving, messages, folding, cores, dollars)


def page() -> str:
    """Figures, table, and what would be partitioned next."""
    of = measured()
    chart, fresh = latest("chart")[0], latest("freshness")[0]
    lines = [BEFORE.rstrip("\n"), "\n## What is measured\n", "| | |", "|---|---|"]
    lines.append(f"| questions a second of a core | {of.answers:.0f} ([{chart}](../benchmarks/results/{chart})) |")
    lines.append(
        f"| messages a second that one fold worker keeps within 50 ms | {of.fresh:.0f} "
        f"([{fresh}](../benchmarks/results/{fresh})) |"
    )
    lines += ["\n## What is assumed\n", "| | |", "|---|---|"]
    lines.append(f"| users who ask in the busiest minute, how often | {IN_BUSIEST_MINUTE:.0%}, {QUESTIONS_EACH} |")
    lines.append(f"| users with an open stream at the busiest moment | {LISTENING:.0%} |")
    lines.append(f"| documents of a league, messages of a changed one | {SOURCES}, {MESSAGES_EACH} |")
    lines.append(f"| share of a core that may be used | {USED:.0%} |")
    lines.append(f"| dollars for a core an hour, for managed stores an hour | {CORE_HOUR}, {STORES_HOUR} |")
    lines += ["\n## What follows\n"]
    lines.append("| | users | leagues | questions/s | serve | messages/s | fold | cores | dollars/month | bottleneck |")
    lines.append("|---|---|---|---|---|---|---|---|---|---|")
    for scene in SCENES:
        need = needed(scene, of)
        cells = (
            scene.name,
            f"{scene.users:,}",
            str(scene.leagues),
            f"{need.questions:.1f}",
            str(need.serving),
            f"{need.messages:.2f}",
            str(min(need.folding, POOLS)),
            str(need.cores),
            f"{need.dollars:,}",
            need.bottleneck,
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + AFTER.format(pools=POOLS, most=f"{of.fresh * POOLS:.0f}")


AFTER = """

`predictor serve` holds nothing that replicas share, so it grows by replicas; in the largest scene open streams decide
how many, not questions. Kafka, MariaDB and Redis see a few hundred small operations a second in all scenes.

**The bottleneck is the fold.** Pools have {pools} partitions, so {pools} members of the feature store work at most:
{most} messages a second within 50 ms. Beyond it vectors come later, nothing is lost, and `LagInTime` says so.

**What would be partitioned next**: the pool. A country's competitions fold together since clubs move between them;
200 leagues are some 60 countries, which {pools} partitions hold unevenly. More partitions are a new major version of
the topics keyed by pool (a key would lead elsewhere), filled beside the old one and read from a snapshot. After that
the largest country is the limit: its cups would have to be folded apart from its leagues, at the price of rest days
that one no longer sees of the other.
"""
