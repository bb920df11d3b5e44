"""The layer check itself: each forbidden arrow is refused, and the plan as drawn is let through."""

import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "tools"))
import check_layers  # noqa: E402

ALLOWED = {
    "sync/sql/database.cc": "#include <sqlite3.h>",
    "sync/hub/ingest.cc": '#include "sync/merge/merge_field.h"',
    "sync/device/replica.cc": '#include "zoufang/sync/v1/mutation.pb.h"',
    "sync/device/grpc_transport.cc": "#include <grpcpp/grpcpp.h>",
    "domain/entities.cc": '#include "sync/schema/catalogue.h"',
    "server/rpc/gate.cc": '#include "zoufang/v1/visit_service.grpc.pb.h"',
    "server/storage/visits.cc": '#include "sync/hub/ingest.h"',
    "clients/cli/main.cc": '#include "sync/device/replica.h"',
    "tests/unit/any_test.cc": '#include "server/rpc/gate.h"',
}

FORBIDDEN = {
    "sync/base/clock.cc": '#include "sync/sql/database.h"',
    "sync/merge/merge_field.cc": '#include "sync/hub/ingest.h"',
    "sync/device/replica.cc": '#include "sync/hub/hub.h"',
    "sync/hub/hub.cc": '#include "sync/device/replica.h"',
    "sync/schema/row.cc": '#include "zoufang/v1/visit.pb.h"',
    "sync/hub/feed.cc": "#include <sqlite3.h>",
    "sync/device/sync_engine.cc": "  #  include <grpcpp/grpcpp.h>",
    "domain/access.cc": '#include "sync/sql/database.h"',
    "domain/errors.cc": '#include "server/storage/store.h"',
    "server/storage/store.cc": "#include <grpcpp/server.h>",
    "server/storage/rows.cc": '#include "server/rpc/gate.h"',
    "server/rpc/gate.cc": '#include "sync/device/replica.h"',
    "clients/cli/main.cc": '#include "sync/hub/hub.h"',
    "elsewhere/new.cc": '#include "sync/base/clock.h"',
    "sync/base/log.cc": '#include "tests/support/temp_dir.h"',
}

PROTOS_CMAKE = """
zoufang_protos(product_protos PROTOS zoufang/v1/visit.proto)
add_library(stubs STATIC zoufang/v1/visit_service.proto)
target_link_libraries(stubs PUBLIC product_protos gRPC::grpc++)
"""


class CheckLayersTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, path, text):
        full = os.path.join(self.folder.name, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        return full

    def violations(self):
        return check_layers.violations(self.folder.name)

    def test_the_plan_as_drawn_is_let_through(self):
        for path, include in ALLOWED.items():
            self.write(path, include)
        self.assertEqual(self.violations(), [])

    def test_each_forbidden_include_is_refused_by_file_and_line(self):
        for path, include in FORBIDDEN.items():
            with self.subTest(path=path, include=include):
                full = self.write(path, "// First line.\n" + include)
                self.assertEqual(len(self.violations()), 1, self.violations())
                self.assertTrue(self.violations()[0].startswith(f"{path}:2: includes "))
                os.remove(full)

    def test_builds_and_hidden_folders_are_not_read(self):
        for folder in ("build", "build-asan", ".git", "node_modules"):
            self.write(f"{folder}/a.cc", "#include <sqlite3.h>")
        self.assertEqual(self.violations(), [])

    def test_link_lines_run_down_only(self):
        self.write("sync/hub/CMakeLists.txt", "zoufang_library(sync_hub SOURCES hub.cc)")
        self.write(
            "sync/device/CMakeLists.txt",
            "zoufang_library(sync_device\n  SOURCES replica.cc  # A comment.\n  DEPS sync_hub)",
        )
        self.assertEqual(
            self.violations(),
            [
                "sync/device/CMakeLists.txt: sync_device links sync_hub: "
                "sync/device may not use sync/hub"
            ],
        )

    def test_only_sql_links_sqlite(self):
        self.write("sync/sql/CMakeLists.txt", "zoufang_library(sql SOURCES a.cc DEPS SQLite::SQLite3)")
        self.assertEqual(self.violations(), [])
        self.write("sync/hub/CMakeLists.txt", "zoufang_library(hub SOURCES a.cc DEPS SQLite::SQLite3)")
        self.assertEqual(len(self.violations()), 1)

    def test_what_syncs_links_no_grpc_not_even_by_way_of_another(self):
        self.write("protos/CMakeLists.txt", PROTOS_CMAKE)
        transport = "zoufang_library(device_grpc SOURCES grpc_transport.cc DEPS stubs)\n"
        self.write("sync/device/CMakeLists.txt", transport)
        self.assertEqual(self.violations(), [])
        engine = "zoufang_library(sync_device SOURCES replica.cc PRIVATE_DEPS device_grpc)"
        self.write("sync/device/CMakeLists.txt", transport + engine)
        self.assertEqual(len(self.violations()), 1)
        self.assertIn("sync_device links gRPC by way of device_grpc", self.violations()[0])

    def test_the_servers_storage_stays_free_of_grpc(self):
        self.write("protos/CMakeLists.txt", PROTOS_CMAKE)
        self.write(
            "server/CMakeLists.txt",
            "zoufang_library(server_rpc SOURCES rpc/gate.cc DEPS stubs)\n"
            "zoufang_library(server_storage SOURCES storage/store.cc DEPS stubs)",
        )
        self.assertEqual(len(self.violations()), 1)
        self.assertIn("server_storage links gRPC", self.violations()[0])


if __name__ == "__main__":
    unittest.main()
