"""A mail server for tests, on this machine only: aiosmtpd, which others wrote, and what tests want to go wrong.

`server.py PORT FOLDER` says on which port it is; port 0 is any. Each message becomes a line of JSON in FOLDER/mails. FOLDER/how says
what becomes of the next ones:

- `take`: they are taken. `slow SECONDS`: the same, but the answer comes late.
- `refuse CODE`: they are refused with this code, after they were read.
- `drop`: they are taken, and the connection ends without an answer.

It ends with whoever started it, since its input ends then.
"""

import asyncio
import email
import email.policy
import json
import os
import pathlib
import sys
import threading
import time

from aiosmtpd.smtp import SMTP

FOLDER = pathlib.Path(sys.argv[2])


class Keeper:
    async def handle_DATA(self, server, session, envelope):
        how, *more = (FOLDER / "how").read_text().split()
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        line = {
            "to": envelope.rcpt_tos,
            "headers": [[name.lower(), str(value)] for name, value in mail.items()],
            "text": mail.get_content().replace("\r\n", "\n"),
            "at": time.time(),
            "taken": how != "refuse",
        }
        with (FOLDER / "mails").open("a") as mails:
            mails.write(json.dumps(line) + "\n")
        if how == "refuse":
            return f"{more[0]} not now"
        if how == "drop":
            server.transport.abort()
        if how == "slow":
            await asyncio.sleep(float(more[0]))
        return "250 taken"


def end_with_input():
    sys.stdin.read()
    os._exit(0)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Keeper(), enable_SMTPUTF8=True), "127.0.0.1", int(sys.argv[1]))
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


threading.Thread(target=end_with_input, daemon=True).start()
asyncio.run(main())
