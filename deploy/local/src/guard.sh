# Keeps one server or service, and ends it when whoever started it is gone, however that went.
#
# Standard input is a pipe whose other end only the starter holds. Each line on it names a signal to pass on; its end
# means that the starter closed it or died. (A parent-death signal would be bound to one thread of the starter, and a
# handler in the starter would not survive kill -9.)
#
# Arguments: the signal for an orphan, seconds until it is killed, the file that names us, the command.
orphan=$1 grace=$2 pidfile=$3
shift 3
exec 3<&0 </dev/null
"$@" 3<&- &
child=$!
echo "$$ $child" >"$pidfile"
(
	while read -r signal; do kill -s "$signal" "$child" 2>/dev/null; done
	kill -s "$orphan" "$child" 2>/dev/null
	kill -s CONT "$child" 2>/dev/null
	tries=$((grace * 10))
	while [ "$tries" -gt 0 ] && kill -0 "$child" 2>/dev/null; do
		sleep 0.1
		tries=$((tries - 1))
	done
	kill -s KILL "$child" 2>/dev/null
) <&3 3<&- &
watcher=$!
exec 3<&-
# The shell would say "Killed" in the midst of the child's log, which its readers take for lines of JSON.
wait "$child" 2>/dev/null
status=$?
kill "$watcher" 2>/dev/null
rm -f "$pidfile"
exit "$status"
