"""Templates that a server renders: Jinja's and Django's, with the forms in them."""
