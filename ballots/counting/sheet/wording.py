"""What the sheets call things: candidates, stages and outcomes, in plain English."""

from collections.abc import Sequence

from ballots.counting.record import Action, Count, Ending, Stage
from ballots.counting.words import labels, listed, many

NON_TRANSFERABLE = "Non-transferable"


def title(count: Count, stage: Stage) -> str:
    """Say in a few words what a stage does."""
    names = [labels(count.contest)[number - 1] for number in stage.who]
    match stage.action:
        case Action.FIRST:
            if len(count.stages) == 1 and not count.rule.is_ranked:
                return "The count"
            return "First preferences" if count.rule.is_ranked else "The first count"
        case Action.SURPLUS:
            return f"Surplus of {listed(names)}"
        case Action.EXCLUDE:
            return f"{listed(names)} excluded"
        case Action.ITERATE:
            return f"Keep values worked out anew{': ' if names else ''}{listed(names)}"


def headline(count: Count) -> str:
    """Say who is elected, or why nobody can be told yet, in one line."""
    names = labels(count.contest)
    elected = [names[number - 1] for number in count.elected]
    if count.ending is Ending.LOT_NEEDED:
        tied = listed([names[number - 1] for number in count.tied])
        return f"A lot is needed between {tied}"
    if count.ending is Ending.NO_VOTES:
        return "Nobody is elected: there is no valid paper"
    if not count.rule.elects:
        first = order(count)[:1]
        together = "comes first" if len(first) == 1 and len(first[0]) == 1 else "come first equal"
        return " ".join([*map(listed, first), together])
    if not elected:
        return "Nobody is elected"
    return f"Elected: {listed(elected)}"


def sentences(count: Count) -> list[str]:
    """Say what else a reader has to know first: places left open, a tie, what was so far."""
    names = labels(count.contest)
    said = []
    if count.ending is Ending.LOT_NEEDED:
        places = count.tied_places
        what = f" for {many(places, 'place')}" if places else ""
        said.append(
            f"They tie{what}, and the rule leaves it to a lot. The count stops here until the lot "
            "is drawn, and then goes on from here."
        )
        if count.elected:
            so_far = listed([names[number - 1] for number in count.elected])
            said.append(f"Elected so far: {so_far}.")
    if count.unfilled:
        is_one = count.unfilled == 1
        said.append(f"{many(count.unfilled, 'place')} {'stays' if is_one else 'stay'} unfilled.")
    return said


def order(count: Count) -> list[list[str]]:
    """Give the order that a rule found, where it finds one: the names for each place."""
    found = count.figures.get("order")
    return [list(equal) for equal in found] if isinstance(found, Sequence) else []


def _placed(count: Count) -> dict[str, str]:
    """Say at which place each stands in an order; equals share one, and the next are passed by."""
    said: dict[str, str] = {}
    place = 1
    for equal in order(count):
        said |= dict.fromkeys(equal, f"Place {place}{' equal' if len(equal) > 1 else ''}")
        place += len(equal)
    return said


def fates(count: Count) -> tuple[str, ...]:
    """Say what became of each candidate, in the order of the paper."""
    said = _outcomes(count)
    if not count.rule.elects:
        placed = _placed(count)
        said = [placed.get(name, "") for name in labels(count.contest)]
    for number in count.tied:
        said[number - 1] = "Tied: a lot is needed"
    for number in count.contest.withdrawn:
        said[number - 1] = "Withdrawn"
    return tuple(said)


def _outcomes(count: Count) -> list[str]:
    """Say who was elected and who excluded, and when."""
    said = ["Not elected"] * len(count.contest.candidates)
    if count.ending is not Ending.COMPLETE:
        said = ["Still in the count"] * len(said)
    of_many = len(count.stages) > 1
    for place, stage in enumerate(count.stages, start=1):
        at = f" at stage {place}" if of_many else ""
        for number in stage.excluded:
            said[number - 1] = f"Excluded{at}"
        for number in stage.elected:
            said[number - 1] = f"Elected{at}"
    for number in count.elected:
        if not said[number - 1].startswith("Elected"):
            said[number - 1] = "Elected"
    reopened = count.figures.get("reopened_at")
    if count.contest.ron is not None and isinstance(reopened, list) and reopened:
        places = f"{many(len(reopened), 'place')} unfilled"
        at = f" at stage {listed([str(stage) for stage in dict.fromkeys(reopened)])}"
        said[count.contest.ron - 1] = places + (at if of_many else "")
    return said
