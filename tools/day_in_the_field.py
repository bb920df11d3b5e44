#!/usr/bin/env python3
"""Plays a day of outreach visits through the real programs, and checks every step.

  day_in_the_field.py [--once] [--windows] [--keep DIR] [--build DIR]

Three tablets enrol, go offline, edit the same things, are killed while saving, and come back to a
server that is killed while they push. With --windows two of the officers work in the app's windows
instead of the shell: a hand taps and types there, to be watched. Exits 0 when every step held; 1 with a sentence when one did
not. Without --once the server stays up at the end and the last lines say how to use it.
"""
import argparse
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid

import windows

ROOT = pathlib.Path(__file__).resolve().parent.parent
WEB = ROOT / "clients" / "web" / "dist"
SEED = "20260401"
VISITS_ON_PAPER = 3000
VISITS_BEFORE_THE_KILL = 1500  # Three requests of a push: a server killed after the first has a part.
PROFILE = ("SELECT contact_name, contact_phone, opening_hours, remarks FROM organization_profile"
           " WHERE organization_id=?")


class StepFailed(Exception):
    """A step did not hold; the message is the sentence for the person who ran this."""


def say(text=""):
    print(text, flush=True)


def step(zh, en):
    say(f"\n== {zh} · {en}")


def check(held, zh, en):
    if not held:
        raise StepFailed(f"{zh} · {en}: did not hold")
    say(f"   ✓ {zh} · {en}")


class City:
    """The programs, with a folder for everything they write."""

    def __init__(self, build, folder):
        self.build, self.folder = pathlib.Path(build), pathlib.Path(folder)
        self.env = dict(os.environ, ZOUFANG_SESSION=str(self.folder / "admin.session"))
        self.server = None
        self.address = None
        self.pages = None

    def path(self, *names):
        return str(self.folder.joinpath(*names))

    def program(self, name):
        return str(self.build / name)

    # Runs `zoufang --json …`; returns its document. `expect` lists the allowed exit codes.
    def zoufang(self, *arguments, expect=(0,), env=None):
        command = [self.program("zoufang"), "--json", *arguments]
        done = subprocess.run(command, env={**self.env, **(env or {})}, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=300)
        if done.returncode not in expect:
            raise StepFailed(f"zoufang {' '.join(arguments[:3])} … exited {done.returncode}: "
                             f"{done.stderr.strip() or done.stdout.strip()}")
        text = done.stdout if done.returncode == 0 else done.stderr
        try:
            document = json.loads(text) if text.strip() else {}
        except json.JSONDecodeError as error:
            raise StepFailed(f"zoufang {' '.join(arguments[:3])} … printed no JSON: {text[:200]}") from error
        if done.returncode != 0:
            document["exit"] = done.returncode
        return document

    def tablet(self, name, *arguments, **options):
        return self.zoufang(*arguments, "--tablet", self.path(f"{name}.db"), **options)

    def start_server(self, *options):
        port_file = pathlib.Path(self.path("port"))
        port_file.unlink(missing_ok=True)
        listen = self.address or "127.0.0.1:0"
        with open(self.path("server.log"), "a", encoding="utf-8") as log:
            self.server = subprocess.Popen(
                [self.program("zoufangd"), "--data", self.path("server"), "--listen", listen,
                 "--port-file", str(port_file), *options], stdout=log, stderr=log)
        deadline = time.monotonic() + 30
        while not (port_file.exists() and port_file.read_text().strip()):
            if self.server.poll() is not None:
                tail = pathlib.Path(self.path("server.log")).read_text()[-400:]
                raise StepFailed(f"zoufangd stopped at its start: {tail}")
            if time.monotonic() > deadline:
                raise StepFailed("zoufangd did not open its port within 30 s")
            time.sleep(0.02)
        self.address = f"127.0.0.1:{port_file.read_text().strip().rsplit(':', 1)[-1]}"
        self.env["ZOUFANG_SERVER"] = self.address

    # With the web pages, at `self.pages`. Who complains is sealed under a key made here.
    def start_web_server(self):
        secret = self.path("identity.pem")
        subprocess.run(["openssl", "genpkey", "-algorithm", "X25519", "-out", secret], check=True)
        public = subprocess.run(["openssl", "pkey", "-in", secret, "-pubout", "-outform", "DER"], check=True,
                                capture_output=True).stdout[-32:].hex()
        self.start_server("--http", "127.0.0.1:0", "--web", str(WEB), "--identity-public-key", public)
        deadline = time.monotonic() + 10
        while not (ports := re.findall(r"^http on port (\d+)$", self.log(), re.MULTILINE)):
            if time.monotonic() > deadline:
                raise StepFailed("zoufangd did not open its HTTP port within 10 s")
            time.sleep(0.02)
        self.pages = f"http://127.0.0.1:{ports[-1]}/"

    def log(self):
        return pathlib.Path(self.path("server.log")).read_text(encoding="utf-8", errors="replace")

    def stop_server(self):
        self.server.send_signal(signal.SIGTERM)
        code = self.server.wait(timeout=60)
        self.server = None
        return code

    def kill_server(self):
        self.server.send_signal(signal.SIGKILL)
        self.server.wait()
        self.server = None


