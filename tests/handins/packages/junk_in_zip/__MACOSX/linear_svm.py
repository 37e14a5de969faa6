Mac OS X            2   not really python
