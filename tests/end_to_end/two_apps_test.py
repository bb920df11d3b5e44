"""Two officers' apps and a server, each a process of its own: both edit one field offline, meet,
one of them decides, and both show the same."""

import os
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from day_in_the_field import City  # noqa: E402
from windows import Window  # noqa: E402

BUILD = os.environ["ZOUFANG_BUILD"]


class TwoAppsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="zoufang-two-apps-")
        self.addCleanup(folder.cleanup)
        city = self.city = City(BUILD, folder.name)
        city.env["ZOUFANG_PASSWORD"] = "ShouCi-2026-demo"
        city.zoufang("init", "--data", city.path("server"), "--admin", "admin")
        city.start_server()
        self.addCleanup(lambda: city.server and city.stop_server())
        city.zoufang("sign-in", "--server", city.address, "--user", "admin")
        registry = pathlib.Path(city.path("registry.csv"))
        registry.write_text(
            "name,kind,status,area_code\n张店区慈善总会,ASSOCIATION,REGISTERED,370303001\n",
            encoding="utf-8",
        )
        city.zoufang("import", "organizations", str(registry))
        self.li = self.open("lina", (0, 0))
        self.wang = self.open("wangqiang", (1280, 0))

    def open(self, user, place):
        self.city.zoufang("account", "create", user, "--role", "officer", "--area", "370303")
        window = Window(BUILD, self.city.path(user + ".db"), place)
        self.addCleanup(window.close)
        code = self.city.zoufang("device", "code", user)["enrollment_code"]
        window.enrol(self.city.address, code, user)
        return window

    def test_both_edit_a_field_offline_meet_and_show_what_one_decides(self):
        both = (self.li, self.wang)
        self.city.kill_server()
        self.li.write("慈善总会", "hours", "周一至周五")
        self.wang.write("慈善总会", "hours", "周二至周日")
        for window in both:
            window.do("await", "waiting", "1")
            window.do("await", "state", "offline")

        self.city.start_server()
        for window in both:
            window.do("sync")
            window.do("await", "waiting", "0")
            window.do("await", "conflicts", "1")
            window.do("tap", "nav_sync")
            window.do("await_shown", "choose_kept")
        conflict, = self.city.tablet("wangqiang", "conflicts")["conflicts"]
        kept = conflict["kept_value"].strip('"')
        self.assertEqual({kept, conflict["shown_value"].strip('"')}, {"周一至周五", "周二至周日"})

        self.wang.do("tap", "choose_kept")
        self.wang.do("type", "conflictReason", "电话核实")
        self.wang.do("tap", "resolve")
        for window in both:
            window.do("await", "conflicts", "0")
            window.do("await", "state", "done")
            window.do("open", "慈善总会")
            window.do("await_text", "hoursInput", kept)
        self.same_on_disk()

    def same_on_disk(self):
        server = {scope["scope"]: scope["digest"]
                  for scope in self.city.zoufang("server-status")["scopes"]}
        for user in ("lina", "wangqiang"):
            status = self.city.tablet(user, "status", "--verify")
            self.assertEqual(status["pending"], 0)
            for scope in status["scopes"]:
                self.assertEqual(scope["digest"], server[scope["scope"]], scope["scope"])


if __name__ == "__main__":
    unittest.main()
