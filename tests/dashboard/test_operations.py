"""The server at work: health, meters, several workers, a store that goes and comes back, an orderly end."""

import json
import logging
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from dashboard.app import create_app
from dashboard.logs import Lines
from extract import Store
from tests.dashboard.season import observed, result

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("server") / "agyn.sqlite"
    with Store(path) as store:
        store.add(result("b", [observed("2025-04-01", "astana", 50)]))
    return path


@pytest.fixture(scope="module")
def server(path):
    """Two workers, and a client of theirs; the server ends in order when the tests do."""
    command = [sys.executable, "-m", "dashboard", "--port", "0", "--store", str(path), "--workers", "2"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        address = re.search(r"http://\S+:\d+", process.stdout.readline())[0]
        with httpx.Client(base_url=address, timeout=120) as client:
            client.get("/healthz")
            yield client
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in said


def test_health_tells_of_store_and_data(server):
    told = server.get("/healthz").json()
    assert told["store"] is True
    assert told["newest_day"] == "2025-04-01"
    assert told["age_days"] > 300
    assert told["last_refresh"] is None


def test_the_meters_count_what_all_workers_did(server):
    def counted():
        text = server.get("/metrics").text
        return sum(float(one) for one in re.findall(r'agyn_requests_total\{kind="api",status="200"\} (\S+)', text))

    before = counted()
    for _ in range(10):
        with httpx.Client(base_url=server.base_url, timeout=60) as other:  # a connection of its own, to any worker
            assert other.get("/api/v1/regions?limit=1").status_code == 200
    # an answer is counted when its last byte has gone, which whoever asked may know before the counter does
    until = time.monotonic() + 20
    while (now := counted()) < before + 10 and time.monotonic() < until:
        time.sleep(0.1)
    assert now == before + 10
    assert "agyn_store_up 1.0" in server.get("/metrics").text


def test_a_store_that_goes_is_told_of_and_one_that_comes_back_is_served(server, path):
    away = path.with_suffix(".away")
    path.rename(away)
    try:
        page, health, api = (server.get(at) for at in ("/", "/healthz", "/api/v1/series"))
        assert [page.status_code, health.status_code, api.status_code] == [503, 503, 503]
        assert page.headers["refresh"] == "2"  # the page asks again by itself
        assert "откроется сама" in page.text
        assert "try again" in api.json()["detail"]
        assert str(path) not in api.text + page.text
        assert not path.exists()  # and no empty store is put in its place
    finally:
        away.rename(path)
    back = time.monotonic()
    while server.get("/").status_code != 200:
        assert time.monotonic() - back < 5
    assert len(server.get("/api/v1/series?days=all").json()["data"]) == 1


def test_another_store_under_the_same_name_is_noticed(tmp_path):
    first, second = tmp_path / "a.sqlite", tmp_path / "b.sqlite"
    with Store(second) as store:
        store.add(result("c", [observed("2025-04-02", "shulba", 9)]))
    for end in ("-wal", "-shm"):
        Path(f"{second}{end}").unlink(missing_ok=True)
    with Store(first) as store:
        assert store.observations().empty
        sqlite3.connect(second).close()
        second.replace(first)
        for end in ("-wal", "-shm"):
            Path(f"{first}{end}").unlink(missing_ok=True)
        assert store.observations()["reservoir_id"].tolist() == ["shulba"]


def test_what_dash_could_do_besides_is_off():
    app = create_app(Store("sqlite://"))
    assert app._enable_mcp is False
    assert app._background_manager is None
    assert not any("_mcp" in str(getattr(route, "path", "")) for route in app.server.routes)


def test_a_log_line_is_json_and_does_not_repeat_what_a_bulletin_says(capsys):
    try:
        raise ValueError("Айгүл Сәрсенова, +7 701 000 00 00")
    except ValueError:
        record = logging.getLogger("agyn").makeRecord("agyn", 40, "f", 1, "GET %s failed", ("/",), sys.exc_info())
    line = Lines().format(record)
    told = json.loads(line)
    assert told["error"] == "ValueError"
    assert told["message"] == "GET / failed"
    assert "Айгүл" not in line
    assert any("test_operations" in place for place in told["where"])


@pytest.mark.parametrize("workers", ["0", "65", "many"])
def test_an_impossible_number_of_workers_is_refused(workers):
    command = [sys.executable, "-m", "dashboard", "--workers", workers]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
