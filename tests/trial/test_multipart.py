"""Files in requests as browsers and servers send them."""

from __future__ import annotations

import os

import pytest

from roadworthy.trial.behaviour import DoubleRequest
from roadworthy.trial.supabase.multipart import uploaded

CONTENT = os.urandom(4096) + b"\r\n--x\r\n\r\n\n"


def request(body: bytes, kind: str) -> DoubleRequest:
    return DoubleRequest(host="h", method="POST", path="/", headers={"content-type": kind}, body=body, at=0.0)


def test_a_body_is_the_file() -> None:
    assert uploaded(request(CONTENT, "image/png")) == (CONTENT, "image/png")


@pytest.mark.parametrize("field", ['name=""; filename="blob"', 'name=""', 'name="file"; filename="me.png"'])
def test_the_file_of_a_form_is_found_beside_its_fields(field: str) -> None:
    parts = (
        b'--line\r\nContent-Disposition: form-data; name="cacheControl"\r\n\r\n3600\r\n'
        + f"--line\r\nContent-Disposition: form-data; {field}\r\nContent-Type: image/png\r\n\r\n".encode()
        + CONTENT
        + b"\r\n--line--\r\n"
    )
    assert uploaded(request(parts, "multipart/form-data; boundary=line")) == (CONTENT, "image/png")


def test_a_form_without_a_file_holds_nothing() -> None:
    body = b'--line\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--line--\r\n'
    assert uploaded(request(body, "multipart/form-data; boundary=line"))[0] == b""
