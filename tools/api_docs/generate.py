#!/usr/bin/env python3
"""Makes the API's documentation from a descriptor set with source info.

  generate.py DESCRIPTOR_SET VERSION FOLDER   writes openapi.json, api.html and api_docs.cc, which
                                              holds both for the gateway to serve
"""

import json
import pathlib
import sys

from google.protobuf import descriptor_pb2

from api_page import ApiPage, style_hash
from openapi import OpenApi
from proto_index import ProtoIndex

PACKAGE = "zoufang"
DELIMITER = "docs"
# Compilers need not take longer literals; adjacent ones are joined.
MOST_CHARACTERS = 4000

SOURCE = """// Made by tools/api_docs/generate.py from the protos.
#include "server/http/api_docs.h"

namespace zoufang::http {{

const absl::string_view kOpenApiJson = {openapi};

const absl::string_view kApiPage = {page};

const absl::string_view kApiPageStyleHash = "{style}";

}}  // namespace zoufang::http
"""


def literal(text):
    parts = [text[i : i + MOST_CHARACTERS] for i in range(0, len(text), MOST_CHARACTERS)]
    return "\n".join(f'R"{DELIMITER}({part}){DELIMITER}"' for part in parts)


def main():
    descriptor_set, version, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    files = descriptor_pb2.FileDescriptorSet.FromString(pathlib.Path(descriptor_set).read_bytes())
    index = ProtoIndex(files, PACKAGE)
    openapi = json.dumps(OpenApi(index, version).document(), ensure_ascii=False, indent=1)
    page = ApiPage(index).text()
    source = SOURCE.format(openapi=literal(openapi), page=literal(page), style=style_hash())
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("openapi.json", openapi), ("api.html", page), ("api_docs.cc", source)):
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
