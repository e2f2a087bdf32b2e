"""The report of a check, filed as a page, on a phone."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from audit.formats.signing import SigningKey
from audit.formats.trust import Trust
from audit.verify.page import as_page
from audit.verify.report import Report

pytestmark = pytest.mark.browser

LONG = "conference.national-union-of-lanternkeepers-and-lamplighters.example/audit/2027"


def test_report_on_a_log_with_a_long_name_fits_a_phone(phone: Page) -> None:
    report = Report(Trust((SigningKey.generate(LONG).verifier,)))
    report.findings.add(f"{LONG * 3}: is missing.")
    phone.set_content(as_page(report, f"/srv/{LONG}", datetime(2027, 6, 1, 12, tzinfo=UTC)))
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
