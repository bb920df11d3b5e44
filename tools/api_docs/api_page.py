"""One page that shows the services, their messages and what the protos say of each."""

import base64
import hashlib
import html

from google.protobuf.descriptor_pb2 import FieldDescriptorProto as Field

from proto_index import NO_SIDE_EFFECTS, reachable

STYLE = """
body { margin: 0 auto; max-width: 60rem; padding: 1rem; color: #1d2129; background: #fff;
  font: 16px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
h1, h2, h3 { line-height: 1.3; } h2 { margin-top: 3rem; border-bottom: 1px solid #c9cdd4; }
code, pre { font: 14px/1.5 ui-monospace, monospace; background: #f2f3f5; border-radius: 4px; }
code { padding: 0 .3em; overflow-wrap: anywhere; } pre { padding: .8rem; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } a { color: #0b57b0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #e5e6eb; }
.kind { color: #4e5969; font-size: .85em; }
"""

INTRODUCTION = """
<p>本页由接口定义（protos）生成，供对接系统的开发人员阅读。机器可读的说明见 <a href="/openapi.json">openapi.json</a>（OpenAPI 3.1）。
<span lang="en">Made from the protos' comments, which are English.</span></p>
<h3>怎样调用</h3>
<p>每个方法都用 <code>POST /服务全名/方法名</code>，正文为 JSON（<code>application/json</code>）或二进制（<code>application/proto</code>），
即 Connect 协议；同样的服务也以 gRPC 提供。需要登录的方法带请求头 <code>Authorization: Bearer 令牌</code>，令牌不写进网址。
标有 GET 的方法不改变数据，可以用网址参数调用并按 ETag 缓存。标有“流”的方法用 <code>application/connect+json</code>。</p>
<pre>curl -d '{"query":"志愿"}' -H 'Content-Type: application/json' \\
  https://服务器/zoufang.v1.OrganizationService/SearchOrganizations</pre>
<h3>出错时</h3>
<p>正文为 <code>{"code": …, "message": …, "details": […]}</code>。<code>google.rpc.ErrorInfo</code> 的 <code>reason</code> 不会改变含义，程序应按它判断；
<code>google.rpc.LocalizedMessage</code> 是给人看的中文；<code>google.rpc.BadRequest</code> 指出哪个字段不对。
创建类方法的 <code>request_id</code> 由调用方生成：同一个 <code>request_id</code> 重发多少次都只办一次。</p>
"""

SCALARS = {value: name[5:].lower() for name, value in Field.Type.items()}


def style_hash():
    """What a content security policy names the page's style by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()


def paragraphs(comment):
    text = html.escape(comment)
    return "".join(f"<p>{part}</p>" for part in text.split("\n\n") if part.strip())


def link(name):
    return f'<a href="#{name}"><code>{name.rsplit(".", 1)[-1]}</code></a>'


class ApiPage:
    """Makes the page of one index."""

    def __init__(self, index):
        self._index = index

    def text(self):
        services = "".join(self._service(name) for name in self._index.services)
        types = "".join(self._type(name) for name in reachable(self._index) if name.startswith("zoufang."))
        return (
            '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>走访接口说明</title><style>{STYLE}</style></head><body>"
            f"<h1>走访接口说明</h1>{INTRODUCTION}<h3>服务</h3>{self._contents()}{services}"
            f"<h2>消息与枚举</h2>{types}</body></html>\n"
        )

    def _contents(self):
        items = (f"<li>{link(name)} {html.escape(self._first_sentence(name))}</li>" for name in self._index.services)
        return f'<ul lang="en">{"".join(items)}</ul>'

    def _first_sentence(self, name):
        return " ".join(self._index.comment(name).split()).split(". ")[0]

    def _service(self, name):
        methods = "".join(self._method(name, method) for method in self._index.services[name].method)
        comment = paragraphs(self._index.comment(name))
        return f'<section lang="en"><h2 id="{name}">{name.rsplit(".", 1)[-1]}</h2>{comment}{methods}</section>'

    def _method(self, service, method):
        name = f"{service}.{method.name}"
        get = method.options.idempotency_level == NO_SIDE_EFFECTS
        kinds = " · ".join(["POST"] + ["GET"] * get + ["流"] * method.server_streaming)
        return (
            f'<h3 id="{name}">{method.name} <span class="kind">{kinds}</span></h3>'
            f"<p><code>/{service}/{method.name}</code></p>{paragraphs(self._index.comment(name))}"
            f"<p>{link(method.input_type[1:])} → {link(method.output_type[1:])}</p>"
        )

    def _type(self, name):
        if name in self._index.enums:
            parts = [(value.name, str(value.number)) for value in self._index.enums[name].value]
        elif self._index.messages[name].options.map_entry:
            return ""
        else:
            parts = [(field.name, self._kind(field)) for field in self._index.messages[name].field]
        rows = "".join(
            f"<tr><td><code>{part}</code></td><td>{kind}</td>"
            f'<td>{html.escape(self._index.comment(f"{name}.{part}"))}</td></tr>'
            for part, kind in parts
        )
        comment = paragraphs(self._index.comment(name))
        table = f"<table>{rows}</table>" if rows else "<p>（无字段）</p>"
        return f'<section lang="en"><h3 id="{name}">{name}</h3>{comment}{table}</section>'

    def _kind(self, field):
        name = field.type_name[1:]
        message = self._index.messages.get(name)
        if message is not None and message.options.map_entry:
            key, value = message.field
            return f"map&lt;{self._kind(key)}, {self._kind(value)}&gt;"
        kind = SCALARS[field.type] if not name else link(name) if name.startswith("zoufang.") else name
        return f"repeated {kind}" if field.label == Field.LABEL_REPEATED else kind
