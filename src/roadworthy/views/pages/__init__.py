"""What people see and what their browser does: elements, pictures, styles, requests of a page."""
