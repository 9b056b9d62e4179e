"""``refresh`` and ``probe`` on the command line: what they say, and their exit codes."""

import subprocess
import sys
from pathlib import Path

import pytest

from extract import BadInput, Store, cli_refresh
from extract.__main__ import main
from extract.record.lock import RefreshLock

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line in this process: (exit code, standard output, standard error)."""

    def call(*arguments):
        monkeypatch.setattr("sys.argv", ["extract", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as ended:
            code = ended.code or 0
        return (code, *capsys.readouterr())

    return call


@pytest.fixture
def listed(site, tmp_path, monkeypatch):
    """A list with the stand-in and a source that is away, named by the environment."""
    path = tmp_path / "sources.toml"
    keys = 'kind = "gov.kz"\nproject = "water"\npause = 0\nallow_private = true'
    away = '[[source]]\nname = "inbox"\nkind = "folder"\npath = "none"'
    path.write_text(f'[[source]]\nname = "ministry"\nurl = "{site.url}"\n{keys}\n{away}\n', "utf-8")
    monkeypatch.setenv("AGYN_SOURCES", str(path))
    return path


@pytest.fixture
def address(tmp_path):
    return tmp_path / "s.sqlite"


def test_refresh_says_what_each_source_brought(run, site, listed, address):
    site.publish(1)
    site.publish(2, day=14, body="<p>Ни слова о воде.</p>")
    assert run("refresh", "ministry", "--store", address) == (
        0,
        "ministry: 2 new, 0 unchanged, 0 corrected; 1 without releases, 1 row added.\n",
        "",
    )
    site.publish(1, value=60)
    site.publish(3, day=15, created_date="вчера")
    code, out, err = run("refresh", "ministry", "--store", address)
    assert (code, out) == (
        0,
        "ministry: 1 new, 1 unchanged, 1 corrected, 1 passed over; 1 without releases, 1 row added.\n",
    )
    assert err.startswith(f"ministry: passed over: {site.url} (water, ru), article 3 has no “created_date”")


def test_a_failing_source_is_named_stops_no_other_and_makes_the_exit_code_1(run, site, listed, address, tmp_path):
    site.publish(1)
    code, out, err = run("refresh", "--store", address)
    assert (code, err) == (1, f"inbox: failed: {tmp_path / 'none'} does not exist.\n")
    assert out.splitlines() == [
        "ministry: 1 new, 0 unchanged, 0 corrected; 0 without releases, 1 row added.",
        "inbox: 0 new, 0 unchanged, 0 corrected; 0 without releases, 0 rows added; it failed before its end.",
    ]
    with Store(address) as store:
        assert len(store.observations()) == 1


def test_since_leaves_out_earlier_days(run, site, listed, address):
    site.publish(1, day=13)
    site.publish(2, day=14)
    assert "1 new" in run("refresh", "ministry", "--since", "2025-04-14", "--store", address)[1]


def test_another_list_may_be_named(run, listed, address, monkeypatch):
    monkeypatch.delenv("AGYN_SOURCES")
    assert "inbox: " in run("refresh", "inbox", "--sources", listed, "--store", address)[1]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["nobody"], "No source is called “nobody”: there is ministry, inbox."),
        (["--since", "14.04.2025"], "“14.04.2025” is no day such as 2025-04-13."),
        (["--every", "often"], "“often” is no time such as 30m, 2h or 1d."),
        (["--every", "0m"], "“0m” is no time such as 30m, 2h or 1d."),
        (["--sources", "none.toml"], "none.toml does not exist: it should list the sources."),
        (["--store", "odd://h/d"], "“odd://…” is no address of a store: use sqlite:/// or postgresql://."),
    ],
)
def test_bad_options_are_refused_in_one_sentence(run, listed, address, options, complaint):
    code, out, err = run("refresh", *([] if "--store" in options else ["--store", address]), *options)
    assert (code, out, err) == (2, "", f"{complaint}\n")


def test_a_second_refresh_says_that_another_is_at_work(run, site, listed, address):
    with Store(address) as store, RefreshLock(store.engine):
        code, out, err = run("refresh", "--store", address)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("Another refresh has been at work since ")


def test_every_goes_on_after_a_failure(run, site, listed, address, monkeypatch):
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) == 3:
            raise SystemExit(0)
        site.publish(len(slept), day=10 + len(slept))

    monkeypatch.setattr(cli_refresh.time, "sleep", sleep)
    code, out, _ = run("refresh", "--every", "30m", "--store", address)
    assert (code, slept) == (0, [1800.0] * 3)
    assert [line.partition(",")[0] for line in out.splitlines() if line.startswith("ministry")] == [
        "ministry: 0 new",
        "ministry: 1 new",
        "ministry: 1 new",
    ]


@pytest.mark.parametrize(
    ("printed", "seconds"), [("45s", 45), ("30m", 1800), ("2h", 7200), ("1D", 86400), (None, None)]
)
def test_times(printed, seconds):
    assert cli_refresh._seconds(printed) == seconds


def test_times_that_are_none():
    for printed in ("", "m", "30", "-1m", "1.5h", "999999d"):
        with pytest.raises(BadInput):
            cli_refresh._seconds(printed)


def test_probe_says_in_words_what_it_found(run, site, listed, tmp_path):
    site.publish(1)
    code, out, err = run("probe", "ministry")
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [
        f"ministry (gov.kz, {site.url})",
        "  as expected  It asks for a ticket before it answers.",
    ]
    site.wants_ticket = False
    code, out, _ = run("probe")
    assert code == 1
    assert "  CHANGED      It no longer asks for a ticket first (it answered 200)." in out
    assert f"  CHANGED      {tmp_path / 'none'} does not exist." in out
    site.misbehave("html")
    code, out, _ = run("probe", "ministry")
    assert code == 1
    assert "  FAILED       " in out
    assert "answered with a web page instead of JSON." in out


def test_help_has_examples(run):
    for command in ("refresh", "probe"):
        code, out, _ = run(command, "--help")
        assert code == 0
        assert f"python -m extract {command}" in out.partition("Examples:")[2]


def test_bars_are_drawn_on_a_terminal_only(site, listed, address):
    """A pseudo-terminal stands in for one."""
    site.publish(1)
    command = [sys.executable, "-m", "extract", "refresh", "ministry", "--store", str(address)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    in_terminal = f"import pty, sys; sys.exit(pty.spawn({command!r}) >> 8)"
    done = subprocess.run(
        [sys.executable, "-c", in_terminal], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "1 unchanged" in done.stdout
    assert "\x1b[" in done.stdout
