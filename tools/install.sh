#!/usr/bin/env bash
# Installs what the project needs and this machine lacks: Debian's packages of tools/packages.txt, and
# the npm packages of the web pages and of the Node example. Does nothing, and needs neither root nor network, when all is
# there.
. "$(dirname "$0")/lib.sh"

npm_projects=(clients/web clients/examples/node)

missing_packages() {
  local package command
  while read -r package command; do
    case $package in '' | '#'*) continue ;; esac
    [ -n "$command" ] && command -v "$command" >/dev/null && continue
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done <tools/packages.txt
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif [ -n "${CI:-}" ]; then
    sudo -n "$@"
  else
    sudo "$@"
  fi
}

apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q \
    -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 "$@" </dev/null
}

# Says what is installed, not how: hundreds of packages unpack. All of it is shown when it fails.
apt_install() {
  local log
  log=$(mktemp)
  apt install -y --no-install-recommends "$@" >"$log" 2>&1 || { cat "$log" && rm "$log" && return 1; }
  sed -n '/^[0-9]* upgraded/p' "$log"
  rm "$log"
}

# The lists are fetched when there are none, or when they turn out to be too old.
install_packages() {
  [ $# -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "needs Debian 12, or these packages' like: $*"
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
    fail "run as root: apt-get install --no-install-recommends $*"
  echo "Installing: $*"
  if ! ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1; then apt update; fi
  apt_install "$@" || { apt update && apt_install "$@"; } ||
    fail "could not install Debian packages; is the network there? See apt-get's message above. Wanted: $*"
}

npm_is_current() {
  cmp -s "$1/package-lock.json" "$1/node_modules/.installed-lock.json"
}

install_npm() {
  npm_is_current "$1" && return
  echo "Installing the npm packages of $1"
  (cd "$1" && npm ci --no-audit --no-fund) </dev/null ||
    fail "could not install npm packages; is the network there? See npm's message above."
  cp "$1/package-lock.json" "$1/node_modules/.installed-lock.json"
}

mapfile -t packages < <(missing_packages)
install_packages ${packages[@]+"${packages[@]}"}
for project in "${npm_projects[@]}"; do install_npm "$project"; done
