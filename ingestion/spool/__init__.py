"""The spool: what the receiver took and has promised to keep, until the loader has it.

`lines` is the format of one line, `segments` reads a file of them, `folder` names, protects and moves the
files, `writer` appends durably. Nothing here redacts: only redacted records come here.
"""
