"""Push messages, opened by libraries that others wrote: http_ece (RFC 8188, RFC 8291) and cryptography.

`decrypt.py subscribe` makes the keys of some browsers, and writes what these browsers would say of their subscriptions.
`decrypt.py open` opens what `cargo run --package supple-push --example push` made of them.
"""

import base64
import hashlib
import json
import os
import pathlib
import sys

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

FOLDER = pathlib.Path(os.environ["SUPPLE_PUSH"])

# As real push services name theirs.
ENDPOINTS = [
    "https://fcm.googleapis.com/fcm/send/f{}:APA91bH-_x",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABf{}",
    "https://web.push.apple.com/QA{}",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAAA%2f{}%3d%3d",
    "https://push.example:8443/p/{}",
]
BROWSERS = 20

# Header of aes128gcm, delimiter and tag; the two lengths that a message is filled up to.
OVERHEAD = 86 + 1 + 16
LENGTHS = {2048 + OVERHEAD, 3993 + OVERHEAD}


def coded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point(key):
    return key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def subscribe():
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(BROWSERS)]
    secrets = [os.urandom(16) for _ in keys]
    subscriptions = [
        {
            "endpoint": ENDPOINTS[place % len(ENDPOINTS)].format(place),
            "expirationTime": None,
            "keys": {"p256dh": coded(point(key)), "auth": coded(secret)},
        }
        for place, (key, secret) in enumerate(zip(keys, secrets))
    ]
    browsers = [
        {"private": hex(key.private_numbers().private_value), "auth": coded(secret)} for key, secret in zip(keys, secrets)
    ]
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "pushes.json").unlink(missing_ok=True)  # What an older program wrote would only mislead.
    (FOLDER / "subscriptions.json").write_text(json.dumps(subscriptions), encoding="utf-8")
    (FOLDER / "browsers.json").write_text(json.dumps(browsers), encoding="utf-8")


def opened(body, browser):
    key = ec.derive_private_key(int(browser["private"], 16), ec.SECP256R1())
    return http_ece.decrypt(body, private_key=key, auth_secret=decoded(browser["auth"]), version="aes128gcm")


def refuses(body, browser):
    try:
        opened(body, browser)
    except http_ece.ECEException:
        return True
    return False


def judge():
    subscriptions = json.loads((FOLDER / "subscriptions.json").read_text(encoding="utf-8"))
    browsers = json.loads((FOLDER / "browsers.json").read_text(encoding="utf-8"))
    pushes = json.loads((FOLDER / "pushes.json").read_text(encoding="utf-8"))["pushes"]
    assert len(pushes) == len(browsers) == BROWSERS, f"{len(pushes)} pushes"
    bodies = [decoded(push["body"]) for push in pushes]
    for place, (push, body, browser) in enumerate(zip(pushes, bodies, browsers)):
        endpoint = subscriptions[place]["endpoint"]
        assert push["url"] == endpoint, f"{place}: {push['url']}"
        assert push["endpoint_hash"] == coded(hashlib.sha256(endpoint.encode()).digest()), f"{place}: the hash"
        assert len(body) in LENGTHS, f"{place}: {len(body)} bytes"
        payload = opened(body, browser)
        assert payload == push["payload"].encode(), f"{place}: {payload}"
        notification = json.loads(payload)["notification"]
        assert notification["title"] == f"Supple {place}", f"{place}: {notification}"
        assert refuses(body[:-1] + bytes([body[-1] ^ 1]), browser), f"{place}: a changed message was opened"
        assert refuses(body, browsers[place - 1]), f"{place}: another browser opened it"
    assert {len(body) for body in bodies} == LENGTHS, "both lengths were seen"
    print(f"http_ece opened {len(pushes)} push messages, and no other browser did")


{"subscribe": subscribe, "open": judge}[sys.argv[1]]()
