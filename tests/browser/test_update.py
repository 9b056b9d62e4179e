"""Refreshing, adding and reviewing in a real browser, and other open pages that follow by themselves."""

import re

import pytest
from playwright.sync_api import Page, expect

import extract
from extract.record.lock import RefreshLock
from tests.browser.server import ROOT, served
from tests.extract.bulletins import papers
from tests.extract.bulletins.standin import NEWS, StandIn

TEXT = "На 13 апреля 2025 года из Шульбинского водохранилища сбрасывается 530 м³/с. План на май – 900 м³/с."
PATIENT = 90_000  # milliseconds: the lexicons are compiled at the first text, and the machine may be busy
SETTLED = ("[Dash] WebSocket connected", "[Dash] WebSocket disconnected")


@pytest.fixture
def page(context) -> Page:
    """A page on which anything said in the console but of the live connection fails the test."""
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda message: message.text.startswith(SETTLED) or complaints.append(f"console: {message.text}")
    )
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("response", lambda answer: answer.status >= 500 and complaints.append(f"{answer.status}: {answer.url}"))
    yield page
    assert complaints == []


@pytest.fixture
def site():
    with StandIn() as site:
        yield site


@pytest.fixture
def filled(tmp_path):
    """A store with three bulletins."""
    path = tmp_path / "agyn.sqlite"
    with extract.Store(path) as store:
        for file in sorted((ROOT / "data" / "bulletins").iterdir())[:3]:
            for bulletin in extract.read(file):
                store.add(extract.extract(bulletin))
    return path


def listed(tmp_path, site) -> str:
    path = tmp_path / "sources.toml"
    path.write_text(
        f'[[source]]\nname = "ministry"\nkind = "gov.kz"\nurl = "{site.url}"\nproject = "water"\n'
        'languages = ["ru"]\npause = 0.01\nallow_private = true\n',
        encoding="utf-8",
    )
    return str(path)


def test_a_refresh_by_keyboard_tells_its_result_and_open_pages_follow(page, context, filled, tmp_path, site):
    site.publish("1", languages=["ru"])
    with served(filled, AGYN_SOURCES=listed(tmp_path, site)) as address:
        other = context.new_page()
        other.goto(address + "/bulletins")
        expect(other.locator("#list")).to_contain_text(re.compile(r"\S"), timeout=PATIENT)
        page.goto(address + "/update")
        page.locator("#refresh").focus(timeout=PATIENT)
        page.keyboard.press("Enter")
        expect(page.locator("#refresh-said .visits")).to_contain_text("новых: 1", timeout=PATIENT)
        expect(page.locator("#refresh-said .visits")).to_contain_text("исправленных: 0")
        expect(other.locator("#list")).to_contain_text("О сбросе 13 апреля", timeout=PATIENT)
        site.publish("1", value=60, languages=["ru"])
        page.locator("#refresh").click()
        expect(page.locator("#refresh-said .visits")).to_contain_text("исправленных: 1", timeout=PATIENT)
        site.misbehave("500", NEWS)
        page.locator("#refresh").click()
        expect(page.locator("#refresh-said .failed")).to_contain_text("500", timeout=PATIENT)


def test_a_second_refresh_finds_the_first_and_says_so(page, filled, tmp_path, site):
    with served(filled, AGYN_SOURCES=listed(tmp_path, site)) as address, extract.Store(filled) as store:
        page.goto(address + "/update?lang=en")
        with RefreshLock(store.engine):
            page.locator("#refresh").click(timeout=PATIENT)
            expect(page.locator("#refresh-said")).to_contain_text("Another refresh is already at work", timeout=PATIENT)
        page.locator("#refresh").click()
        expect(page.locator("#refresh-said .visits")).to_contain_text("0 new", timeout=PATIENT)


