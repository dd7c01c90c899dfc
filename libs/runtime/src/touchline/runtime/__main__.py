"""Commands of the runtime: topics created, shown and adopted; dead letters replayed."""

import argparse
import asyncio
import sys

from touchline.runtime.broker import partition_facts, topic_partitions
from touchline.runtime.database import Database
from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.logs import configure_logs
from touchline.runtime.relay import KafkaProducer
from touchline.runtime.settings import Settings, load
from touchline.runtime.topics import create_topics, read_topic
from touchline.schemas import InvalidRecord, decode
from touchline.schemas.topics import BY_NAME, dead_letters, retries


def main() -> None:
    """Parse, run, and answer a failure with one line and exit 2."""
    arguments = _parser().parse_args()
    settings = load(Settings)
    configure_logs("runtime", settings.instance)
    try:
        asyncio.run(arguments.run(settings, arguments))
    except (Refused, Unavailable) as error:
        print(f"{error}", file=sys.stderr)
        raise SystemExit(2) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m touchline.runtime", description=__doc__)
    commands = parser.add_subparsers(required=True)
    topics = commands.add_parser("topics", help="create the topics, or show what they carry, decoded").add_subparsers(
        required=True
    )
    create = topics.add_parser("create", help="create those that are missing")
    create.set_defaults(run=_create)
    tail = topics.add_parser("tail", help="messages decoded, live with --follow")
    tail.add_argument("topic", nargs="?", choices=sorted(BY_NAME))
    tail.add_argument("--rows", type=int, default=3, help="rows shown of each message")
    tail.add_argument("--follow", action="store_true")
    tail.set_defaults(run=_tail)
    adopt = commands.add_parser("adopt-topic", help="accept a recreated or shortened topic: continue at its start")
    adopt.add_argument("--service", required=True)
    adopt.add_argument("--topic", required=True)
    adopt.set_defaults(run=_adopt)
    replay = commands.add_parser("replay", help="send a consumer's dead letters to its retry topic")
    replay.add_argument("--service", required=True)
    replay.add_argument("--topic", required=True, choices=sorted(BY_NAME))
    replay.set_defaults(run=_replay)
    return parser


async def _create(settings: Settings, _: argparse.Namespace) -> None:
    created = await create_topics(settings)
    print(f"{len(created)} topics created" + "".join(f"\n  {name}" for name in created))


async def _tail(settings: Settings, arguments: argparse.Namespace) -> None:
    names = [arguments.topic] if arguments.topic else sorted(BY_NAME)
    await asyncio.gather(*(_show(settings, name, arguments.rows, arguments.follow) for name in names))


async def _show(settings: Settings, name: str, rows: int, follow: bool) -> None:
    async for message in read_topic(settings, BY_NAME[name], follow=follow):
        try:
            batch = decode(BY_NAME[name].record, message.value)
            time = message.envelope.time.isoformat()
        except InvalidRecord as error:
            print(f"{name}/{message.partition}@{message.offset}  unreadable: {error}")
            continue
        key = (message.key or b"").decode("utf-8", "replace")
        print(f"{name}/{message.partition}@{message.offset}  key={key}  {time}  {batch.num_rows} rows")
        for row in batch.slice(0, rows).to_pylist():
            print("   ", {field: value for field, value in row.items() if value is not None})


async def _adopt(settings: Settings, arguments: argparse.Namespace) -> None:
    partitions = await asyncio.to_thread(topic_partitions, settings.brokers, [arguments.topic])
    facts = await partition_facts(settings.brokers, partitions)
    database = await Database.connect(settings)
    try:
        async with database.transaction() as connection:
            for partition, broker in facts.items():
                await connection.execute(
                    "UPDATE marks SET topic_id = %s, next_offset = %s, owner_epoch = owner_epoch + 1"
                    " WHERE service = %s AND topic = %s AND topic_partition = %s",
                    (broker.topic_id, broker.start, arguments.service, partition.topic, partition.number),
                )
                print(f"{arguments.service} continues {partition.topic}/{partition.number} at offset {broker.start}")
    finally:
        await database.close()


async def _replay(settings: Settings, arguments: argparse.Namespace) -> None:
    topic = BY_NAME[arguments.topic]
    producer, sent = KafkaProducer(settings), 0
    try:
        async for message in read_topic(settings, dead_letters(topic, arguments.service)):
            await producer.send(retries(topic, arguments.service), message.key, message.value, message.headers)
            sent += 1
    finally:
        await producer.close()
    print(f"{sent} messages sent to {retries(topic, arguments.service)}")


if __name__ == "__main__":
    main()
