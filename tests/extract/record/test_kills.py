"""SIGKILL at random moments: whatever is cut short, the next run to the end gives what one run would have given.

``make test`` kills a tenth as often as ``make soak``.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from extract import Store
from extract.record import schema
from extract.record.database import engine_for
from tests.extract.bulletins.standin import SENTENCE, TEXTS

ROOT = Path(__file__).parents[3]
KILLS = {"sqlite": 100, "postgresql": 25}  # of each command
SHARE = 1 if os.environ.get("AGYN_SOAK") else 10
A_ROUND = 4  # kills on one store before it is run to the end and compared
ARTICLES = 30
ACCIDENTAL = ["extracted_at"]  # what differs from run to run


class Killer:
    """The command line in processes that can be killed."""

    def __init__(self, log):
        command = [sys.executable, "-m", "tests.extract.record.killer"]
        self.log = log
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, *argv, after=None):
        """(status, seconds); the status is -9 if it was killed."""
        request = {"argv": [str(one) for one in argv], "after": after, "log": str(self.log)}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return answer["status"], answer["seconds"]

    def finish(self, *argv):
        """Run to the end, which must be a good one; how long it took."""
        status, seconds = self.run(*argv)
        assert status == 0, self.log.read_text("utf-8")
        return seconds


@pytest.fixture
def killer(tmp_path):
    killer = Killer(tmp_path / "log")
    yield killer
    killer.process.stdin.close()
    killer.process.wait(timeout=30)
    killer.process.stdout.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store(request, tmp_path, numbers):
    """A function that gives the address of a new store, and how often to kill."""

    def make():
        name = f"killed{next(numbers)}"
        if request.param == "sqlite":
            return f"sqlite:///{tmp_path / name}.sqlite"
        return request.getfixturevalue("postgresql")(name)

    make.kills = -(-KILLS[request.param] // SHARE)
    return make


def contents(url):
    """The current rows and bulletins, without what is accidental."""
    with Store(url) as store:
        listed = store.bulletins()[["id", "title", "url", "published", "figures", "rows", "set_aside"]]
        return store.observations().drop(columns=ACCIDENTAL), listed.sort_values("id", ignore_index=True)


def require_whole(url):
    """Every version of every bulletin is there with all its rows, and one version of each is current."""
    engine = engine_for(url)
    with engine.connect() as connection:
        rows, kept = schema.observations.c, schema.bulletins.c
        of_version = sa.and_(rows.bulletin_id == kept.id, rows.bulletin_version == kept.version)
        counted = sa.select(sa.func.count()).select_from(schema.observations).where(of_version).scalar_subquery()
        torn = connection.execute(sa.select(kept.id).where(counted != kept.row_count)).all()
        one = sa.select(kept.id).where(kept.current.is_(sa.true())).group_by(kept.id).having(sa.func.count() > 1)
        assert (torn, connection.execute(one).all()) == ([], [])
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("pragma integrity_check").scalar() == "ok"
    engine.dispose()


def require_same_after_kills(killer, new_store, argv, edit):
    """Kill `argv` at random moments, editing the source before each; then it must end as an undisturbed run does."""
    chance = random.Random(new_store.kills)
    usual = min(killer.finish(*argv, "--store", new_store()) for _ in range(2))
    killed = attempts = 0
    while killed < new_store.kills:
        url = new_store()
        for _ in range(A_ROUND):
            edit(chance)
            status, _ = killer.run(*argv, "--store", url, after=chance.uniform(0, usual))
            assert status in (0, -9), killer.log.read_text("utf-8")
            killed += status == -9
        killer.finish(*argv, "--store", url)
        undisturbed = new_store()
        killer.finish(*argv, "--store", undisturbed)
        require_whole(url)
        for found, expected in zip(contents(url), contents(undisturbed), strict=True):
            assert len(expected) >= ARTICLES
            assert found.equals(expected)
        attempts += 1
        assert attempts < 10 * new_store.kills, "The kills come too late to meet anything."


@pytest.mark.soak
def test_add_is_killed_and_nothing_is_lost_or_doubled(killer, new_store, tmp_path):
    folder = tmp_path / "bulletins"
    folder.mkdir()

    def write(number, value):
        text = SENTENCE.format(day=1 + number % 28, value=value)
        one = {"id": f"b{number}", "text": text, "published": f"2025-04-{1 + number % 28:02}"}
        (folder / f"{number:03}.json").write_text(json.dumps(one), "utf-8")

    for number in range(ARTICLES):
        write(number, 50 + number)
    require_same_after_kills(
        killer, new_store, ["add", folder], lambda chance: write(chance.randrange(ARTICLES), chance.randrange(1, 999))
    )


@pytest.mark.soak
def test_refresh_is_killed_and_nothing_is_lost_or_doubled(killer, new_store, site, tmp_path):
    sources = tmp_path / "sources.toml"
    keys = "allow_private = true\npause = 0"
    sources.write_text(
        f'[[source]]\nname = "ministry"\nkind = "gov.kz"\nurl = "{site.url}"\nproject = "water"\n{keys}\n'
        f'languages = ["ru", "kk"]\n[[source]]\nname = "news"\nkind = "feed"\nurl = "{site.url}/rss"\n{keys}\n'
    )
    for number in range(ARTICLES // 2):
        site.publish(number, day=10 + number, value=50 + number)
        site.enter(f"news{number}", day=10 + number, value=50 + number)

    def edit(chance):
        number, value = chance.randrange(9, ARTICLES // 2), chance.randrange(1, 999)  # within the last week
        site.publish(number, day=10 + number, value=value, languages=list(TEXTS))
        site.entries[number]["description"] = SENTENCE.format(day=10 + number, value=value)

    require_same_after_kills(killer, new_store, ["refresh", "--sources", sources], edit)
