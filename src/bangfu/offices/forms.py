"""The shape and the words of what people type at the door and at the administrators' desk."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bangfu.frame import clock

from . import access, actions, queries, scope
from .models import ADMIN_ROLES, Area, Organisation, Role, User


class LoginForm(AllauthLoginForm):
    """Name and password; what is wrong is said without telling which of the two."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("账号")
        self.fields["password"].label = _("密码")
        self.fields["password"].help_text = ""

    def _clean_with_password(self, credentials: dict[str, Any]) -> dict[str, Any]:
        name = scope.as_counted(self.cleaned_data["login"])
        scope.knock(name)
        actions.take_turn(name)
        refuse_locked(name)
        try:
            cleaned: dict[str, Any] = super()._clean_with_password(credentials)
        except ValidationError as error:
            refuse_locked(name)
            left = queries.tries_left(name, at=clock.machine_time())
            raise ValidationError(
                gettext("账号或密码不对，还可试%(left)s次。") % {"left": left}, code="mismatch"
            ) from error
        return cleaned


class ChangePasswordForm(AllauthChangePasswordForm):
    """The present password and the new one twice; it says why where one did not come by choice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        why = ""
        if self.user.must_change_password:
            why = gettext("这是首次密码，请换成自己的。")
        elif access.has_old_password(self.user, at=clock.now()):
            why = gettext("这个密码已用满%(days)d天，请换一个。") % {"days": settings.PASSWORD_DAYS}
        self.fields["oldpassword"].help_text = why
        self.fields["oldpassword"].label = _("现在的密码")
        self.fields["password1"].label = _("新密码")
        self.fields["password2"].label = _("再填一次新密码")


class _CountsFailures:
    """Wrong one-time codes count like wrong passwords: five lock the account."""

    user: User

    def clean_code(self) -> str:
        actions.take_turn(self.user.username)
        refuse_locked(self.user.username)
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError as error:
            AxesProxyHandler.user_login_failed(
                User, {"username": self.user.username}, context.request
            )
            actions.note_failure(user=self.user, at=clock.now(), factor="code")
            refuse_locked(self.user.username)
            left = queries.tries_left(self.user.username, at=clock.machine_time())
            raise ValidationError(
                gettext("数字不对，还可试%(left)s次。") % {"left": left}, code="incorrect_code"
            ) from error
        return code


class SecondFactorForm(_CountsFailures, AuthenticateForm):
    """One field of six digits, asked for after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("六位数字")
        self.fields["code"].help_text = _("手机丢了，备用码也没有：请找安全管理员关掉两步验证。")


class SecondFactorAgainForm(_CountsFailures, ReauthenticateForm):
    """The same field, asked again before something delicate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("六位数字")


def refuse_locked(name: str) -> None:
    """Raise the form's error while the account name is locked, saying until when."""
    until = queries.locked_until(name, at=clock.machine_time())
    if until is not None:
        raise ValidationError(
            gettext("连错五次，账号锁住了。请%(time)s后再试，急用请找安全管理员。")
            % {"time": timezone.localtime(until).strftime("%H:%M")},
            code="locked",
        )


class OrganisationChoice(forms.ModelChoiceField):
    """Offices by their short names."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.name


class AccountForm(forms.Form):
    """A new account; its first password is made up and shown once."""

    username = forms.CharField(
        label=_("账号"), max_length=40, help_text=_("小写字母和数字，例如 wangjie。")
    )
    display_name = forms.CharField(label=_("姓名"), max_length=60)
    organisation = OrganisationChoice(
        label=_("单位"), queryset=Organisation.objects.none(), empty_label=_("请选")
    )
    phone = forms.CharField(label=_("电话"), max_length=30, required=False)

    def __init__(self, *args: Any, by: User, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = queries.list_organisations(  # type: ignore[attr-defined]
            by, "users.manage", on=on
        )


class PostForm(forms.Form):
    """A post to be given: only roles and places that the giver answers for are on offer."""

    role = forms.ChoiceField(label=_("角色"))
    organisation = OrganisationChoice(
        label=_("单位"), queryset=Organisation.objects.none(), empty_label=_("请选")
    )
    area = forms.ModelChoiceField(
        label=_("管哪里"), queryset=Area.objects.none(), empty_label=_("单位所在地")
    )
    valid_from = forms.DateField(
        label=_("任职日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_until = forms.DateField(
        label=_("离任日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("当天仍在任。检查人员必须填写。"),
    )

    def __init__(self, *args: Any, by: User, on: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"valid_from": on})
        super().__init__(*args, **kwargs)
        rights = access.rights_of(by, on=on)
        self.fields["role"].choices = roles_on_offer(rights)  # type: ignore[attr-defined]
        places = [
            place
            for right in ("users.manage", "security.manage")
            for place in access.reach(by, right, on=on)
        ]
        offices = queries.list_organisations_within(places)
        self.fields["organisation"].queryset = offices  # type: ignore[attr-defined]
        self.fields["area"].queryset = queries.list_areas(  # type: ignore[attr-defined]
            within=places, on=on
        )
        self.fields["area"].required = False


class EndPostForm(forms.Form):
    """The last day of a post."""

    valid_until = forms.DateField(
        label=_("离任日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class FindForm(forms.Form):
    """Part of a name, an account or an office."""

    text = forms.CharField(label=_("找账号"), max_length=60, required=False)


def roles_on_offer(rights: frozenset[str]) -> list[tuple[str, Any]]:
    """Return the roles that somebody with these rights may give, in the order of the list."""
    return [
        (role.value, role.label)
        for role in Role
        if role != Role.OPERATOR
        and ("security.manage" if role in ADMIN_ROLES else "users.manage") in rights
    ]
