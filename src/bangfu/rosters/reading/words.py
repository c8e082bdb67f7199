"""The words of headers: which field a header names, in many towns' ways of saying it."""

from __future__ import annotations

import re
from functools import lru_cache

from bangfu.kernel.text import squeeze, to_half_width

from .translatable import gettext_noop as _

FIELDS: dict[str, str] = {
    "serial": _("序号"),
    "household_no": _("户编号"),
    "head_name": _("户主姓名"),
    "head_number": _("户主身份证号"),
    "name": _("姓名"),
    "number": _("身份证号"),
    "relation": _("与户主关系"),
    "sex": _("性别"),
    "born": _("出生年月"),
    "age": _("年龄"),
    "phone": _("联系电话"),
    "members": _("家庭成员（一格多人）"),
    "stated_size": _("家庭人口"),
    "village": _("村（居）"),
    "group": _("村民小组"),
    "address": _("住址"),
    "registered_place": _("户籍地"),
    "category": _("救助类别"),
    "cause": _("致困原因"),
    "monthly": _("月保障金额"),
    "bank_account": _("银行账号"),
    "bank_name": _("开户银行"),
    "account_name": _("开户名"),
    "certificate": _("残疾证号"),
    "disability_kind": _("残疾类别"),
    "disability_grade": _("残疾等级"),
    "ethnic": _("民族"),
    "marital": _("婚姻状况"),
    "education": _("文化程度"),
    "health": _("健康状况"),
    "labour": _("劳动能力"),
    "school": _("就读学校"),
    "stage": _("学段"),
    "guardian": _("家长姓名"),
    "hospital": _("医院"),
    "total_cost": _("总费用"),
    "reimbursed": _("已报销"),
    "own_paid": _("自付"),
    "amount": _("金额"),
    "paid_on": _("发放日期"),
    "gift": _("慰问内容"),
    "died_on": _("死亡日期"),
    "unit_name": _("单位名称"),
    "unit_kind": _("单位性质"),
    "credit_code": _("统一社会信用代码"),
    "contact": _("联系人"),
    "capacity": _("拟帮扶户数"),
    "offers": _("可提供帮扶"),
    "employer": _("招聘企业"),
    "post": _("岗位"),
    "vacancies": _("招聘人数"),
    "requirements": _("招聘要求"),
    "pay": _("月薪"),
    "priority": _("优先困难户"),
    "entered_on": _("纳入时间"),
    "remark": _("备注"),
}