def test_a_pasted_bulletin_is_shown_marked_before_it_is_kept_and_then_reviewed(page, filled):
    with served(filled) as address, extract.Store(filled) as store:
        before = store.revision()
        page.goto(address + "/update")
        page.fill("#pasted", TEXT, timeout=PATIENT)
        page.click("#read")
        expect(page.locator("#reading mark.row")).to_contain_text("530 м³/с", timeout=PATIENT)
        expect(page.locator("#reading mark.aside")).to_contain_text("900 м³/с")
        expect(page.locator("#reading .notice")).to_contain_text("кто её опубликовал")
        assert store.revision() == before
        page.fill("#pasted", TEXT.replace("530", "540"))
        page.click("#keep")  # what was not shown is not kept
        expect(page.locator("#reading mark.row")).to_contain_text("540 м³/с", timeout=PATIENT)
        assert store.revision() == before
        page.fill("#known-publisher", "Казгидромет")
        page.click("#read")
        expect(page.locator("#reading .origin")).to_contain_text("Казгидромет", timeout=PATIENT)
        page.click("#keep")
        expect(page.locator("#kept")).to_contain_text("Сводка сохранена: 1 значение", timeout=PATIENT)
        page.click("#kept a")
        page.locator(".review summary").click(timeout=PATIENT)
        page.fill(".review input[name=value]", "53,5")
        page.fill(".review input[name=reason]", "Опечатка в сводке")
        # the record grows meanwhile, and a pulse tells of it: whoever writes is not drawn over
        store.add(extract.extract(extract.Bulletin(TEXT.replace("530", "610"), id="later", published="2025-04-14")))
        page.wait_for_timeout(6000)
        expect(page.locator(".review input[name=value]")).to_have_value("53,5")
        page.get_by_role("button", name="Исправить").click()
        expect(page.locator(".chip.reviewed")).to_contain_text("исправлено", timeout=PATIENT)
        expect(page.locator("main")).to_contain_text("53,5 м³/с")
        [row] = store.observations(bulletin=page.url.partition("bulletin=")[2].partition("&")[0]).to_dict("records")
        assert (row["value"], row["value_as_printed"], row["reviewed_by"]) == (53.5, "540", "local")


def test_an_uploaded_file_is_read_and_a_bad_one_refused_in_a_sentence(page, filled):
    paper = papers.pdf(papers.paragraph(50, 100, [TEXT[:40], TEXT[40:75]]))
    with served(filled) as address:
        page.goto(address + "/update")
        page.locator("#file input").set_input_files(
            {"name": "b.pdf", "mimeType": "application/pdf", "buffer": paper}, timeout=PATIENT
        )
        expect(page.locator("#file-name")).to_contain_text("b.pdf", timeout=PATIENT)
        page.click("#read")
        expect(page.locator("#reading mark.row")).to_contain_text("530", timeout=PATIENT)
        scan = papers.pdf(papers.picture())
        page.locator("#file input").set_input_files(
            {"name": "<b>scan.pdf", "mimeType": "application/pdf", "buffer": scan}
        )
        expect(page.locator("#file-name")).to_contain_text("scan.pdf", timeout=PATIENT)
        page.click("#read")
        expect(page.locator("#reading")).to_contain_text("scan", timeout=PATIENT)
        expect(page.locator("#keep")).to_be_hidden()


def test_with_a_token_only_who_has_signed_in_can_press_the_buttons(page, filled):
    with served(filled, AGYN_TOKEN="correct horse battery") as address:
        page.goto(address + "/update")
        expect(page.locator("#refresh")).to_be_disabled(timeout=PATIENT)
        expect(page.locator(".sign-in")).to_contain_text("нужно войти")
        page.fill("#sign-name", "Айгүл")
        page.fill("#sign-token", "correct horse battery")
        page.locator(".sign-in button").click()
        expect(page.locator(".who")).to_contain_text("Айгүл", timeout=PATIENT)
        expect(page.locator("#refresh")).to_be_enabled()
        assert "correct" not in page.url


def test_pages_that_only_read_open_no_live_connection(page, filled):
    opened = []
    page.on("websocket", lambda socket: opened.append(socket.url))
    with served(filled) as address:
        page.goto(address + "/bulletins")
        expect(page.locator("#list")).to_contain_text(re.compile(r"\S"), timeout=PATIENT)
        page.wait_for_load_state("networkidle")
    assert opened == []
