import os

import httpx

OPENLIBRARY_URL = os.getenv("OPENLIBRARY_URL", "https://openlibrary.org")
NOTIFY_URL = os.getenv("NOTIFY_URL", "")


def lookup_book(isbn: str) -> dict | None:
    response = httpx.get(
        f"{OPENLIBRARY_URL}/api/books",
        params={"bibkeys": f"ISBN:{isbn}", "format": "json", "jscmd": "data"},
        timeout=None,
    )
    data = response.json().get(f"ISBN:{isbn}")
    if not data:
        return None
    return {
        "isbn": isbn,
        "title": data["title"][:500],
        "author": ", ".join(author["name"] for author in data.get("authors", []))[:300] or None,
        "cover_url": (data.get("cover", {}).get("medium") or "")[:500] or None,
        "published": (data.get("publish_date") or "")[:50] or None,
    }


def notify(email: str, text: str) -> None:
    if not NOTIFY_URL:
        return
    httpx.post(NOTIFY_URL, json={"to": email, "text": text}, timeout=None)
