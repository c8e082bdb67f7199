"""What the verbs and kinds of the trail are called on screen; an unknown one shows as it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

AREA_UNITS = 1000

_WORDS = {
    "account": _("账号"),
    "audit.account": _("账号的留痕"),
    "audit.account.look": _("查看一个账号的留痕"),
    "audit.chain.moved": _("数据库换了地方"),
    "audit.chain.verify": _("核对留痕链"),
    "audit.key.rotate": _("更换封存密钥"),
    "audit.subject": _("对象的留痕"),
    "audit.subject.look": _("查看一个对象的留痕"),
    "config.database.sql": _("直接操作数据库"),
    "household": _("住户"),
    "household.look": _("查看住户"),
    "offices.account.change_password": _("修改密码"),
    "offices.account.close": _("停用账号"),
    "offices.account.open": _("开设账号"),
    "offices.account.reset_password": _("重置密码"),
    "offices.account.reset_second_factor": _("重置两步验证"),
    "offices.account.sign_in": _("登录"),
    "offices.account.sign_in_failed": _("登录失败"),
    "offices.account.sign_out": _("退出"),
    "offices.account.unlock": _("解锁账号"),
    "offices.gate.refuse": _("拒绝打开页面"),
    "offices.grant.end": _("收回授权"),
    "offices.grant.give": _("授权"),
    "offices.organisation.open": _("设立机构"),
    "offices.post.end": _("免去岗位"),
    "offices.post.give": _("任命岗位"),
    "offices.session.end": _("终止会话"),
    "offices.town.found": _("设立镇"),
    "organisation": _("机构"),
    "papers.master.rotate": _("更换材料密钥"),
    "papers.paper": _("材料"),
    "papers.paper.keep": _("保存原件"),
    "person": _("个人"),
    "person.look": _("查看个人"),
    "post": _("岗位"),
    "privacy.key": _("密钥"),
    "privacy.key.destroy": _("销毁密钥"),
    "privacy.master.rotate": _("更换主密钥"),
    "recovery_codes": _("备用码"),
    "registry.households.export": _("导出住户"),
    "registry.people.export": _("导出人员"),
    "rosters.batch": _("花名册批次"),
    "rosters.batch.ask_village": _("请村里核实花名册的行"),
    "rosters.batch.download": _("下载花名册原表"),
    "rosters.batch.drop": _("放弃花名册"),
    "rosters.batch.edit": _("改花名册里的格"),
    "rosters.batch.look": _("查看花名册里的一格原文"),
    "rosters.batch.map_columns": _("改花名册的列"),
    "rosters.batch.read": _("读取花名册"),
    "rosters.batch.refuse_job": _("交办的事没有办"),
    "rosters.batch.set_date": _("改花名册的日期"),
    "rosters.batch.settle": _("答复花名册的疑问"),
    "rosters.batch.take_back": _("撤回花名册"),
    "rosters.batch.take_in": _("花名册入库"),
    "rosters.worklist": _("待核实清单"),
    "rosters.worklist.look": _("查看待核实清单"),
    "session": _("会话"),
}


def words_of(code: str) -> str:
    """This function will give the words for a verb or a kind of subject."""
    return str(_WORDS.get(code, code))
