import pytest

from touchline.local.failure import Failure
from touchline.local.part import levels, select
from touchline.local.parts import BRINGS, PARTS


def test_asking_for_a_service_brings_what_it_needs_before_it() -> None:
    names = [part.name for part in select(PARTS, ["feature-store"], BRINGS)]
    assert names == ["kafka", "topics", "mariadb", "redis", "s3", "migrations", "feature-store"]


def test_kafka_alone_comes_with_its_topics() -> None:
    assert [part.name for part in select(PARTS, ["kafka"], BRINGS)] == ["kafka", "topics"]


def test_every_need_is_a_part() -> None:
    names = {part.name for part in PARTS}
    assert all(set(part.needs) <= names for part in PARTS)


def test_a_part_is_never_in_the_group_of_one_it_needs() -> None:
    position = {name: index for index, names in enumerate(levels(PARTS)) for name in names}
    assert all(position[need] < position[part.name] for part in PARTS for need in part.needs)


def test_an_unknown_part_is_refused_by_name() -> None:
    with pytest.raises(Failure, match="there is no part 'kafak'"):
        select(PARTS, ["kafak"], BRINGS)
