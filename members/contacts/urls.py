"""Addresses of the pages on contact details."""

from django.urls import path

from members.views import contact, contacts_desk, contacts_reports

urlpatterns = [
    path("me/contact/", contact.contact, name="contact"),
    path("officers/contacts/", contacts_desk.desk, name="contacts_desk"),
    path("officers/contacts/change/", contacts_desk.change, name="contact_change"),
    path("officers/contacts/<uuid:pk>/decide/", contacts_desk.decide, name="contact_decide"),
    path("officers/contacts/<uuid:pk>/put-back/", contacts_desk.put_back, name="contact_put_back"),
    path("officers/contacts/freeze/", contacts_desk.freeze_set, name="freeze_set"),
    path("officers/contacts/freeze/<uuid:pk>/end/", contacts_desk.freeze_end, name="freeze_end"),
    path("officers/contacts/check/", contacts_desk.check_open, name="check_open"),
    path("officers/contacts/check/<uuid:pk>/end/", contacts_desk.check_end, name="check_end"),
    path("officers/contacts/reports/", contacts_reports.reports, name="contact_reports"),
    path("officers/contacts/reports.csv", contacts_reports.reports_csv, name="contact_reports_csv"),
    path("officers/contacts/freeze-report/", contacts_reports.frozen, name="freeze_report"),
    path(
        "officers/contacts/freeze-report.csv", contacts_reports.frozen_csv, name="freeze_report_csv"
    ),
    path("officers/contacts/domains/", contacts_reports.domains, name="employer_domains"),
]
