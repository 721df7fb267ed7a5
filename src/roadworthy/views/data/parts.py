"""What belongs to one thing and comes in handfuls: the lines of an order, the pictures of a product."""

from __future__ import annotations

import re

from roadworthy.regex import regex

# What belongs to one parent and comes in handfuls.
_PARTS = regex(
    r"(items?|lines?|options?|variants?|images?|photos?|attachments?|files?|members?|participants?|candidates?|steps?|answers?"
    r"|choices?|addresses|address|phones?|contacts?|roles?|permissions?|tags?|installments?|details?|allergens?|ingredients?"
    r"|invitations?|invites?|payments?|refunds?|api_?keys?|tokens?|webhooks?|cells?|columns?|cards?|sections?|modules?|skills?|slots?|seats?|hours|working_?hours|overrides?|collaborators?|stock)$",
    re.I,
)
# Deals, of which each has a few lines, payments and refunds.
_LISTING = regex(
    r"order|cart|basket|invoice|bill|quote|list|sale|purchase|receipt|menu|transfer|booking|reservation", re.I
)
_OF_A_DEAL = regex(r"^items?$|(payments?|refunds?)$", re.I)
# Whose a row is, by the name of a column.
PEOPLE_KEY = regex(
    r"(user|owner|author|creator|customer|account|member|profile|client|student|patient)_?id$", re.I
)


def is_part(name: str, scope: str) -> bool:
    """Whether a table holds the few parts of one thing: `order_items` of an `order_id`, `images` of whatever it is."""
    parts = _PARTS.search(name)
    if PEOPLE_KEY.search(scope):
        return False
    if parts is None:
        return _is_part_first(name, scope)
    if _OF_A_DEAL.search(name) and not _LISTING.search(scope):
        return False
    whole, thing = name[: parts.start()].strip("_").lower(), re.sub(r"(_id|Id)$", "", scope).lower()
    return (
        not whole
        or thing.replace("_", "") in whole.replace("_", "")
        or whole.split("_")[-1].rstrip("s") in thing
    )


# Where the part stands before the whole: `detalle_pedido`, `itens_venda`, `detail_transaksi`.
_PART_FIRST = r"(^|_)(details?|detall?es?|detalhes?|rincian|items?|itens|lineas?|linhas?|lignes?)_?(de_|da_|do_|du_|des_)?{whole}s?$"


def _is_part_first(name: str, scope: str) -> bool:
    thing = re.sub(r"(_id|Id)$", "", scope).lower()
    return len(thing) > 3 and re.search(_PART_FIRST.format(whole=re.escape(thing)), name.lower()) is not None
