"""What is said of how long a light request waited while heavy ones were served."""

from __future__ import annotations

from roadworthy.proof import Experiment, Reproduction

# Of the time that the work takes: who is held up waits for most of it, who is not for next to nothing.
HELD, FREE = 0.6, 0.35


def judge(
    experiment: Experiment, meanwhile: str, quiet: float, held: list[tuple[float, float]]
) -> Reproduction:
    """`quiet` is how long the light request takes alone, in seconds; `held` has for each try the share of the heavy one's time that
    it waited, and how long that was."""
    shares = sorted(share for share, _ in held)
    waits = sorted(wait for _, wait in held)
    seen = f"a light request, {quiet * 1000:.0f} ms alone, waited up to {waits[-1] * 1000:.0f} ms {meanwhile}"
    if shares[len(shares) // 2] >= HELD:
        return experiment.proven(
            f"{seen}: the process answered nobody, in {sum(s >= HELD for s in shares)} of {len(shares)} tries"
        )
    if shares[-1] <= FREE:
        return experiment.cleared(f"{seen}: others were answered all the while")
    return experiment.untestable(f"{seen}, which is neither all of it nor next to nothing")
