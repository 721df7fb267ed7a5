"""What people and programs read: terminal, JSON, SARIF, Markdown, HTML, all written from one record."""

from roadworthy.report.certificate import Certificate, CertificateNumber
from roadworthy.report.data import make_report
from roadworthy.report.record import Report, RunInfo

__all__ = ["Certificate", "CertificateNumber", "Report", "RunInfo", "make_report"]
