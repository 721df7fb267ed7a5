"""Requests that a handler reads by `request.formData()`."""

from __future__ import annotations

from roadworthy.trial import Request
from roadworthy.trial.form_data import FormData, form_options, with_files

ROUTES = {"POST upload-evidence": ("file",), "POST /api/notes/:id/photo": ("photo",)}


def sent(path: str, body: object) -> Request:
    return FormData(ROUTES).encoded(Request(actor="alice", method="POST", path=path, json=body))


def test_fields_travel_as_text_and_files_as_a_picture() -> None:
    made = sent("upload-evidence", {"jobId": "7", "approved": True, "stars": 4, "file": "a text"})
    assert made.json is None and isinstance(made.data, bytes)
    assert made.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'name="approved"\r\n\r\ntrue' in made.data and b'name="stars"\r\n\r\n4' in made.data
    assert b'name="file"; filename="picture.png"' in made.data and b"a text" not in made.data


def test_a_route_with_parameters_is_known_by_its_path() -> None:
    assert isinstance(sent("/api/notes/12/photo?size=1", {"title": "x"}).data, bytes)


def test_other_routes_keep_their_json() -> None:
    assert sent("/api/notes", {"title": "x"}).json == {"title": "x"}


def test_the_line_to_paste_is_a_form_as_well() -> None:
    assert form_options({"jobId": "7"}, ("file",)) == ["-F jobId=7", "-F file=@picture.png"]


def test_files_of_ones_own_travel_with_the_fields() -> None:
    request = Request(actor="alice", method="POST", path="upload-evidence", json={"approved": True})
    made = with_files(request, {"file": ("note.txt", b"twelve", "text/plain")})
    assert isinstance(made.data, bytes)
    assert b'name="approved"\r\n\r\ntrue' in made.data and b'filename="note.txt"' in made.data
    assert made.headers["content-type"].partition("boundary=")[2].encode() in made.data
