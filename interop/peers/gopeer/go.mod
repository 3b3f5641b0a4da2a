module postern.dev/interop/gopeer

go 1.26
