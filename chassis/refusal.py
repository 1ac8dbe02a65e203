"""Refusals: errors that are values of the domain, with a stable code and words in both languages."""

from typing import Any, ClassVar


class Refusal(Exception):
    """Something asked for is not done. Becomes an RFC 9457 problem in chassis.web.problems, and nothing is stored.

    `zh` and `en` may hold {placeholders} filled from the keyword values. Never put personal data into values.
    """

    status: ClassVar[int] = 409
    code: ClassVar[str] = "refused"
    zh: ClassVar[str] = "无法办理"
    en: ClassVar[str] = "This cannot be done"
    title_zh: ClassVar[str] = ""
    title_en: ClassVar[str] = ""
    telling: bool = False
    """Whether it tells that another office holds a record of somebody: such refusals are recorded, and bounded."""

    def __init__(self, field: str | None = None, *, retry_after: int | None = None, **values: Any) -> None:
        super().__init__(self.code)
        self.field = field
        self.retry_after = retry_after
        self.values = values

    @property
    def detail(self) -> tuple[str, str]:
        """The sentence in Chinese and in English."""
        return self.zh.format(**self.values), self.en.format(**self.values)


class Malformed(Refusal):
    """The request cannot be read at all."""

    status = 400
    code = "malformed"
    zh = "请求格式不正确：{why_zh}"
    en = "The request cannot be read: {why_en}"


class KeyRequired(Refusal):
    """A POST without Idempotency-Key, or with one that is none."""

    status = 400
    code = "idempotency-key-required"
    zh = "请求缺少 Idempotency-Key（1 至 128 个可见的 ASCII 字符）"
    en = "The request lacks an Idempotency-Key (1 to 128 visible ASCII characters)"


class Unauthenticated(Refusal):
    """No valid bearer token."""

    status = 401
    code = "unauthenticated"
    zh = "未登录或登录已失效，请重新登录"
    en = "Not signed in, or the sign-in has expired: sign in again"


class NotYourOffice(Refusal):
    """The office does not do this."""

    status = 403
    code = "office-may-not"
    zh = "您的职务不能办理此事，可办理的职务：{offices_zh}"
    en = "Your office does not do this; these do: {offices_en}"


class NoAppointment(Refusal):
    """Signed in, and without any appointment that holds now. `former`: as whom this account acted last, if it did."""

    status = 403
    code = "no-appointment"
    zh = "账号 {account} 目前没有任职，请联系县总工会组织部门"
    en = "The account {account} holds no office at present: ask the county's organiser"

    def __init__(self, former: Any = None, **values: Any) -> None:
        super().__init__(**values)
        self.former = former


class NotFound(Refusal):
    """Not there, or not in the asker's scope: the two are told apart to nobody."""

    status = 404
    code = "not-found"
    zh = "没有找到该记录"
    en = "No such record"


class OutOfScope(NotFound):
    """Asked for an area or organisation outside one's scope: answered as if it were not there, and recorded."""


class BodyLate(Refusal):
    """The body was announced and did not come in time."""

    status = 408
    code = "body-late"
    zh = "请求内容未按时送达，请重试"
    en = "The body did not arrive in time: try again"


class Conflict(Refusal):
    """The record's id is taken by another request."""

    status = 409
    code = "already-exists"
    zh = "该编号已被另一条记录使用"
    en = "Another record already has this id"


class InFlight(Refusal):
    """The same request, or one on the same record, is still being worked on."""

    status = 409
    code = "in-flight"
    zh = "同一请求或同一记录正在处理，请稍后再试"
    en = "The same request or record is being worked on: try again shortly"


class KeptByLaw(Refusal):
    """The law, or what is going on, asks for the record to be kept: `why_zh`, `why_en`."""

    status = 409
    code = "kept-by-law"
    zh = "{why_zh}，不能删除"
    en = "{why_en}: it cannot be erased"


class RevisionChanged(Refusal):
    """If-Match names another revision."""

    status = 412
    code = "revision-changed"
    zh = "该记录已被他人修改（当前版本 {current}），请刷新后再办理"
    en = "Somebody has changed this record (now revision {current}): reload it first"


class TooLarge(Refusal):
    """The body is over the limit."""

    status = 413
    code = "too-large"
    zh = "请求内容超过 {limit} 字节"
    en = "The body is larger than {limit} bytes"


class WrongMediaType(Refusal):
    """Only JSON is taken."""

    status = 415
    code = "unsupported-media-type"
    zh = "只接受 application/json"
    en = "Only application/json is accepted"


class InTheFuture(Refusal):
    """A business day later than today (Asia/Shanghai)."""

    status = 422
    code = "day-in-the-future"
    zh = "日期不得晚于今天 {today}"
    en = "The day lies after today, {today}"


class Unstorable(Refusal):
    """A text with U+0000: JSON may say it, PostgreSQL keeps no such text."""

    status = 422
    code = "unstorable-text"
    zh = "文字中有不能保存的字符"
    en = "A text holds a character that cannot be kept"


class KeyReused(Refusal):
    """The same Idempotency-Key came with another body."""

    status = 422
    code = "idempotency-key-reused"
    zh = "同一 Idempotency-Key 已用于另一请求"
    en = "This Idempotency-Key was used for another request"


class RevisionRequired(Refusal):
    """An edit or transition without If-Match."""

    status = 428
    code = "revision-required"
    zh = "请求缺少 If-Match(记录版本)"
    en = "The request lacks If-Match (the record's revision)"


class TooManyRequests(Refusal):
    """The account, or the address, asks more often than is allowed: `seconds` until it may again."""

    status = 429
    code = "too-many-requests"
    zh = "请求过于频繁，请 {seconds} 秒后再试"
    en = "Too many requests: try again in {seconds} seconds"


class Busy(Refusal):
    """More at once than this process takes."""

    status = 503
    code = "busy"
    zh = "系统繁忙，请稍后再试"
    en = "The system is busy: try again shortly"


class AuthorityUnknown(Refusal):
    """This process has not read all appointments since it began."""

    status = 503
    code = "authority-not-caught-up"
    zh = "服务刚启动，任职信息尚未读全，请稍后再试"
    en = "The service has just started and does not know all appointments yet: try again shortly"


class AuthorityStale(Refusal):
    """Appointments may have changed since they were last known to be complete."""

    status = 503
    code = "authority-stale"
    zh = "任职信息暂时无法更新，此事项暂停办理，请稍后再试"
    en = "Appointments cannot be brought up to date at the moment, so this is not done: try again shortly"


class Restored(Refusal):
    """The witness knows a longer or another log of this county than the database holds."""

    status = 503
    code = "restored"
    zh = "本县数据库由备份恢复，等待管理员确认后方可继续办理"
    en = "This county's database was restored from a backup: commands wait for the operator"


class Unavailable(Refusal):
    """A part this answer needs is away."""

    status = 503
    code = "unavailable"
    zh = "服务暂不可用（{what}），请稍后再试"
    en = "Temporarily unavailable ({what}): try again shortly"
