"""Refusals of the GraphQL interface, with words in both languages."""

from chassis.refusal import Refusal


class OutOfScope(Refusal):
    """Another county, or another township than the asker's."""

    status = 403
    code = "out-of-scope"
    zh = "{area} 不在您的管辖范围内"
    en = "{area} lies outside your area"


class OfficeMayNotRead(Refusal):
    """The office does not read this."""

    status = 403
    code = "office-may-not"
    zh = "您的职务不能查看此内容"
    en = "Your office does not read this"


class DocumentsOnly(Refusal):
    """An open query from somebody who may only send trusted documents."""

    status = 403
    code = "documents-only"
    zh = "只接受已登记的查询文档(documentId)"
    en = "Only trusted documents (documentId) are answered"


class UnknownDocument(Refusal):
    """No trusted document has this id: the page is older or newer than the gateway."""

    status = 400
    code = "document-unknown"
    zh = "查询文档未登记，请刷新页面"
    en = "No trusted document has this id: reload the page"


class WrongArgument(Refusal):
    """An argument's value is not one that can be answered."""

    status = 400
    code = "wrong-argument"
    zh = "参数 {argument} 的值无法处理：{why_zh}"
    en = "Argument {argument} cannot be answered: {why_en}"


class TooComplex(Refusal):
    """A limit on the document is exceeded."""

    status = 400
    code = "too-complex"
    zh = "查询超出限制：{limit} 为 {found},最多 {allowed}"
    en = "The query is over a limit: {limit} is {found}, at most {allowed}"


class ReadOnly(Refusal):
    """Commands are REST; the graph is read."""

    status = 405
    code = "read-only"
    zh = "GraphQL 接口只读，办理业务请用 REST 接口"
    en = "The GraphQL interface only reads: commands are REST"


class WrongMethod(Refusal):
    """Neither GET nor POST."""

    status = 405
    code = "method-not-allowed"
    zh = "只接受 GET 和 POST"
    en = "Only GET and POST are answered"


class NotAcceptable(Refusal):
    """The client takes none of the media types this is written in."""

    status = 406
    code = "not-acceptable"
    zh = "只能以 application/graphql-response+json 或 application/json 答复"
    en = "Answers are application/graphql-response+json or application/json only"


class OverSocket(Refusal):
    """A query over the socket, or a subscription over HTTP."""

    status = 400
    code = "wrong-transport"
    zh = "查询走 HTTP,订阅走 WebSocket"
    en = "Queries go over HTTP, subscriptions over the socket"
