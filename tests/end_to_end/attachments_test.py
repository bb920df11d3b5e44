"""Photos of a visit through the programs as built: both ends are killed while one is sent."""

import hashlib
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from day_in_the_field import City  # noqa: E402

BUILD = os.environ["ZOUFANG_BUILD"]
SECRET = b"GPS 36.8135N 118.0548E"
MIB = 1 << 20


def picture(size, seed):
    """A JPEG as a camera makes it: with Exif, and `size` bytes of pixels. And the same without."""
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0" + SECRET
    frame = bytes.fromhex("ffdb004300") + b"\1" * 64 + bytes.fromhex("ffc0000b080010001001011100")
    scan = bytes.fromhex("ffda0008010100003f00") + bytes([seed]) * size + bytes.fromhex("ffd9")
    start = bytes.fromhex("ffd8")
    segment = bytes.fromhex("ffe1") + (len(exif) + 2).to_bytes(2, "big") + exif
    return start + segment + frame + scan, start + frame + scan


class AttachmentsTest(unittest.TestCase):
    """One server, one officer's tablet with a visit, for all tests."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="zoufang-attachments-")
        cls.addClassCleanup(folder.cleanup)
        city = cls.city = City(BUILD, folder.name)
        city.env["ZOUFANG_PASSWORD"] = "ShouCi-2026-demo"
        city.zoufang("init", "--data", city.path("server"), "--admin", "admin")
        city.start_server()
        cls.addClassCleanup(lambda: city.server and city.stop_server())
        city.zoufang("sign-in", "--server", city.address, "--user", "admin")
        registry = pathlib.Path(city.path("registry.csv"))
        registry.write_text(
            "name,kind,status,area_code\n张店区慈善总会,ASSOCIATION,REGISTERED,370303001\n",
            encoding="utf-8",
        )
        city.zoufang("import", "organizations", str(registry))
        for user in ("lina", "wang"):
            city.zoufang("account", "create", user, "--role", "officer", "--area", "370303")
            code = city.zoufang("device", "code", user)["enrollment_code"]
            city.tablet(user, "enroll", "--server", city.address, "--name", user,
                        env={"ZOUFANG_CODE": code})
            city.tablet(user, "sync")
        organization = cls.ask("lina", "SELECT id FROM organization")
        cls.visit = city.tablet("lina", "visit", "start", "--organization", organization)["id"]

    @classmethod
    def ask(cls, tablet, query, *values):
        connection = sqlite3.connect(f"file:{cls.city.path(tablet + '.db')}?mode=ro", uri=True)
        try:
            row = connection.execute(query, values).fetchone()
            return row and row[0]
        finally:
            connection.close()

    def attach(self, content):
        path = pathlib.Path(self.city.path("photo.jpg"))
        path.write_bytes(content)
        attached = self.city.tablet("lina", "visit", "attach", self.visit, str(path),
                                    "--caption", "门头照")
        path.unlink()
        return attached["id"]

    def sent(self, attachment):
        return self.ask("lina", "SELECT sent FROM _upload WHERE row_id=?", attachment)

    def state(self, tablet, attachment):
        shown = self.city.tablet(tablet, "visit", "show", self.visit)
        return next(file for file in shown["files"] if file["id"] == attachment)

    def begin_sync(self):
        return subprocess.Popen(
            [self.city.program("zoufang"), "--json", "sync", "--tablet", self.city.path("lina.db")],
            env=self.city.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def await_sent(self, attachment, least, sync):
        deadline = time.monotonic() + 60
        while self.sent(attachment) < least:
            self.assertIsNone(sync.poll(), "the upload ended before it could be cut")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.005)

    def get(self, *arguments, **options):
        out = pathlib.Path(self.city.path("fetched"))
        out.unlink(missing_ok=True)
        done = self.city.zoufang("attachment", "get", *arguments, "--out", str(out), **options)
        return done, out.read_bytes() if out.exists() else None

    def test_an_upload_survives_kill_of_tablet_and_server(self):
        photo, clean = picture(40 * MIB, 7)
        attachment = self.attach(photo)
        self.assertEqual(self.state("lina", attachment)["state"], "waiting")
        self.assertEqual(self.city.tablet("lina", "status")["files_waiting"], 1)

        sync = self.begin_sync()
        self.await_sent(attachment, 4 * MIB, sync)
        sync.send_signal(signal.SIGKILL)
        sync.wait()
        cut = self.sent(attachment)
        self.assertLess(cut, len(photo))
        self.assertEqual(self.state("lina", attachment)["state"], "sending")

        sync = self.begin_sync()
        self.await_sent(attachment, cut + 4 * MIB, sync)
        self.city.kill_server()
        self.assertEqual(sync.wait(timeout=120), 3, "the line is down: later")
        cut = self.sent(attachment)
        self.assertLess(cut, len(photo))
        self.city.start_server()
        partial = pathlib.Path(self.city.path("server", "attachments", "partial", attachment))
        self.assertGreaterEqual(partial.stat().st_size, cut, "what was acknowledged is there")

        self.city.tablet("lina", "sync")
        self.assertEqual(self.state("lina", attachment)["state"], "stored")
        self.assertEqual(self.city.tablet("lina", "status")["files_waiting"], 0)
        self.assertFalse(partial.exists())
        self.assert_readable(attachment, photo, clean)

    def assert_readable(self, attachment, photo, clean):
        with self.subTest("the officer's own original, offline"):
            _, own = self.get(attachment, "--tablet", self.city.path("lina.db"))
            self.assertEqual(own, photo)
        with self.subTest("a colleague gets the clean copy"):
            self.city.tablet("wang", "sync")
            self.assertEqual(self.state("wang", attachment)["state"], "stored")
            _, copy = self.get(attachment, "--tablet", self.city.path("wang.db"))
            self.assertEqual(hashlib.sha256(copy).digest(), hashlib.sha256(clean).digest())
        with self.subTest("the custodian opens the original, with a reason"):
            _, original = self.get(attachment, "--original", "--reason", "行政复议取证")
            self.assertEqual(original, photo)
            refused, nothing = self.get(attachment, "--original", expect=(2, 4))
            self.assertIsNone(nothing, refused)
        with self.subTest("the folder alone shows nothing"):
            for file in pathlib.Path(self.city.path("server", "attachments")).rglob("*"):
                self.assertFalse(file.is_file() and SECRET in file.read_bytes(), file)

    def test_rows_go_on_while_a_file_cannot(self):
        attachment = self.attach(picture(MIB, 8)[0])
        stored = pathlib.Path(self.city.path("lina.db.files"),
                              self.ask("lina", "SELECT sha256 FROM attachment WHERE id=?", attachment))
        stored.unlink()
        self.city.tablet("lina", "visit", "note", self.visit, "照片丢失，另行补拍。")
        done = self.city.tablet("lina", "sync")
        self.assertEqual((done["pending"], done["files_waiting"]), (0, 0))
        self.assertEqual(self.state("lina", attachment)["state"], "lost")
        reasons = {item["reason"] for item in self.city.tablet("lina", "attention")["attention"]}
        self.assertIn("FILE_MISSING", reasons)

    def test_what_is_no_photo_is_refused_before_it_is_saved(self):
        path = pathlib.Path(self.city.path("notes.txt"))
        path.write_text("not a photo", encoding="utf-8")
        refused = self.city.tablet("lina", "visit", "attach", self.visit, str(path), expect=(1, 2, 4))
        self.assertEqual(refused["error"]["reason"], "ATTACHMENT_TYPE")


if __name__ == "__main__":
    unittest.main()