# Exact words of a header after `plain`; a header that equals none takes the longest one inside.
_WORDS = {
    "serial": "序号 序 序列号 顺序号 行号 No NO",
    "household_no": "户编号 编号 户号 家庭编号 家庭编码 户编码 住户编号 档案号 档案编号"
    " 低保证号 低保证编号 低保编号 证书编号 户籍编号 家庭号 户序号 户序 户数序号 户口本号"
    " 户口簿号 低收入证号 救助证号",
    "head_name": "户主 家庭户主 户主姓名 户主名 户主名字 户主名称 申请人 申请人姓名 家庭代表 户代表"
    " 户主及姓名 低保户主 困难户户主 持证人 户主申请人 救助对象户主",
    "head_number": "户主身份证 户主身份证号 户主身份证号码 户主证件号 户主证件号码"
    " 户主公民身份号码 申请人身份证 申请人身份证号 申请人身份证号码 户主身份号码 户主证号",
    "name": "姓名 名字 成员姓名 家庭成员姓名 人员姓名 对象姓名 救助对象 救助对象姓名"
    " 困难群众姓名 困难职工姓名 学生姓名 学生 残疾人姓名 残疾人 死者姓名 逝者姓名 死亡人员"
    " 受助人 受助人姓名 受益人 受益人姓名 患者姓名 患者 病人姓名 慰问对象 慰问对象姓名 领取人"
    " 受助学生 帮扶对象 保障对象 保障对象姓名 低保对象 低保人员 共同生活成员 共同生活的家庭成员"
    " 享受人姓名 享受人员 名称姓名",
    "number": "身份证号 身份证号码 身份证 公民身份号码 公民身份证号码 公民身份证号"
    " 居民身份证号码 居民身份证号 居民身份证 证件号 证件号码 身份号码 身份证件号码 身份证件号"
    " 身份证编号 证号 有效证件号码 身份证明号码 身份证号数 二代证号 ID 身份ID 公民身份证",
    "relation": "与户主关系 关系 家庭关系 称谓 与户主的关系 和户主关系 同户主关系 与申请人关系"
    " 与申请人的关系 与家庭户主关系 成员关系 与户主 户主关系 人员关系 家庭成员关系 与户主之关系"
    " 与本人关系",
    "sex": "性别 男女 男/女",
    "born": "出生年月 出生日期 出生年月日 出生 生日 出生时间 出生年份 出生年",
    "age": "年龄 周岁 岁数 年龄岁 现龄",
    "phone": "联系电话 电话 手机 手机号 手机号码 联系方式 电话号码 移动电话 联系手机 本人电话"
    " 家庭电话 联系号码 户主电话 户主联系电话 户主手机 固定电话 电话手机 联系人电话 监护人电话",
    "members": "家庭成员情况 家庭成员 成员 其他家庭成员 家庭其他成员 家庭成员名单 成员情况"
    " 家庭成员信息 成员信息 同住成员 家属 其他成员 家庭人员 共同生活家庭成员情况 成员名单",
    "stated_size": "家庭人口 家庭人口数 人口 人口数 家庭人数 户人数 户人口 家庭成员数 成员数"
    " 人数 保障人数 保障人口 享受人数 共同生活人数 家庭总人口 户内人数 在册人数 家庭常住人口"
    " 低保人数 享受人口",
    "village": "村居 村 所在村 村组 村社区 所属村 所属村居 村委会 村居委会 居委会 社区 所在社区"
    " 村名 村别 行政村 所在村居 村居名称 居村 所属社区 村居社区 村民委员会 所属村社区 村委 居委"
    " 村屯 村居名",
    "group": "村民小组 小组 组 组别 所在组 村小组 居民小组 自然村 生产队 队 队别 组名",
    "address": "家庭住址 住址 地址 现住址 家庭地址 现住地址 居住地址 详细地址 居住地 现居住地"
    " 住所 通讯地址 联系地址 常住地址 家庭详细地址 居住地点 单位地址 门牌号 门牌地址 现住地",
    "registered_place": "户籍地 户籍地址 户口所在地 户籍所在地 户口地址 籍贯 户籍 户口地",
    "category": "救助类别 保障类别 救助类型 低保类别 困难类别 困难群众类别 对象类别 家庭类别"
    " 人员类别 户类别 救助对象类别 户类型 家庭类型 对象类型 身份类别 类别 类型 户别",
    "cause": "致贫原因 致困原因 主要困难 困难类型 困难原因 贫困原因 主要致贫原因 主要致困原因"
    " 主要原因 因何致贫 家庭困难原因 困难情况 致贫主要原因 享受原因 纳入原因 申请原因 保障原因"
    " 主要困难原因",
    "monthly": "月保障金额 月保障金 保障金额 月低保金 低保金 月救助金额 月领取金额 保障金"
    " 月补助金额 月发放金额 月人均补差 月补差 补差金额 月救助金 低保金额 保障标准 月保障标准"
    " 户月保障金 月金额 家庭月保障金 户月保障金额 每月保障金 每月金额 月保障额 月享受金额",
    "bank_account": "银行账号 银行帐号 账号 帐号 银行卡号 卡号 开户账号 开户帐号 一折通 一卡通"
    " 一折通账号 一卡通账号 一卡通卡号 一折通帐号 一卡通号 存折账号 存折号 存折帐号 社保卡号"
    " 银行卡 开户银行账号 发放账号 收款账号 打卡账号 银行账户 社会保障卡号 银行存折号 金融账号"
    " 一折通号",
    "bank_name": "开户银行 开户行 银行 银行名称 开户行名称 发放银行 开户银行名称 开户网点",
    "account_name": "开户名 户名 账户名 开户人 账户名称 持卡人 开户姓名 开户人姓名 收款人"
    " 帐户名 卡主姓名",
    "certificate": "残疾证号 残疾证号码 残疾人证号 残疾人证号码 残疾证 残疾人证 残疾证编号"
    " 残疾人证编号 残证号",
    "disability_kind": "残疾类别 残疾类型 残疾种类 残疾类",
    "disability_grade": "残疾等级 残疾级别 等级 级别 残疾程度",
    "ethnic": "民族 族别",
    "marital": "婚姻状况 婚姻 婚姻情况 婚否",
    "education": "文化程度 学历 受教育程度 文化",
    "health": "健康状况 身体状况 健康情况 健康 身体健康状况 患病情况 疾病",
    "labour": "劳动能力 劳动力 劳动力情况 劳动能力情况 劳动力状况 有无劳动能力",
    "school": "就读学校 学校 所在学校 学校名称 就读院校 就读学校名称 毕业学校 学校及年级"
    " 就读学校及年级",
    "stage": "学段 年级 在读年级 就读阶段 学习阶段 教育阶段 就读年级 在读学段 学级",
    "guardian": "家长姓名 家长 监护人 监护人姓名 父母姓名 家长名字 家长监护人",
    "hospital": "医院 就诊医院 治疗医院 医院名称 住院医院 就医医院 医疗机构 就医机构",
    "total_cost": "总费用 医疗总费用 费用总额 医疗费用 医药费 总医疗费 住院总费用 医疗费"
    " 医疗费总额 总额",
    "reimbursed": "已报销 报销金额 已报销金额 医保报销 报销 社保报销 医保已报销 已报 报销费用",
    "own_paid": "自付 自付金额 自付部分 自付费用 个人自付 自费 个人负担 自付医药费 自费金额"
    " 个人支付",
    "amount": "金额 救助金额 发放金额 补助金额 资助金额 助学金 慰问金 补贴金额 津贴金额 救助金"
    " 慰问金额 资助标准 补助标准 补贴标准 津贴 补贴 补助 标准 合计金额 实发金额 应发金额 应发"
    " 实发",
    "paid_on": "发放日期 发放时间 日期 时间 慰问时间 救助时间 救助日期 慰问日期 领取时间 领取日期",
    "gift": "慰问内容 慰问品 物资 慰问物资 慰问物品 内容 发放物资 物品 慰问金物",
    "died_on": "死亡日期 死亡时间 火化日期 火化时间 去世日期 去世时间 逝世日期 逝世时间 死亡年月",
    "unit_name": "单位名称 帮扶单位 单位 企业名称 机构名称 帮扶单位名称 公司名称 帮扶企业 结对单位",
    "unit_kind": "性质 单位性质 企业性质 单位类型 单位类别 企业类型",
    "credit_code": "统一社会信用代码 社会信用代码 信用代码 组织机构代码 营业执照号 统一信用代码",
    "contact": "联系人 负责人 联络人 联系人姓名 单位联系人 经办联系人",
    "capacity": "拟帮扶户数 帮扶户数 可帮扶户数 计划帮扶户数 结对户数 户数",
    "offers": "可提供帮扶 帮扶内容 帮扶方式 帮扶措施 可提供的帮扶 拟提供帮扶 帮扶意向",
    "employer": "企业 招聘企业 用人单位 招聘单位 公司 用工单位 用工企业",
    "post": "岗位 招聘岗位 岗位名称 职位 工种 职位名称 招聘职位 用工岗位",
    "vacancies": "招聘人数 需求人数 招工人数 用工人数 岗位数 需要人数 招聘数量 岗位数量",
    "requirements": "要求 招聘要求 任职要求 岗位要求 条件 招聘条件 任职条件",
    "pay": "月薪 工资 薪资 待遇 薪酬 工资待遇 月工资 薪资待遇 薪水",
    "priority": "是否优先困难户 优先困难户 优先困难群众 是否优先 困难户优先 优先",
    "entered_on": "纳入时间 纳入日期 批准时间 批准日期 享受时间 享受起始时间 开始享受时间"
    " 审批时间 登记时间 纳入低保时间 入保时间 建档时间",
    "remark": "备注 说明 备考 附注 其他 其它 备注说明",
}

