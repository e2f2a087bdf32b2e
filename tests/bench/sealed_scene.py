"""The scene of the sealed benchmark: an open sealed vote, and voters who have stepped up."""

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from ballots.booth_pass import booth_pass_token, cookie_of  # noqa: E402
from ballots.models import SealedBallot  # noqa: E402
from ballots.secret.reconciling import discrepancies_of_sealed  # noqa: E402
from tests.bench.scene import cookies_of  # noqa: E402
from tests.factories.ballots import make_hall  # noqa: E402
from tests.factories.secret import make_sealed  # noqa: E402


class Scene:
    """A sealed vote, its voters' cookies, and fresh ballots for as many turns as are asked for."""

    def __init__(self, voters: int) -> None:
        """Open the vote and let everybody into its booth."""
        call_command("migrate", verbosity=0)
        self.sealed = make_sealed(make_hall(delegates=voters), window_seconds=12 * 60 * 60)
        self.ballot = self.sealed.ballot
        self.election, self.vote = self.sealed.election, self.sealed.vote
        self.cookies = []
        for number, voter in enumerate(self.sealed.hall.delegates):
            cookies, token = cookies_of(voter)
            held = booth_pass_token(self.sealed.passes(number))
            self.cookies.append((f"{cookies}; {cookie_of(self.ballot.pk)}={held}", token))

    def requests(self, name: str) -> list[str]:
        """Seal a ballot for everybody, and spell the requests that cast them."""
        path = "bench/sealed" if name == "unchecked" else "ballots"
        address = f"/{path}/{self.ballot.pk}/cast-sealed/"
        return [
            self._post(address, *self.cookies[number], self.sealed.sealed(number, "for"))
            for number in range(len(self.cookies))
        ]

    def check(self) -> None:
        """Insist that the archive is whole, and has every ballot once."""
        if found := list(discrepancies_of_sealed(self.ballot)):
            raise SystemExit(f"The archive does not agree: {', '.join(found)}")
        print(f"  {SealedBallot.objects.count()} ballots in one archive, as the log has them")

    @staticmethod
    def _post(address: str, cookies: str, token: str, raw: bytes) -> str:
        return (
            f"POST {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n"
            f"X-CSRFToken: {token}\r\nContent-Type: text/plain\r\n"
            f"Content-Length: {len(raw)}\r\n\r\n{raw.decode()}"
        )
