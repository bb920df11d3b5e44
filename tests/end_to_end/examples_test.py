"""The example integrators against the programs as built: stock clients of other languages work."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from day_in_the_field import City  # noqa: E402

BUILD = os.environ["ZOUFANG_BUILD"]
ORGANIZATIONS = "400"  # Enough that every kind of name is among them.
VERDICTS = {"FOUND", "POSSIBLE", "NOT_FOUND", "INVALID"}
INTEGRATORS = {
    "node": ["node", str(ROOT / "clients/examples/node/integrator.js")],
    "python": ["/usr/bin/python3", str(ROOT / "clients/examples/python/integrator.py")],
}


def make_registry(city):
    subprocess.run(
        [city.program("zoufang-city"), "--seed", "7", "--organizations", ORGANIZATIONS]
        + ["--divisions", str(ROOT / "data/zibo_divisions.csv"), "--out", city.path("city")],
        check=True,
    )


def make_certificate(city):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        + ["-nodes", "-days", "2", "-subj", "/CN=zoufang", "-addext", "subjectAltName=IP:127.0.0.1"]
        + ["-keyout", city.path("key.pem"), "-out", city.path("cert.pem")],
        check=True,
        capture_output=True,
    )


class ExamplesTest(unittest.TestCase):
    """One server with a small registry and one integrator's key, for all tests."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="zoufang-examples-")
        cls.addClassCleanup(folder.cleanup)
        cls.city = City(BUILD, folder.name)
        cls.city.env["ZOUFANG_PASSWORD"] = "ShouCi-2026-demo"
        make_registry(cls.city)
        cls.city.zoufang("init", "--data", cls.city.path("server"), "--admin", "admin")
        cls.city.start_server()
        cls.addClassCleanup(lambda: cls.city.server and cls.city.stop_server())
        cls.api_key = cls.make_integrator()

    @classmethod
    def make_integrator(cls):
        city = cls.city
        city.zoufang("sign-in", "--server", city.address, "--user", "admin")
        city.zoufang("import", "divisions", city.path("city", "divisions.csv"))
        city.zoufang("import", "organizations", city.path("city", "organizations.csv"))
        account = ("account", "create", "province", "--role", "integrator", "--display", "省平台")
        return city.zoufang(*account, "--area", "3703")["api_key"]

    def run_each(self, **env):
        settings = {"ZOUFANG_SERVER": self.city.address, "ZOUFANG_API_KEY": self.api_key, **env}
        for language, command in INTEGRATORS.items():
            yield language, subprocess.run(
                command,
                env={**os.environ, **settings},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=120,
            )

    def assert_whole_round(self, done):
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("zoufang.v1.OrganizationService: SERVING", done.stdout)
        lines = done.stdout.splitlines()
        self.assertLessEqual(VERDICTS, {line.split()[0] for line in lines}, done.stdout)
        filed = [line for line in lines if line.startswith("filed ZB-")]
        self.assertEqual(len(filed), 1, done.stdout)
        self.assertEqual(filed[0].split()[1].rstrip(","), filed[0].split()[-1])
        self.assertIn("INVALID_ARGUMENT FIELDS_INVALID", done.stdout)
        self.assertIn("  query: 查询内容", done.stdout)
        self.assertIn("  division_prefix: 区划前缀", done.stdout)

    def test_each_integrator_goes_the_whole_round(self):
        for language, done in self.run_each():
            with self.subTest(language):
                self.assert_whole_round(done)

    def test_a_complaint_filed_twice_is_one_complaint(self):
        before = self.city.zoufang("server-status")["rows"]["Complaint"]
        for number, (language, done) in enumerate(self.run_each(), start=1):
            with self.subTest(language):
                self.assertEqual(done.returncode, 0, done.stderr)
                stored = self.city.zoufang("server-status")["rows"]["Complaint"]
                self.assertEqual(stored, before + number)

    def test_a_wrong_key_is_refused_with_a_sentence(self):
        for language, done in self.run_each(ZOUFANG_API_KEY="wrong"):
            with self.subTest(language):
                self.assertEqual(done.returncode, 1)
                self.assertIn("UNAUTHENTICATED TOKEN_INVALID", done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def test_an_absent_server_is_told_with_a_sentence(self):
        for language, done in self.run_each(ZOUFANG_SERVER="127.0.0.1:1"):
            with self.subTest(language):
                self.assertEqual(done.returncode, 1)
                self.assertIn("UNAVAILABLE", done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def restart_with(self, **settings):
        self.city.stop_server()
        with unittest.mock.patch.dict(os.environ, settings):
            self.city.start_server()

    def test_each_integrator_goes_the_whole_round_over_tls(self):
        make_certificate(self.city)
        certificate, key = self.city.path("cert.pem"), self.city.path("key.pem")
        self.addCleanup(self.restart_with)
        self.restart_with(ZOUFANG_TLS_CERT=certificate, ZOUFANG_TLS_KEY=key)
        # Node warns that a certificate for a bare address is unusual.
        for language, done in self.run_each(ZOUFANG_CA=certificate, NODE_NO_WARNINGS="1"):
            with self.subTest(language):
                self.assert_whole_round(done)


if __name__ == "__main__":
    unittest.main()
