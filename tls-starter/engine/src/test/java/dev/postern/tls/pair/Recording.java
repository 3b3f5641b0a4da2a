package dev.postern.tls.pair;

import java.util.ArrayList;
import java.util.List;

/// Every flight of one handshake, in order, cut so that no two sides speak at once.
///
/// @param flights what was carried
record Recording(List<Flight> flights) {

    /// @param toServer who it was for
    record Flight(boolean toServer, byte[] bytes) {}

    /// Runs a handshake and writes down what goes over the wire.
    static Recording of(Pair pair, Runnable afterStart) {
        List<Flight> flights = new ArrayList<>();
        pair.tamperToServer(bytes -> note(flights, true, bytes)).tamperToClient(bytes -> note(flights, false, bytes));
        pair.client().engine().start(pair.client().out());
        afterStart.run();
        pair.exchange();
        return new Recording(List.copyOf(flights));
    }

    private static byte[] note(List<Flight> flights, boolean toServer, byte[] bytes) {
        flights.add(new Flight(toServer, bytes.clone()));
        return bytes;
    }
}
