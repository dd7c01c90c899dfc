"""IAM policies, one a service: `python -m deploy.aws.policies` writes them (`make generate`), a test compares.

`${bucket}`, `${cluster}`, `${topics}` and `${groups}` are ARNs (the last two without their names), which the module
`identity` puts in. Nothing is deleted by any service, so nobody may.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deploy.aws.access import SERVICES, keeps_marks, prefixes_read, prefixes_written, topics_read, topics_written
from touchline.schemas.topics import TOPICS, dead_letters, retries

FOLDER = Path(__file__).parent / "policies"
HOOKS = "hooks"  # the chart's jobs before an installation: they create topics
GROUP = ("kafka-cluster:DescribeGroup", "kafka-cluster:AlterGroup")
Statement = Mapping[str, Any]


def policies() -> dict[str, str]:
    """File names and their text."""
    every = {service: _of_service(service) for service in SERVICES} | {HOOKS: _of_hooks()}
    return {f"{name}.json": _text(statements) for name, statements in every.items()}


def _of_service(service: str) -> list[Statement]:
    read, written = prefixes_read(service), prefixes_written(service)
    return [
        # Without it a key that is not there is "forbidden" instead of "not found", and the service would wait for ever.
        *([_allow("FindKeys", ["s3:ListBucket"], ["${bucket}"])] if read else []),
        *([_allow("GetObjects", ["s3:GetObject"], [f"${{bucket}}/{name}*" for name in read])] if read else []),
        *([_allow("PutObjects", ["s3:PutObject"], [f"${{bucket}}/{name}*" for name in written])] if written else []),
        _allow("Connect", ["kafka-cluster:Connect", "kafka-cluster:WriteDataIdempotently"], ["${cluster}"]),
        _topics("Read", ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"], topics_read(service)),
        _topics("Write", ["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"], topics_written(service)),
        *([_allow("Group", GROUP, [f"${{groups}}/{service}"])] if keeps_marks(service) else []),
    ]


def _of_hooks() -> list[Statement]:
    beside = [name(topic, one) for topic in TOPICS for one in topic.consumers for name in (dead_letters, retries)]
    every = sorted([topic.name for topic in TOPICS] + beside)
    return [
        _allow("Connect", ["kafka-cluster:Connect"], ["${cluster}"]),
        _topics("Create", ["kafka-cluster:DescribeTopic", "kafka-cluster:CreateTopic"], every),
    ]


def _topics(name: str, actions: Sequence[str], topics: Sequence[str]) -> Statement:
    return _allow(f"{name}Topics", actions, [f"${{topics}}/{one}" for one in topics])


def _allow(name: str, actions: Sequence[str], resources: Sequence[str]) -> Statement:
    return {"Sid": name, "Effect": "Allow", "Action": list(actions), "Resource": list(resources)}


def _text(statements: Sequence[Statement]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, indent=1) + "\n"


def main() -> None:
    """Write them; one of a service that is gone is removed."""
    FOLDER.mkdir(exist_ok=True)
    for stale in {path.name for path in FOLDER.iterdir()} - policies().keys():
        (FOLDER / stale).unlink()
    for name, text in policies().items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
