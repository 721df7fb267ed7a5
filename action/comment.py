"""Keeps one comment on a pull request up to date: $REPORT (Markdown) on $PULL_REQUEST of $GITHUB_REPOSITORY."""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

MARK = "<!-- roadworthy -->"
# GitHub refuses a longer comment (65,536 characters).
LONGEST = 60_000


def main() -> None:
    """Changes the comment of an earlier run, or writes the first."""
    text = Path(os.environ["REPORT"]).read_text(encoding="utf-8")
    if len(text) > LONGEST:
        text = text[:LONGEST] + "\n\nThe rest is in the job's reports."
    body = {"body": f"{MARK}\n{text}"}
    number = int(os.environ["PULL_REQUEST"])
    comment = next((c for c in comments(number) if c["body"].startswith(MARK)), None)
    if comment is not None:
        call("PATCH", f"issues/comments/{comment['id']}", body)
    else:
        call("POST", f"issues/{number}/comments", body)


def comments(number: int) -> list[Any]:
    """Every comment of the pull request."""
    found: list[Any] = []
    for page in range(1, 100):
        some = call("GET", f"issues/{number}/comments?per_page=100&page={page}")
        found += some
        if len(some) < 100:
            break
    return found


def call(method: str, path: str, body: dict[str, str] | None = None) -> Any:
    """One request to the code host's API."""
    base = os.environ.get("GITHUB_API_URL", "https://api.github.com")
    request = urllib.request.Request(
        f"{base}/repos/{os.environ['GITHUB_REPOSITORY']}/{path}",
        method=method,
        data=json.dumps(body).encode() if body is not None else None,
        headers={
            "Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}",
            "Accept": "application/vnd.github+json",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        sys.exit(
            f"the comment was not written: {error.code} {error.reason} (permissions: pull-requests: write)"
        )


if __name__ == "__main__":
    main()
