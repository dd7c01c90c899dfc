"""Write down the rows of every sample, or of the sources named."""

import sys

from every_document import every_sample, names_of
from written_down import written_down


def main() -> None:
    """Each file is to be read by a person before it is committed."""
    for sample in every_sample():
        if sys.argv[1:] and sample.document.source not in sys.argv[1:]:
            continue
        parsed = sample.dialect.read(sample.content, sample.document, names_of(sample.document.source))
        sample.golden.parent.mkdir(parents=True, exist_ok=True)
        sample.golden.write_text(written_down(parsed))


if __name__ == "__main__":
    main()
