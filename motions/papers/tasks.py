"""What is done outside the request: the files of a long paper take minutes."""

from celery import shared_task

from motions.models import Paper
from motions.papers.freezing import frozen
from motions.papers.making import files_make


@shared_task
def paper_files_make(paper_id: str) -> None:
    """Make the files of a long paper, and keep the page told how far they are."""
    paper = Paper.objects.select_related("conference").get(pk=paper_id)
    files_make(paper, frozen(paper))
