"""Web archives: pages become bulletins, irrelevant ones cost little, broken records hide no others."""

import gzip
import tracemalloc

import pytest

from extract import BadInput, read
from extract.bulletins.prefilter import Prefilter
from extract.bulletins.warc import LARGEST_PAGE, bulletins, ranges
from tests.extract.bulletins.archives import SENTENCE, packed, page, record

STEMS = ("охранилищ", "ойма", " dam")
WATER = SENTENCE.format(day=13, name="Астанинского", value=53)


@pytest.fixture
def archive(tmp_path):
    """Saves records as an archive, packed unless told otherwise."""

    def save(*records, plain=False, name="a.warc.gz", content=None):
        path = tmp_path / (name.removesuffix(".gz") if plain else name)
        path.write_bytes(content if content is not None else (b"".join if plain else lambda r: packed(*r))(records))
        return path

    return save


def news(count, start=0):
    return [record(f"https://a.kz/{n}", page(f"Новость {n} о воде")) for n in range(start, start + count)]


def urls(path, **options):
    return [bulletin.url.rpartition("/")[2] for bulletin in bulletins(path, **options)]


@pytest.mark.parametrize("plain", [True, False])
def test_fields_of_an_archived_page(archive, plain):
    [bulletin] = read(archive(record("https://a.kz/1", page(WATER, title="О воде")), plain=plain))
    assert (bulletin.text, bulletin.title) == (WATER, "О воде")
    assert bulletin.id == bulletin.url == "https://a.kz/1"
    assert bulletin.published_day.isoformat() == "2025-04-13"
    assert bulletin.retrieved.isoformat() == "2025-04-14T10:00:00+00:00"


def test_what_is_no_page_is_passed_over(archive):
    path = archive(
        record("https://a.kz/request", b"", type="request"),
        record("https://a.kz/info", b"", type="warcinfo"),
        record("https://a.kz/gone", page(WATER), status=404),
        record("https://a.kz/picture", b"\x89PNG", kind="image/png"),
        record("https://a.kz/empty", b""),
        record("https://a.kz/script", b"<html><body><script>1</script></body></html>"),
        record("https://a.kz/big", b"<html>" + bytes(LARGEST_PAGE + 1)),
        record("https://a.kz/page", page(WATER)),
    )
    assert urls(path) == ["page"]


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "koi8-r"])
def test_the_prefilter_finds_its_stems_in_every_encoding(archive, charset):
    path = archive(*news(3), record("https://a.kz/water", page(WATER, charset=charset)))
    assert urls(path, stems=STEMS) == ["water"]
    assert len(urls(path)) == 4


def test_the_prefilter_knows_kazakh_letters_of_windows():
    assert Prefilter(["өген"]).passes("Бөген".encode("kz1048"), "windows-1251")
    assert not Prefilter(["өген"]).passes("Новости".encode("kz1048"), "windows-1251")


def test_packed_and_chunked_pages_are_unpacked_also_where_the_head_exaggerates(archive):
    body, chunked = page(WATER), b""
    for start in range(0, len(body), 100):
        chunked += b"%x\r\n%s\r\n" % (len(body[start : start + 100]), body[start : start + 100])
    path = archive(
        record("https://a.kz/gzip", gzip.compress(body), head="Content-Encoding: gzip\r\n"),
        record("https://a.kz/chunked", chunked + b"0\r\n\r\n", head="Transfer-Encoding: chunked\r\n"),
        record("https://a.kz/said", body, head="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
        record("https://a.kz/bomb", gzip.compress(bytes(10**8)), head="Content-Encoding: gzip\r\n"),
        record("https://a.kz/brotli", body, head="Content-Encoding: br\r\n"),
    )
    assert urls(path, stems=STEMS) == ["gzip", "chunked", "said", "brotli"]


DAMAGES = {
    "a hole in the packed record": lambda r: packed(*r[:2], b"")[:-20] + packed(r[2])[:50] + bytes(9) + packed(*r[3:]),
    "a length that is too long": lambda r: (
        b"".join(r[:2]) + r[2].replace(b"Content-Length: ", b"Content-Length: 9") + b"".join(r[3:])
    ),
    "a head that is none": lambda r: b"".join(r[:2]) + r[2].replace(b"WARC/1.0", b"JUNK/7.0") + b"".join(r[3:]),
    "noise between records": lambda r: packed(*r[:2]) + b"\x1f\x8b\x08noise" * 50 + packed(*r[3:]),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_broken_record_is_reported_and_hides_no_other(archive, damage):
    path = archive(content=DAMAGES[damage](news(6)))
    bad = []
    found = urls(path, on_bad=bad.append)
    assert found in (["0", "1", "3", "4", "5"], ["0", "3", "4", "5"])
    assert len(bad) == 1
    assert str(bad[0]).startswith(f"{path} has a broken record behind byte ")
    with pytest.raises(BadInput, match="broken record"):
        urls(path)


@pytest.mark.parametrize("plain", [True, False])
def test_an_archive_that_is_cut_off_gives_what_is_whole(archive, plain):
    path = archive(*news(3), plain=plain)
    path.write_bytes(path.read_bytes()[:-60])
    bad = []
    assert urls(path, on_bad=bad.append) == ["0", "1"]
    assert len(bad) == 1


def test_a_page_that_is_no_text_is_named_by_its_address(archive):
    path = archive(record("https://a.kz/1", b"<html>" + bytes(range(1, 32)) * 99), *news(1, 2))
    bad = []
    assert urls(path, on_bad=bad.append) == ["2"]
    assert str(bad[0]) == f"{path}, page https://a.kz/1 is binary data, not text."


def test_an_archive_in_a_folder_is_read_and_an_empty_one_is_named(archive, tmp_path):
    archive(*news(2))
    archive(content=b"", name="b.warc")
    bad = []
    assert len(list(read(tmp_path, on_bad=bad.append))) == 2
    assert [str(error) for error in bad] == [f"{tmp_path / 'b.warc'} is empty."]


def test_an_archive_that_is_no_file_is_refused(archive):
    for plain in (True, False):
        with pytest.raises(BadInput, match="The input is a web archive, which is read from a file only"):
            list(read(archive(*news(1), plain=plain).read_bytes()))


def test_memory_holds_one_page_at_a_time(archive):
    path = archive(*(record(f"https://a.kz/{n}", page("вода " * 40_000)) for n in range(25)))  # 9 MB unpacked
    for _ in bulletins(path, stems=STEMS):
        pass
    tracemalloc.start()
    try:
        assert sum(1 for _ in bulletins(path)) == 25
        assert tracemalloc.get_traced_memory()[1] < 8 * 1024**2
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("size", [50, 333, 1000])
@pytest.mark.parametrize("damage", [None, *DAMAGES])
def test_ranges_of_any_size_give_each_page_once_and_in_order(archive, size, damage):
    records = news(6)
    path = archive(*records) if damage is None else archive(content=DAMAGES[damage](records))
    bad = []
    parts = [urls(path, start=start, end=end, on_bad=bad.append) for start, end in ranges(path, size)]
    assert [url for part in parts for url in part] == urls(path, on_bad=bad.append)
    assert (len(parts) > 1) == (path.read_bytes()[:2] == b"\x1f\x8b" and size < path.stat().st_size)


def test_a_whole_archive_packed_as_one_is_read_by_its_first_range(archive):
    path = archive(content=gzip.compress(b"".join(news(50))))
    assert len(ranges(path, 100)) > 2
    assert [len(urls(path, start=start, end=end)) for start, end in ranges(path, 100)] == [
        50,
        *[0] * (len(ranges(path, 100)) - 1),
    ]
