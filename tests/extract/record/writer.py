"""A process of its own that adds bulletins: python -m tests.extract.record.writer URL FIRST LAST ROWS."""

import sys

from extract import Store
from tests.extract.record.examples import result


def main(url, first, last, rows):
    """Add bulletins b<first> to b<last - 1>, each with as many rows, and say each when it is in."""
    with Store(url) as store:
        for number in range(int(first), int(last)):
            store.add(result(f"b{number}", int(rows)))
            print(number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
