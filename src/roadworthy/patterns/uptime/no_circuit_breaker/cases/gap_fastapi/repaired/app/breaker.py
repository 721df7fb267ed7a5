import time


class CircuitBreaker:
    """Leaves a service alone for a while after it failed a few times."""

    def __init__(self, most: int, pause: float) -> None:
        self.most, self.pause = most, pause
        self.failures, self.closed_again_at = 0, 0.0

    def is_open(self) -> bool:
        return time.monotonic() < self.closed_again_at

    def failed(self) -> None:
        self.failures += 1
        if self.failures >= self.most:
            self.closed_again_at = time.monotonic() + self.pause

    def succeeded(self) -> None:
        self.failures = 0
