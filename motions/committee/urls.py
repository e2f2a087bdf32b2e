"""The addresses of the committee's pages, and of its reports for everybody."""

from django.urls import path

from motions.committee.views import desk, drafts, meetings, papers, reports

_OWN = "c/<slug:code>/committee/"

urlpatterns = [
    path(_OWN, desk.desk, name="committee"),
    path(f"{_OWN}take-in/", desk.take_in, name="committee_take_in"),
    path(f"{_OWN}in-order/", desk.pass_at_once, name="committee_pass"),
    path(f"{_OWN}motions/<str:reference>/", papers.motion, name="committee_motion"),
    path(f"{_OWN}amendments/<str:reference>/", papers.amendment, name="committee_amendment"),
    path(f"{_OWN}meetings/", meetings.meetings, name="committee_meetings"),
    path(f"{_OWN}meetings/<int:number>/", meetings.meeting, name="committee_meeting"),
    path(f"{_OWN}reports/", drafts.drafts, name="committee_reports"),
    path(f"{_OWN}reports/<int:number>/", drafts.draft, name="committee_draft"),
    path(f"{_OWN}reports/<int:number>/preview/", drafts.preview, name="committee_preview"),
    path("c/<slug:code>/reports/", reports.reports, name="reports"),
    path("c/<slug:code>/reports/<int:number>/", reports.report, name="report"),
    path(
        "c/<slug:code>/reports/<int:number>/<int:place>/refer-back/",
        reports.refer_back,
        name="refer_back",
    ),
]
