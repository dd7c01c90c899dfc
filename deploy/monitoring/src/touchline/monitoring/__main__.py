"""`python -m touchline.monitoring`: write every file that is made from the lists."""

from touchline.monitoring.alert import ROOT
from touchline.monitoring.emitted import files


def main() -> None:
    """Write what changed, and name it."""
    for file, text in files().items():
        if not file.exists() or file.read_text() != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
            print(f"wrote {file.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
