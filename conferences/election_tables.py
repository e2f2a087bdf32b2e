"""Posts and nominations as tables for the scrutiny pack. Nobody is named in them."""

from audit.pack.tables import Table
from conferences.models import Conference, Nomination


def posts(conference: Conference) -> Table:
    """List the posts, with what the guard was told of them and who changed the deadline."""
    return Table(
        (
            "post",
            "title",
            "places",
            "rule",
            "re_open_nominations",
            "kept_places",
            "class",
            "guard_basis",
            "nominated_by",
            "nominations_opened",
            "nominations_closed",
            "longest_statement_words",
            "order_of_names",
            "order_seed",
            "state",
            "vote",
        ),
        [
            (
                post.reference,
                post.title,
                post.seats,
                post.rule,
                post.ron,
                " ".join(f"{each.seats} {each.tag}" for each in post.kept),
                post.class_code,
                post.guard_basis,
                post.nominated_by,
                post.nominations_open_at,
                post.nominations_close_at,
                post.statement_words,
                post.order,
                post.order_seed,
                post.state,
                post.ballot.log_name if post.ballot else "",
            )
            for post in conference.posts.select_related("ballot")
        ],
    )


def nominations(conference: Conference) -> Table:
    """List the nominations in the order in which they came for each post."""
    found = Nomination.objects.filter(post__conference=conference)
    return Table(
        (
            "post",
            "nomination",
            "nominee",
            "branch",
            "made_at",
            "late",
            "seconded_at",
            "consent",
            "consent_at",
            "statement_versions",
            "standing",
            "ruled_at",
            "withdrawn_at",
            "number_on_paper",
        ),
        [
            (
                one.post.reference,
                one.number,
                one.nominee.log_name,
                one.branch.code if one.branch else "",
                one.made_at,
                one.is_late,
                one.seconded_at,
                one.consent,
                one.consent_at,
                one.statement_version,
                one.standing,
                one.ruled_at,
                one.withdrawn_at,
                one.paper_number,
            )
            for one in found.select_related("post", "nominee", "branch")
        ],
    )
