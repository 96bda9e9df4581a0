# Tries what a service must not do, and writes down what it can and what it cannot, into the file of its home that is named.
try() {
    what=$1
    shift
    if "$@" > /dev/null 2>&1; then echo "can $what"; else echo "cannot $what"; fi
}
program=$HOME/program
cp /bin/true "$program"
{
    try "write beside its own folder" touch /etc/supple-was-here
    try "write into the programs" touch /usr/lib/supple-was-here
    try "look into the homes" ls /home
    try "look into the home of root" ls /root
    try "see the processes of others" test -e /proc/1
    try "see the settings of the kernel" test -e /proc/sys/kernel
    try "see what else is among the devices" test -e /dev/tried
    try "make a name space" unshare --user true
    try "rename the machine" hostname supple-was-here
    try "give a file the rights of its owner" chmod u+s "$program"
    # AF_NETLINK, AF_PACKET.
    try "ask the kernel for its network" perl -e 'socket(my $s, 16, 3, 0) or exit 1'
    try "read the packets of the network" perl -e 'socket(my $s, 17, 3, 0) or exit 1'
    if [ "$(uname -m)" = x86_64 ]; then
        # mmap for reading, writing and running.
        try "run memory that it writes" perl -e 'exit(syscall(9, 0, 4096, 7, 34, -1, 0) == -1 ? 1 : 0)'
    fi
} > "$HOME/$1"
rm -f "$program" /etc/supple-was-here /usr/lib/supple-was-here
exit 0
