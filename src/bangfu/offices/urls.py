"""The administrators' pages, and of allauth's exactly those that this installation opens.

Sign-up, mail, password reset by mail, passkeys and codes as a file have no route at all.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from django.urls import URLPattern, URLResolver, include, path

from . import views
from .gate import open_page, signed_in

pages: list[URLPattern | URLResolver] = [
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/new", views.open_account, name="open_account"),
    path("accounts/<uuid:uuid>/", views.account, name="account"),
    path("accounts/<uuid:uuid>/posts", views.give_post, name="give_post"),
    path("accounts/<uuid:uuid>/password", views.reset_password, name="reset_password"),
    path(
        "accounts/<uuid:uuid>/second-factor",
        views.reset_second_factor,
        name="reset_second_factor",
    ),
    path("accounts/<uuid:uuid>/unlock", views.unlock, name="unlock"),
    path("accounts/<uuid:uuid>/close", views.close_account, name="close_account"),
    path("accounts/<uuid:uuid>/reopen", views.reopen_account, name="reopen_account"),
    path("accounts/<uuid:uuid>/stand-ins", views.arrange_stand_in, name="arrange_stand_in"),
    path("stand-ins/<uuid:uuid>/end", views.end_stand_in, name="end_stand_in"),
    path("posts/<uuid:uuid>/end", views.end_post, name="end_post"),
    path("posts/<uuid:uuid>/hand-over", views.propose_handover, name="propose_handover"),
    path("hand-overs/", views.handovers, name="handovers"),
    path("hand-overs/<uuid:uuid>/", views.handover, name="handover"),
    path("hand-overs/<uuid:uuid>/confirm", views.confirm_handover, name="confirm_handover"),
    path("hand-overs/<uuid:uuid>/withdraw", views.withdraw_handover, name="withdraw_handover"),
    path("sessions/<uuid:uuid>/end", views.end_session, name="end_session"),
    path("security/", views.security, name="security"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/<int:year>/", views.calendar, name="calendar_of"),
    path("calendar/<int:year>/publish", views.publish_year, name="publish_year"),
    path("calendar/<int:year>/withdraw", views.withdraw_year, name="withdraw_year"),
    path("calendar/days", views.add_office_day, name="add_office_day"),
    path("calendar/days/<uuid:uuid>/end", views.end_office_day, name="end_office_day"),
]

_login = open_page("nobody is signed in before the page of login")(views.Login.as_view())
_logout = open_page("leaving must work for a session that has just run out")(account.logout)
_code = open_page("the second factor is asked before anybody is signed in")(factors.authenticate)
_set_up = signed_in(views.SetUpSecondFactor.as_view())
_take_off = signed_in(views.TakeOffSecondFactor.as_view())
_renew = signed_in(views.RenewRecoveryCodes.as_view())

door: list[URLPattern | URLResolver] = [
    path("login/", _login, name="account_login"),
    path("logout/", _logout, name="account_logout"),
    path("reauthenticate/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("password/", signed_in(account.password_change), name="account_change_password"),
    path("sessions/", views.sessions, name="account_sessions"),
    path("sessions/others", views.end_other_sessions, name="account_end_others"),
    path("2fa/", signed_in(factors.index), name="mfa_index"),
    path("2fa/authenticate/", _code, name="mfa_authenticate"),
    path("2fa/reauthenticate/", signed_in(factors.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", _set_up, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", _take_off, name="mfa_deactivate_totp"),
    path("2fa/codes/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/codes/generate/",
        _renew,
        name="mfa_generate_recovery_codes",
    ),
]

urlpatterns = [
    path("account/", include(door)),
    path("offices/", include((pages, "offices"))),
]
