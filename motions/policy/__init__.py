"""After conference: resolutions certified, in force, acted on, superseded."""
