"""A desktop that shows notifications, for tests: it answers as the Desktop Notifications Specification says, on the session bus.

`service.py FILE [CAPABILITY…]` prints a line once it is there. Each notification becomes a line of JSON in FILE.
"""

import json
import sys

from jeepney import HeaderFields, MessageType, message_bus, new_error, new_method_return
from jeepney.io.blocking import open_dbus_connection

FILE, CAPABILITIES = sys.argv[1], sys.argv[2:]
NAME = "org.freedesktop.Notifications"

bus = open_dbus_connection("SESSION")
owner = bus.send_and_get_reply(message_bus.RequestName(NAME)).body[0]
assert owner == 1, owner
print("ready", flush=True)
shown = 0
while True:
    call = bus.receive()
    if call.header.message_type != MessageType.method_call:
        continue
    member = call.header.fields[HeaderFields.member]
    if member == "GetCapabilities":
        answer = new_method_return(call, "as", (CAPABILITIES,))
    elif member == "GetServerInformation":
        answer = new_method_return(call, "ssss", ("test", "test", "1", "1.2"))
    elif member == "Notify":
        shown += 1
        app, _, _, summary, body, _, hints, _ = call.body
        with open(FILE, "a", encoding="utf-8") as file:
            urgency = hints.get("urgency", (None, None))[1]
            file.write(json.dumps({"app": app, "summary": summary, "body": body, "urgency": urgency}) + "\n")
        answer = new_method_return(call, "u", (shown,))
    else:
        answer = new_error(call, "org.freedesktop.DBus.Error.UnknownMethod")
    bus.send(answer)
