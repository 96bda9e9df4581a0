# What the service `tried` does in a system that was booted for it: installs the package, uses its service, and removes it.
# What fails is said on a line of its own, and nothing follows it.

must() {
    what=$1
    shift
    "$@" > /root/last 2>&1 && return
    echo "FAILED: $what"
    cat /root/last
    systemctl status supple --no-pager --full 2>&1 | head -30
    exit 1
}
not() { ! "$@"; }
supple() { runuser -u supple -- env HOME=/var/lib/supple /usr/bin/supple "$@"; }
main_process() { systemctl show --property=MainPID --value supple; }
has_line() { grep -q "$1" "$2"; }
restarted() {
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
        now=$(main_process)
        [ "$now" != 0 ] && [ "$now" != "$1" ] && supple doctor --serving http://127.0.0.1:7878 && return
        sleep 1
    done
    return 1
}

must "the package can be installed" dpkg --install /root/supple.deb
must "the service is off until someone wants it" not systemctl --quiet is-enabled supple
must "the service does not run until someone wants it" not systemctl --quiet is-active supple

# What it must not do is tried in its place, by a script that starts with it; and first without any confinement, where all of it
# must be possible: else to refuse it would show nothing.
mkdir -p /etc/systemd/system/supple.service.d
printf '[Service]\nExecStartPost=/bin/sh /usr/local/lib/probe.sh probed\n' > /etc/systemd/system/supple.service.d/probe.conf
touch /dev/tried
must "the probes run without confinement" env HOME=/root sh /usr/local/lib/probe.sh unconfined
if grep "^cannot" /root/unconfined; then
    echo "FAILED: what is tried is not possible without confinement either"
    exit 1
fi
must "systemd reads the probes" systemctl daemon-reload

must "the service starts" systemctl enable --now supple
must "it is answered" supple doctor --serving http://127.0.0.1:7878
must "the probes were run in its place" has_line "^cannot" /var/lib/supple/probed
if grep "^can " /var/lib/supple/probed; then
    echo "FAILED: the service can do what its unit refuses"
    exit 1
fi
status=/proc/$(main_process)/status
must "it has an account of its own" not has_line "^Uid:.*[[:space:]]0[[:space:]]" "$status"
must "it has no privilege" has_line "^CapBnd:[[:space:]]0*$" "$status"
must "it gets no privilege" has_line "^NoNewPrivs:[[:space:]]1$" "$status"
must "its calls are filtered" has_line "^Seccomp:[[:space:]]2$" "$status"

must "its account can store" supple log spasm
before=$(main_process)
must "it can be killed" kill -KILL "$before"
must "it is there again by itself" restarted "$before"
must "it is restarted" timeout 20 systemctl restart supple
must "its account can read" sh -c "runuser -u supple -- env HOME=/var/lib/supple /usr/bin/supple diary > /root/diary"
must "what was stored is there" grep -qi spasm /root/diary
must "it stops in time" timeout 10 systemctl stop supple
must "it starts again" systemctl start supple

must "the package can be purged while it runs" dpkg --purge supple
must "nothing of it runs any more" not pgrep -u supple
must "the program is gone" test ! -e /usr/bin/supple
must "the diary stays" test -s /var/lib/supple/.local/share/supple/diary.db
echo "refused: $(grep -c '^cannot' /var/lib/supple/probed)"
echo "all is well"
