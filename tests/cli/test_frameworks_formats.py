"""CASE, CTDL and Rich Skill Descriptors on the command line; languages that join; export and removal."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parent.parent / "skills" / "frameworks"


def _loaded(name):
    spec = importlib.util.spec_from_file_location(f"{name}_for_formats", SAMPLES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


documents, esco_files = _loaded("document_samples"), _loaded("esco_files")


@pytest.fixture
def data(tmp_path):
    return {"STEPLADDER_DATA": str(tmp_path / "data"), "STEPLADDER_DATABASE_URL": ""}


def stored(tmp_path):
    folder = tmp_path / "data" / "frameworks"
    return {file.name: file.read_bytes() for file in folder.iterdir()} if folder.is_dir() else {}


@pytest.fixture
def server():
    """A CASE server on this machine: packages under both versions of the interface, and 404 for anything else."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            package = json.dumps(documents.package()).encode()
            large = json.dumps({**documents.package(), "notes": "x" * 2_000_000}).encode()
            answers = {"v1p1/CFPackages/1": package, "v1p0/CFPackages/1": package, "v1p1/CFPackages/large": large}
            answers["v1p1/CFDocuments/1"] = json.dumps(documents.package()["CFDocument"]).encode()
            body = answers.get(self.path.removeprefix("/ims/case/"))
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body or b"{}")

        def log_message(self, *arguments):
            pass

    site = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{site.server_port}"
    site.shutdown()
    site.server_close()


@pytest.mark.parametrize("path", ["v1p1/CFPackages/1", "v1p0/CFPackages/1", "v1p1/CFPackages/large"])
def test_a_package_comes_from_a_server_through_the_guard(stepladder, tmp_path, data, server, path):
    url = f"http://{server}/ims/case/{path}"
    done = stepladder.json("frameworks", "import", "case", url, **data, STEPLADDER_FETCH_ALLOW=server)
    assert done["status"] == "imported"
    counts = done["framework"]["counts"]
    assert (counts["skills"], counts["broader"], counts["matches"], counts["scales"]) == (4, 2, 2, 1)
    assert done["framework"]["sources"][0]["name"] == url
    again = stepladder.json("frameworks", "import", "case", url, **data, STEPLADDER_FETCH_ALLOW=server)
    assert again["status"] == "already_there"
    assert list(stored(tmp_path)) == ["metal_work-2.1.pack"]


def test_an_address_that_gives_no_package_stores_nothing(stepladder, tmp_path, data, server):
    allowed = {**data, "STEPLADDER_FETCH_ALLOW": server}
    document = stepladder("frameworks", "import", "case", f"http://{server}/ims/case/v1p1/CFDocuments/1", **allowed)
    assert document.returncode == 1
    assert "Its package is https://case.example.org/ims/case/v1p1/CFPackages/" in document.stderr
    gone = stepladder("frameworks", "import", "case", f"http://{server}/ims/case/v1p1/CFPackages/none", **allowed)
    assert (gone.returncode, "fetch." in gone.stderr) == (3, True)
    barred = stepladder("frameworks", "import", "case", f"http://{server}/ims/case/v1p1/CFPackages/1", **data)
    assert (barred.returncode, "fetch." in barred.stderr) == (2, True)
    assert not stored(tmp_path)


def test_a_package_and_a_graph_come_from_files(stepladder, tmp_path, data):
    stepladder.write("case.json", documents.package())
    stepladder.write("ctdl.json", documents.graph())
    case = stepladder.json("frameworks", "import", "case", "case.json", **data)
    ctdl = stepladder.json("frameworks", "import", "ctdl", "ctdl.json", "--name", "seams", "--version", "1", **data)
    assert (case["framework"]["name"], ctdl["framework"]["name"]) == ("metal-work", "seams")
    assert ctdl["framework"]["languages"] == ["en-us", "fr"]
    found = stepladder.json("skills", "search", "souder acier", "--framework", "seams:fr", **data)
    assert found["hits"][0]["label"] == "Souder l’acier"
    other = stepladder.json("frameworks", "import", "case", "case.json", "--name", "guild", **data)
    assert (other["status"], other["framework"]["name"]) == ("imported", "guild")
    assert sorted(stored(tmp_path)) == ["guild-2.1.pack", "metal_work-2.1.pack", "seams-1.pack"]


@pytest.mark.parametrize("kind", ["case", "ctdl"])
def test_broken_documents_list_what_is_wrong_and_store_nothing(stepladder, tmp_path, data, kind):
    value = documents.package() if kind == "case" else documents.graph()
    items = value["CFItems"] if kind == "case" else value["@graph"]
    items += [items[1], 5]
    stepladder.write("broken.json", value)
    listed = stepladder.json("frameworks", "import", kind, "broken.json", exit_code=1, **data)
    assert [one["code"] for one in listed["problems"]] == ["framework.duplicate_uri", "framework.malformed_json"]
    refused = stepladder("frameworks", "import", kind, "broken.json", **data)
    assert refused.returncode == 1
    assert "/5: " in refused.stderr or "/5:" in refused.stderr
    assert stepladder("frameworks", "import", kind, "gone.json", **data).returncode == 1
    assert stepladder("frameworks", "import", kind, "broken.json", "--name", "a b", **data).returncode == 2
    assert not stored(tmp_path)


@pytest.mark.parametrize(
    ("kind", "more"),
    [("case", ()), ("ctdl", ()), ("rsd", ()), ("csv", ("--name", "a", "--version", "1")), ("esco", ())],
)
def test_a_file_that_may_not_be_read_is_told(stepladder, data, monkeypatch, kind, more):
    stepladder.write("own.csv", b"label\nweld\n")
    whole = Path.open

    def barred(self, *arguments, **named):
        if self.name == "own.csv":
            raise PermissionError(13, "Permission denied", str(self))
        return whole(self, *arguments, **named)

    monkeypatch.setattr(Path, "open", barred)
    done = stepladder("frameworks", "import", kind, "own.csv", *more, **data)
    assert done.returncode == 1
    assert "own.csv cannot be read: Permission denied" in done.stderr
    assert "framework.no_file" in done.stderr


