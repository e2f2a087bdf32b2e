"""Check an exported log, with nothing of ours but `audit` and `cryptography`.

    python -m audit.verify LOG --key VKEY
    python -m audit.verify LOG --trust trust.json --html report.html

LOG is a folder, an archive or an address. `checking.verify_export` is the whole check, in order.
"""
