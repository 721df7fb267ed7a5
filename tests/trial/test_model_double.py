"""Who sells models answers in one protocol, whatever the host is called."""

from __future__ import annotations

import pytest

from roadworthy.trial.behaviour import DoubleRequest
from roadworthy.trial.double_answers import answer_like_the_service


@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("api.groq.com", "/openai/v1/chat/completions"),
        ("ai.gateway.lovable.dev", "/v1/chat/completions"),
        ("models.example.com", "/v1/chat/completions?trial=1"),
    ],
)
def test_a_chat_is_answered_with_choices(host: str, path: str) -> None:
    asked = DoubleRequest(host=host, method="POST", path=path, headers={}, body=b'{"model": "any"}', at=0.0)
    status, said = answer_like_the_service(asked)
    assert status == 200 and said["choices"][0]["message"]["content"]
