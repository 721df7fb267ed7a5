from decimal import Decimal

import httpx

# Seconds. The visitor waits for it.
client = httpx.Client(timeout=2.0)


def fetch_rate(currency: str) -> Decimal | None:
    """How much one pound is in another currency. Raises when the rate service does not answer in time."""
    response = client.get(
        "https://api.frankfurter.dev/v1/latest", params={"base": "GBP", "symbols": currency}
    )
    rate = response.json().get("rates", {}).get(currency)
    return Decimal(str(rate)) if rate else None
