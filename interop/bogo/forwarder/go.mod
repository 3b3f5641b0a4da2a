module postern.dev/interop/bogo/forwarder

go 1.25
