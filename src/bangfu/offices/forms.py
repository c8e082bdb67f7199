"""The shape and the words of what people type at the door and at the administrators' desk."""

from __future__ import annotations

from calendar import monthrange
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
from bangfu.kernel.holidays import NoticeError, YearTable, read_notice, write_notice

from . import access, actions, queries, scope
from .models import ADMIN_ROLES, Area, Organisation, Post, ReopenReason, Role, User, WorkingYear


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


class AccountChoice(forms.ModelChoiceField):
    """People by name, office and account: two may have one name."""

    def label_from_instance(self, obj: Any) -> str:
        office = obj.organisation.short_name or obj.organisation.name
        return f"{obj.display_name}（{office}，{obj.username}）"


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


class ReopenForm(forms.Form):
    """Why a closed account is reopened."""

    reason = forms.ChoiceField(
        label=_("为什么恢复"),
        choices=[("", _("请选")), *ReopenReason.choices],
        error_messages={"required": _("请选为什么恢复。"), "invalid_choice": _("请选为什么恢复。")},
    )


class EndPostForm(forms.Form):
    """The last day of a post."""

    valid_until = forms.DateField(
        label=_("离任日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class StandInForm(forms.Form):
    """Who stands in for somebody, and on which days."""

    user = AccountChoice(
        label=_("谁来代班"),
        queryset=User.objects.none(),
        to_field_name="uuid",
        empty_label=_("请选"),
    )
    valid_from = forms.DateField(
        label=_("从哪天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_until = forms.DateField(
        label=_("到哪天"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("当天仍代班，最长半年。"),
    )

    def __init__(self, *args: Any, for_user: User, by: User, on: date, **kwargs: Any) -> None:
        kwargs.update(prefix="stand", initial={"valid_from": on})
        super().__init__(*args, **kwargs)
        found = queries.who_may_stand_in(for_user, by, on=on)
        self.fields["user"].queryset = found  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """To whom a post goes, and from which day on."""

    taker = AccountChoice(
        label=_("移交给谁"),
        queryset=User.objects.none(),
        to_field_name="uuid",
        empty_label=_("请选"),
    )
    begins_on = forms.DateField(
        label=_("从哪天起接手"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("移交的人做到前一天为止。"),
    )

    def __init__(self, *args: Any, post: Post, by: User, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = queries.who_may_take_over(post, by, on=on)
        self.fields["taker"].queryset = found  # type: ignore[attr-defined]
        self.fields["taker"].error_messages["invalid_choice"] = (
            _("只能交给这里已有同样岗位的人；要交给别人，请系统管理员来提。")
            if post.user_id == by.pk
            else _("这个人不能接手：已停用，是三员，或不在这个镇。")
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


class YearForm(forms.Form):
    """A year's days off as the notice words them, and the notice they come from."""

    notice = forms.CharField(
        label=_("放假安排"),
        widget=forms.Textarea(attrs={"rows": 9, "spellcheck": "false"}),
        max_length=4000,
        help_text=_("可以把通知原文贴进来：一个节日一行，写明哪天放假、哪天上班。"),
    )
    document = forms.CharField(
        label=_("依据"), max_length=120, help_text=_("哪份通知，例如国办发明电〔2026〕7号。")
    )
    table: YearTable

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean_notice(self) -> str:
        text: str = self.cleaned_data["notice"]
        try:
            self.table = read_notice(text, self.year)
        except NoticeError as error:
            raise ValidationError(_unclear(error)) from error
        return text


_UNCLEAR = {
    "empty": _("没有一天放假，请填。"),
    "no_days": _("第%(line)d行要先写节日，再写冒号和日期，例如：元旦：1月1日放假。"),
    "no_word": _("第%(line)d行没说清%(day)s是放假还是上班。"),
    "impossible": _("第%(line)d行里有一个不存在的日期。"),
    "other_year": _("第%(line)d行的%(day)s不是这一年前后的日期。"),
    "backwards": _("第%(line)d行从%(day)s起的假期，止日早于起日。"),
    "too_long": _("第%(line)d行从%(day)s起的假期超过15天，请核对。"),
    "worked_anyway": _("第%(line)d行的%(day)s本来就上班，不用写。"),
    "both": _("%(day)s又放假又上班，请核对第%(line)d行。"),
}


def _unclear(error: NoticeError) -> str:
    day = error.day.isoformat() if error.day else ""
    return str(_UNCLEAR[error.code]) % {"line": error.line, "day": day}


def notice_of(table: YearTable, published: WorkingYear | None) -> dict[str, str]:
    """Return what the form begins with: the year as it stands."""
    document = published.document if published else ""
    return {"notice": write_notice(table) if table.off else "", "document": document}


class OfficeDayForm(forms.Form):
    """A day or a season of the office's year."""

    name = forms.CharField(label=_("名称"), max_length=20)
    month = forms.TypedChoiceField(
        label=_("哪个月"), coerce=int, empty_value=None, required=False,
        choices=[("", _("每个月")), *[(n, _("%(n)d月") % {"n": n}) for n in range(1, 13)]],
    )  # fmt: skip
    day = forms.IntegerField(label=_("哪一天"), min_value=1, max_value=31)
    last_month = forms.TypedChoiceField(
        label=_("到哪个月"), coerce=int, empty_value=None, required=False,
        choices=[("", _("只有一天")), *[(n, _("%(n)d月") % {"n": n}) for n in range(1, 13)]],
    )  # fmt: skip
    last_day = forms.IntegerField(label=_("到哪一天"), min_value=1, max_value=31, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        month, last_month, last_day = (data.get(k) for k in ("month", "last_month", "last_day"))
        if month and data.get("day", 0) > monthrange(2024, month)[1]:
            self.add_error("day", gettext("%(month)d月没有这一天。") % {"month": month})
        if bool(last_month) != bool(last_day):
            self.add_error("last_day", gettext("止日要写月和日。"))
        elif last_month and not month:
            self.add_error("month", gettext("每个月的事只写一天；一段日子请选起始的月份。"))
        elif last_month and (last_month, last_day) < (month, data.get("day", 0)):
            self.add_error("last_day", gettext("止日早于起日。跨年的请分成两项。"))
        elif last_month and last_day and last_day > monthrange(2024, last_month)[1]:
            self.add_error("last_day", gettext("%(month)d月没有这一天。") % {"month": last_month})
        return data
