package dev.postern.gateway;

import dev.postern.gateway.probe.Probe;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

import java.util.List;

/// The gateway's process: Boot starts the admin plane, and its beans start the data plane. With `probe` as its first word the command line
/// is not for the gateway at all, but for [Probe].
@SpringBootApplication
public class GatewayApplication {

    private static final String PROBE = "probe";

    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals(PROBE)) {
            System.exit(Probe.run(List.of(arguments).subList(1, arguments.length), System.out, System.err));
        }
        SpringApplication.run(GatewayApplication.class, arguments);
    }
}
