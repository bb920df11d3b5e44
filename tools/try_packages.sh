#!/usr/bin/env bash
# Installs the Debian packages into a clean Debian 12 (a bootstrap in a folder), starts zoufangd there
# as its unit says, and the tablet's app in a window under Xvfb; exits 0 when all of it works. Needs root and the network.
#   try_packages.sh [DIR]   packages of DIR, or of build/packages (tools/package.sh makes them)
. "$(dirname "$0")/lib.sh"
case ${1:-} in -h | --help) sed -n '2,4s/^# \{0,1\}//p' tools/try_packages.sh && exit 0 ;; esac

packages=${1:-build/packages}
clean=${TMPDIR:-/tmp}/zoufang-clean base=${TMPDIR:-/tmp}/zoufang-clean/base root=${TMPDIR:-/tmp}/zoufang-clean/root

bootstrap() {
  [ ! -e "$clean/base.ok" ] || return 0
  command -v debootstrap >/dev/null || apt-get install -y -q debootstrap
  rm -rf "$base"
  debootstrap --variant=minbase --include=ca-certificates bookworm "$base" >"$clean/log" || { tail "$clean/log" && return 1; }
  touch "$clean/base.ok"
}

unmount() {
  local folder
  for folder in sys proc dev/pts dev ''; do umount -q -l "$root/$folder" 2>/dev/null || true; done
}

# A fresh layer over the bootstrap, so that every run starts clean.
enter() {
  unmount
  rm -rf "$clean/upper" "$clean/scratch" "$root"
  mkdir -p "$clean/upper" "$clean/scratch" "$root"
  mount -t overlay overlay -o "lowerdir=$base,upperdir=$clean/upper,workdir=$clean/scratch" "$root"
  trap unmount EXIT
  mount -t proc proc "$root/proc"
  mount -t sysfs sysfs "$root/sys"
  mount --bind /dev "$root/dev"
  mount --bind /dev/pts "$root/dev/pts"
  cp -L /etc/resolv.conf "$root/etc/"
  mkdir -p "$root/packages"
  cp "$packages"/*.deb tools/packages_inside.sh "$root/packages/"
}

inside() {
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
    unshare --net --pid --fork chroot "$root" /packages/packages_inside.sh "$1"
}

install_inside() {
  # The network is needed here only; what runs later has none but its own loopback.
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
    chroot "$root" /packages/packages_inside.sh install >"$clean/log" 2>&1 || { tail -30 "$clean/log" && return 1; }
}

[ "$(id -u)" = 0 ] || fail "needs root"
ls "$packages"/zoufang-server_*.deb >/dev/null 2>&1 || fail "no packages in $packages; run tools/package.sh"
mkdir -p "$clean"
stage "clean Debian 12" bootstrap
enter
stage "install the packages" install_inside
for part in files unit server client tablet purge; do stage "$part" inside "$part"; done
