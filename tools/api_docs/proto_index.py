"""What the protos declare, with the comments they say it with."""

from google.protobuf import descriptor_pb2

NO_SIDE_EFFECTS = descriptor_pb2.MethodOptions.NO_SIDE_EFFECTS

# Numbers of fields within descriptors, of which the paths to comments are made.
FILE_MESSAGE, FILE_ENUM, FILE_SERVICE = 4, 5, 6
MESSAGE_FIELD, MESSAGE_NESTED, MESSAGE_ENUM = 2, 3, 4
ENUM_VALUE, SERVICE_METHOD = 2, 2


class ProtoIndex:
    """Services, messages and enums of a descriptor set by full name, and a comment for each part."""

    def __init__(self, descriptor_set, package):
        self.services, self.messages, self.enums = {}, {}, {}
        self._comments = {}
        for file in descriptor_set.file:
            self._add_file(file)
        named = sorted((n.count("."), n) for n in self.services if n.startswith(package + "."))
        self.services = {name: self.services[name] for _, name in named}

    def comment(self, name):
        """The comment of "pkg.Message", "pkg.Message.field", "pkg.Service.Method"; "" without one."""
        return self._comments.get(name, "")

    def _add_file(self, file):
        texts = {
            tuple(place.path): (place.leading_comments or place.trailing_comments)
            for place in file.source_code_info.location
        }
        for i, message in enumerate(file.message_type):
            self._add_message(message, file.package, (FILE_MESSAGE, i), texts)
        for i, enum in enumerate(file.enum_type):
            self._add_enum(enum, file.package, (FILE_ENUM, i), texts)
        for i, service in enumerate(file.service):
            name = self._note(file.package, service.name, (FILE_SERVICE, i), texts)
            self.services[name] = service
            for j, method in enumerate(service.method):
                self._note(name, method.name, (FILE_SERVICE, i, SERVICE_METHOD, j), texts)

    def _add_message(self, message, parent, path, texts):
        name = self._note(parent, message.name, path, texts)
        self.messages[name] = message
        for i, field in enumerate(message.field):
            self._note(name, field.name, (*path, MESSAGE_FIELD, i), texts)
        for i, nested in enumerate(message.nested_type):
            self._add_message(nested, name, (*path, MESSAGE_NESTED, i), texts)
        for i, enum in enumerate(message.enum_type):
            self._add_enum(enum, name, (*path, MESSAGE_ENUM, i), texts)

    def _add_enum(self, enum, parent, path, texts):
        name = self._note(parent, enum.name, path, texts)
        self.enums[name] = enum
        for i, value in enumerate(enum.value):
            self._note(name, value.name, (*path, ENUM_VALUE, i), texts)

    def _note(self, parent, own, path, texts):
        name = f"{parent}.{own}"
        lines = (line.strip() for line in texts.get(path, "").splitlines())
        self._comments[name] = "\n".join(lines).strip()
        return name


def reachable(index):
    """Full names of the messages and enums that the services' methods lead to, in order."""
    found, waiting = set(), []
    for service in index.services.values():
        for method in service.method:
            waiting += [method.input_type[1:], method.output_type[1:]]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        if name in index.messages:
            waiting += [f.type_name[1:] for f in index.messages[name].field if f.type_name]
    return sorted(found)
