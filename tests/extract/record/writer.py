"""A process of its own that adds bulletins: python writer.py URL FIRST LAST ROWS [REPEAT]."""

import sys

from extract import Store
from tests.extract.record.examples import result

url, first, last, rows, *repeat = sys.argv[1:]
with Store(url) as store:
    print("open", flush=True)
    for _ in range(int(*repeat or [1])):
        for number in range(int(first), int(last)):
            store.add(result(f"b{number}", int(rows)))
            print(number, flush=True)
