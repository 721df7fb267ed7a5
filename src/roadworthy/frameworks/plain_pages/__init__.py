"""Pages that are sent as they are: HTML files with the scripts they load, without a framework of the front end."""
