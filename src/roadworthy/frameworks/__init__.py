"""What the calls of frameworks and libraries mean. One file each; none knows a pattern.

A file offers `register(library, found)`: it tells the interpreter what calls mean (`library`) and puts what it
meets (applications, tables, components) into `found`. Every module of this package that has one is used; there is
no list to keep.
"""
