"""The ways in, one file each: an identity provider of Jupyter's that says who a request comes from.

A door is named by an `Entrance`, which also carries the values of its traits; adding one is a file here.
"""
