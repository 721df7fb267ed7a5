"""What people paste sends what the experiment sent."""

from __future__ import annotations

import json
import shlex
import subprocess

from roadworthy.proof.pasted import at_once, folded, looped


def sent(command: str) -> list[str]:
    """What a shell hands to `curl`, which here writes its last argument down."""
    run = subprocess.run(
        ["bash", "-c", f'curl() {{ printf "%s\\n" "${{@: -1}}"; }}; {command}'],
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.splitlines()


def line(body: object) -> str:
    return f"curl -s -d {shlex.quote(json.dumps(body))}"


def test_numbers_that_grow_count_along_in_a_loop() -> None:
    bodies = [
        {"email": f"visitor{n}@example.com", "name": "it's 7", "code": f"{n:04d}"} for n in range(9, 12)
    ]
    assert [json.loads(one) for one in sent(looped([line(one) for one in bodies]))] == bodies


def test_a_loop_of_one_and_the_same_line_is_that_line() -> None:
    assert looped([line({"age": 7})] * 3) == f"for i in $(seq 3); do {line({'age': 7})}; done"


def test_numbers_count_within_double_quotes_and_without_quotes() -> None:
    lines = [f'curl -s "$BASE/notes/{n}" -F file=@{n}.png' for n in range(1, 3)]
    assert sent(looped(lines)) == ["file=@1.png", "file=@2.png"]


def test_lines_that_differ_in_words_stand_for_themselves() -> None:
    lines = [line({"name": name}) for name in ("Ada", "Ben")]
    assert looped(lines) == f"for i in $(seq 2); do {lines[0]}; done"


def test_a_text_without_end_is_written_in_short_and_sent_in_full() -> None:
    body = {"name": "Ada", "note": f"it's {'x' * 100_000}!"}
    command = folded(line(body))
    assert len(command) < 200
    assert [json.loads(one) for one in sent(command)] == [body]


def test_a_text_without_end_is_sent_in_full_where_nothing_is_quoted() -> None:
    assert sent(folded(f"curl -s --data-urlencode note={'y' * 300}")) == [f"note={'y' * 300}"]


def test_a_few_lines_at_once_that_differ_in_words_stand_one_by_one() -> None:
    lines = [line({"name": name}) for name in ("Ada", "Ben")]
    assert at_once(lines) == f"{lines[0]} & {lines[1]} & wait"
    assert sorted(sent(at_once(lines))) == ['{"name": "Ada"}', '{"name": "Ben"}']
