"""What the tests of bad input share: the helpers of the trial's and the repair's tests."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path += [str(Path(__file__).parent.parent / part) for part in ("trial", "repair")]
