"""Files as people have them, given to the programs as built: rows that are wrong, and a tablet's file that is read-only."""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from day_in_the_field import City  # noqa: E402

BUILD = os.environ["ZOUFANG_BUILD"]
NOBODY = 65534
REGISTRY = (
    "name,kind,status,area_code\n"
    "张店区慈善总会,ASSOCIATION,REGISTERED,370303001\n"
    "淄川区志愿者协会,NO_SUCH_KIND,REGISTERED,370302001\n"
    "博山区老年协会,ASSOCIATION,REGISTERED,370304001\n"
)


class BadInputTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="zoufang-bad-input-")
        self.addCleanup(folder.cleanup)
        self.city = City(BUILD, folder.name)
        self.city.env["ZOUFANG_PASSWORD"] = "ShouCi-2026-demo"
        self.city.zoufang("init", "--data", self.city.path("server"), "--admin", "admin")
        self.city.start_server()
        self.addCleanup(self.city.stop_server)
        self.city.zoufang("sign-in", "--server", self.city.address, "--user", "admin")

    def run_import(self, *options):
        registry = pathlib.Path(self.city.path("registry.csv"))
        registry.write_text(REGISTRY, encoding="utf-8")
        done = subprocess.run(
            [self.city.program("zoufang"), "--json", "import", "organizations", str(registry), *options],
            env=self.city.env, capture_output=True, text=True, timeout=60)
        return done, json.loads(done.stdout)

    def names(self):
        found = self.city.zoufang("search", "协会", "--server", self.city.address)
        return sorted(match["name"] for match in found["matches"])

    def test_one_bad_row_keeps_all_rows_out_and_is_named(self):
        done, report = self.run_import()
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("IMPORT_REFUSED", done.stderr)
        problem, = report["problems"]
        self.assertEqual((problem["line"], problem["column"]), (3, 2))
        self.assertTrue(problem["message"])
        self.assertEqual(self.names(), [])

    def test_good_rows_are_imported_when_asked_for(self):
        done, report = self.run_import("--keep-going")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((report["created"], report["refused"]), (2, 1))
        self.assertEqual(self.names(), ["博山区老年协会"])

    def test_a_read_only_tablet_is_said_and_stays_as_it_is(self):
        self.run_import("--keep-going")
        self.city.zoufang("account", "create", "lina", "--role", "officer", "--area", "370303")
        code = self.city.zoufang("device", "code", "lina")["enrollment_code"]
        self.city.tablet("lina", "enroll", "--server", self.city.address, "--name", "lina",
                         env={"ZOUFANG_CODE": code})
        self.city.tablet("lina", "sync")
        # As somebody whom permissions bind, with a program that he may read.
        shown = tempfile.TemporaryDirectory(prefix="zoufang-read-only-")
        self.addCleanup(shown.cleanup)
        folder = pathlib.Path(shown.name)
        self.addCleanup(folder.chmod, 0o755)
        program = shutil.copy(self.city.program("zoufang"), folder)
        tablet = pathlib.Path(shutil.copy(self.city.path("lina.db"), folder))
        tablet.chmod(0o444)
        folder.chmod(0o555)
        before = hashlib.sha256(tablet.read_bytes()).hexdigest()
        as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [program, "--json", "visit", "start", "--organization",
             "00000000-0000-7000-8000-000000000001", "--tablet", str(tablet)],
            env=self.city.env, capture_output=True, text=True, timeout=60, **as_nobody)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("FILE_READ_ONLY", done.stderr)
        self.assertIn(str(tablet), done.stderr)
        self.assertEqual(hashlib.sha256(tablet.read_bytes()).hexdigest(), before)


if __name__ == "__main__":
    unittest.main()
