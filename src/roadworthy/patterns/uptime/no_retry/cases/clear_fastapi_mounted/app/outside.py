import logging
from decimal import Decimal

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

log = logging.getLogger(__name__)


class Rates:
    def __init__(self) -> None:
        self.session = requests.Session()
        self.session.mount("https://", HTTPAdapter(max_retries=Retry(total=2, backoff_factor=0.3)))

    def of(self, currency: str) -> Decimal:
        asked = {"base": "GBP", "symbols": currency}
        response = self.session.get("https://api.frankfurter.dev/v1/latest", params=asked, timeout=2)
        response.raise_for_status()
        return Decimal(str(response.json()["rates"][currency]))


rates = Rates()


def fetch_rate(currency: str) -> Decimal | None:
    """How much one pound is in another currency, or None when the rate service does not say so in time."""
    try:
        return rates.of(currency)
    except (requests.RequestException, ValueError, KeyError, TypeError, ArithmeticError) as error:
        log.warning("exchange rate not available: %r", error)
        return None
