import logging
import os

import redis

log = logging.getLogger(__name__)
store = redis.Redis.from_url(
    os.environ["REDIS_URL"], socket_timeout=0.5, socket_connect_timeout=0.5, decode_responses=True
)


def count_view(product_id: int) -> None:
    try:
        store.incr(f"views:{product_id}")
    except redis.RedisError as error:
        log.warning("a view was not counted: %s", type(error).__name__)
