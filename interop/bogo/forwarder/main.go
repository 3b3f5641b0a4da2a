// Forwarder is the process that BoringSSL's test runner starts for every case. It hands its arguments to the shim, a JVM that is already
// running behind a UNIX socket, and repeats what that answers: standard output, standard error and exit status.
//
// POSTERN_BOGO_SOCKET names the socket. Without it nothing runs and every case counts as not implemented, which lists the runner's cases.
package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
)

// notImplemented is the runner's word for a case that a shim cannot do.
const notImplemented = 89

func main() {
	path := os.Getenv("POSTERN_BOGO_SOCKET")
	if path == "" {
		list()
	}
	status, err := forward(path, os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "the shim behind the forwarder:", err)
		os.Exit(1)
	}
	os.Exit(status)
}

// list answers without a shim.
func list() {
	for _, argument := range os.Args[1:] {
		if argument == "-is-handshaker-supported" {
			fmt.Println("No")
			os.Exit(0)
		}
	}
	os.Exit(notImplemented)
}

func forward(path string, arguments []string) (int, error) {
	shim, err := net.Dial("unix", path)
	if err != nil {
		return 0, err
	}
	defer shim.Close()
	if err := send(shim, arguments); err != nil {
		return 0, err
	}
	answer := bufio.NewReader(shim)
	status, err := answer.ReadByte()
	if err != nil {
		return 0, err
	}
	for _, stream := range []io.Writer{os.Stdout, os.Stderr} {
		if err := repeat(answer, stream); err != nil {
			return 0, err
		}
	}
	return int(status), nil
}

func send(shim io.Writer, arguments []string) error {
	out := bufio.NewWriter(shim)
	if err := binary.Write(out, binary.BigEndian, uint32(len(arguments))); err != nil {
		return err
	}
	for _, argument := range arguments {
		if err := binary.Write(out, binary.BigEndian, uint32(len(argument))); err != nil {
			return err
		}
		if _, err := out.WriteString(argument); err != nil {
			return err
		}
	}
	return out.Flush()
}

// repeat copies one text of the answer.
func repeat(answer io.Reader, stream io.Writer) error {
	var length uint32
	if err := binary.Read(answer, binary.BigEndian, &length); err != nil {
		return err
	}
	_, err := io.CopyN(stream, answer, int64(length))
	return err
}
