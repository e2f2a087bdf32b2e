"""The conferences room."""

from django.apps import AppConfig


class ConferencesConfig(AppConfig):
    """Conferences and the floor."""

    name = "conferences"
    verbose_name = "Conferences"
    default_auto_field = "django.db.models.BigAutoField"
    append_only = ("Consent", "TellersWord")

    def ready(self) -> None:
        """Listen to ballots, and tell their declarations of the conference."""
        from ballots.declaring.circumstances import readers
        from ballots.services.declaration import before_declaring
        from conferences import log_names, receivers  # noqa: F401 - receivers listen
        from conferences.briefings import log_names as briefing_names
        from conferences.briefings import resealing
        from conferences.candidates import objection_to
        from conferences.circumstances import of_post, of_proposed
        from conferences.desk.confirming import insist_on_tellers
        from conferences.leaving import effects_on_conferences
        from conferences.running import log_names as day_names
        from conferences.speaking import log_names as speaking_names
        from members.leaving import effects
        from members.separation import objections

        before_declaring.append(insist_on_tellers)
        readers.extend([of_proposed, of_post])
        objections.append(objection_to)
        effects.append(effects_on_conferences)
        log_names.make_known()
        briefing_names.make_known()
        day_names.make_known()
        speaking_names.make_known()
        resealing.make_known()
