"""Browsers other than Chromium: which of them this machine has, and pages opened in them."""