def file_hash(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def rows(path, query, *values):
    """Reads a file that no program has open for writing, or a tablet's."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


# --- 1 ---------------------------------------------------------------------------------------------

def make_city(city):
    step("1 造城:区划与登记册", "the city: real divisions, a synthetic registry from one seed")
    for folder in ("city", "again"):
        subprocess.run([city.program("zoufang-city"), "--seed", SEED, "--divisions",
                        str(ROOT / "data" / "zibo_divisions.csv"), "--out", city.path(folder)],
                       check=True, stdout=subprocess.DEVNULL)
    same = all(file_hash(city.path("city", name)) == file_hash(city.path("again", name))
               for name in ("organizations.csv", "divisions.csv"))
    check(same, "同一种子两次生成逐字节相同", "the same seed makes the same bytes")


def start(city):
    step("2 启动服务器并导入", "the server starts and takes the registry in")
    city.env["ZOUFANG_PASSWORD"] = "ShouCi-2026-demo"
    city.zoufang("init", "--data", city.path("server"), "--admin", "admin")
    city.start_server()
    city.zoufang("sign-in", "--server", city.address, "--user", "admin")
    city.zoufang("import", "divisions", city.path("city", "divisions.csv"))
    city.zoufang("import", "organizations", city.path("city", "organizations.csv"))
    status = city.zoufang("server-status")["rows"]
    check(status["Division"] == 3028, "区划 3,028 个:1 市、8 区县、88 镇街、2,931 村居",
          "3,028 divisions")
    check(status["Organization"] == 4088 and status["OrganizationProfile"] == 4088,
          "社会组织 4,088 家,各有走访档案", "4,088 organisations, each with its field profile")
    for name, display, role, areas in (("lina", "李娜", "officer", ["370303"]),
                                       ("wangqiang", "王强", "officer", ["370303"]),
                                       ("zhaomin", "赵敏", "officer", ["370304", "370303001"]),
                                       ("chenjing", "陈静", "staff", ["3703"])):
        area_options = [part for code in areas for part in ("--area", code)]
        city.zoufang("account", "create", name, "--role", role, "--display", display, *area_options)


class Shell:
    """Officers who work by the `zoufang` program."""

    def __init__(self, city):
        self.city = city

    def enrol(self, name, code):
        self.city.tablet(name, "enroll", "--server", self.city.address, "--name", f"平板{name}",
                         env={"ZOUFANG_CODE": code})
        self.city.tablet(name, "sync")

    # Two officers get the same visit; returns its id.
    def share_visit(self, day):
        visit = self.city.tablet("A", "visit", "start", "--organization", day.visited_id, "--purpose",
                                 "年度联合走访", "--no-point-reason", "室内无信号")["id"]
        for name in ("A", "B"):
            self.city.tablet(name, "sync")
        return visit

    def edit(self, day):
        self.city.tablet("A", "edit", "organization_profile", day.shared_id, "contact_name=李主任")
        self.city.tablet("B", "edit", "organization_profile", day.shared_id, "contact_phone=0533-2188001")
        self.city.tablet("A", "edit", "organization_profile", day.shared_id, "opening_hours=周一至周五 9:00-17:00")
        time.sleep(1.1)  # The second observation is the later one by the clock.
        self.city.tablet("B", "edit", "organization_profile", day.shared_id, "opening_hours=周二至周日 8:30-16:30")

    def visit_together(self, day):
        self.city.tablet("B", "visit", "join", day.visit)
        self.city.tablet("A", "visit", "answer", day.visit, "certificate_displayed=是")
        self.city.tablet("B", "visit", "answer", day.visit, "address_matches=否")
        self.city.tablet("A", "visit", "finding", day.visit, "--item", "certificate_valid",
                         "--severity", "2", "--description", "登记证书将于下月到期")
        self.city.tablet("B", "visit", "need", day.visit, "--kind", "premises", "--description",
                         "希望协调社区活动场地")
        self.city.tablet("A", "visit", "note", day.visit, "负责人在场,台账齐全。")

    def decide(self, day):
        self.city.tablet("A", "conflicts", "resolve", day.conflict["id"], "--take", "kept",
                         "--reason", "电话核实")

    def close(self):
        """Nothing of theirs is open."""


def enrol(city, hands):
    step("3 三台平板登记并首次同步", "three tablets enrol and take their first sync")
    for user, name in (("lina", "A"), ("wangqiang", "B"), ("zhaomin", "C")):
        code = city.zoufang("device", "code", user)["enrollment_code"]
        begun = time.monotonic()
        hands.enrol(name, code)
        status = city.tablet(name, "status")
        scopes = {scope["scope"] for scope in status["scopes"]}
        held = rows(city.path(f"{name}.db"), "SELECT count(*) FROM organization")[0][0]
        foreign = [s for s in scopes if s.startswith("area:") and not
                   any(s[5:].startswith(p) for p in (["370303"] if name != "C" else ["370304", "370303001"]))]
        check(held == 4088 and not foreign,
              f"平板 {name}:全市 {held} 家与本辖区 {len(scopes) - 1} 个范围,{time.monotonic() - begun:.1f} 秒",
              f"tablet {name} has the whole registry and only its own areas")


# --- 2 ---------------------------------------------------------------------------------------------

class Day:
    """What the officers do, and what must come of it."""

    def __init__(self, city, hands):
        self.city, self.hands = city, hands
        database = city.path("A.db")
        town = rows(database, "SELECT o.id, o.name, o.credit_code FROM organization o JOIN"
                              " organization_profile p ON p.organization_id=o.id WHERE"
                              " o.area_code='370303001' AND o.status=1 ORDER BY o.id LIMIT 3")
        (self.shared_id, self.shared_name, self.shared_code) = town[0]
        (self.visited_id, self.visited_name, self.visited_code) = town[1]
        (self.sql_id, self.sql_name, _) = town[2]
        self.expected_visits = 0

    def profile(self, tablet, organization):
        return rows(self.city.path(f"{tablet}.db"), PROFILE, organization)[0]

    def shared_visit(self):
        step("4 断网之前:李娜发起一次联合走访", "before the network goes: a visit that two will share")
        self.visit = self.hands.share_visit(self)
        self.expected_visits += 1
        known = rows(self.city.path("B.db"), "SELECT count(*) FROM visit WHERE id=?", self.visit)[0][0]
        check(known == 1, f"王强的平板上看得到对“{self.visited_name}”的走访", "tablet B has the visit")

    def look_up(self):
        step("5 断网:查找组织", "the network goes; officers look organisations up offline")
        code = self.city.stop_server()
        check(code == 0, "服务器收到 SIGTERM 有序停止", "the server drained and exited 0")
        lost = self.city.tablet("A", "sync", expect=(3,))
        check(lost["exit"] == 3, f"平板照常可用,只说明:{lost['error']['message']}",
              "a sync says so plainly and loses nothing")
        for text in (self.shared_name, self.shared_name[3:8], self.shared_code):
            found = self.city.tablet("A", "lookup", text)
            names = [match["name"] for match in found["matches"]]
            check(self.shared_name in names[:3], f"查“{text}” → {names[0]}", "found offline")
        by_sound = self.city.tablet("A", "lookup", "zhangdian")["matches"]
        check(by_sound and all("张店" in match["name"] for match in by_sound[:3]),
              f"按拼音查“zhangdian” → {by_sound[0]['name']}", "found by pinyin")
        wrong = self.shared_code[:-1] + ("0" if self.shared_code[-1] != "0" else "1")
        refused = self.city.tablet("A", "lookup", wrong, expect=(0, 4))
        said = json.dumps(refused, ensure_ascii=False)
        check(self.shared_code in said, f"输错校验码 {wrong} → 提示 {self.shared_code}",
              "a wrong check character is named, with the nearest correction")

    def edit(self):
        step("6 各自离线修改同一份档案", "two officers edit the same profile, unseen by each other")
        self.hands.edit(self)
        say("   李娜改联系人,王强改电话;两人都改了开放时间 · different fields, and the same field")

    def covisit(self):
        step("7 两人共同完成一次走访", "two officers complete one visit together")
        self.hands.visit_together(self)
        self.hands.close()
        say("   李娜答证书悬挂,王强答地址不符,各记问题与诉求 · answers, a finding and a need")

    def plain_sql(self):
        step("8 赵敏用 sqlite3 直接改库", "an edit by plain SQL, in the sqlite3 shell")
        sql = ("UPDATE organization_profile SET remarks='由数据库工具补录:搬迁至二楼' WHERE"
               f" organization_id='{self.sql_id}';")
        subprocess.run(["sqlite3", self.city.path("C.db"), sql], check=True)
        pending = rows(self.city.path("C.db"), "SELECT count(*) FROM _capture")[0][0]
        check(pending == 1, "触发器在同一事务里记下了这次修改", "captured in the same transaction")

    def kill_while_saving(self):
        step("9 补录纸质走访时平板断电(kill -9)", "a tablet is killed while it saves")
        paper = pathlib.Path(self.city.path("paper.jsonl"))
        organizations = [row[0] for row in rows(
            self.city.path("B.db"), "SELECT id FROM organization WHERE area_code LIKE '370303%'"
                                    " ORDER BY id")]
        with paper.open("w", encoding="utf-8") as out:
            for i in range(VISITS_ON_PAPER):
                out.write(json.dumps({"organization_id": organizations[i % len(organizations)],
                                      "purpose": f"纸质记录补录第 {i + 1} 份", "summary": "情况正常。"},
                                     ensure_ascii=False) + "\n")
        writer = subprocess.Popen([self.city.program("zoufang"), "visit", "import", str(paper),
                                   "--tablet", self.city.path("B.db")], env=self.city.env,
                                  stdout=subprocess.PIPE, text=True)
        told = []
        for line in writer.stdout:
            if line.startswith("saved "):
                told.append(line.split()[1])
            if len(told) == VISITS_BEFORE_THE_KILL:
                break
        writer.send_signal(signal.SIGKILL)
        told += [line.split()[1] for line in writer.stdout if line.startswith("saved ")]
        writer.wait()
        stored = {row[0] for row in rows(self.city.path("B.db"),
                                         "SELECT id FROM visit WHERE purpose LIKE '纸质记录补录%'")}
        self.expected_visits += len(stored)
        check(set(told) <= stored and len(stored) <= len(told) + 1,
              f"说过“已保存”的 {len(told)} 份都在,没有半份", "everything said to be saved is there, whole")
        intact = rows(self.city.path("B.db"), "PRAGMA integrity_check")[0][0]
        status = self.city.tablet("B", "status")
        check(intact == "ok" and status["pending"] >= len(stored),
              f"文件完好,待发 {status['pending']} 份", "the file is sound and the outbox holds them")

    # --- 3 -----------------------------------------------------------------------------------------

    def worst_return(self):
        step("10 网络恢复,服务器在接收中被 kill -9", "the network returns; the server is killed in a push")
        self.city.start_server()
        def stored():
            return rows(self.city.path("server", "zoufang.db"), "SELECT count(*) FROM visit")[0][0]

        before, saved = stored(), self.city.tablet("B", "status")["pending"]
        push = subprocess.Popen([self.city.program("zoufang"), "--json", "sync", "--tablet",
                                 self.city.path("B.db")], env=self.city.env,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and push.poll() is None:
            if stored() > before:
                break
            time.sleep(0.001)
        self.city.kill_server()
        push.communicate(timeout=180)
        taken = stored() - before
        check(push.returncode == 3 and 0 < taken < saved,
              f"王强的同步中断,待发 {saved} 笔,服务器已存下其中 {taken} 次走访",
              "tablet B's sync stopped in the middle and will go on")
        self.city.start_server()
        for name in ("C", "B", "A", "B", "C", "A", "B", "C"):
            self.city.tablet(name, "sync")

    def compare(self):
        step("11 结果对照", "the result, side by side")
        profiles = {name: self.profile(name, self.shared_id) for name in "ABC"}
        for name, (contact, phone, hours, _) in profiles.items():
            say(f"   平板 {name}: 联系人 {contact} | 电话 {phone} | 开放时间 {hours}")
        profiles["服务器"] = rows(self.city.path("server", "zoufang.db"), PROFILE, self.shared_id)[0]
        contact, phone, hours, _ = profiles["服务器"]
        say(f"   服务器: 联系人 {contact} | 电话 {phone} | 开放时间 {hours}")
        contact, phone, hours, _ = profiles["A"]
        check(contact == "李主任" and phone == "0533-2188001", "不同字段:两人的修改都在",
              "different fields: both survived")
        check(len(set(profiles.values())) == 1, "三台平板与服务器相同", "all tablets and the server show the same")
        conflicts = self.city.tablet("A", "conflicts")["conflicts"]
        mine = [c for c in conflicts if c["field_name"] == "opening_hours"]
        check(len(mine) == 1, "同一字段:恰有一条冲突待处理", "the same field: exactly one conflict item")
        self.conflict = mine[0]
        both = {self.conflict["shown_value"].strip('"'), self.conflict["kept_value"].strip('"')}
        check(both == {"周一至周五 9:00-17:00", "周二至周日 8:30-16:30"} and hours in both,
              f"显示“{hours}”,另一值也留存", "one is shown, both are kept")
        answers = dict(rows(self.city.path("C.db"), "SELECT question_id, answer FROM visit_answer"
                                                    " WHERE visit_id=? AND answer<>''", self.visit))
        check(answers == {"certificate_displayed": "是", "address_matches": "否"},
              "共同走访的两份回答都在", "the shared visit has both answers")
        remarks = self.profile("A", self.sql_id)[3]
        check(remarks.startswith("由数据库工具补录"), "SQL 直改已到达所有平板", "the plain SQL edit arrived")

    def resolve(self):
        step("12 处理冲突", "the conflict is resolved on a tablet, as an ordinary save")
        self.hands.decide(self)
        for name in ("A", "B", "C"):
            self.city.tablet(name, "sync")
        hours = {self.profile(name, self.shared_id)[2] for name in "ABC"}
        check(hours == {self.conflict["kept_value"].strip('"')}, f"处理后各平板均为“{hours.pop()}”",
              "every tablet shows the chosen value")
        left = self.city.tablet("B", "conflicts")["conflicts"]
        check(not left, "没有未处理的冲突", "no conflict is open")

    def converge(self):
        step("13 核对:不重不漏,摘要一致", "nothing twice, nothing lost, digests equal")
        self.city.zoufang("admin", "backup")
        backup = max(pathlib.Path(self.city.path("server", "backups")).glob("*.db"))
        visits = rows(backup, "SELECT count(*), count(DISTINCT id) FROM visit")[0]
        check(visits == (self.expected_visits, self.expected_visits),
              f"走访 {visits[0]} 次,与平板上保存的次数相同", "as many visits as were saved")
        mutations = rows(backup, "SELECT count(*) FROM _mutation WHERE by_server=0")[0][0]
        saved = sum(self.city.tablet(name, "status")["last_seq"] for name in "ABC")
        check(mutations == saved, f"平板共保存 {saved} 笔,服务器记有 {mutations} 笔,无一重复",
              "every save was taken in exactly once")
        server = {scope["scope"]: int(scope["digest"]) for scope in
                  self.city.zoufang("server-status")["scopes"]}
        for name in "ABC":
            status = self.city.tablet(name, "status", "--verify")
            equal = all(int(scope["digest"]) == server[scope["scope"]] for scope in status["scopes"])
            check(equal and status["pending"] == 0, f"平板 {name}:{len(status['scopes'])} 个范围摘要与服务器一致",
                  f"tablet {name} equals the server")
            self.same_rows(name, backup)

    def same_rows(self, name, backup):
        connection = sqlite3.connect(f"file:{self.city.path(f'{name}.db')}?mode=ro", uri=True)
        connection.execute("ATTACH ? AS server", (str(backup),))
        scopes = "SELECT name FROM main._scope"
        for table in ("organization", "organization_profile", "visit", "visit_answer", "finding", "need"):
            columns = [row[1] for row in connection.execute(f"PRAGMA server.table_info({table})")
                       if not row[1].startswith("_")]
            listed = ", ".join(f't."{column}"' for column in columns)
            of_server = (f"SELECT {listed}, t._rev FROM server.{table} t JOIN server._scope s ON s.n=t._scope"
                         f" WHERE s.name IN ({scopes})")
            of_tablet = f"SELECT {listed}, t._rev FROM main.{table} t"
            for left, right in ((of_server, of_tablet), (of_tablet, of_server)):
                differing = connection.execute(f"SELECT count(*) FROM ({left} EXCEPT {right})").fetchone()[0]
                if differing:
                    raise StepFailed(f"tablet {name} differs from the server in {differing} rows of {table}")
        connection.close()

    # --- 4 -----------------------------------------------------------------------------------------

    def complain(self):
        step("14 市民投诉", "a citizen looks an organisation up and files a complaint")
        found = self.city.zoufang("search", self.shared_name, "--server", self.city.address)
        check(found["matches"][0]["name"] == self.shared_name, f"查到“{self.shared_name}”", "found")
        request = str(uuid.uuid4())
        filed = [self.city.zoufang("complaint", "file", "--server", self.city.address, "--organization",
                                   self.shared_id, "--kind", "dispute", "--category", "fees",
                                   "--narrative", "收取会费未提供服务,要求退还。", "--mode", "anonymous",
                                   "--request-id", request) for _ in range(2)]
        check(filed[0]["number"] == filed[1]["number"] and filed[0]["secret"] == filed[1]["secret"],
              f"同一请求提交两次:一件投诉,编号 {filed[0]['number']}", "filed twice, one complaint")
        self.city.env["ZOUFANG_SESSION"] = self.city.path("staff.session")
        self.city.zoufang("sign-in", "--server", self.city.address, "--user", "chenjing")
        cases = self.city.zoufang("complaint", "list")["complaints"]
        check(len(cases) == 1, "工作人员只看到一件", "staff see one case")
        accepted = self.city.zoufang("complaint", "accept", cases[0]["id"])
        secret = pathlib.Path(self.city.path("secret"))
        secret.touch(mode=0o600)
        secret.write_text(filed[0]["secret"])
        status = self.city.zoufang("complaint", "status", filed[0]["number"], "--secret-file", str(secret))
        check(status["due_on"] != "" and status["due_on"] == accepted["complaint"]["due_on"],
              f"已受理,办理期限 {status['due_on']},市民凭编号与密码可见", "accepted, with its due date")
        secret.write_text("0000000000000000")
        wrong = self.city.zoufang("complaint", "status", filed[0]["number"], "--secret-file", str(secret),
                                  expect=(4,))
        check(wrong["error"]["reason"] == "COMPLAINT_SECRET_WRONG", f"密码错:{wrong['error']['message']}",
              "a wrong secret shows nothing")
        secret.unlink()
        self.city.env["ZOUFANG_SESSION"] = self.city.path("admin.session")

    def open_pages(self):
        step("15 网页", "the web pages, and the same services over HTTP")
        self.city.stop_server()
        self.city.start_web_server()
        with urllib.request.urlopen(self.city.pages, timeout=10) as page:
            held = "淄博市社会组织" in page.read().decode()
        check(held, f"市民页面 {self.city.pages}", "the citizens' page")
        call = urllib.request.Request(
            f"{self.city.pages}zoufang.v1.OrganizationService/SearchOrganizations",
            json.dumps({"query": self.shared_name}).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(call, timeout=10) as answer:
            name = json.load(answer)["matches"][0]["organization"]["name"]
        check(name == self.shared_name, f"网页接口查到“{name}”", "found over HTTP")


def serve(city):
    program = os.path.relpath(city.program("zoufang"))
    say(f"""
服务器仍在运行 · the server stays up: {city.address}
市民网页 · the citizens' page: {city.pages}
工作台 · the bureau's console: {city.pages}console.html
  账号 accounts: admin, chenjing (staff), lina, wangqiang, zhaomin (officers); 密码 password: {city.env['ZOUFANG_PASSWORD']}
  试一试 try:
    {program} lookup 志愿 --tablet {city.path('A.db')}
    {program} search zdq --server {city.address}
    ZOUFANG_SESSION={city.path('admin.session')} {program} server-status
  Ctrl-C 停止 · stops it""")
    try:
        city.server.wait()
    except KeyboardInterrupt:
        city.stop_server()


def play(city, hands):
    make_city(city)
    start(city)
    enrol(city, hands)
    day = Day(city, hands)
    day.shared_visit()
    day.look_up()
    day.edit()
    day.covisit()
    day.plain_sql()
    day.kill_while_saving()
    day.worst_return()
    day.compare()
    day.resolve()
    day.converge()
    day.complain()
    day.open_pages()


def main():
    parser = argparse.ArgumentParser(description="A day of outreach visits, played and checked.")
    parser.add_argument("--once", action="store_true", help="stop at the end; exit 0 when every step held")
    parser.add_argument("--windows", action="store_true", help="work tablets A and B in the app's windows")
    parser.add_argument("--keep", metavar="DIR", help="keep everything in DIR (must not exist)")
    parser.add_argument("--build", default=str(ROOT / "build"), help="where the programs are")
    options = parser.parse_args()
    if options.windows and (why := windows.why_none(options.build)):
        say(f"✗ {why}")
        return 2
    folder = options.keep or tempfile.mkdtemp(prefix="zoufang-day-")
    os.makedirs(folder, exist_ok=not options.keep)
    city = City(options.build, folder)
    hands = windows.Hands(city, Shell(city), options.keep) if options.windows else Shell(city)
    begun = time.monotonic()
    try:
        play(city, hands)
        say(f"\n每一步都成立 · every step held ({time.monotonic() - begun:.0f} s)")
        if not options.once:
            serve(city)
    except (StepFailed, windows.WindowFailed) as failure:
        say(f"\n✗ {failure}")
        say(f"  数据与日志 · data and logs: {folder}")
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        hands.close()
        if city.server is not None:
            city.kill_server()
    if not options.keep:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
