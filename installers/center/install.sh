#!/bin/sh
# Installs the center on a Linux machine with systemd, or replaces the version that runs there. Run as root, inside the
# unpacked folder. The books and the settings of an earlier version stay as they are.
set -eu
cd "$(dirname "$0")"

if [ "$(id -u)" -ne 0 ]; then
    echo "Please run this as root: sudo ./install.sh" >&2
    exit 1
fi

if ! getent passwd qingjiang >/dev/null; then
    useradd --system --home-dir /var/lib/qingjiang --shell /usr/sbin/nologin qingjiang
fi

install -D -m 0755 qingjiang-center /usr/bin/qingjiang-center
install -D -m 0644 qingjiang-center.service /etc/systemd/system/qingjiang-center.service
install -D -m 0644 -t /usr/share/doc/qingjiang-center README.md LICENSE CHANGELOG.md
if [ ! -e /etc/qingjiang/center.env ]; then
    install -D -m 0640 center.env /etc/qingjiang/center.env
fi

systemctl daemon-reload
systemctl enable qingjiang-center.service
systemctl restart qingjiang-center.service
systemctl --no-pager status qingjiang-center.service
