import subprocess
from configparser import RawConfigParser

from touchline.local import launcher
from touchline.local.part import Program
from touchline.local.parts import PARTS
from touchline.local.stack import Stack
from touchline.local.supervisor import configuration


def read(text: str) -> RawConfigParser:
    parser = RawConfigParser()
    parser.read_string(text)
    return parser


def test_every_program_of_every_part_gets_a_section(stack: Stack) -> None:
    # PostgreSQL and Airflow look at what is installed.
    parts = [part for part in PARTS if part.name not in ("postgres", "airflow")]
    programs = [program for part in parts for program in part.programs(stack)]
    text = configuration(stack, programs, {program.name: "1" for program in programs})
    assert {f"program:{program.name}" for program in programs} <= set(read(text).sections())


def test_a_changed_command_changes_the_configuration(stack: Stack) -> None:
    old, new = (Program("redis", ["redis-server", "--port", port]) for port in ("1", "2"))
    assert configuration(stack, [old], {"redis": launcher.write(stack, old)}) != configuration(
        stack, [new], {"redis": launcher.write(stack, new)}
    )


def test_a_program_that_refuses_is_not_started_again_and_one_that_crashes_is(stack: Stack) -> None:
    refuses, crashes = Program("normalizer", ["x"], ends_for_good=(0, 2)), Program("redis", ["y"])
    sections = read(configuration(stack, [refuses, crashes], {"normalizer": "1", "redis": "1"}))
    assert sections["program:normalizer"]["autorestart"] == "unexpected"
    assert sections["program:normalizer"]["exitcodes"] == "0,2"
    assert sections["program:redis"]["autorestart"] == "true"


def test_settings_in_another_order_change_no_launcher(stack: Stack) -> None:
    one = Program("redis", ["redis-server"], {"A": "1", "B": "2"})
    other = Program("redis", ["redis-server"], {"B": "2", "A": "1"})
    assert launcher.write(stack, one) == launcher.write(stack, other)


def test_a_launcher_hands_on_words_and_values_as_they_are(stack: Stack) -> None:
    program = Program("redis", ["printf", "%s|", "--save", "", "a b"], {"LANG": 'C "quoted" $HOME'})
    launcher.write(stack, Program("env", ["printenv", "LANG"], program.environment))
    launcher.write(stack, program)
    shown = [
        subprocess.run([launcher.launcher(stack, Program(name, []))], capture_output=True, text=True).stdout
        for name in ("redis", "env")
    ]
    assert shown == ["--save||a b|", 'C "quoted" $HOME\n']
