"""Check an exported log, with nothing of ours but `audit` and `cryptography`.

python -m audit.verify FOLDER --key VKEY
"""
