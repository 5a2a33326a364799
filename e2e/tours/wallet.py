"""Wallets between the official package and ours: `wallet.py write DIRECTORY` makes some and says whose they are;
`wallet.py read DIRECTORY` opens those that `said.json` names and checks addresses and signatures.

Runs with both bittensor 10.5.0 (bittensor_wallet 4.1.1) and 11.3.0.
"""

import json
import sys
from pathlib import Path

try:
    from bittensor_wallet import Wallet
except ImportError:
    from bittensor import Wallet

PASSWORD = "test-pass-123"
MESSAGE = b"a message"
SEED = "0x" + "9f" * 32
PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"


def write(home):
    """A wallet for each way that keys are made, and one line of JSON for each."""
    for crypto in (1, 0):
        made = Wallet("new%d" % crypto, "hot", home)
        made.create_new_coldkey(
            use_password=True, coldkey_password=PASSWORD, suppress=True, overwrite=False, crypto_type=crypto
        )
        made.create_new_hotkey(use_password=False, suppress=True, overwrite=False, crypto_type=crypto, n_words=24)
        say(made, "new%d" % crypto, PASSWORD, crypto)
        again = Wallet("again%d" % crypto, "hot", home)
        again.regenerate_coldkey(mnemonic=PHRASE, use_password=False, suppress=True, crypto_type=crypto)
        again.regenerate_hotkey(seed=SEED, use_password=False, suppress=True, crypto_type=crypto)
        say(again, "again%d" % crypto, None, crypto)


def say(wallet, name, password, crypto):
    cold, hot = wallet.get_coldkey(password=password), wallet.get_hotkey(password=None)
    print(
        json.dumps(
            {
                "name": name,
                "hotkey": "hot",
                "password": password,
                "crypto": crypto,
                "coldkey_address": cold.ss58_address,
                "hotkey_address": hot.ss58_address,
                "signature": bytes(hot.sign(MESSAGE)).hex(),
            }
        )
    )


def read(home):
    """What ours wrote."""
    for said in json.loads((Path(home) / "said.json").read_text()):
        wallet = Wallet(said["name"], said["hotkey"], home)
        cold = wallet.get_coldkey(password=said["password"])
        hot = wallet.get_hotkey(password=said["password"])
        assert wallet.coldkeypub.ss58_address == said["coldkey_address"], said
        assert cold.ss58_address == said["coldkey_address"], said
        assert hot.ss58_address == said["hotkey_address"], said
        assert cold.crypto_type == said["crypto"], said
        assert hot.verify(MESSAGE, bytes.fromhex(said["signature"])), said
        assert hot.verify(MESSAGE, hot.sign(MESSAGE)), said
        if said["password"]:
            try:
                Wallet(said["name"], said["hotkey"], home).get_coldkey(password="another")
                raise SystemExit("a wrong password opened the coldkey")
            except Exception as error:
                print("as it should:", error)
        print("read", said["name"])


if __name__ == "__main__":
    {"write": write, "read": read}[sys.argv[1]](sys.argv[2])
