"""The API described: for people, for programs, with the network closed."""

import json
from pathlib import Path

import jsonschema_rs
import pytest

DOCUMENT = Path(__file__).parents[3].joinpath("docs", "api.md").read_text("utf-8")


@pytest.fixture(scope="module")
def description(client):
    return client.get(client.base_url.join("/api/openapi.json")).json()


def test_every_address_is_in_the_docs(description):
    for path in description["paths"]:
        name = path.removeprefix("/v1").removesuffix(".{ending}").replace("{identity}", "{id}")
        assert f"`{name}`" in DOCUMENT or f"`POST {name}`" in DOCUMENT, path


def test_every_operation_has_an_example_that_fits_its_schema(description):
    for path, operations in description["paths"].items():
        content = operations.get("get", operations.get("post"))["responses"]["200"]["content"]
        if not path.endswith(("datapackage.json", ".nc")):
            jsonschema_rs.validate(content["application/json"]["schema"], content["application/json"]["example"])


@pytest.mark.parametrize("table", ["observations", "series", "reservoirs", "regions", "bulletins", "refresh-runs"])
def test_answers_are_as_described(client, description, table):
    content = description["paths"][f"/v1/{table}"]["get"]["responses"]["200"]["content"]
    jsonschema_rs.validate(content["application/json"]["schema"], client.get(f"{table}?limit=500").json())


def test_the_package_describes_what_its_paths_give(client):
    package = client.get("datapackage.json").json()
    assert package["created"]
    assert package["licenses"][0]["name"] == "not-stated"
    assert len(package["sources"]) > 3
    for resource in package["resources"]:
        header = client.get(resource["path"]).text.partition("\r\n")[0]
        assert header.split(",") == [field["name"] for field in resource["schema"]["fields"]]
    assert json.dumps(package)


def test_the_page_shows_every_operation_without_the_network(browser, address):
    """The fixture `browser` is the one of the browser tests."""
    page = browser.new_page()
    left: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: request.url.startswith(address) or left.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{address}/api/docs")
    page.wait_for_selector("text=Every figure on record")
    operations = page.locator(".opblock").count()
    page.close()
    assert operations >= 15
    assert [url for url in left if not url.startswith(("data:", "blob:"))] == []
    assert said == []
