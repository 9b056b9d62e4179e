"""A saved page gives the article as a reader sees it."""

import pytest

from extract.bulletins.readers import read

PAGE = """<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8">
<title>О сбросах | Сайт</title>
<meta property="og:title" content="О сбросах воды">
<meta property="og:site_name" content="Министерство водных ресурсов">
<meta property="article:published_time" content="2025-04-13T09:30:00+05:00">
<link rel="canonical" href="https://example.kz/news/1">
<script>var a = "<p>777 кубометров</p>";</script><style>p {color: red}</style></head>
<body><header>Шапка</header><nav><a href="/">Главная</a></nav>
<article><h1>О сбросах воды</h1>
<p>По состоянию на 13 апреля из
   <b>Астанинского</b> водохранилища – 1&nbsp;053,5&nbsp;м<sup>3</sup>/с.</p><p>Вторая<br>строка. Число
53<sup>1</sup>.</p><p>Раз<br><br>два</p>
<ul><li>из Селетинского</li><li>из Чаглинского</li></ul>
<table><tr><th>Водохранилище</th><th>Сброс</th></tr><tr><td>Шульбинское</td><td>648</td></tr></table>
<div style="display:none">скрыто</div><aside>Читайте также</aside></article>
<footer>Подвал 2025</footer></body></html>"""


def one(page):
    [bulletin] = read(page.encode() if isinstance(page, str) else page)
    return bulletin


def test_fields_of_a_page():
    bulletin = one(PAGE)
    assert bulletin.title == "О сбросах воды"
    assert bulletin.url == "https://example.kz/news/1"
    assert bulletin.publisher == "Министерство водных ресурсов"
    assert bulletin.published.isoformat() == "2025-04-13T09:30:00+05:00"


def test_text_has_paragraphs_lines_and_cells_and_no_furniture():
    assert one(PAGE).text == (
        "О сбросах воды\n\n"
        "По состоянию на 13 апреля из Астанинского водохранилища – 1\xa0053,5\xa0м³/с.\n\n"
        "Вторая\nстрока. Число 53¹.\n\n"
        "Раз\n\nдва\n\n"
        "из Селетинского\nиз Чаглинского\n\n"
        "Водохранилище\tСброс\nШульбинское\t648"
    )


def test_an_old_page_in_windows_1251_is_read():
    page = PAGE.replace("utf-8", "windows-1251").replace("³", "3").replace("\xb9", "1")
    assert one(page.encode("cp1251")).title == "О сбросах воды"


def test_heading_and_title_stand_in_for_missing_metadata():
    assert one("<html><title>Сайт</title><body><h1>О воде</h1><p>Сброс 53.").title == "О воде"
    assert one("<html><title>О воде</title><body><h1>A</h1><h1>B</h1><p>Сброс 53.").title == "О воде"


@pytest.mark.parametrize(
    ("times", "day"),
    [
        ('<time datetime="2025-04-13">вчера</time>', "2025-04-13"),
        ("<time>13.04.2025 09:30</time>", "2025-04-13"),
        ('<time datetime="2025-04-13T10:00">a</time><time datetime="2025-04-13T11:00">b</time>', "2025-04-13"),
        ('<time datetime="2025-04-13">a</time><time datetime="2025-04-12">b</time>', None),
        ("<time>вчера</time>", None),
        ("", None),
    ],
)
def test_the_day_of_a_time_element_counts_only_when_it_is_the_only_one(times, day):
    published = one(f"<html><body><article>{times}<p>Сброс 53.</article>").published_day
    assert (published and published.isoformat()) == day


def test_a_list_of_teasers_is_read_whole():
    page = "<html><body>" + "".join(f"<article><p>Новость {n} о воде</p></article>" for n in range(5))
    assert all(f"Новость {n}" in one(page).text for n in range(5))


def test_nesting_thousands_deep_is_read():
    assert one("<html><body>" + "<div>" * 5000 + "Сброс 53").text == "Сброс 53"
