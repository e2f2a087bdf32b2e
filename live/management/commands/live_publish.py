"""manage.py live_publish ADDRESS...: hand what is published to nginx with Nchan, until stopped."""

import asyncio
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from live.feed import outbox_feed
from live.publishing import publish_for_ever


class Command(BaseCommand):
    """Follow the outbox for nginx, in place of the hub."""

    help = "Hands every fragment to nginx with Nchan, which keeps the pages up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask where nginx takes messages."""
        parser.add_argument(
            "addresses",
            nargs="+",
            metavar="ADDRESS",
            help="where an nginx takes messages, such as http://127.0.0.1:8009; one is enough "
            "where several share a Redis",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run until told to stop."""
        for address in options["addresses"]:
            if not address.startswith("http://"):
                raise CommandError(
                    f"{address} is no address that this takes: it begins with http:// and leads to "
                    "the publishing server of config/nginx/publish.conf, on a network of your own."
                )
        try:
            asyncio.run(publish_for_ever(outbox_feed, options["addresses"]))
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")
