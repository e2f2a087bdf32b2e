"""The page that checks receipts, as one file."""

import hashlib
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from audit.browsing.check_page import alone, alone_sum
from audit.formats.encoding import base64_text

REPOSITORY = Path(__file__).parents[3]


def test_sum_in_the_documentation_is_the_files() -> None:
    text = (REPOSITORY / "docs/check-page.md").read_text()
    assert re.findall(r"\b[0-9a-f]{64}\b", text) == [alone_sum()]


def test_file_allows_its_own_script_and_style_only() -> None:
    text = alone().decode()
    [script] = re.findall(r'<script type="module">(.*?)</script>', text, re.DOTALL)
    [style] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    for directive, content in (("script-src", script), ("style-src", style)):
        hashed = base64_text(hashlib.sha256(content.encode()).digest())
        assert f"{directive} 'sha256-{hashed}'" in text
    assert "default-src 'none'" in text
    assert "connect-src" not in text
    assert not re.search(r"^(import|export) ", script, re.MULTILINE)


def test_file_names_no_site_and_is_the_same_in_every_language() -> None:
    alone.cache_clear()
    with translation.override("cy"):
        welsh = alone()
    alone.cache_clear()
    assert welsh == alone()
    assert b"http" not in alone().replace(b"http-equiv", b"").replace(b"by https", b"")


@pytest.mark.django_db
def test_file_is_served_to_be_kept_and_its_sum_is_on_the_page(client: Client) -> None:
    answer = client.get("/log/check/tellers-check.html")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert hashlib.sha256(answer.content).hexdigest() == alone_sum()
    assert alone_sum() in client.get("/log/check/").text


def test_command_writes_the_very_bytes(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    call_command("check_page")
    assert capsysbinary.readouterr().out == alone()
