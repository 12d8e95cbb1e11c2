"""What people of an installation state about their own company, in files they keep: `company/*.csv`.

`people` says who is who and in which team, `spending` what may be spent and what work is worth, `policy` what
agents may do, `files` how a file is read. Loading the statements is the door's concern; what follows from
them is SQL.
"""
