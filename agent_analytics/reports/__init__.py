"""Reports: the figures of a pilot from the published marts, with intervals and with what is missing.

`questions` asks the snapshot, `pilot` turns answers into figures, `formats` and `paper` write them. Reports
read public marts only, like any dashboard; estimates come from `statistics`.
"""