def test_descriptors_are_imported_once(stepladder, tmp_path, data):
    stepladder.write(
        "osmt export.csv", b"Canonical URL,RSD Name,Skill Statement\nhttps://x.example/1,Weld,Joins steel.\n"
    )
    first = stepladder.json("frameworks", "import", "rsd", "osmt export.csv", **data)
    assert (first["status"], first["framework"]["name"]) == ("imported", "osmt-export")
    assert stepladder.json("frameworks", "import", "rsd", "osmt export.csv", **data)["status"] == "already_there"


def test_a_second_language_of_esco_joins_the_first(stepladder, tmp_path, data):
    english = esco_files.write_zip(tmp_path / "en.zip", esco_files.tables())
    files = {name.replace("_en.", "_fr."): rows for name, rows in esco_files.tables().items() if "elation" not in name}
    files["skills_fr.csv"][1][4] = "souder du métal"
    french = esco_files.write_zip(tmp_path / "fr.zip", files)
    alone = stepladder("frameworks", "import", "esco", french, **data)
    assert alone.returncode == 1
    assert "relations" in alone.stderr
    stepladder.json("frameworks", "import", "esco", english, **data)
    both = stepladder.json("frameworks", "import", "esco", french, **data)
    assert (both["status"], both["framework"]["languages"]) == ("imported", ["en", "fr"])
    assert list(stored(tmp_path)) == ["esco-unknown.pack"]
    before = stored(tmp_path)
    for again in (english, french):
        assert stepladder.json("frameworks", "import", "esco", again, **data)["status"] == "already_there"
    assert stored(tmp_path) == before
    words = stepladder("frameworks", "list", **data)
    assert "(en, fr)" in words.stdout
    found = stepladder.json("skills", "search", "souder", "--framework", "esco:fr", **data)
    assert found["hits"][0]["label"] == "souder du métal"
    unknown = stepladder("skills", "search", "souder", "--framework", "esco:de", **data)
    assert (unknown.returncode, "framework.no_language" in unknown.stderr) == (1, True)


def test_an_export_is_read_back(stepladder, tmp_path, data):
    rows = [
        [
            "skill",
            "label",
            "alternative_labels",
            "label:fr",
            "parent",
            "group",
            "occupation",
            "relation",
            "weight",
            "level",
            "description",
            "keywords",
            "code",
        ],
        [
            "w",
            "weld",
            "fuse|=join()",
            "souder",
            "",
            "Metal",
            "welder",
            "optional",
            "0.25",
            "good",
            "Joins.",
            "a|b",
            "W1",
        ],
        ["s", "weld seams", "", "", "w", "", "welder", "", "", "basic", "", "", ""],
        ["t", "-talk-", *[""] * 11],
        ["", "", "", "", "", "", "idler", *[""] * 6],
    ]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    stepladder.write("own.csv", text.getvalue().encode())
    read = ("--name", "acme", "--scale", "basic|good")
    stepladder.json("frameworks", "import", "csv", "own.csv", *read, "--version", "1", **data)
    written = stepladder.json("frameworks", "export", "acme@1", "-o", "out.csv", **data)
    assert written["status"] == "written"
    assert "'-talk-" in (tmp_path / "out.csv").read_text(encoding="utf-8")
    printed = stepladder("frameworks", "export", "acme", **data).stdout
    assert printed.splitlines() == (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    stepladder.json("frameworks", "import", "csv", "out.csv", *read, "--version", "2", **data)

    from stepladder.skills.frameworks.packs import PackStore

    one, two = (PackStore(tmp_path / "data" / "frameworks").load("acme", version) for version in ("1", "2"))
    assert dict(two.skills) == dict(one.skills)
    assert dict(two.occupations) == dict(one.occupations)
    assert "idler" in [occupation.label for occupation in two.occupations.values()]
    assert [two.details(uri) for uri in two.skills] == [one.details(uri) for uri in one.skills]
    assert dict(two.in_language("fr").skills) == dict(one.in_language("fr").skills)
    assert {uri: set(two.broader(uri)) for uri in two.skills} == {uri: set(one.broader(uri)) for uri in one.skills}


def test_a_framework_is_removed_when_it_is_meant(stepladder, tmp_path, data):
    stepladder.write("case.json", documents.package())
    stepladder.json("frameworks", "import", "case", "case.json", **data)
    name = "metal-work@2.1"
    assert stepladder("frameworks", "remove", "metal-work", **data).returncode == 2
    assert stepladder("frameworks", "remove", name, "--json", **data).returncode == 2
    assert stepladder("frameworks", "remove", name, stdin=b"n\n", **data).returncode == 1
    assert stored(tmp_path)
    unknown = stepladder("frameworks", "remove", "other@1", "--yes", **data)
    assert (unknown.returncode, "pack.unknown" in unknown.stderr) == (1, True)
    starter = stepladder("frameworks", "remove", "starter@1", "--yes", **data)
    assert (starter.returncode, "pack.starter" in starter.stderr) == (1, True)
    done = stepladder("frameworks", "remove", name, stdin=b"y\n", **data)
    assert (done.returncode, stored(tmp_path)) == (0, {})
    stepladder.json("frameworks", "import", "case", "case.json", **data)
    assert stepladder.json("frameworks", "remove", name, "--yes", **data)["status"] == "removed"
