"""The motions room."""

from django.apps import AppConfig


class MotionsConfig(AppConfig):
    """Motions, debate and decisions."""

    name = "motions"
    verbose_name = "Motions"
    default_auto_field = "django.db.models.BigAutoField"
    append_only = (
        "Ruling",
        "Ruling_took_part",
        "Ruling_stood_aside",
        "CompositeAnswer",
        "ActionReport",
        "Supersession",
        "AgreedMinutes",
        "CardDemand",
    )

    def ready(self) -> None:
        """Listen to ballots, tell their declarations of the motion, and let amendments fall."""
        from ballots import readers as ballot_readers
        from ballots.declaring.circumstances import readers
        from conferences.hall import Part, drawn_by
        from conferences.running.feeds import own
        from conferences.running.reading import needs
        from conferences.running.replanning import carriers
        from motions import log_names, receivers  # noqa: F401 - receivers listen
        from motions.amendments.falling import amendments_fall
        from motions.circumstances import of_question
        from motions.debate.console import chair_drawn
        from motions.ideas import records as ideas
        from motions.meetings.reading import may_read_vote
        from motions.minutes import log_names as minutes_names
        from motions.order.carrying import motions_carry
        from motions.order.needing import needs_of_items
        from motions.order.own_motions import own_motions
        from motions.procedure import log_names as procedure_names
        from motions.procedure import subjects
        from motions.procedure.asking import procedures_lapse
        from motions.steps import followers

        needs.append(needs_of_items)
        carriers.append(motions_carry)
        own.append(own_motions)
        readers.append(of_question)
        ballot_readers.own.append(may_read_vote)
        followers.extend([amendments_fall, procedures_lapse])
        drawn_by[Part.DESK] = chair_drawn
        log_names.make_known()
        minutes_names.make_known()
        ideas.make_known()
        procedure_names.make_known()
        subjects.make_known()
