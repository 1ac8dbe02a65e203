"""The checklist that comes with the platform: 《企业工会工作条例》 as items with points, 100 in all.

Sources name the article where the item follows one article's words, else the chapter that it draws together.
"""

from datetime import date
from uuid import UUID

from services.membership.standardisation.domain.checklist import Checklist, Item

_RULES = "企业工会工作条例"
_ORGANISED = ("组织健全", "Organisation")
_DUTIES = ("主席与工作人员", "Chair and staff")
_MECHANISMS = ("维权机制", "Defending rights")
_SERVICE = ("服务职工", "Serving workers")
_WOMEN = ("女职工工作", "Women workers")
_FUNDS = ("经费与资产", "Funds and property")
_RECORDS = ("制度与档案", "Rules and records")


def _items() -> tuple[Item, ...]:
    return (
        Item("1.1", *_ORGANISED, "依法建立工会组织；会员二十五人以上的建立工会委员会",
             "A union by law; a committee from 25 members on", 6, f"{_RULES}第八条"),
        Item("1.2", *_ORGANISED, "同时建立工会经费审查委员会（或设经审委员）",
             "An audit committee, or officer", 4, f"{_RULES}第八条"),
        Item("1.3", *_ORGANISED, "职工入会率高，农民工、劳务派遣工依法入会",
             "Workers have joined, migrant and dispatched ones too", 5, f"{_RULES}第二章"),
        Item("1.4", *_ORGANISED, "会员大会或会员代表大会每年召开一至两次",
             "Members or delegates meet once or twice a year", 4, f"{_RULES}第九条"),
        Item("1.5", *_ORGANISED, "会员大会行使审议报告、选举、听取述职并民主评议等职权",
             "The meeting considers reports, elects, hears and assesses its officers", 4, f"{_RULES}第十条"),
        Item("1.6", *_ORGANISED, "会员大会与职工代表大会分别行使职权，不相互替代",
             "Members' meeting and workers' congress act apart, neither in place of the other", 2, f"{_RULES}第十一条"),
        Item("1.7", *_ORGANISED, "工会委员会差额选举产生，结果报上一级工会批准，每届任期三年或五年，按期换届",
             "Elected among more candidates than seats, approved above, 3 or 5 years, in time", 6, f"{_RULES}第十二条"),
        Item("1.8", *_ORGANISED, "工会小组按车间、班组建立，活动正常",
             "Groups by workshop and team are at work", 3, f"{_RULES}第二章"),
        Item("2.1", *_DUTIES, "工会主席、副主席按民主程序产生，企业主要负责人及其近亲属不担任",
             "Chair and vice chairs come by vote; no employer's principal or close relative", 5, "工会法第十条"),
        Item("2.2", *_DUTIES, "职工二百人以上的企业配备专职工会主席",
             "A full-time chair from 200 employees on", 3, "工会法第十四条"),
        Item("2.3", *_DUTIES, "工会主席、副主席任期内不随意调动，罢免须经全体会员或代表过半数通过",
             "Officers are not moved at will, and removed only by more than half of all", 3, "工会法第十八条"),
        Item("2.4", *_DUTIES, "工会干部参加培训，熟悉工会业务",
             "Cadres are trained and know their work", 3, f"{_RULES}第四章"),
        Item("3.1", *_MECHANISMS, "帮助和指导职工签订劳动合同",
             "Helps workers with their labour contracts", 4, f"{_RULES}第五章"),
        Item("3.2", *_MECHANISMS, "建立平等协商、签订集体合同制度，工资协商每年开展",
             "Consults collectively and has an agreement; wages every year", 6, f"{_RULES}第五章"),
        Item("3.3", *_MECHANISMS, "建立职工代表大会制度，每年至少召开一次",
             "A workers' congress, at least once a year", 6, "企业民主管理规定"),
        Item("3.4", *_MECHANISMS, "实行厂务公开，内容、形式、反馈规范",
             "Openness in content, form and feedback", 4, f"{_RULES}第五章"),
        Item("3.5", *_MECHANISMS, "建立劳动争议调解组织，及时预防和化解争议",
             "A mediation committee that prevents and settles disputes", 4, f"{_RULES}第五章"),
        Item("3.6", *_MECHANISMS, "开展劳动法律监督和劳动安全卫生监督检查",
             "Supervises labour law, safety and health", 4, f"{_RULES}第五章"),
        Item("4.1", *_SERVICE, "开展劳动竞赛、合理化建议和技术创新活动",
             "Contests, suggestions and innovation", 3, f"{_RULES}第三章"),
        Item("4.2", *_SERVICE, "为困难职工建立档案，做好帮扶和送温暖",
             "Files and help for households in need", 4, f"{_RULES}第五章"),
        Item("4.3", *_SERVICE, "开展思想教育、文化体育活动",
             "Education, culture and sport", 2, f"{_RULES}第三章"),
        Item("5.1", *_WOMEN, "女会员十名以上的建立女职工委员会，不足的设女职工委员",
             "A women's committee from 10 women members on, else an officer", 3, "工会女职工委员会工作条例第十一条"),
        Item("5.2", *_WOMEN, "维护女职工特殊权益，签订女职工专项集体合同",
             "Protects women's rights; a special agreement for them", 2, f"{_RULES}第六章"),
        Item("6.1", *_FUNDS, "企业按每月全部职工工资总额的百分之二向工会拨缴经费",
             "The employer pays two percent of the payroll", 4, "工会法第四十三条"),
        Item("6.2", *_FUNDS, "经费单独核算，使用接受经费审查委员会和会员监督",
             "Own accounts, open to the audit committee and the members", 3, f"{_RULES}第七章"),
        Item("7.1", *_RECORDS, "会员名册、会议记录、选举和集体合同等档案齐全",
             "Roster, minutes, elections and agreements are on file", 3, f"{_RULES}第二章"),
    )  # fmt: skip


SHIPPED = Checklist(
    id=UUID("0198f2a0-0000-7000-8000-000000000001"),
    county=None,
    version=1,
    title="企业工会规范化建设检查表",
    title_en="Checklist of standardised enterprise unions",
    document="企业工会工作条例（2006 年）",
    effective_on=date(2006, 12, 11),
    state="active",
    revision=1,
    items=_items(),
)
