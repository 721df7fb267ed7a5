"""What people and programs read: terminal, JSON, SARIF, Markdown, HTML, all written from one record.

`data.make_report` makes the record of an audit. Nothing is imported here: a command loads only what it writes.
"""
