"""Sealed votes that anybody can check: the protocol of Belenios, written from its specification.

Pure Python with gmpy2, and no framework: what is here runs on a scrutineer's machine as well as on
the server. The archives are read by `belenios-tool` 2.0, a program that nobody here wrote.
"""
