import random
import socket

from touchline.local.ports import RANGE, complete, is_free


def test_known_ports_stay_and_new_names_get_ports_of_their_own() -> None:
    ports = complete({"redis": 20001}, ["redis", "kafka", "s3"], random.Random(1))
    assert ports["redis"] == 20001
    assert len(set(ports.values())) == 3
    assert all(port in RANGE for port in ports.values())


def test_a_port_that_somebody_listens_on_is_not_chosen() -> None:
    first = complete({}, ["kafka"], random.Random(7))["kafka"]
    with socket.socket() as other:
        other.bind(("127.0.0.1", first))
        other.listen()
        assert not is_free(first)
        assert complete({}, ["kafka"], random.Random(7))["kafka"] != first
    assert is_free(first)
