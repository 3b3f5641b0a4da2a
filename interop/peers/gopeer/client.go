package main

import (
	"bufio"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"net"
	"time"
)

const deadline = 20 * time.Second

func runClient(arguments []string) error {
	var o options
	flags := flag.NewFlagSet("client", flag.ExitOnError)
	o.register(flags)
	connect := flags.String("connect", "", "host:port")
	name := flags.String("server-name", "localhost", "SNI, and the name to verify")
	lines := flags.Int("lines", 1, "how many lines to send and to wait for, one after the other")
	echConfigs := flags.String("ech-configs", "", "ECHConfigList in hex")
	serverCloses := flags.Bool("server-closes", false, "wait for the server's close_notify before sending one")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	config, err := o.config()
	if err != nil {
		return err
	}
	config.ServerName = *name
	if *echConfigs != "" {
		if config.EncryptedClientHelloConfigList, err = hex.DecodeString(*echConfigs); err != nil {
			return err
		}
	}
	// One cache for all connections: the second resumes with the first one's ticket.
	config.ClientSessionCache = tls.NewLRUClientSessionCache(8)
	for range o.connections {
		report(clientConnection(*connect, config, *lines, *serverCloses))
	}
	return nil
}

func clientConnection(address string, config *tls.Config, lines int, serverCloses bool) (r connectionReport) {
	raw, err := net.DialTimeout("tcp", address, deadline)
	if err != nil {
		r.Error = err.Error()
		return
	}
	defer raw.Close()
	_ = raw.SetDeadline(time.Now().Add(deadline))
	connection := tls.Client(raw, config)
	if err := connection.Handshake(); err != nil {
		var refused *tls.ECHRejectionError
		r.EchRetry = errors.As(err, &refused) && len(refused.RetryConfigList) > 0
		r.Error = err.Error()
		return
	}
	r.read(connection.ConnectionState())
	if err := exchangeLines(connection, lines, &r); err != nil {
		r.Error = err.Error()
		return
	}
	if serverCloses {
		_, err = connection.Read(make([]byte, 1))
		r.End = endOf(err)
	}
	if err := connection.CloseWrite(); err != nil {
		r.Error = err.Error()
		return
	}
	if !serverCloses {
		// Our direction ended first; the server's answer to it is its own close_notify.
		_, err = connection.Read(make([]byte, 1))
		r.End = endOf(err)
	}
	return
}

func exchangeLines(connection *tls.Conn, lines int, r *connectionReport) error {
	reader := bufio.NewReader(connection)
	for i := range lines {
		sent := fmt.Sprintf("line %d\n", i+1)
		if _, err := connection.Write([]byte(sent)); err != nil {
			return err
		}
		got, err := reader.ReadString('\n')
		if err != nil {
			return err
		}
		if got != sent {
			return fmt.Errorf("sent %q, got back %q", sent, got)
		}
		r.Lines++
	}
	return nil
}
