#!/usr/bin/env bash
# The parts of tools/try_packages.sh that run inside of the clean Debian.
set -euo pipefail

fail() { echo "$1" >&2 && exit 1; }

# await SECONDS COMMAND...: until the command holds.
await() {
  local until=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $until ] || fail "did not come true: $*"
    read -rt 0.2 <> <(:) || :
  done
}

lo_up() {
  python3 -c 'import fcntl, socket, struct
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
fcntl.ioctl(s, 0x8914, struct.pack("16sh14x", b"lo", 0x41))  # SIOCSIFFLAGS: IFF_UP | IFF_RUNNING
'
}

# As the unit does: its user, its environment, its command.
start_server() {
  set -a
  # shellcheck disable=SC1091
  . /etc/zoufang/zoufangd.env
  ZOUFANG_DATA=/var/lib/zoufang
  set +a
  : >/tmp/zoufangd.out
  setpriv --reuid zoufang --regid zoufang --clear-groups --no-new-privs \
    "$(sed -n 's/^ExecStart=//p' /lib/systemd/system/zoufangd.service)" >/tmp/zoufangd.out 2>&1 &
  server=$!
  await 30 grep -q 'http on port' /tmp/zoufangd.out
}

part_install() {
  printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
  apt-get update -q
  apt-get install -y -q --no-install-recommends /packages/*.deb
  # What only this try needs.
  apt-get install -y -q --no-install-recommends curl python3-minimal systemd x11-utils xauth xvfb libgl1-mesa-dri
}

part_files() {
  dpkg --audit
  [ -z "$(dpkg -V zoufang-server zoufang-client zoufang-tablet)" ] || fail "installed files differ from the packages"
  ! ldd /usr/bin/zoufangd /usr/bin/zoufang /usr/bin/zoufang-tablet | grep 'not found' || fail "a library is missing"
  [ "$(stat -c '%U %a' /var/lib/zoufang)" = "zoufang 700" ] || fail "/var/lib/zoufang is not the server's alone"
}

part_unit() {
  systemd-analyze verify /lib/systemd/system/zoufangd.service
  systemd-analyze security --offline=true --threshold=20 zoufangd.service | tail -1
}

part_server() {
  lo_up
  printf 'correct horse battery\n' >/run/password
  chown zoufang /run/password
  setpriv --reuid zoufang --regid zoufang --clear-groups \
    zoufang init --data /var/lib/zoufang --admin admin --password-file /run/password
  start_server
  curl -fsS http://127.0.0.1:8441/ | grep -q '<title>' || fail "no citizens' page"
  curl -fsS http://127.0.0.1:8441/console.html | grep -q '<title>' || fail "no console"
  curl -fsS -d '{"query":"x"}' -H 'Content-Type: application/json' \
    http://127.0.0.1:8441/zoufang.v1.OrganizationService/SearchOrganizations >/dev/null
  kill "$server" && wait "$server"
  [ -z "$(find /var/lib/zoufang ! -user zoufang)" ] || fail "files of another user in /var/lib/zoufang"
}

part_client() {
  lo_up
  start_server
  zoufang sign-in --server 127.0.0.1:8440 --user admin --password-file /run/password
  zoufang account create lina --role officer --area 370303 --password-file /run/password
  zoufang device code lina --json | sed -n 's|.*"enrollment_code": *"\([^"]*\)".*|\1|p' >/run/code
  zoufang enroll --server 127.0.0.1:8440 --code "$(cat /run/code)" --name try --tablet /root/tablet.db
  zoufang sync --tablet /root/tablet.db
  kill "$server" && wait "$server"
}

has_window() { xwininfo -root -tree | grep -q '走访'; }

part_tablet() {
  Xvfb :7 -screen 0 1280x1280x24 -nolisten tcp >/dev/null 2>&1 &
  export DISPLAY=:7
  await 30 test -e /tmp/.X11-unix/X7
  setpriv --reuid nobody --regid nogroup --clear-groups \
    env HOME=/tmp XDG_RUNTIME_DIR=/tmp LC_ALL=C.UTF-8 zoufang-tablet --tablet /tmp/tablet.db >/tmp/tablet.out 2>&1 &
  local app=$!
  await 60 has_window
  kill -0 $app || fail "the app ended"
  ! grep -E 'qrc:|is not installed|Cannot' /tmp/tablet.out || fail "the app complains"
  kill $app
}

part_purge() {
  apt-get purge -y -q zoufang-server >/dev/null
  [ -e /var/lib/zoufang/zoufang.db ] || fail "the purge took the data"
  [ ! -e /etc/zoufang/zoufangd.env ] || fail "the purge left its configuration"
}

"part_$1"
