"""Notifications of the server as built: refused, killed while the receiver had one, delivered."""

import base64
import hashlib
import hmac
import http.server
import json
import os
import pathlib
import re
import sys
import tempfile
import threading
import time
import unittest
import urllib.request
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from day_in_the_field import City  # noqa: E402

BUILD = os.environ["ZOUFANG_BUILD"]
KEY = bytes(range(32))
SECRET = "whsec_" + base64.b64encode(KEY).decode()
FILE_COMPLAINT = "zoufang.v1.ComplaintService/FileComplaint"


class Receiver:
    """Keeps what is POSTed. Answers with `status`; None: takes it and never answers."""

    def __init__(self):
        self.posts, self.status, self.changed = [], 200, threading.Condition()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with receiver.changed:
                    receiver.posts.append((dict(self.headers), body))
                    status = receiver.status
                    receiver.changed.notify_all()
                if status is None:
                    self.connection.recv(1)  # Until the sender is gone.
                    return
                self.send_response(status)
                self.end_headers()

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    def answer(self, status):
        with self.changed:
            self.status = status

    def wait_for(self, count, seconds=30):
        with self.changed:
            self.changed.wait_for(lambda: len(self.posts) >= count, seconds)
            return list(self.posts)


class NotificationsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="zoufang-notifications-")
        self.addCleanup(folder.cleanup)
        self.city = City(BUILD, folder.name)
        self.city.env["ZOUFANG_PASSWORD"] = "ShouCi-2026-demo"
        self.city.zoufang("init", "--data", self.city.path("server"), "--admin", "admin")
        self.receiver = Receiver()
        self.addCleanup(self.receiver.server.shutdown)
        self.secret = pathlib.Path(self.city.path("secret"))
        self.secret.write_text(SECRET + "\n", encoding="ascii")
        self.start()
        self.addCleanup(lambda: self.city.server and self.city.stop_server())

    def start(self):
        said = len(self.city.log()) if self.city.address else 0
        self.city.start_server("--http", "127.0.0.1:0", "--notify-webhook", self.receiver.url,
                               "--notify-webhook-secret-file", str(self.secret),
                               "--notify-file", self.city.path("notices.jsonl"))
        deadline = time.monotonic() + 10
        while not (port := re.search(r"^http on port (\d+)$", self.city.log()[said:], re.MULTILINE)):
            self.assertLess(time.monotonic(), deadline, "no HTTP port")
            time.sleep(0.02)
        self.http = f"http://127.0.0.1:{port[1]}/"

    def file_complaint(self):
        complaint = {"kind": "COMPLAINT_KIND_VIOLATION", "subjectName": "某某协会", "category": "fees",
                     "narrative": "强制收费", "areaCode": "370303",
                     "reporterMode": "REPORTER_MODE_ANONYMOUS"}
        body = json.dumps({"complaint": complaint, "requestId": str(uuid.uuid4())}).encode()
        request = urllib.request.Request(self.http + FILE_COMPLAINT, body,
                                         {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["number"]

    def check_signature(self, headers, body):
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        wanted = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
        self.assertEqual(headers["webhook-signature"], f"v1,{wanted}")
        self.assertLess(abs(time.time() - int(headers["webhook-timestamp"])), 60)

    def test_one_that_is_refused_comes_again_later_under_its_id(self):
        self.receiver.answer(503)
        number = self.file_complaint()
        self.receiver.wait_for(1)
        self.receiver.answer(204)
        posts = self.receiver.wait_for(2)
        self.assertEqual(len(posts), 2)
        for headers, body in posts:
            self.check_signature(headers, body)
        self.assertEqual(posts[0][0]["webhook-id"], posts[1][0]["webhook-id"])
        self.assertEqual(json.loads(posts[1][1])["data"]["number"], number)

    def test_one_that_the_receiver_had_when_the_server_was_killed_comes_again_under_its_id(self):
        self.receiver.answer(None)
        number = self.file_complaint()
        self.assertEqual(len(self.receiver.wait_for(1)), 1)
        self.city.server.kill()
        self.city.server.wait()
        self.receiver.answer(200)
        self.start()
        posts = self.receiver.wait_for(2)
        self.assertEqual(len(posts), 2)
        self.assertEqual(posts[0][0]["webhook-id"], posts[1][0]["webhook-id"])
        self.assertEqual(posts[0][1], posts[1][1])
        self.check_signature(*posts[1])
        self.file_complaint()
        self.assertEqual(len(self.receiver.wait_for(3)), 3, "it goes on")
        time.sleep(1)
        self.assertEqual(len(self.receiver.wait_for(3)), 3, "and repeats nothing that was taken")
        lines = pathlib.Path(self.city.path("notices.jsonl")).read_text(encoding="utf-8").splitlines()
        self.assertIn(number, [json.loads(line)["notification"]["data"]["number"] for line in lines])
        self.assertNotIn(SECRET[6:], self.city.log())


if __name__ == "__main__":
    unittest.main()
