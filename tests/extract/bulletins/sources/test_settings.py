"""The list of sources is read whole or refused in one sentence."""

import pytest

from extract import BadInput
from extract.bulletins.sources import KINDS, load
from extract.bulletins.sources.settings import DEFAULT, chosen

EXAMPLE = """
contact = "water@example.kz"
[[source]]
name = "ministry"
kind = "gov.kz"
url = "https://www.gov.kz"
project = "water"
languages = ["ru", "kk", "en"]
[[source]]
name = "news"
kind = "list"
url = "https://example.kz/press"
link = '/press/\\d+$'
pause = 2
allow_private = true
[[source]]
name = "inbox"
kind = "folder"
path = "inbox"
"""


@pytest.fixture
def write(tmp_path):
    def write(text):
        (tmp_path / "sources.toml").write_text(text, "utf-8")
        return tmp_path / "sources.toml"

    return write


def test_the_list_that_ships_reads_the_ministry_in_three_languages():
    [ministry] = load(DEFAULT)
    assert (ministry.kind, ministry.project, ministry.languages) == ("gov.kz", "water", ("ru", "kk", "en"))
    assert ministry.pause >= 1
    assert not ministry.allow_private


def test_the_examples_in_the_list_that_ships_are_good_ones(write):
    examples = DEFAULT.read_text("utf-8").partition("# [[source]]")
    text = (examples[1] + examples[2]).replace("\n# ", "\n").replace("\n#\n", "\n")[2:]
    text = "\n".join(line for line in text.splitlines() if "=" in line or line.startswith("[["))
    assert {source.kind for source in load(write(text))} == {"gov.kz", "feed", "list", "page", "folder", "jsonl"}


def test_keys_are_read(write, tmp_path):
    ministry, news, inbox = load(write(EXAMPLE))
    assert (ministry.name, ministry.contact, ministry.pause) == ("ministry", "water@example.kz", 1.0)
    assert (news.link, news.pause, news.allow_private) == (r"/press/\d+$", 2.0, True)
    assert inbox.path == tmp_path / "inbox"


def test_the_environment_names_another_file(write, monkeypatch):
    monkeypatch.setenv("AGYN_SOURCES", str(write(EXAMPLE)))
    assert [source.name for source in load()] == ["ministry", "news", "inbox"]


def test_sources_are_chosen_by_name(write):
    sources = load(write(EXAMPLE))
    assert [source.name for source in chosen(sources, ["inbox", "ministry"])] == ["ministry", "inbox"]
    assert chosen(sources, []) == sources
    with pytest.raises(BadInput, match="No source is called “x”: there is ministry, news, inbox"):
        chosen(sources, ["x"])


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "lists no source"),
        ("[[source", "is no TOML file"),
        ("source = 1", "should list each source under"),
        ("sources = 1", "unknown key “sources”: did you mean “source”?"),
        ('[[source]]\nkind = "feed"', "source 1 has no “name”"),
        ('[[source]]\nname = "a"', "source 1 (“a”) should have a “kind” out of gov.kz, feed"),
        ('[[source]]\nname = "a"\nkind = "feed"', "has no “url”, which a source of the kind feed needs"),
        ('[[source]]\nname = "a"\nkind = "folder"', "has no “path”"),
        ('[[source]]\nname = "a"\nkind = "list"\nurl = "https://a.kz"', "has no “link”"),
        ('[[source]]\nname = "a"\nkind = "gov.kz"\nurl = "https://a.kz"', "has no “project”"),
        ('[[source]]\nname = "a"\nkind = "feed"\nurl = "a.kz/rss"', "that begins with https://"),
        ('[[source]]\nname = "a"\nkind = "feed"\nurl = "file:///etc/passwd"', "that begins with https://"),
        ('[[source]]\nname = "a"\nkind = "feed"\nurl = 7', "“url” in quotation marks"),
        ('[[source]]\nname = "a"\nkind = "feed"\nurl = "https://a.kz"\nlink = "x"', "unknown key “link”"),
        ('[[source]]\nname = "a"\nkind = "feed"\nurl = "https://a.kz"\npauze = 1', "did you mean “pause”?"),
        ('[[source]]\nname = "a"\nkind = "feed"\nurl = "https://a.kz"\npause = -1', "“pause” of 0 to 3600"),
        ('[[source]]\nname = "a"\nkind = "feed"\nurl = "https://a.kz"\nfollow = 1', "“follow” that is true or"),
        ('[[source]]\nname = "a"\nkind = "list"\nurl = "https://a.kz"\nlink = "("', "no regular expression"),
        ('[[source]]\nname="a"\nkind="gov.kz"\nurl="https://a.kz"\nproject="a&b"', "letters, digits and hyphens"),
        (
            '[[source]]\nname="a"\nkind="gov.kz"\nurl="https://a.kz"\nproject="a"\nlanguages="ru"',
            "“languages” out of ru, kk and en",
        ),
        ('[[source]]\nname="a"\nkind="folder"\npath="x"\n' * 2, "two sources with the name “a”"),
    ],
)
def test_slips_are_named(write, text, complaint):
    path = write(text)
    with pytest.raises(BadInput) as refused:
        load(path)
    assert complaint in str(refused.value)
    assert str(refused.value).startswith(str(path))
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BadInput, match="does not exist"):
        load(tmp_path / "none.toml")


def test_every_kind_can_be_read_and_probed():
    from extract.bulletins import sources

    assert set(sources._READ) == set(sources._PROBE) == set(KINDS)
