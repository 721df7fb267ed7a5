"""Which page is for which fault."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.patterns.operations.no_runbooks.account_page import account_page
from roadworthy.patterns.operations.no_runbooks.database_page import database_page
from roadworthy.patterns.operations.no_runbooks.deploy_page import deploy_page
from roadworthy.patterns.operations.no_runbooks.disk_page import disk_page
from roadworthy.patterns.operations.no_runbooks.page import Page
from roadworthy.patterns.operations.no_runbooks.service_page import service_page
from roadworthy.views.failures.faults import ACCOUNT, DATABASE, DEPLOY, DISK, SERVICE, Fault

_PAGES = {
    DATABASE: database_page,
    SERVICE: service_page,
    DEPLOY: deploy_page,
    ACCOUNT: account_page,
    DISK: disk_page,
}


def page(app: App, fault: Fault) -> Page:
    """The runbook for a fault."""
    return _PAGES[fault.kind](app, fault)
