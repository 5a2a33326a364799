"""Requests signed by SDK 11.3.0 (`bittensor.http_auth`) to our axon, and ours checked by it.

`synapse11.py PORT RECEIVER BODY HEADERS...`: each HEADERS is JSON, what we signed for POST /Echo with that body.
"""

import json
import sys
import tempfile
import urllib.error
import urllib.request

from bittensor import Wallet, http_auth


def post(port, headers, body, path="/Echo"):
    headers = dict(headers, **{"Content-Type": "application/json"})
    request = urllib.request.Request("http://127.0.0.1:%s%s" % (port, path), body, headers, method="POST")
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def refused(port, headers, body):
    status, answer = post(port, headers, body)
    assert status == 401, (status, answer)
    print("refused", answer["message"])


def ask(port, receiver, body, crypto):
    wallet = Wallet("w%d" % crypto, "h", tempfile.mkdtemp())
    wallet.create_new_coldkey(use_password=False, suppress=True, overwrite=False, crypto_type=crypto)
    wallet.create_new_hotkey(use_password=False, suppress=True, overwrite=False, crypto_type=crypto)
    headers = http_auth.sign(wallet, method="POST", path="/Echo", body=body, receiver_ss58=receiver)
    status, answer = post(port, headers, body)
    assert status == 200 and answer["answer"].endswith(headers["X-Bittensor-Hotkey"]), (status, answer)
    print("answered", answer["answer"])
    refused(port, headers, body)
    fresh = http_auth.sign(wallet, method="POST", path="/Echo", body=body, receiver_ss58=receiver)
    refused(port, fresh, body + b" ")


def main(port, receiver, body, *signed):
    body = body.encode()
    for headers in signed:
        caller = http_auth.verify(json.loads(headers), body, method="POST", path="/Echo", self_hotkey_ss58=receiver)
        print("believed", caller)
    for crypto in (1, 0):
        ask(port, receiver, body, crypto)


main(*sys.argv[1:])