_EXACT: dict[str, str] = {}
for _field, _line in _WORDS.items():
    for _word in _line.split():
        _EXACT.setdefault(_word, _field)

# Words too short or too common to be looked for inside a longer header.
_ONLY_EXACT_WORDS = (
    "序 村 组 队 成员 人口 人数 学生 残疾人 单位 企业 公司 银行 时间 日期 内容 物品 条件 要求"
    " 说明 其他 其它 标准 补贴 补助 津贴 类别 类型 性质 等级 级别 编号 户数 社区 文化 健康 出生"
    " 医院 优先 证号 负责人 户名 与户主 男女 总额 劳动力 疾病 No NO ID 户籍 报销 学校 应发"
    " 实发 家属 户别 家长 户主 名字 待遇 卡号 年级 组别 队别 小组 物资 学历 工资 账号 帐号"
    " 申请人 合计金额 持证人 持卡人 领取人 收款人 患者 岗位 职位 工种 居委 村委 称谓 一卡通"
    " 银行卡"
)
_ONLY_EXACT = frozenset(_ONLY_EXACT_WORDS.split())
_INSIDE = sorted((w for w in _EXACT if w not in _ONLY_EXACT), key=len, reverse=True)

# Of whom a header speaks; the named person is not the one of the row.
_OTHERS = re.compile(
    "监护人|代领人|代理人|代办人|经办人|审核人|填报人|配偶|联系人|邻居|担保人|帮扶人"
    "|责任人|负责人|村干部|驻村|走访人|调查人"
)
_HEAD = re.compile(r"户主|申请人|户代表")
_OF_HEAD = {"name": "head_name", "number": "head_number"}

