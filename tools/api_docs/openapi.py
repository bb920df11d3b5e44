"""The OpenAPI 3.1 description of the services as the HTTP gateway offers them."""

from google.protobuf.descriptor_pb2 import FieldDescriptorProto as Field

from proto_index import NO_SIDE_EFFECTS, reachable

INTEGER = {"type": "integer", "format": "int32"}
# JSON has no integers of 64 bits: they travel as decimal text.
LONG = {"type": "string", "format": "int64", "pattern": "^-?[0-9]+$"}
SCALARS = {
    Field.TYPE_DOUBLE: {"type": "number", "format": "double"},
    Field.TYPE_FLOAT: {"type": "number", "format": "float"},
    Field.TYPE_BOOL: {"type": "boolean"},
    Field.TYPE_STRING: {"type": "string"},
    Field.TYPE_BYTES: {"type": "string", "contentEncoding": "base64"},
    **{t: INTEGER for t in (Field.TYPE_INT32, Field.TYPE_SINT32, Field.TYPE_SFIXED32)},
    **{t: {"type": "integer", "format": "int64", "minimum": 0} for t in (Field.TYPE_UINT32, Field.TYPE_FIXED32)},
    **{t: LONG for t in (Field.TYPE_INT64, Field.TYPE_SINT64, Field.TYPE_SFIXED64)},
    **{t: LONG for t in (Field.TYPE_UINT64, Field.TYPE_FIXED64)},
}
WELL_KNOWN = {
    "google.protobuf.Timestamp": {"type": "string", "format": "date-time"},
    "google.protobuf.Duration": {"type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?s$"},
    "google.protobuf.FieldMask": {"type": "string", "description": "Field names, separated by commas."},
}
ERROR = {
    "type": "object",
    "description": "An error by the Connect protocol.",
    "required": ["code"],
    "properties": {
        "code": {"type": "string", "examples": ["invalid_argument"]},
        "message": {"type": "string"},
        "details": {
            "type": "array",
            "description": "google.rpc.ErrorInfo with the reason, LocalizedMessage in Chinese, BadRequest with the fields.",
            "items": {
                "type": "object",
                "properties": {
                    "type": {"type": "string"},
                    "value": {"type": "string", "contentEncoding": "base64"},
                    "debug": {"type": "object"},
                },
            },
        },
    },
}


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


class OpenApi:
    """Makes the description of one index."""

    def __init__(self, index, version):
        self._index = index
        self._version = version

    def document(self):
        names = [name for name in reachable(self._index) if name not in WELL_KNOWN]
        return {
            "openapi": "3.1.0",
            "info": {
                "title": "走访接口 (Zoufang API)",
                "version": self._version,
                "description": "Every method by the Connect protocol: POST with a JSON body. "
                "Streams are enveloped (application/connect+json).",
            },
            "servers": [{"url": "/"}],
            "tags": [self._tag(name) for name in self._index.services],
            "paths": dict(self._paths()),
            "components": {
                "schemas": {"connect.Error": ERROR, **{n: self._schema(n) for n in names if not self._is_map(n)}},
                "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            },
            # Which role may call what is the server's to say; some methods need nobody signed in.
            "security": [{}, {"token": []}],
        }

    def _tag(self, service):
        return {"name": service, "description": self._index.comment(service)}

    def _paths(self):
        for service, declared in self._index.services.items():
            for method in declared.method:
                path = {"post": self._post(service, method)}
                if method.options.idempotency_level == NO_SIDE_EFFECTS:
                    path["get"] = self._get(service, method)
                yield f"/{service}/{method.name}", path

    def _operation(self, service, method, verb):
        comment = self._index.comment(f"{service}.{method.name}")
        return {
            "tags": [service],
            "operationId": f"{service}.{method.name}" + ("" if verb == "post" else ".get"),
            "summary": " ".join(comment.split()).split(". ")[0].rstrip(".") or method.name,
            "description": comment,
        }

    def _post(self, service, method):
        prefix = "connect+" if method.server_streaming else ""
        return {
            **self._operation(service, method, "post"),
            "requestBody": {"required": True, "content": self._content(method.input_type, prefix)},
            "responses": self._responses(method, prefix),
        }

    def _get(self, service, method):
        message = {"name": "message", "in": "query", "required": True, "schema": {"type": "string"}}
        message["description"] = f"A {method.input_type[1:]} as JSON; with base64=1 as URL-safe base64."
        return {
            **self._operation(service, method, "get"),
            "parameters": [
                {"name": "encoding", "in": "query", "required": True, "schema": {"enum": ["json", "proto"]}},
                message,
                {"name": "base64", "in": "query", "schema": {"enum": ["1"]}},
                {"name": "connect", "in": "query", "schema": {"enum": ["v1"]}},
            ],
            "responses": self._responses(method, ""),
        }

    def _content(self, type_name, prefix):
        return {
            f"application/{prefix}json": {"schema": ref(type_name[1:])},
            f"application/{prefix}proto": {"schema": {"type": "string", "contentEncoding": "binary"}},
        }

    def _responses(self, method, prefix):
        return {
            "200": {"description": method.output_type[1:], "content": self._content(method.output_type, prefix)},
            "default": {
                "description": "An error.",
                "content": {"application/json": {"schema": ref("connect.Error")}},
            },
        }

    def _schema(self, name):
        comment = self._index.comment(name)
        if name in self._index.enums:
            values = self._index.enums[name].value
            said = [f"{v.name}: {self._index.comment(f'{name}.{v.name}')}" for v in values]
            return {"type": "string", "enum": [v.name for v in values], "description": "\n".join([comment, *said]).strip()}
        message = self._index.messages[name]
        properties = {field.json_name: self._property(name, field) for field in message.field}
        return {"type": "object", "description": comment, "properties": properties}

    def _property(self, message, field):
        schema = dict(self._type(field))
        comment = self._index.comment(f"{message}.{field.name}")
        if field.HasField("oneof_index") and not field.proto3_optional:
            oneof = self._index.messages[message].oneof_decl[field.oneof_index].name
            comment = f"{comment}\nOne of `{oneof}`.".strip()
        return {**schema, "description": comment} if comment else schema

    def _type(self, field):
        if self._is_map(field.type_name[1:]):
            value = self._index.messages[field.type_name[1:]].field[1]
            return {"type": "object", "additionalProperties": self._one(value)}
        if field.label == Field.LABEL_REPEATED:
            return {"type": "array", "items": self._one(field)}
        return self._one(field)

    def _one(self, field):
        if not field.type_name:
            return SCALARS[field.type]
        return WELL_KNOWN.get(field.type_name[1:]) or ref(field.type_name[1:])

    def _is_map(self, name):
        return name in self._index.messages and self._index.messages[name].options.map_entry
