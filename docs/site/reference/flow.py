"""The way of a match through the services, drawn of the registry of topics."""

from docs.site.reference.drawing import drawn, text
from touchline.schemas.topics import TOPICS

ORDER = ("ingestor", "normalizer", "feature-store", "predictor", "drift-monitor", "trainer")
WHAT = {
    "ingestor": "asks providers, keeps the bytes",
    "normalizer": "documents become facts",
    "feature-store": "facts become features, as of any moment",
    "predictor": "features become sealed predictions",
    "drift-monitor": "predictions meet results",
    "trainer": "models are learned, judged, promoted",
}
STEP, TOP = 17, 40


def drawing() -> str:
    """A box a service; to the right each topic that it writes, and who reads it."""
    parts, y = [text(0, 18, "Each service, the topics that it writes, and who reads them")], TOP
    for service in ORDER:
        written = [topic for topic in TOPICS if topic.producer == service]
        height = max(46, STEP * len(written) + 14)
        parts.append(f'<rect class="box" x="1" y="{y}" width="300" height="{height}" rx="6"/>')
        parts += [text(12, y + 20, service), text(12, y + 38, WHAT[service], soft=True)]
        for number, topic in enumerate(written):
            line = y + 18 + number * STEP
            parts.append(f'<path class="arrow" d="M301 {line - 4}H318"/>')
            parts.append(text(322, line, topic.name))
            parts.append(text(548, line, "→ " + (", ".join(topic.consumers) or "whoever subscribes"), soft=True))
        y += height + 14
    return drawn(y, parts, "Services and topics")
