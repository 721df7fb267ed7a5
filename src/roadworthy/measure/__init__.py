"""Numbers of a running app: load, page quality, a thin security scan; taken the same way before and after."""

from roadworthy.measure.comparison import certificate
from roadworthy.measure.measuring import Measurements, measure_app

__all__ = ["Measurements", "certificate", "measure_app"]
