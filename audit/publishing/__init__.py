"""The log as others get it: files for folder, archive and web, carried to witnesses."""
