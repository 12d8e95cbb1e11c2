"""Who is who, as people of the installation decided by hand: the files they keep, read and written.

Which handles belong together by evidence is SQL; loading these files is the door's concern.
"""