_BRACKETS = re.compile(r"[(\[【〔{].*?(?:[)\]】〕}]|$)")
_MARKS = re.compile(r"[*#:;,.、，。：；·_\-—\"'“”‘’`~!?|\\]+")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Reduce a header to its bare word: half-width, without spaces, brackets and marks."""
    half = squeeze(to_half_width(text))
    bare = _MARKS.sub("", _BRACKETS.sub("", half)).strip("/")
    return bare or _MARKS.sub("", re.sub(r"[()\[\]【】]", "", half))


@lru_cache(maxsize=4096)
def field_of(header: str, group: str = "") -> str:
    """Find the field a header names, "" for none; `group` is the header line above it."""
    word = plain(header)
    if not word or len(word) > 24:
        return ""
    found = _EXACT.get(word) or _field_inside(word)
    if not found:
        return ""
    above = plain(group) if group else ""
    if found in _OF_HEAD and _HEAD.search(header) and "关系" not in header:
        return _OF_HEAD[found]
    if found in _OF_HEAD and above and _HEAD.search(above) and not _speaks_of_members(above):
        return _OF_HEAD[found]
    if found in ("name", "number", "phone", "relation") and above and _OTHERS.search(above):
        return ""
    return found


def _field_inside(word: str) -> str:
    if _OTHERS.search(word):
        return ""
    for candidate in _INSIDE:
        if candidate in word and 3 * len(candidate) >= len(word):
            found = _EXACT[candidate]
            # 户主身份证号码(新) speaks of the head, 与户主关系 of the row's own person.
            if found in _OF_HEAD and _HEAD.search(word):
                return _OF_HEAD[found]
            return found
    return ""


def speaks_of_head(header: str) -> bool:
    """Tell whether a header is about the head of the household, not about a relation to him."""
    return bool(_HEAD.search(header)) and "关系" not in header


def _speaks_of_members(group: str) -> bool:
    return "成员" in group or "人员" in group or "关系" in group


def is_header_word(text: str) -> bool:
    """Tell whether a cell, as it stands, is exactly a word of a header."""
    return text in _EXACT or plain(text) in _EXACT


HEADER_WORDS = frozenset(_EXACT)
"""Exact words, for a quick look at many rows."""
